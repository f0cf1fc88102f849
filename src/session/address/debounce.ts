// Waits for a pause, then runs the last request. Where no pause comes, it is run all the same after a while.

import type { Clock } from './address.ts';

export interface Debounce {
  /** Replaces a pending request. */
  ask(act: () => void): void;
  /** Runs the pending request now. */
  flush(): void;
}

export interface DebounceTimes {
  /** The pause. */
  readonly restMs: number;
  /** The longest wait from the first request that was not run. */
  readonly longestMs: number;
}

interface Asked {
  readonly act: () => void;
  readonly rest: unknown;
  readonly longest: unknown;
}

/** `waiting` is called with whether a request is pending. */
export function createDebounce(
  clock: Clock,
  { restMs, longestMs }: DebounceTimes,
  waiting: (waits: boolean) => void,
): Debounce {
  let asked: Asked | null = null;
  const flush = (): void => {
    if (asked === null) return;
    const { act, rest, longest } = asked;
    clock.clearTimeout(rest);
    clock.clearTimeout(longest);
    asked = null;
    act();
    waiting(false);
  };
  return {
    ask(act) {
      if (asked === null) waiting(true);
      else clock.clearTimeout(asked.rest);
      const longest = asked === null ? clock.setTimeout(flush, longestMs) : asked.longest;
      asked = { act, rest: clock.setTimeout(flush, restMs), longest };
    },
    flush,
  };
}
