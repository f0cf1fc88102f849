// Waits until a person rests, and then does the last thing that was asked.

import type { Clock } from './address.ts';

export interface Debounce {
  /** In the place of what waits already. */
  ask(act: () => void): void;
  /** Does what waits, now. */
  flush(): void;
}

/** `waiting` hears whether something waits. */
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
