// When a hint shows and goes: after a moment of rest under the pointer, at once on keyboard focus or
// while another hint is still near. One hint at a time.

import type { ReactNode } from 'react';

export interface TipContent {
  readonly text: ReactNode;
  readonly keys?: string | undefined;
  readonly side?: TipSide | undefined;
  /** A class beside `tip`. */
  readonly look?: string | undefined;
}

export type TipSide = 'top' | 'bottom' | 'left' | 'right';

export interface ShownTip extends TipContent {
  readonly anchor: Element;
  /** Centred there, in CSS pixels from the left of the page, not at the middle of its element. */
  readonly x?: number;
}

/** What `setTimeout` and `clearTimeout` do; a simulated one in tests. */
export interface TipClock {
  after(ms: number, then: () => void): number;
  cancel(id: number): void;
}

const REST_MS = 400;
/** The way from the element to its hint, and from one element to the next. */
const GRACE_MS = 150;

export class TipTimer {
  readonly #clock: TipClock;
  readonly #show: (tip: ShownTip | null) => void;
  #shown: ShownTip | null = null;
  #waiting: number | null = null;

  constructor(clock: TipClock, show: (tip: ShownTip | null) => void) {
    this.#clock = clock;
    this.#show = show;
  }

  /** The pointer is on the element. */
  enter(tip: ShownTip): void {
    this.#wait(this.#shown === null ? REST_MS : 0, tip);
  }

  /** The pointer has left the element or its hint. */
  leave(): void {
    if (this.#shown === null) this.#stopWaiting();
    else this.#wait(GRACE_MS, null);
  }

  /** The keyboard is on the element. */
  focus(tip: ShownTip): void {
    this.#put(tip);
  }

  /** The pointer is on the hint itself: it stays. */
  keep(): void {
    this.#stopWaiting();
  }

  /** Something else began: a press, a key, a scroll. */
  close(): void {
    if (this.#shown === null) this.#stopWaiting();
    else this.#put(null);
  }

  /** The element is gone from the page. */
  drop(anchor: Element): void {
    if (this.#shown?.anchor === anchor || !anchor.isConnected) this.close();
  }

  #wait(ms: number, tip: ShownTip | null): void {
    this.#stopWaiting();
    if (ms === 0) this.#put(tip);
    else this.#waiting = this.#clock.after(ms, () => this.#put(tip));
  }

  #put(tip: ShownTip | null): void {
    this.#stopWaiting();
    this.#shown = tip;
    this.#show(tip);
  }

  #stopWaiting(): void {
    if (this.#waiting !== null) this.#clock.cancel(this.#waiting);
    this.#waiting = null;
  }
}
