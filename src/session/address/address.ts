// The address bar: writes the session's position, and reads the person's moves through the browser's history. Steps
// replace the current entry; scenarios and kernels add entries, so that back and forward move between those and not
// between steps.

/** The browser's address bar and history, as far as the hash goes. */
export interface AddressBar {
  /** The hash with its `#`, or nothing. */
  read(): string;
  /** Whether the page itself wrote the current entry of the history: not a person who typed or followed a link. */
  isOurs(): boolean;
  replace(hash: string): void;
  push(hash: string): void;
  /** Called on back, forward and a typed hash; returns a function that unsubscribes. */
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
  /** Another step of the same run. It is written when steps have paused. */
  step(hash: string): void;
  /** Another scenario or kernel: an entry of its own. */
  place(hash: string): void;
  /** Replaces the current entry by an equivalent address. */
  settle(hash: string): void;
  /** Stops writing. */
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
