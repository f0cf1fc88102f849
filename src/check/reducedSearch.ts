// A search with reductions: fewer states, the same verdicts.

import { explore, SLICE } from '../explore/explore.ts';
import { ReducedMachine, untilBroken } from '../explore/reducedMachine.ts';
import type { PropertyVerdict, SearchReport } from '../explore/searchReport.ts';
import { Commuting } from '../model/commuting.ts';
import type { Model } from '../model/model.ts';
import { SearchMachine } from '../model/searchMachine.ts';
import type { Reduction } from './reductions.ts';
import type { Limits, Progress } from './report.ts';

export interface ReducedSearch {
  /** Its runs are runs of the model, and not always shortest ones. */
  readonly report: SearchReport;
  /** States kept by all tries together: by those that were given up, too. */
  readonly states: number;
  /** Whether the model was searched without reductions in the end, since it breaks what they count on. */
  readonly whole: boolean;
}

/**
 * Searches again with less taken for granted when a promise of the reduction turns out to be broken, and
 * without reductions when nothing is left to take back.
 */
export function* searchReduced(
  model: Model,
  limits: Limits,
  reduce: readonly Reduction[],
): Generator<Progress, ReducedSearch> {
  const [merge, order] = [reduce.includes('merge'), reduce.includes('order')];
  const unguarded = new Set<string>();
  let given = 0;
  for (;;) {
    const commuting = new Commuting(model, { merge, order, unguarded });
    const machine = new ReducedMachine(new SearchMachine(model.machine), commuting, merge);
    const found = yield* searchWhileKept(machine, limits);
    if (typeof found !== 'number') {
      const verdicts = found.verdicts.map((verdict, i) => spelledOut(model, machine, verdict, i));
      return { report: { ...found, verdicts }, states: given + found.states, whole: false };
    }
    given += found;
    if (commuting.unguarded === null || unguarded.has(commuting.unguarded)) break;
    unguarded.add(commuting.unguarded);
  }
  const report = yield* explore(new SearchMachine(model.machine), limits, SLICE);
  return { report, states: given + report.states, whole: true };
}

/** Only the number of states when it was given up. */
function* searchWhileKept(
  machine: ReducedMachine,
  limits: Limits,
): Generator<Progress, SearchReport | number> {
  const search = explore(machine, limits, SLICE);
  let states = 0;
  for (;;) {
    const next = search.next();
    if (next.done === true) return machine.broken ? next.value.states : next.value;
    ({ states } = next.value);
    if (machine.broken) return states;
    yield next.value;
  }
}

function spelledOut(
  model: Model,
  machine: ReducedMachine,
  verdict: PropertyVerdict,
  index: number,
): PropertyVerdict {
  if (verdict.witness === null) return verdict;
  const moves = machine.spellOut(verdict.witness);
  const own = index < machine.properties.length;
  return { ...verdict, witness: own ? untilBroken(model.machine, index, moves) : moves };
}
