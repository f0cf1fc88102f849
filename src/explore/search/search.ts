// One breadth-first search: the states found, and the properties broken by each state and move.

import { assert } from '../../base/assert.ts';
import { Budget } from '../machine/budget.ts';
import type { Census } from './census.ts';
import { expanderOf, RECORD_HEAD } from '../machine/expander.ts';
import type { Expander, Machine } from '../machine/machine.ts';
import { type Links, pathTo } from './path.ts';
import { ReachedLimits } from './reachedLimits.ts';
import type { SearchLimits, SearchProgress } from './searchReport.ts';
import { NO_UNRESOLVED, SearchTree } from './searchTree.ts';
import { ABSENT, StateSet } from '../machine/stateSet.ts';

/** The result of a move to a state that is not kept. */
const CUT = -1;
/**
 * States whose moves are taken before their successors are looked up: enough to overlap the cache misses of many
 * lookups.
 */
const BATCH = 64;

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
  private readonly links: Links = new Map();
  private readonly reached: ReachedLimits;
  /** Counts the final states; null unless a census was requested. */
  private readonly census: Census | null;
  /** The first state of the next level. */
  private levelEnd = 1;
  private readonly moveByMove: Expander;
  private readonly stride: number;
  /** For each state of the batch: the moves taken, and whether a run can end in it. */
  private readonly batchMoves = new Int32Array(BATCH);
  private readonly batchEnds = new Uint8Array(BATCH);

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
    this.reached = new ReachedLimits(machine);
    this.budget = budget;
    this.census = census;
    this.maxStates = limits.maxStates;
    this.states = new StateSet(machine.words, budget);
    this.tree = new SearchTree(budget);
    this.violations = machine.properties.map(() => null);
    this.moveByMove = expanderOf(machine);
    this.stride = machine.words + RECORD_HEAD;
  }

  /** Limits reached, in that order. */
  get limits(): readonly string[] {
    return this.reached.names;
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
    return pathTo(this.machine, this.states, this.tree, this.links, state);
  }

  private start(): void {
    const first = new Uint32Array(this.machine.words);
    const broken = this.machine.start(first, 0);
    if (broken < 0) {
      this.reached.reachOwn(broken);
      return;
    }
    this.note(broken, 0, null);
    this.states.find(first);
    this.admit(first, 0);
  }

  private expandSlice(slice: number): void {
    const end = this.tree.closed + slice;
    while (this.tree.closed < Math.min(end, this.states.count)) {
      const { closed } = this.tree;
      this.expandBatch(Math.min(end, this.states.count, closed + BATCH) - closed);
    }
  }

  /**
   * Takes all moves of some states, then looks up their successors, in the same order as one by one.
   */
  private expandBatch(most: number): void {
    const { machine, tree, batchMoves, batchEnds, stride } = this;
    const expander = machine.expander ?? this.moveByMove;
    const first = tree.closed;
    let size = 0;
    let records = 0;
    for (; size < most && records + machine.moveCount <= expander.capacity; size++) {
      const moves = this.look(first + size, size);
      batchMoves[size] = moves;
      expander.expand(moves, records);
      for (let rest = moves; rest !== 0; rest &= rest - 1) records++;
    }
    this.states.prefetch(expander.successors, 1, stride, records);
    let offset = 0;
    for (let i = 0; i < size; i++) {
      if (first + i === this.levelEnd) this.enterLevel();
      const moves = batchMoves[i] as number;
      offset = this.followAll(moves, batchEnds[i] === 1, expander.successors, offset);
    }
  }

  /** Opens a state, evaluates its properties, and returns the moves to take. */
  private look(state: number, i: number): number {
    this.open(state);
    const broken = this.machine.judge();
    this.note(broken, state, null);
    const ending = this.machine.ending();
    if (ending === 'quiescent') this.quiescent++;
    const moves = ending === 'panicked' ? 0 : this.machine.enabled();
    const final = moves === 0 && ending === 'running' ? 'deadlocked' : ending;
    if (final === 'deadlocked') this.deadlock ??= state;
    if (final !== 'running') this.census?.note(state, final, broken);
    this.batchEnds[i] = ending === 'running' ? 0 : 1;
    return moves;
  }

  private enterLevel(): void {
    this.depth++;
    this.levelEnd = this.states.count;
  }

  /**
   * Looks up the successors of the next state to close, whose records begin at `offset`; returns where they end.
   */
  private followAll(moves: number, ends: boolean, successors: Uint32Array, offset: number): number {
    const before = this.states.count;
    let mayTerminate = ends;
    let furthest = NO_UNRESOLVED;
    let record = offset;
    for (let rest = moves; rest !== 0; rest &= rest - 1) {
      const target = this.follow(rest, successors, record);
      if (target === CUT) mayTerminate = true;
      else if (target > furthest) furthest = target;
      record += this.stride;
    }
    this.tree.close(this.states.count - before, mayTerminate, furthest);
    return record;
  }

  /** The result of the lowest of these moves: a state, or CUT. */
  private follow(moves: number, successors: Uint32Array, record: number): number {
    const broken = (successors[record] as number) | 0;
    if (broken !== 0) {
      if (broken < 0) {
        this.reached.reachOwn(broken);
        return CUT;
      }
      this.note(broken, this.tree.closed, 31 - Math.clz32(moves & -moves));
    }
    this.transitions++;
    const from = record + RECORD_HEAD;
    const known = this.states.findAt(successors, from, successors[record + 1] as number);
    return known === ABSENT ? this.admit(successors, from) : known;
  }

  /** Adds the state for which `find` has just returned ABSENT; returns its index, or CUT. */
  private admit(state: Uint32Array, from: number): number {
    if (this.refusing || !this.reserve()) return CUT;
    this.tree.add();
    return this.states.add(state, from);
  }

  private reserve(): boolean {
    if (this.states.count >= this.maxStates) return this.refuse(`states ${this.maxStates}`);
    if (!this.states.reserve() || !this.tree.reserve()) return this.refuse(this.budget.limitName);
    return true;
  }

  private refuse(limit: string): false {
    this.refusing = true;
    this.reached.reach(limit);
    return false;
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
