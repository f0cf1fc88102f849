// What a search with reductions says otherwise than the whole one.

import { ReducedMachine } from '../../explore/machine/reducedMachine.ts';
import { explore } from '../../explore/search/explore.ts';
import { brokenAfter, runToEnd } from '../../explore/search/replay.testing.ts';
import type { SearchReport } from '../../explore/search/searchReport.ts';
import type { Model } from '../../model/build/model.ts';
import { Independence } from '../../model/reduce/independence.ts';
import { endKey } from '../../model/replay/runEnd.ts';
import { searchReduced } from './reducedSearch.ts';
import type { Reduction } from './reductions.ts';

export const LIMITS = { maxStates: 200_000, maxBytes: 512 * 1024 * 1024 };

/** States that the reduced search keeps, and how it differs. */
export interface ReducedAnswer {
  readonly states: number;
  readonly differences: readonly string[];
}

/** Null where there are too many states for a test. */
export function searchWhole(model: Model, maxStates = LIMITS.maxStates): SearchReport | null {
  const limits = { ...LIMITS, maxStates };
  const whole = runToEnd(explore(model.machine, limits, 8192, () => endKey(model)));
  return whole.limits.some((limit) => limit.startsWith('states')) ? null : whole;
}

export function searchAgain(
  model: Model,
  reduce: readonly Reduction[],
  whole: SearchReport,
): ReducedAnswer {
  const { report } = runToEnd(searchReduced(model, LIMITS, reduce));
  const differences = [
    ...unlike('verdicts', judged(report), judged(whole)),
    ...wrongRuns(model, report),
    ...otherEnds(model, reduce, whole),
  ];
  return {
    states: report.states,
    differences: differences.map((text) => `${reduce.join()}: ${text}`),
  };
}

function unlike(what: string, reduced: readonly string[], whole: readonly string[]): string[] {
  const more = reduced.filter((text) => !whole.includes(text));
  const less = whole.filter((text) => !reduced.includes(text));
  return more.length + less.length === 0
    ? []
    : [`${what} are ${more.join('; ')}, not ${less.join('; ')}`];
}

const judged = ({ verdicts }: SearchReport): string[] =>
  verdicts.map(({ name, verdict, vacuous }) => `${name} ${vacuous ? 'never tested' : verdict}`);

/** Runs that do not break the property that they are said to break. */
function wrongRuns(model: Model, { verdicts }: SearchReport): string[] {
  return verdicts.flatMap(({ name, witness }) =>
    witness === null || name === 'no_stuck' || brokenAfter(model.machine, witness).includes(name)
      ? []
      : [`the run for ${name} does not break it`],
  );
}

/** Ends that are no oops, and in how many states: an oops cuts other tasks short, and where they stand then is order. */
const ends = ({ ends: found }: SearchReport): string[] =>
  (found?.groups ?? [])
    .filter(({ key }) => JSON.parse(key)[1] === 0)
    .map(({ key, states }) => `${key} in ${states}`);

/** Moves that are taken alone or at once lead to the same ends, one for one. */
function otherEnds(model: Model, reduce: readonly Reduction[], whole: SearchReport): string[] {
  const [merge, order] = [reduce.includes('merge'), reduce.includes('order')];
  if (!merge && !order) return [];
  const independence = new Independence(model, { merge, order });
  if (independence.broken) return [];
  const machine = new ReducedMachine(model.machine, independence, merge);
  const again = runToEnd(explore(machine, LIMITS, 8192, () => endKey(model)));
  return independence.broken ? [] : unlike('ends', ends(again), ends(whole));
}
