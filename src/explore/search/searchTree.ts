// How each state was first reached, and whether a run from it may terminate: about a byte a state.

import { assert } from '../../base/assert.ts';
import type { Budget } from '../machine/budget.ts';
import { type Paged, pagedBytes, pagedWords } from '../machine/paged.ts';

/** A state's byte: the number of states that it was first to find (0 to 31), and two flags. */
const CHILDREN = 31;
const MAY_TERMINATE = 32;
const HAS_UNRESOLVED = 64;

const BLOCK_BITS = 8;
const BLOCK = 1 << BLOCK_BITS;

/** No unresolved successor. */
export const NO_UNRESOLVED = -1;

/**
 * The breadth-first tree over state indices.
 *
 * States are numbered in the order found and expanded in that same order, so the children of
 * a state are neighbours and parents never decrease: the number of children is all that has
 * to be kept, with a running sum once a block to find a parent quickly.
 *
 * For `no_stuck` it also knows of each state whether it escapes: whether a run from it can
 * end, or can leave what was searched. What is not known at once follows from the successors;
 * of these it keeps only the furthest one: the last child, or, for a state without children, its
 * hope, which is the one thing that needs a word of its own.
 */
export class SearchTree {
  /** States whose children are known: those with a smaller index. */
  closed = 0;
  /** The number of closed states that may terminate. */
  escaping = 0;
  private readonly tallies: Paged<Uint8Array<ArrayBuffer>>;
  private readonly unresolved: Paged<Uint32Array<ArrayBuffer>>;
  /** The index that the first child of each block's first state has or would have. */
  private readonly firsts: Paged<Uint32Array<ArrayBuffer>>;
  private nextChild = 1;

  constructor(budget: Budget) {
    this.tallies = pagedBytes(budget);
    this.unresolved = pagedWords(1, budget);
    this.firsts = pagedWords(1, budget);
  }

  /** Makes sure that one more state can be added; false when the budget is spent. */
  reserve(): boolean {
    return this.tallies.reserve() && (this.tallies.count % BLOCK !== 0 || this.firsts.reserve());
  }

  /** Adds the state for which room is reserved. */
  add(): void {
    if (this.tallies.count % BLOCK === 0) this.firsts.count++;
    this.tallies.count++;
  }

  /**
   * Records the expansion of state number `closed`. `furthest` is its successor with the largest index, or
   * NO_UNRESOLVED.
   */
  close(children: number, mayTerminate: boolean, furthest: number): void {
    const state = this.closed++;
    if (state % BLOCK === 0) this.firsts.set(state >>> BLOCK_BITS, this.nextChild);
    this.nextChild += children;
    let tally = children;
    if (mayTerminate) {
      tally |= MAY_TERMINATE;
      this.escaping++;
    } else if (children === 0 && furthest !== NO_UNRESOLVED && this.keepUnresolved(furthest)) {
      tally |= HAS_UNRESOLVED;
    }
    this.tallies.set(state, tally);
  }

  /** The state that first found `child`; any but the initial one. */
  parentOf(child: number): number {
    let state = this.blockOf(child) * BLOCK;
    let next = this.firsts.get(state >>> BLOCK_BITS);
    for (;;) {
      assert(state < this.closed, 'every state but the first has a parent');
      next += this.tallies.get(state) & CHILDREN;
      if (next > child) return state;
      state++;
    }
  }

  mayTerminate(state: number): boolean {
    return (this.tallies.get(state) & MAY_TERMINATE) !== 0;
  }

  /** For a state that was not known to terminate. */
  setMayTerminate(state: number): void {
    this.escaping++;
    this.tallies.set(state, this.tallies.get(state) | MAY_TERMINATE);
  }

  /**
   * One pass from the last state to the first: a state may terminate if one of the successors stored here may.
   */
  propagateTermination(): void {
    const { tallies } = this;
    let child = this.nextChild;
    let unresolved = this.unresolved.count;
    for (let state = this.closed - 1; state >= 0; ) {
      const page = tallies.page(state);
      // The states of one page, the last one first.
      for (let i = tallies.offset(state); i >= 0; i--, state--) {
        const tally = page[i] as number;
        const children = tally & CHILDREN;
        child -= children;
        if ((tally & HAS_UNRESOLVED) !== 0) unresolved--;
        if ((tally & MAY_TERMINATE) !== 0) continue;
        const mayTerminate =
          (tally & HAS_UNRESOLVED) !== 0
            ? this.unresolvedMayTerminate(unresolved)
            : this.childMayTerminate(child, children);
        if (!mayTerminate) continue;
        this.escaping++;
        page[i] = tally | MAY_TERMINATE;
      }
    }
  }

  /** Bytes of the parents. */
  bytes(): number {
    return this.tallies.bytes() + this.firsts.bytes();
  }

  /** Bytes kept for `no_stuck` alone. */
  unresolvedBytes(): number {
    return this.unresolved.bytes();
  }

  /** This only saves time: without room for it, the state's moves are taken again later. */
  private keepUnresolved(furthest: number): boolean {
    if (!this.unresolved.reserve()) return false;
    this.unresolved.set(this.unresolved.count++, furthest);
    return true;
  }

  private childMayTerminate(first: number, children: number): boolean {
    for (let child = first; child < first + children; child++)
      if (this.mayTerminate(child)) return true;
    return false;
  }

  private unresolvedMayTerminate(unresolved: number): boolean {
    return this.mayTerminate(this.unresolved.get(unresolved));
  }

  /** The last block whose first child does not come after `child`. */
  private blockOf(child: number): number {
    let low = 0;
    let high = (this.closed - 1) >>> BLOCK_BITS;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.firsts.get(middle) <= child) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
