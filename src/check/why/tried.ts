// What an answer has cost so far, and the limits that were met on the way to it.

import type { WhyProgress } from './whyReport.ts';

export interface Tried {
  searches: number;
  states: number;
  /** Exchanges of two steps. */
  pairs: number;
  readonly limits: Set<string>;
}

/** The progress of a search, as that of the whole question. */
export function* counted<T>(
  search: Generator<{ readonly states: number }, T>,
  tried: Tried,
): Generator<WhyProgress, T> {
  for (;;) {
    const slice = search.next();
    if (slice.done === true) return slice.value;
    yield { searches: tried.searches, states: tried.states + slice.value.states };
  }
}
