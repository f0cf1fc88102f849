// One breadth-first search: the states found, and what was seen of each and of each move.

import { assert } from '../base/assert.ts';
import { Budget } from './budget.ts';
import type { Census } from './census.ts';
import type { Machine } from './machine.ts';
import { pathTo } from './path.ts';
import type { SearchLimits, SearchProgress } from './searchReport.ts';
import { NO_HOPE, SearchTree } from './searchTree.ts';
import { ABSENT, StateSet } from './stateSet.ts';

/** What a move led to when it led to no state that is kept. */
const CUT = -1;
/** `start` and `take` answer -1 - i for limit i. */
const limitOf = (answer: number): number => -1 - answer;

/** A broken property: in the state itself, or by the move taken from it. */
interface Violation {
  readonly state: number;
  readonly move: number | null;
}

/**
 * Searches a machine state by state; the generator `run` pauses after each slice.
 *
 * It goes on through violations. A limit of the machine cuts one move. When no more states
 * may be kept, the search goes on among those that are: what is refused is cut, and every kept
 * state and each of its moves is still judged. Since states are kept in the order of their
 * distance, a violation found then is found by a shortest run all the same.
 */
export class Search {
  readonly machine: Machine;
  readonly budget: Budget;
  readonly states: StateSet;
  readonly tree: SearchTree;
  /** Limits reached, in that order. */
  readonly limits: string[] = [];
  transitions = 0;
  depth = 0;
  quiescent = 0;
  /** The first state found to be deadlocked. */
  deadlock: number | null = null;
  private readonly maxStates: number;
  private readonly violations: (Violation | null)[];
  /** Bits of the properties found broken so far. */
  private broken = 0;
  private refusing = false;
  /** Counts the final states; null when nobody asks. */
  private readonly census: Census | null;
  /** The first state of the next level. */
  private levelEnd = 1;
  private readonly successor: Uint32Array;

  constructor(
    machine: Machine,
    limits: SearchLimits,
    budget = new Budget(limits.maxBytes),
    census: Census | null = null,
  ) {
    assert(
      machine.moveCount <= 31 && machine.properties.length <= 31,
      'sets of moves and properties are 31 bits',
    );
    this.machine = machine;
    this.budget = budget;
    this.census = census;
    this.maxStates = limits.maxStates;
    this.states = new StateSet(machine.words, budget);
    this.tree = new SearchTree(budget);
    this.violations = machine.properties.map(() => null);
    this.successor = new Uint32Array(machine.words);
  }

  /** Yields after each `slice` states. */
  *run(slice: number): Generator<SearchProgress, void> {
    this.start();
    while (this.tree.closed < this.states.count) {
      this.expandSlice(slice);
      yield this.progress();
      for (const _ of this.states.growAhead()) yield this.progress();
    }
  }

  progress(): SearchProgress {
    const { states, transitions, depth } = this;
    return { states: states.count, transitions, frontier: states.count - this.tree.closed, depth };
  }

  /** Opens a state of the set in the machine. */
  open(state: number): void {
    const { states } = this.states;
    this.machine.open(states.page(state), states.offset(state));
  }

  /** A shortest list of moves that breaks the machine's property, or null when none was found. */
  witness(property: number): number[] | null {
    const violation = this.violations[property] ?? null;
    if (violation === null) return null;
    const path = this.pathTo(violation.state);
    return violation.move === null ? path : [...path, violation.move];
  }

  pathTo(state: number): number[] {
    return pathTo(this.machine, this.states, this.tree, state);
  }

  private start(): void {
    const broken = this.machine.start(this.successor, 0);
    if (broken < 0) {
      this.reachLimitOfMachine(limitOf(broken));
      return;
    }
    this.note(broken, 0, null);
    this.states.find(this.successor);
    this.admit();
  }

  private expandSlice(slice: number): void {
    const end = this.tree.closed + slice;
    while (this.tree.closed < Math.min(end, this.states.count)) this.expand(this.tree.closed);
  }

  private expand(state: number): void {
    if (state === this.levelEnd) this.enterLevel();
    this.open(state);
    const broken = this.machine.judge();
    this.note(broken, state, null);
    const ending = this.machine.ending();
    if (ending === 'quiescent') this.quiescent++;
    const moves = ending === 'panicked' ? 0 : this.machine.enabled();
    const final = moves === 0 && ending === 'running' ? 'deadlocked' : ending;
    if (final === 'deadlocked') this.deadlock ??= state;
    if (final !== 'running') this.census?.note(state, final, broken);
    this.followAll(state, moves, ending !== 'running');
  }

  private enterLevel(): void {
    this.depth++;
    this.levelEnd = this.states.count;
  }

  private followAll(state: number, moves: number, ends: boolean): void {
    const before = this.states.count;
    let escapes = ends;
    let furthest = NO_HOPE;
    for (let rest = moves; rest !== 0; rest &= rest - 1) {
      const target = this.follow(state, 31 - Math.clz32(rest & -rest));
      if (target === CUT) escapes = true;
      else if (target > furthest) furthest = target;
    }
    this.tree.close(this.states.count - before, escapes, furthest);
  }

  /** Takes a move of the open state; returns the state it leads to, or CUT. */
  private follow(state: number, move: number): number {
    const broken = this.machine.take(move, this.successor, 0);
    if (broken < 0) {
      this.reachLimitOfMachine(limitOf(broken));
      return CUT;
    }
    this.transitions++;
    this.note(broken, state, move);
    const known = this.states.find(this.successor);
    return known === ABSENT ? this.admit() : known;
  }

  /** Keeps the state in `successor`, which `find` has just called absent; returns its index, or CUT. */
  private admit(): number {
    if (this.refusing || !this.reserve()) return CUT;
    this.tree.add();
    return this.states.add(this.successor);
  }

  private reserve(): boolean {
    if (this.states.count >= this.maxStates) return this.refuse(`states ${this.maxStates}`);
    if (!this.states.reserve() || !this.tree.reserve()) return this.refuse(this.budget.limitName);
    return true;
  }

  private refuse(limit: string): false {
    this.refusing = true;
    this.limits.push(limit);
    return false;
  }

  private reachLimitOfMachine(limit: number): void {
    const name = this.machine.limits[limit];
    assert(name !== undefined, `the machine has no limit ${limit}`);
    if (!this.limits.includes(name)) this.limits.push(name);
  }

  /** States are expanded in the order of their distance, so the first violation is a nearest one. */
  private note(broken: number, state: number, move: number | null): void {
    const fresh = broken & ~this.broken;
    if (fresh === 0) return;
    this.broken |= fresh;
    for (let rest = fresh; rest !== 0; rest &= rest - 1) {
      this.violations[31 - Math.clz32(rest & -rest)] = { state, move };
    }
  }
}
