// A machine of fewer states: of those that differ only in which of several like things is which, one.

import { at } from '../../base/assert.ts';
import type { Machine } from './machine.ts';
import { WrappedMachine } from './wrappedMachine.ts';

/** Knows which states are alike, and which of them stands for the others. */
export interface Canonizer {
  /** By task, its number in the state last replaced. */
  readonly renamed: Int32Array;
  /** Puts the state that stands for one in its place; false where the others like it are not like it after all. */
  replace(state: Uint32Array, at: number): boolean;
  /** What a move is for another task that is like its own. */
  moveOf(move: number, task: number): number;
}

/** A machine that can say which moves of a larger one its own stand for. */
export interface Spelling extends Machine {
  /** As `start`; returns the moves that lead to there. */
  startSpelled(into: Uint32Array): readonly number[];
  /** As `take`. */
  takeSpelled(move: number, into: Uint32Array): readonly number[];
}

/** The limit of a search whose states were not alike: nothing that it found counts. */
const UNLIKE = 'states that are not alike';

/**
 * Answers as a `Machine` that comes from each state to the one that stands for its successor. Like states have
 * like moves, which lead to like states, break the same properties and end the same; so what can be reached is
 * the same but for names, and from a state that stands for others what they can reach can be reached.
 */
export class CanonicalMachine extends WrappedMachine {
  private readonly canonizer: Canonizer;

  constructor(whole: Machine, canonizer: Canonizer) {
    super(whole);
    this.canonizer = canonizer;
  }

  override get limits(): readonly string[] {
    return [...this.whole.limits, UNLIKE];
  }

  start(into: Uint32Array, offset: number): number {
    return this.replaced(this.whole.start(into, offset), into, offset);
  }

  take(move: number, into: Uint32Array, offset: number): number {
    return this.replaced(this.whole.take(move, into, offset), into, offset);
  }

  private replaced(broken: number, state: Uint32Array, offset: number): number {
    if (broken < 0) return broken;
    return this.canonizer.replace(state, offset) ? broken : -1 - this.whole.limits.length;
  }
}

/**
 * A run of the largest machine out of one of `machine` made canonical. Its states are like those of the other run,
 * so each move is taken by the task that stands for the one there.
 */
export function spellOut(
  machine: Machine | Spelling,
  canonizer: Canonizer | null,
  moves: readonly number[],
): number[] {
  const state = new Uint32Array(machine.words);
  const trace = [...startSpelled(machine, state)];
  /** By task in the canonical state, who that is. */
  let really = [...new Set(machine.moveTask)].sort((a, b) => a - b);
  const follow = (): void => {
    if (canonizer === null) return;
    canonizer.replace(state, 0);
    const then = [...really];
    really.forEach((task, i) => (then[canonizer.renamed[i] ?? i] = task));
    really = then;
  };
  follow();
  for (const move of moves) {
    machine.open(state, 0);
    for (const one of takeSpelled(machine, move, state)) {
      const task = at(really, at(machine.moveTask, one));
      trace.push(canonizer === null ? one : canonizer.moveOf(one, task));
    }
    follow();
  }
  return trace;
}

function startSpelled(machine: Machine | Spelling, into: Uint32Array): readonly number[] {
  if ('startSpelled' in machine) return machine.startSpelled(into);
  machine.start(into, 0);
  return [];
}

function takeSpelled(
  machine: Machine | Spelling,
  move: number,
  into: Uint32Array,
): readonly number[] {
  if ('takeSpelled' in machine) return machine.takeSpelled(move, into);
  machine.take(move, into, 0);
  return [move];
}
