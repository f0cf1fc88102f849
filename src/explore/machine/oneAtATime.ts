// A machine in which some tasks never overlap: each begins only while no other of them is at its work.

import type { Ending } from './machine.ts';
import type { LocatedMachine } from './locatedMachine.ts';
import { WrappedMachine } from './wrappedMachine.ts';

/**
 * Its states are those of the machine, and one word more: who of these tasks has begun, as far as was seen. Where the
 * one that is at work cannot go on, the run counts as ended, neither well nor badly.
 */
export class OneAtATime extends WrappedMachine<LocatedMachine> {
  private readonly tasks: number;
  private readonly rests: (task: number, pc: number) => boolean;
  /** By task, its moves. */
  private readonly movesOf: readonly number[];
  /** Who is at work in the open state. */
  private working = 0;

  /** `rests`: whether a task that stands there has ended, or has not begun its next pass. */
  constructor(
    whole: LocatedMachine,
    tasks: readonly number[],
    rests: (task: number, pc: number) => boolean,
  ) {
    super(whole, whole.words + 1);
    this.rests = rests;
    this.tasks = tasks.reduce((all, task) => all | (1 << task), 0);
    const count = Math.max(...whole.moveTask) + 1;
    this.movesOf = Array.from({ length: count }, (_, task) =>
      whole.moveTask.reduce((moves, of, move) => (of === task ? moves | (1 << move) : moves), 0),
    );
  }

  start(into: Uint32Array, at: number): number {
    into[at + this.whole.words] = 0;
    return this.whole.start(into, at);
  }

  override open(from: Uint32Array, at: number): void {
    this.whole.open(from, at);
    let working = 0;
    for (let rest = from[at + this.whole.words] as number; rest !== 0; rest &= rest - 1) {
      const task = 31 - Math.clz32(rest & -rest);
      if (!this.rests(task, this.whole.pcOf(task))) working |= 1 << task;
    }
    this.working = working;
  }

  override enabled(): number {
    const enabled = this.whole.enabled();
    if (this.working === 0) return enabled;
    const others = this.tasks & ~this.working;
    return this.movesOf.reduce(
      (left, moves, task) => ((others >> task) & 1 ? left & ~moves : left),
      enabled,
    );
  }

  take(move: number, into: Uint32Array, at: number): number {
    const mover = 1 << (this.moveTask[move] as number);
    into[at + this.whole.words] = this.working | (mover & this.tasks);
    return this.whole.take(move, into, at);
  }

  override ending(): Ending {
    const ending = this.whole.ending();
    return ending === 'running' && this.enabled() === 0 ? 'panicked' : ending;
  }
}
