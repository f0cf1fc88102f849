// All successors of a state at once: what a search asks for, whether or not a machine has it of its own.

import { hashWords } from './hashWords.ts';
import type { Expander, Machine } from './machine.ts';

/** Successors that a machine without an expander is asked for before they are looked at. */
const CAPACITY = 64;

/** Words of a record before the successor's own. */
export const RECORD_HEAD = 2;

export function expanderOf(machine: Machine): Expander {
  return machine.expander ?? new MoveByMove(machine);
}

/** Takes one move after the other. */
class MoveByMove implements Expander {
  readonly successors: Uint32Array;
  readonly capacity: number;
  private readonly machine: Machine;
  private readonly state: Uint32Array;

  constructor(machine: Machine) {
    this.machine = machine;
    this.capacity = CAPACITY;
    this.successors = new Uint32Array(CAPACITY * (machine.words + RECORD_HEAD));
    this.state = new Uint32Array(machine.words);
  }

  expand(moves: number, record: number): void {
    const { machine, state, successors } = this;
    let offset = record * (machine.words + RECORD_HEAD);
    for (let rest = moves; rest !== 0; rest &= rest - 1) {
      successors[offset] = machine.take(31 - Math.clz32(rest & -rest), state, 0);
      successors[offset + 1] = hashWords(state, 0, machine.words);
      successors.set(state, offset + RECORD_HEAD);
      offset += machine.words + RECORD_HEAD;
    }
  }
}
