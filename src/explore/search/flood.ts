// What can be reached from given states, for one property: a good end, or a break.

import { assert } from '../../base/assert.ts';
import { Budget } from '../machine/budget.ts';
import type { Machine } from '../machine/machine.ts';
import { ReachedLimits } from './reachedLimits.ts';
import { NO_DEADLOCK, NO_STUCK, type SearchLimits, type SearchProgress } from './searchReport.ts';
import { ABSENT, StateSet } from '../machine/stateSet.ts';

/**
 * What a flood looks for.
 *
 * - `good end`: a quiescent state, reached while the property stays unbroken. Broken states and
 *   moves are not followed.
 * - `break`: a state or a move that breaks the property.
 */
export type FloodGoal = 'good end' | 'break';

/** Bits of a machine's property; 0 for the two built-in properties of the explorer. */
function bitsOf(machine: Machine, property: string): number {
  const index = machine.properties.findIndex(({ name }) => name === property);
  assert(
    index >= 0 || property === NO_DEADLOCK || property === NO_STUCK,
    `the machine has no property ${property}`,
  );
  return index < 0 ? 0 : 1 << index;
}

/**
 * A breadth-first search from the given states, which ends as soon as it reaches its goal. Its visited set is
 * kept: a second search from another state skips states that the first has visited.
 */
export class Flood {
  readonly machine: Machine;
  /** Quiescent states in which no property is broken. */
  goodEnds = 0;
  private readonly reached: ReachedLimits;
  private readonly goal: FloodGoal;
  private readonly bits: number;
  private readonly deadlocks: boolean;
  private readonly maxStates: number;
  private readonly budget: Budget;
  private readonly states: StateSet;
  private readonly successor: Uint32Array;
  private readonly look: (() => void) | null;
  private closed = 0;
  private transitions = 0;

  /** `look` is called with each state open. */
  constructor(
    machine: Machine,
    properties: readonly string[],
    goal: FloodGoal,
    limits: SearchLimits,
    look: (() => void) | null = null,
  ) {
    this.machine = machine;
    this.reached = new ReachedLimits(machine);
    this.look = look;
    this.goal = goal;
    this.bits = properties.reduce((bits, name) => bits | bitsOf(machine, name), 0);
    this.deadlocks = properties.includes(NO_DEADLOCK);
    this.maxStates = limits.maxStates;
    this.budget = new Budget(limits.maxBytes);
    this.states = new StateSet(machine.words, this.budget);
    this.successor = new Uint32Array(machine.words);
  }

  /** Limits reached, in that order: states beyond them were not visited. */
  get limits(): readonly string[] {
    return this.reached.names;
  }

  get count(): number {
    return this.states.count;
  }

  /**
   * Searches from this state too; true when the goal was reached. Yields after each `slice` states.
   */
  *from(state: Uint32Array, slice: number): Generator<SearchProgress, boolean> {
    this.successor.set(state);
    this.admit();
    while (this.closed < this.states.count) {
      if (this.expand(this.closed++)) return true;
      if (this.closed % slice === 0) yield this.progress();
    }
    return false;
  }

  /** From the initial state; true when the goal was reached. */
  *fromStart(slice: number): Generator<SearchProgress, boolean> {
    const broken = this.machine.start(this.successor, 0);
    if (broken < 0) {
      this.reached.reachOwn(broken);
      return false;
    }
    if ((broken & this.bits) !== 0) return this.goal === 'break';
    return yield* this.from(this.successor.slice(), slice);
  }

  private progress(): SearchProgress {
    const { states, transitions } = this;
    return { states: states.count, transitions, frontier: states.count - this.closed, depth: 0 };
  }

  private expand(state: number): boolean {
    const { machine, states } = this;
    machine.open(states.states.page(state), states.states.offset(state));
    this.look?.();
    if ((machine.judge() & this.bits) !== 0) return this.goal === 'break';
    const ending = machine.ending();
    if (ending === 'quiescent') {
      this.goodEnds++;
      if (this.goal === 'good end') return true;
    }
    const moves = ending === 'panicked' ? 0 : machine.enabled();
    if (moves === 0 && ending === 'running' && this.deadlocks) return this.goal === 'break';
    return this.followAll(moves);
  }

  private followAll(moves: number): boolean {
    for (let rest = moves; rest !== 0; rest &= rest - 1) {
      const broken = this.machine.take(31 - Math.clz32(rest & -rest), this.successor, 0);
      if (broken < 0) {
        this.reached.reachOwn(broken);
        continue;
      }
      this.transitions++;
      if ((broken & this.bits) === 0) this.admit();
      else if (this.goal === 'break') return true;
    }
    return false;
  }

  private admit(): void {
    if (this.states.find(this.successor) !== ABSENT) return;
    if (this.states.count >= this.maxStates) this.reached.reach(`states ${this.maxStates}`);
    else if (!this.states.reserve()) this.reached.reach(this.budget.limitName);
    else this.states.add(this.successor);
  }
}
