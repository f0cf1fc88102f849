// The address bar: the session's place in it, and the person's moves through the browser's
// history. Steps rewrite the entry that is there; scenarios and kernels make new ones, so that
// back and forward move between those and never between steps.

/** The browser's address bar and history, as far as the hash goes. */
export interface AddressBar {
  /** The hash with its `#`, or nothing. */
  read(): string;
  replace(hash: string): void;
  push(hash: string): void;
  /** Hears of back, forward, and a hash that was typed; returns what ends it. */
  onMove(listener: () => void): () => void;
}

export interface AddressPorts {
  readonly bar: AddressBar;
  readonly clock: Clock;
  /** The person went to this hash. */
  move(hash: string): void;
  /** Whether the bar is behind the session. */
  pending(pending: boolean): void;
}

/** Timers as xstate's clocks have them; the same one runs the player. */
export interface Clock {
  setTimeout(callback: () => void, ms: number): unknown;
  clearTimeout(id: unknown): void;
}

export interface Address {
  /** Another step in the same place; written when steps have come to rest. */
  step(hash: string): void;
  /** Another scenario or kernel: an entry of its own. */
  place(hash: string): void;
  /** The entry that is there says the same in other words from now on. */
  settle(hash: string): void;
  /** Writes nothing from now on. */
  close(): void;
}

/** Browsers refuse more than about 100 changes in 30 seconds. */
export const restMs = 150;

export function createAddress({ bar, clock, move, pending }: AddressPorts): Address {
  let shown = bar.read();
  let closed = false;
  let waiting: { readonly hash: string; readonly timer: unknown } | null = null;

  const end = bar.onMove(() => {
    forget();
    if (bar.read() === shown) return;
    shown = bar.read();
    move(shown);
  });

  function forget(): void {
    if (waiting === null) return;
    clock.clearTimeout(waiting.timer);
    waiting = null;
    pending(false);
  }

  function write(hash: string): void {
    forget();
    if (closed || hash === shown) return;
    shown = hash;
    bar.replace(hash);
  }

  return {
    step(hash) {
      forget();
      if (closed || hash === shown) return;
      waiting = { hash, timer: clock.setTimeout(() => write(hash), restMs) };
      pending(true);
    },
    place(hash) {
      if (waiting !== null) write(waiting.hash);
      if (closed || hash === shown) return;
      shown = hash;
      bar.push(hash);
    },
    settle: write,
    close() {
      closed = true;
      forget();
      end();
    },
  };
}
