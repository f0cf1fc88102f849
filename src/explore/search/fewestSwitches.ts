// Schedules with the fewest context switches, which are easier to follow than shortest ones.

import { Budget } from '../machine/budget.ts';
import { SLICE } from './explore.ts';
import type { Machine } from '../machine/machine.ts';
import { type Paged, pagedWords } from '../machine/paged.ts';
import { Search } from './search.ts';
import { ReachedLimits } from './reachedLimits.ts';
import { NO_DEADLOCK, NO_STUCK, type SearchLimits, type SearchProgress } from './searchReport.ts';
import { ABSENT, StateSet } from '../machine/stateSet.ts';
import { findStuck } from './stuck.ts';

export interface SwitchSchedule {
  readonly name: string;
  /** Moves with the fewest switches that break the property, and of these a shortest list; null when none was found. */
  readonly moves: readonly number[] | null;
  readonly switches: number | null;
  /**
   * The first limit reached, when no schedule was found. For `no_stuck` a limit may stand beside
   * a schedule: then not all stuck states are known, and there may be fewer switches to another.
   */
  readonly limit: string | null;
}

export interface SwitchReport {
  /** One for each property asked for, in that order. */
  readonly schedules: readonly SwitchSchedule[];
  /** Pairs of a state and the task that moved last. */
  readonly nodes: number;
  readonly bytes: number;
  readonly limits: readonly string[];
}

/**
 * For each property named (the machine's or a built-in one), a schedule that breaks it with
 * the fewest context switches; of these a shortest. The first move is no switch.
 *
 * Exact: pairs of a state and the task that moved last are visited in the order of (switches,
 * moves), so bound 0 is exhausted before bound 1 begins. Ends as soon as all are found.
 * `no_stuck` needs to know the stuck states beforehand, so it costs one more plain search.
 */
export function* fewestSwitches(
  machine: Machine,
  names: readonly string[],
  limits: SearchLimits,
  slice = SLICE,
): Generator<SearchProgress, SwitchReport> {
  const budget = new Budget(limits.maxBytes);
  const search = new SwitchSearch(machine, names, limits.maxStates, budget);
  if (names.includes(NO_STUCK)) {
    const plain = new Search(machine, limits, budget);
    yield* plain.run(slice);
    const stuck = yield* findStuck(plain, slice);
    search.wantStuck(plain, stuck.first !== null, stuck.outOfMemory);
  }
  yield* search.run(slice);
  return search.report();
}

interface Find {
  readonly node: number;
  readonly move: number | null;
  readonly switches: number;
}

/** The task that moved last, before any has. */
const NOBODY = 2 ** 32 - 1;
/** A node's trail: the node before it, and its length with the move that led to it. */
const MOVE_BITS = 5;

class SwitchSearch {
  private readonly machine: Machine;
  private readonly names: readonly string[];
  private readonly maxNodes: number;
  private readonly budget: Budget;
  /** A node is a state's words and the task that moved last. */
  private readonly nodes: StateSet;
  private readonly trail: Paged<Uint32Array<ArrayBuffer>>;
  /** For each task the set of its moves. */
  private readonly movesOf = new Map<number, number>();
  private readonly successor: Uint32Array;
  private readonly reached: ReachedLimits;
  private readonly found = new Map<string, Find>();
  /** Bits of the machine's properties that are still searched for. */
  private wanted: number;
  private wantsDeadlock: boolean;
  /** The finished search that knows the stuck states, while a stuck state is searched for. */
  private stuckIn: Search | null = null;
  private stuckLimit: string | null = null;
  private refused = false;
  private switches = 0;
  private transitions = 0;
  private looked = 0;
  private length = 0;

  constructor(machine: Machine, names: readonly string[], maxNodes: number, budget: Budget) {
    this.machine = machine;
    this.reached = new ReachedLimits(machine);
    this.names = names;
    this.maxNodes = maxNodes;
    this.budget = budget;
    this.nodes = new StateSet(machine.words + 1, budget);
    this.trail = pagedWords(2, budget);
    this.successor = new Uint32Array(machine.words + 1);
    machine.moveTask.forEach((task, move) =>
      this.movesOf.set(task, this.movesOfTask(task) | (1 << move)),
    );
    this.wanted = machine.properties.reduce(
      (bits, { name }, i) => (names.includes(name) ? bits | (1 << i) : bits),
      0,
    );
    this.wantsDeadlock = names.includes(NO_DEADLOCK);
  }

  wantStuck(plain: Search, exists: boolean, outOfMemory: boolean): void {
    plain.limits.forEach((limit) => this.reached.reach(limit));
    if (outOfMemory) this.reached.reach(this.budget.limitName);
    [this.stuckLimit = null] = this.reached.names;
    if (exists) this.stuckIn = plain;
  }

  /** One round for each bound: `[begin, end)` are the nodes of the bound before. */
  *run(slice: number): Generator<SearchProgress, void> {
    this.start();
    for (let begin = 0, end = 0; this.goesOn(); this.switches++) {
      const own = yield* this.fillBound(begin, end, slice);
      if (own === end) return;
      begin = end;
      end = own;
    }
  }

  report(): SwitchReport {
    return {
      schedules: this.names.map((name) => this.schedule(name)),
      nodes: this.nodes.count,
      bytes: this.nodes.bytes() + this.trail.bytes(),
      limits: this.reached.names,
    };
  }

