// A machine that forwards to another one everything that it does not define itself.

import type { Ending, Machine, MachineProperty } from './machine.ts';

export abstract class WrappedMachine<Whole extends Machine = Machine> implements Machine {
  readonly words: number;
  readonly moveCount: number;
  readonly moveTask: readonly number[];
  readonly properties: readonly MachineProperty[];
  protected readonly whole: Whole;

  constructor(whole: Whole, words = whole.words) {
    this.whole = whole;
    this.words = words;
    this.moveCount = whole.moveCount;
    this.moveTask = whole.moveTask;
    this.properties = whole.properties;
  }

  get limits(): readonly string[] {
    return this.whole.limits;
  }

  get tested(): number | undefined {
    return this.whole.tested;
  }

  abstract start(into: Uint32Array, at: number): number;
  abstract take(move: number, into: Uint32Array, at: number): number;

  open(from: Uint32Array, at: number): void {
    this.whole.open(from, at);
  }

  enabled(): number {
    return this.whole.enabled();
  }

  judge(): number {
    return this.whole.judge();
  }

  ending(): Ending {
    return this.whole.ending();
  }
}
