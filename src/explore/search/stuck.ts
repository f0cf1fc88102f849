// States from which no run can end: the search behind `no_stuck`, after the first one.

import { assert } from '../../base/assert.ts';
import { type Paged, pagedWords } from '../machine/paged.ts';
import type { Search } from './search.ts';
import type { SearchProgress } from './searchReport.ts';
import { ABSENT } from '../machine/stateSet.ts';

/**
 * Another sweep is worth while as long as it settles at least one state in this many: taking a state's moves
 * costs that much more.
 */
const WORTHWHILE = 128;
/** The first sweeps settle few where runs end far behind, and many more a few sweeps later. */
const FEWEST_SWEEPS = 4;
/** End of a list of edges. */
const LAST = 0;

export interface StuckAnswer {
  /**
   * The nearest state from which no quiescent or panicked state can be reached. It is certain even if a limit
   * was reached: a state whose runs can leave the searched part does not count as stuck.
   */
  readonly first: number | null;
  /** True if the budget did not suffice to finish; then `first` is null. */
  readonly outOfMemory: boolean;
  /** Most bytes held for this question beside the search's own. */
  readonly bytes: number;
}

/**
 * Finds the states of a finished search that may terminate, and marks them in its tree.
 *
 * There are two stages. Sweeps over the successors that the tree stores settle nearly all states without the
 * machine. For the rest, the moves are taken once more, and the edges among them are followed backwards, so the
 * whole is linear in the number of moves.
 */
export function* findStuck(search: Search, slice: number): Generator<SearchProgress, StuckAnswer> {
  yield* sweep(search);
  const { tree } = search;
  const bytes = tree.unresolvedBytes();
  if (tree.escaping === 0 || tree.escaping === tree.closed) {
    return { first: firstStuck(search), outOfMemory: false, bytes };
  }
  const backward = new Backward(search);
  const outOfMemory = yield* backward.run(slice);
  backward.release();
  return {
    first: outOfMemory ? null : firstStuck(search),
    outOfMemory,
    bytes: bytes + backward.bytes,
  };
}

function* sweep(search: Search): Generator<SearchProgress, void> {
  const { tree } = search;
  let gain = tree.closed;
  for (let n = 0; gain > 0 && (n < FEWEST_SWEEPS || gain * WORTHWHILE > tree.closed); n += 1) {
    const before = tree.escaping;
    tree.propagateTermination();
    gain = tree.escaping - before;
    yield search.progress();
  }
}

function firstStuck(search: Search): number | null {
  for (let state = 0; state < search.tree.closed; state++)
    if (!search.tree.mayTerminate(state)) return state;
  return null;
}

/** The edges among unsettled states, listed by target, and the states just found to terminate. */
class Backward {
  bytes = 0;
  private readonly search: Search;
  /** For each state: the last edge into it, LAST for none. */
  private readonly lastEdge: Paged<Uint32Array<ArrayBuffer>>;
  /** Source, and the edge before it into the same target. Record 0 stands for LAST. */
  private readonly edges: Paged<Uint32Array<ArrayBuffer>>;
  private readonly settled: Paged<Uint32Array<ArrayBuffer>>;
  private spread = 0;
  private readonly successor: Uint32Array;

  constructor(search: Search) {
    this.search = search;
    this.lastEdge = pagedWords(1, search.budget);
    this.edges = pagedWords(2, search.budget);
    this.settled = pagedWords(1, search.budget);
    this.successor = new Uint32Array(search.machine.words);
  }

  /** Returns true when the budget is spent. */
  *run(slice: number): Generator<SearchProgress, boolean> {
    const fits = this.reserve() && (yield* this.lookAtAll(slice));
    this.bytes = this.lastEdge.bytes() + this.edges.bytes() + this.settled.bytes();
    return !fits;
  }

  release(): void {
    this.lastEdge.release();
    this.edges.release();
    this.settled.release();
  }

  private reserve(): boolean {
    for (; this.lastEdge.count < this.search.states.count; this.lastEdge.count++) {
      if (!this.lastEdge.reserve()) return false;
    }
    if (!this.edges.reserve()) return false;
    this.edges.count++;
    return true;
  }

  /**
   * From the last state to the first: then most successors are settled before they are looked up.
   */
  private *lookAtAll(slice: number): Generator<SearchProgress, boolean> {
    for (let state = this.search.states.count - 1, looked = 0; state >= 0; state--) {
      if (this.search.tree.mayTerminate(state)) continue;
      if (!this.lookAt(state) || !this.spreadBack()) return false;
      if (++looked % slice === 0) yield this.search.progress();
    }
    return true;
  }

  /**
   * Takes the state's moves until one leads to a state that may terminate; false when the budget is spent.
   */
  private lookAt(state: number): boolean {
    const { machine, tree } = this.search;
    this.search.open(state);
    for (let rest = machine.enabled(); rest !== 0; rest &= rest - 1) {
      const target = this.target(31 - Math.clz32(rest & -rest));
      if (tree.mayTerminate(target)) return this.settle(state);
      if (!this.link(state, target)) return false;
    }
    return true;
  }

  private target(move: number): number {
    const { machine, states } = this.search;
    const answer = machine.take(move, this.successor, 0);
    const target = answer < 0 ? ABSENT : states.find(this.successor);
    assert(target !== ABSENT, 'a state with a cut move escapes, so it is not looked at here');
    return target;
  }

  private link(source: number, target: number): boolean {
    if (!this.edges.reserve()) return false;
    const edge = this.edges.count++;
    const page = this.edges.page(edge);
    const offset = this.edges.offset(edge);
    page[offset] = source;
    page[offset + 1] = this.lastEdge.get(target);
    this.lastEdge.set(target, edge);
    return true;
  }

  private settle(state: number): boolean {
    if (!this.settled.reserve()) return false;
    this.search.tree.setMayTerminate(state);
    this.settled.set(this.settled.count++, state);
    return true;
  }

  /** Settles all known sources of settled states. */
  private spreadBack(): boolean {
    for (; this.spread < this.settled.count; this.spread++) {
      let edge = this.lastEdge.get(this.settled.get(this.spread));
      while (edge !== LAST) {
        const source = this.edges.get(edge);
        if (!this.search.tree.mayTerminate(source) && !this.settle(source)) return false;
        edge = this.edges.page(edge)[this.edges.offset(edge) + 1] as number;
      }
    }
    return true;
  }
}
