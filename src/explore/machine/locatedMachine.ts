// A machine whose tasks stand at places, and one made of it in which a task is held back.

import type { Ending, Machine } from './machine.ts';
import { WrappedMachine } from './wrappedMachine.ts';

/** A machine that says where its tasks stand: places are small numbers, each task's its own. */
export interface LocatedMachine extends Machine {
  /** Of the open state. */
  pcOf(task: number): number;
}

/** Which step is waited for: the one that the task takes from this place. */
export interface LocatedStep {
  readonly task: number;
  readonly pc: number;
}

/**
 * Starts in a given state, and holds one task back until another has taken a step from a given
 * place. Where the others cannot go on before that, the run counts as ended, neither well nor badly.
 * Its states are those of the machine, and one word more: whether that step has been taken.
 */
export class HeldBack extends WrappedMachine<LocatedMachine> {
  /** Whether some run has come to the step that is waited for. */
  released = false;
  private readonly from: Uint32Array;
  /** The moves of the task that is held back. */
  private readonly held: number;
  private readonly until: LocatedStep;
  /** The added word of the open state. */
  private passed = 0;

  constructor(whole: LocatedMachine, from: Uint32Array, held: number, until: LocatedStep) {
    super(whole, whole.words + 1);
    this.from = from;
    this.until = until;
    this.held = whole.moveTask.reduce(
      (moves, task, move) => (task === held ? moves | (1 << move) : moves),
      0,
    );
  }

  start(into: Uint32Array, at: number): number {
    into.set(this.from, at);
    into[at + this.whole.words] = 0;
    return 0;
  }

  override open(from: Uint32Array, at: number): void {
    this.whole.open(from, at);
    this.passed = from[at + this.whole.words] as number;
  }

  override enabled(): number {
    const enabled = this.whole.enabled();
    return this.passed === 0 ? enabled & ~this.held : enabled;
  }

  take(move: number, into: Uint32Array, at: number): number {
    const { task, pc } = this.until;
    const awaited = this.moveTask[move] === task && this.whole.pcOf(task) === pc;
    const broken = this.whole.take(move, into, at);
    if (broken < 0) return broken;
    if (awaited) this.released = true;
    into[at + this.whole.words] = awaited ? 1 : this.passed;
    return broken;
  }

  override ending(): Ending {
    const ending = this.whole.ending();
    const waits = this.passed === 0 && ending === 'running' && this.enabled() === 0;
    return waits ? 'panicked' : ending;
  }
}
