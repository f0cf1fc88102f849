// Whether all combinations of fixes are searched in the background, and when these searches wait for a person.

import type { Report } from '../../check/verdict/report.ts';
import { matrixConfigs, matrixRows } from '../state/matrixRows.ts';
import { remember } from '../state/remember.ts';
import { selectReport } from '../state/select.ts';
import type { SessionState } from '../state/store.ts';

export type FixPlan =
  /** There is one combination: nothing to compare. */
  | { readonly kind: 'none' }
  /** The stage's configuration is searched first; it shows how large the others are. */
  | { readonly kind: 'later' }
  | { readonly kind: 'search' }
  | { readonly kind: 'on-request'; readonly why: Reluctance };

/** Why the search starts only on request. */
export type Reluctance =
  | { readonly kind: 'many' }
  /** One search took that long. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** One search came to that limit of states or bytes. */
  | { readonly kind: 'limit'; readonly limit: string };

/** The most configurations that are searched without a request. */
const MOST_CONFIGURATIONS = 64;
/** If one search takes longer, the others start only on request. */
const MOST_MS = 2000;

export const selectFixPlan: (state: SessionState) => FixPlan = remember(
  ({ program, configuration, checks, matrix }) => [program, configuration, checks, matrix.asked],
  (state) => {
    const { program, matrix } = state;
    if (matrixRows(program).length < 2) return { kind: 'none' };
    if (matrix.asked) return { kind: 'search' };
    if (matrixConfigs(program).length > MOST_CONFIGURATIONS)
      return { kind: 'on-request', why: { kind: 'many' } };
    const why = reluctanceOf(reportsIn(state));
    if (why !== null) return { kind: 'on-request', why };
    return selectReport(state) === null ? { kind: 'later' } : { kind: 'search' };
  },
);

/** A person waits for another search or plays a run: background searches wait. */
export function isOccupied({ playing, pending, why, graph, space }: SessionState): boolean {
  return (
    playing ||
    pending.text ||
    why?.answer.kind === 'running' ||
    graph?.answer.kind === 'running' ||
    space?.answer.kind === 'running'
  );
}

/** A limit that more memory or states would raise; other limits are in the text. */
export function isSizeLimit(limit: string): boolean {
  return limit.startsWith('memory ') || limit.startsWith('states ');
}

function reportsIn({ checks }: SessionState): Report[] {
  return [...checks.values()].flatMap((check) => (check.kind === 'done' ? [check.report] : []));
}

function reluctanceOf(reports: readonly Report[]): Reluctance | null {
  const limit = reports.flatMap(({ limits }) => limits).find(isSizeLimit);
  if (limit !== undefined) return { kind: 'limit', limit };
  const ms = Math.max(0, ...reports.map((report) => report.ms));
  return ms > MOST_MS ? { kind: 'slow', ms } : null;
}
