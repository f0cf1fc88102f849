// Whether all sets of changes are searched without being asked for, so that the minimal fixes come
// by themselves; and when such a search in the background has to wait for a person.

import type { Report } from '../../check/verdict/report.ts';
import { matrixConfigs, matrixRows } from '../state/matrixRows.ts';
import { remember } from '../state/remember.ts';
import { selectReport } from '../state/select.ts';
import type { SessionState } from '../state/store.ts';

export type FixPlan =
  /** There is one set of changes: nothing to compare. */
  | { readonly kind: 'none' }
  /** What is on the stage is answered first, and tells how much there is to search. */
  | { readonly kind: 'later' }
  | { readonly kind: 'search' }
  | { readonly kind: 'on-request'; readonly why: Reluctance };

/** Why it is left to a person to ask. */
export type Reluctance =
  | { readonly kind: 'many' }
  /** One search took that long. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** One search came to that limit of states or bytes. */
  | { readonly kind: 'limit'; readonly limit: string };

/** Configurations that are searched unasked at most. */
const MOST_CONFIGURATIONS = 64;
/** Where one search takes longer, the others are not begun unasked. */
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

/** A person waits for something else, or watches a run: what nobody asked for stands back. */
export function isOccupied({ playing, pending, why, graph, space }: SessionState): boolean {
  return (
    playing ||
    pending.text ||
    why?.answer.kind === 'running' ||
    graph?.answer.kind === 'running' ||
    space?.answer.kind === 'running'
  );
}

/** A limit that more room would move; the others lie in the text. */
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
