// Fixes of a violation: what history changed, then edits of the text. Each is loaded and searched as any text is.

import type { EditOutcome, EditProver } from '../edit/editProver.ts';
import { applyEdit } from '../edit/edit.ts';
import { diffSize, unifiedDiff } from '../edit/unifiedDiff.ts';
import type { FixCandidate, TextFixKind } from './fixCandidate.ts';
import type { FixReport, TextFix } from './fixReport.ts';
import { historyFixes } from './historyFixes.ts';

type Searching<T> = Generator<{ readonly states: number }, T>;

/** Edits that are tried at most for one question. */
const MOST_EDITS = 300;

/** `candidates` in the order in which they are to be tried within a group; `also`: fixes that were proved already. */
export function* searchFixes(
  prover: EditProver,
  candidates: readonly FixCandidate[],
  also: readonly TextFix[],
): Searching<FixReport> {
  const history = yield* historyFixes(prover);
  const edits = yield* provedEdits(prover, candidates);
  const texts = distinct([...edits.fixes, ...also]);
  return {
    fixes: [...history.fixes, ...texts.toSorted(bySize)],
    searched: history.searched + edits.searched,
    closing: history.fixes.length + texts.length,
  };
}

function* provedEdits(
  prover: EditProver,
  candidates: readonly FixCandidate[],
): Searching<{ readonly fixes: readonly TextFix[]; readonly searched: number }> {
  const fixes: TextFix[] = [];
  const closed = new Set<string>();
  const tried = new Set<string>();
  for (const candidate of candidates) {
    const key = JSON.stringify(candidate.edit);
    if (closed.has(candidate.group) || tried.has(key)) continue;
    if (tried.size >= MOST_EDITS) {
      prover.work.limits.add(`edits ${MOST_EDITS}`);
      break;
    }
    tried.add(key);
    const outcome = yield* prover.prove(candidate.edit);
    if (outcome.kind !== 'proved') continue;
    closed.add(candidate.group);
    fixes.push(textFix(prover, candidate, outcome));
  }
  return { fixes, searched: tried.size };
}

export function textFix(
  { source, question }: EditProver,
  { kind, title, edit }: Pick<FixCandidate, 'kind' | 'title' | 'edit'>,
  { states, open }: Pick<EditOutcome & { kind: 'proved' }, 'states' | 'open'>,
): TextFix {
  const diff = unifiedDiff(source, applyEdit(source, edit));
  return { kind, title, edit, diff, states, worlds: question.worlds.length, open };
}

/** By what comes out. */
function distinct(fixes: readonly TextFix[]): TextFix[] {
  return fixes.filter((fix, i) => fixes.findIndex(({ diff }) => diff === fix.diff) === i);
}

const KINDS: readonly TextFixKind[] = ['extend', 'move', 're-check', 'take', 'new lock'];

/** What closes it in every world comes first; a lock that the text does not have yet comes last, however small. */
function bySize(a: TextFix, b: TextFix): number {
  const rank = ({ kind, diff, open }: TextFix): number =>
    open * 10_000 + (kind === 'new lock' ? 1000 : 0) + diffSize(diff) + KINDS.indexOf(kind) / 10;
  return rank(a) - rank(b);
}