  /**
   * Adds all nodes of one bound, in the order of their length: by switching away from a node
   * of the bound before, or by staying with the task that moved last. Returns the bound's end.
   */
  private *fillBound(begin: number, end: number, slice: number): Generator<SearchProgress, number> {
    let switching = begin;
    let own = end;
    while (this.goesOn() && (switching < end || own < this.nodes.count)) {
      const stays =
        own < this.nodes.count &&
        (switching === end || this.lengthOf(own) <= this.lengthOf(switching));
      if (stays) this.stay(own++);
      else this.leave(switching++);
      if (++this.looked % slice !== 0) continue;
      yield this.progress(own);
      for (const _ of this.nodes.growAhead()) yield this.progress(own);
    }
    return own;
  }

  private goesOn(): boolean {
    return !this.refused && (this.wanted !== 0 || this.wantsDeadlock || this.stuckIn !== null);
  }

  private progress(own: number): SearchProgress {
    const { nodes, transitions, length } = this;
    return { states: nodes.count, transitions, frontier: nodes.count - own, depth: length };
  }

  private start(): void {
    const broken = this.machine.start(this.successor, 0);
    if (broken < 0) {
      this.reached.reachOwn(broken);
      return;
    }
    this.note(broken, 0, null);
    this.admit(NOBODY, 0, 0, 0);
  }

  /** Evaluates a node, and takes the moves of the task that moved last. */
  private stay(node: number): void {
    const last = this.open(node);
    this.note(this.machine.judge(), node, null);
    const moves = this.enabled();
    if (moves === 0 && this.machine.ending() === 'running') this.noteDeadlock(node);
    if (this.stuckIn !== null && this.isStuck(this.stuckIn, node)) this.noteStuck(node);
    this.followAll(node, last === NOBODY ? moves : moves & this.movesOfTask(last));
  }

  /** Takes the moves of all other tasks. */
  private leave(node: number): void {
    const last = this.open(node);
    if (last !== NOBODY) this.followAll(node, this.enabled() & ~this.movesOfTask(last));
  }

  /** Opens the node's state; returns the task that moved last. */
  private open(node: number): number {
    const page = this.nodes.states.page(node);
    const offset = this.nodes.states.offset(node);
    this.machine.open(page, offset);
    this.length = this.lengthOf(node);
    return page[offset + this.machine.words] as number;
  }

  private enabled(): number {
    return this.machine.ending() === 'panicked' ? 0 : this.machine.enabled();
  }

  private followAll(node: number, moves: number): void {
    for (let rest = moves; rest !== 0; rest &= rest - 1)
      this.follow(node, 31 - Math.clz32(rest & -rest));
  }

  private follow(node: number, move: number): void {
    const broken = this.machine.take(move, this.successor, 0);
    if (broken < 0) {
      this.reached.reachOwn(broken);
      return;
    }
    this.transitions++;
    this.note(broken, node, move);
    this.admit(this.machine.moveTask[move] ?? NOBODY, node, this.length + 1, move);
  }

  private admit(task: number, from: number, length: number, move: number): void {
    this.successor[this.machine.words] = task;
    if (this.nodes.find(this.successor) !== ABSENT || !this.reserve()) return;
    const record = this.trail.count++;
    const page = this.trail.page(record);
    const offset = this.trail.offset(record);
    page[offset] = from;
    page[offset + 1] = (length << MOVE_BITS) | move;
    this.nodes.add(this.successor);
  }

  /** A refused node could have led to a better schedule, so the first refusal ends the search. */
  private reserve(): boolean {
    if (this.refused) return false;
    if (this.nodes.count >= this.maxNodes) return this.refuse(`states ${this.maxNodes}`);
    if (!this.nodes.reserve() || !this.trail.reserve()) return this.refuse(this.budget.limitName);
    return true;
  }

  private refuse(limit: string): false {
    this.refused = true;
    this.reached.reach(limit);
    return false;
  }

  private movesOfTask(task: number): number {
    return this.movesOf.get(task) ?? 0;
  }

  private lengthOf(node: number): number {
    return (this.trail.page(node)[this.trail.offset(node) + 1] as number) >>> MOVE_BITS;
  }

  private isStuck(plain: Search, node: number): boolean {
    const page = this.nodes.states.page(node);
    const offset = this.nodes.states.offset(node);
    for (let word = 0; word < this.machine.words; word++)
      this.successor[word] = page[offset + word] as number;
    const state = plain.states.find(this.successor);
    return state !== ABSENT && !plain.tree.mayTerminate(state);
  }

  private note(broken: number, node: number, move: number | null): void {
    const fresh = broken & this.wanted;
    if (fresh === 0) return;
    this.wanted &= ~fresh;
    this.machine.properties.forEach(({ name }, i) => {
      if ((fresh & (1 << i)) !== 0) this.keep(name, node, move);
    });
  }

  private noteDeadlock(node: number): void {
    if (this.wantsDeadlock) this.keep(NO_DEADLOCK, node, null);
    this.wantsDeadlock = false;
  }

  private noteStuck(node: number): void {
    this.keep(NO_STUCK, node, null);
    this.stuckIn = null;
  }

  private keep(name: string, node: number, move: number | null): void {
    this.found.set(name, { node, move, switches: this.switches });
  }

  private schedule(name: string): SwitchSchedule {
    const find = this.found.get(name);
    if (find === undefined)
      return { name, moves: null, switches: null, limit: this.reached.names[0] ?? null };
    const path = this.movesTo(find.node);
    const moves = find.move === null ? path : [...path, find.move];
    const limit = name === NO_STUCK ? this.stuckLimit : null;
    return { name, moves, switches: find.switches, limit };
  }

  private movesTo(node: number): number[] {
    const moves: number[] = [];
    for (let at = node; at > 0; at = this.trail.get(at)) {
      moves.push((this.trail.page(at)[this.trail.offset(at) + 1] as number) & 31);
    }
    return moves.toReversed();
  }
}
