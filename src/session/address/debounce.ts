// Waits for a pause, then runs the last request.

import type { Clock } from './address.ts';

export interface Debounce {
  /** Replaces a pending request. */
  ask(act: () => void): void;
  /** Runs the pending request now. */
  flush(): void;
}

/** `waiting` is called with whether a request is pending. */
export function createDebounce(
  clock: Clock,
  ms: number,
  waiting: (waits: boolean) => void,
): Debounce {
  let asked: { readonly act: () => void; readonly timer: unknown } | null = null;
  const flush = (): void => {
    if (asked === null) return;
    const { act, timer } = asked;
    clock.clearTimeout(timer);
    asked = null;
    act();
    waiting(false);
  };
  return {
    ask(act) {
      if (asked === null) waiting(true);
      else clock.clearTimeout(asked.timer);
      asked = { act, timer: clock.setTimeout(flush, ms) };
    },
    flush,
  };
}
