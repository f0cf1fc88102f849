// A model searched with reductions, held to the whole search.

import { expect } from 'vitest';
import { explore } from '../../explore/search/explore.ts';
import { brokenAfter, runToEnd } from '../../explore/search/replay.testing.ts';
import { ReducedMachine } from '../../explore/machine/reducedMachine.ts';
import type { SearchReport } from '../../explore/search/searchReport.ts';
import { Commuting } from '../../model/reduce/commuting.ts';
import { buildModel, type Model } from '../../model/build/model.ts';
import { endKey } from '../../model/replay/runEnd.ts';
import { programOf } from '../../model/build/snippet.testing.ts';
import { searchReduced } from './reducedSearch.ts';
import { type Reduction, REDUCTIONS } from './reductions.ts';

export const LIMITS = { maxStates: 200_000, maxBytes: 512 * 1024 * 1024 };

const judged = ({ verdicts }: SearchReport): string =>
  verdicts
    .map(({ name, verdict, vacuous }) => `${name} ${vacuous ? 'never tested' : verdict}`)
    .join('\n');

/** Ends that are no oops, and in how many states: an oops cuts other tasks short, and where they stand then is order. */
const ends = ({ ends: found }: SearchReport): string[] =>
  (found?.groups ?? [])
    .filter(({ key }) => JSON.parse(key)[1] === 0)
    .map(({ key, states }) => `${key} in ${states}`)
    .sort();

/** States of the whole search, and of those with each reduction alone and with all. */
export type Counts = Readonly<Record<Reduction | 'whole' | 'all', number>>;

/** All searches of a model; null where the whole one is too large for a test. */
export function compare(build: () => Model): Counts | null {
  const whole = searchWhole(build());
  if (whole === null) return null;
  const statesWith = (reduce: readonly Reduction[]) => searchWith(build(), reduce, whole);
  return {
    whole: whole.states,
    merge: statesWith(['merge']),
    order: statesWith(['order']),
    pages: statesWith(['pages']),
    tasks: statesWith(['tasks']),
    all: statesWith(REDUCTIONS),
  };
}

export function searchWhole(model: Model): SearchReport | null {
  const whole = runToEnd(explore(model.machine, LIMITS, 8192, () => endKey(model)));
  return whole.limits.some((limit) => limit.startsWith('states')) ? null : whole;
}

/** How many states a reduced search keeps, which has to say what the whole one said. */
export function searchWith(
  model: Model,
  reduce: readonly Reduction[],
  whole: SearchReport,
): number {
  const { report } = runToEnd(searchReduced(model, LIMITS, reduce));
  expect(judged(report), reduce.join()).toBe(judged(whole));
  for (const { name, witness } of report.verdicts)
    if (witness !== null && name !== 'no_stuck')
      expect(brokenAfter(model.machine, witness)).toContain(name);
  compareEnds(model, reduce, whole);
  return report.states;
}

/** Moves that are taken alone or at once lead to the same ends, one for one. */
function compareEnds(model: Model, reduce: readonly Reduction[], whole: SearchReport): void {
  const [merge, order] = [reduce.includes('merge'), reduce.includes('order')];
  if (!merge && !order) return;
  const commuting = new Commuting(model, { merge, order });
  const machine = new ReducedMachine(model.machine, commuting, merge);
  const again = runToEnd(explore(machine, LIMITS, 8192, () => endKey(model)));
  if (commuting.broken) return;
  expect(ends(again)).toEqual(ends(whole));
  expect(again.quiescent).toBe(whole.quiescent);
}

/** All searches of a text's first configuration. */
export const compareText = (text: string) => compare(() => buildModel(programOf(text), {}));
