// The point of no return of a run: the last of its states from which it could still have ended well.

import { Flood } from '../search/flood.ts';
import type { Machine } from '../machine/machine.ts';
import type { SearchLimits, SearchProgress } from '../search/searchReport.ts';

export interface NoReturn {
  /** Index of the last good state; null where none is. */
  readonly lastGood: number | null;
  /** Where one was reached, a later state may be good after all. */
  readonly limits: readonly string[];
  readonly states: number;
}

/**
 * A state is good when some run from it comes to a quiescent state with the property unbroken all
 * the way: in its states, by its moves, and in that end. For `no_deadlock` and `no_stuck` any run to
 * a quiescent state is good.
 *
 * `states` lie along one run and are those before the property breaks, so the good ones come first:
 * whatever leads to a good state unbroken is good. They are asked from the last one back. What a
 * later state leads to without a good end is known by then, so all together costs one search at most.
 */
export function* lastGoodState(
  machine: Machine,
  states: readonly Uint32Array[],
  property: string,
  limits: SearchLimits,
  slice: number,
): Generator<SearchProgress, NoReturn> {
  const flood = new Flood(machine, [property], 'good end', limits);
  let last: number | null = null;
  for (let index = states.length - 1; index >= 0 && last === null; index--) {
    if (yield* flood.from(states[index] as Uint32Array, slice)) last = index;
  }
  return { lastGood: last, limits: flood.limits, states: flood.count };
}
