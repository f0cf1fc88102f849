// The visited set: all states found so far, each once, in the order in which they were found.

import type { Budget } from './budget.ts';
import { hashWords } from './hashWords.ts';
import { type Paged, pagedWords } from './paged.ts';

/** The result of `find` for a state that is not in the set. */
export const ABSENT = -1;

const EMPTY = 0;
const FIRST_SLOTS = 256;
/** A 30-bit index leaves at least two bits of hash in a slot; that many slots are 4 GB. */
const MOST_SLOTS = 2 ** 30 - 1;
/** Share of slots filled before the table grows, and by how much it grows. */
const FULLEST = 0.85;
const GROWTH = 1.25;
/**
 * With few words per state there is room for a larger table, which has to be rehashed less often.
 */
const SHORT = 3;
const VAST = 2 ** 18;
const FAST_GROWTH = 1.5;
/** A smaller table doubles: rehashing costs more than the memory. */
const SMALL = 2 ** 13;
/** States that are rehashed together when the table grows. */
const BATCH = 256;
/** Data of a batch of states while they are rehashed. */
const BATCHED = {
  hashes: new Int32Array(BATCH),
  homes: new Uint32Array(BATCH),
  entries: new Uint32Array(BATCH),
};
/** Batches between two pauses. */
const BATCHES = 256;
/** From this many states on, growing takes long enough to be noticed. */
const LARGE = 2 ** 18;
/** More than the number of states that one slice usually finds. */
const AHEAD = 2 ** 14;

/**
 * States of `words` 32-bit words, compared word by word: the hash only says where to look.
 *
 * The states themselves lie one after the other, so their order is the queue of a
 * breadth-first search. The open-addressing table beside them holds one 32-bit word a slot:
 * the state's index + 1 in the low bits, and as many bits of its hash as are left in the high
 * ones, which spares nearly every look at a state that is not the one asked for.
 */
export class StateSet {
  /** Record `i` is the state with index `i`. */
  readonly states: Paged<Uint32Array<ArrayBuffer>>;
  private readonly budget: Budget;
  private slots = new Uint32Array(0);
  private indexBits = 0;
  /** Slots for each step of a 32-bit hash. */
  private scale = 0;
  private most = 0;
  /** Hash of the state that was last looked up. */
  private hash = 0;

  constructor(words: number, budget: Budget) {
    this.budget = budget;
    this.states = pagedWords(words, budget);
  }

  get count(): number {
    return this.states.count;
  }

  /** Index of the state, or ABSENT. */
  find(state: Uint32Array): number {
    return this.findAt(state, 0, hashWords(state, 0, this.states.stride));
  }

  /** The same for a state at `from`, with its hash. */
  findAt(state: Uint32Array, from: number, hash: number): number {
    this.hash = hash;
    const { slots, indexBits } = this;
    if (slots.length === 0) return ABSENT;
    const tag = hash << indexBits;
    for (let slot = this.home(hash); ; slot = this.after(slot)) {
      const entry = slots[slot] as number;
      if (entry === EMPTY) return ABSENT;
      const number = (entry ^ tag) >>> 0;
      if (number >>> indexBits === 0 && this.equals(number - 1, state, from)) return number - 1;
    }
  }

  /** Makes sure that one more state can be added; false when the budget is spent. */
  reserve(): boolean {
    return this.states.reserve() && (this.count < this.most || this.grow());
  }

  /**
   * Adds the state for which `find` has just returned ABSENT, after `reserve`; returns its index.
   */
  add(state: Uint32Array, from = 0): number {
    const index = this.states.count++;
    const page = this.states.page(index);
    const offset = this.states.offset(index);
    for (let word = 0; word < this.states.stride; word++) {
      page[offset + word] = state[from + word] as number;
    }
    this.place(index, this.home(this.hash), this.hash);
    return index;
  }

  /**
   * Grows a large table before it is full, and pauses between batches. The set must not be used until this is
   * done. A search that calls it between slices never pauses for long.
   */
  *growAhead(): Generator<void, void> {
    if (this.count < LARGE || this.most - this.count > AHEAD || !this.enlarge()) return;
    for (let next = 0; next < this.count; yield) next = this.placeSome(next);
  }

  /**
   * Prefetches the table slots of states with these hashes. In a large table each lookup is a cache miss; this
   * loop lets the processor handle many misses at once. The return value has no meaning; it keeps the reads from
   * being optimised away.
   */
  prefetch(hashes: Uint32Array, first: number, stride: number, count: number): number {
    const { slots } = this;
    let seen = 0;
    for (let i = 0, at = first; i < count; i++, at += stride)
      seen |= slots[this.home(hashes[at] as number)] as number;
    return seen;
  }

  bytes(): number {
    return this.states.bytes() + this.slots.byteLength;
  }

  /** The first slot for a state with this hash; a 30-bit number. */
  private home(hash: number): number {
    return ((hash >>> 0) * this.scale) | 0;
  }

  private after(slot: number): number {
    return slot + 1 === this.slots.length ? 0 : slot + 1;
  }

  private equals(index: number, state: Uint32Array, from: number): boolean {
    const page = this.states.page(index);
    const offset = this.states.offset(index);
    for (let word = 0; word < this.states.stride; word++) {
      if (page[offset + word] !== state[from + word]) return false;
    }
    return true;
  }

  /** Fills the first empty slot at or after `from`. */
  private place(index: number, from: number, hash: number): void {
    let slot = from;
    while (this.slots[slot] !== EMPTY) slot = this.after(slot);
    this.slots[slot] = (hash << this.indexBits) | (index + 1);
  }

  private grow(): boolean {
    if (!this.enlarge()) return false;
    for (let next = 0; next < this.count; ) next = this.placeSome(next);
    return true;
  }

  private growth(): number {
    if (this.slots.length < SMALL) return 2;
    return this.states.stride <= SHORT || this.slots.length >= VAST ? FAST_GROWTH : GROWTH;
  }

  /** Makes a larger table, empty. */
  private enlarge(): boolean {
    const length = Math.max(FIRST_SLOTS, Math.ceil(this.slots.length * this.growth()));
    const more = (length - this.slots.length) * 4;
    if (length > MOST_SLOTS || !this.budget.take(more)) return false;
    // The old table is released before the new one is allocated, so that the budget never counts both.
    this.slots = new Uint32Array(0);
    this.slots = new Uint32Array(length);
    this.indexBits = 32 - Math.clz32(length);
    this.scale = length / 2 ** 32;
    this.most = Math.floor(length * FULLEST);
    return true;
  }

  /** Rehashes some states from `first` on into a new table; returns the first that is left. */
  private placeSome(first: number): number {
    const end = Math.min(this.count, first + BATCH * BATCHES);
    for (let next = first; next < end; next += BATCH) {
      this.placeBatch(next, Math.min(BATCH, end - next));
    }
    return end;
  }

  /**
   * Slots are scattered over memory. A loop that only reads them lets the processor handle all cache misses of a
   * batch at once; inserting directly would wait for each.
   */
  private placeBatch(first: number, size: number): void {
    const { states, slots } = this;
    const { hashes, homes, entries } = BATCHED;
    for (let i = 0; i < size; i++) {
      const index = first + i;
      const hash = hashWords(states.page(index), states.offset(index), states.stride);
      hashes[i] = hash;
      homes[i] = this.home(hash);
    }
    for (let i = 0; i < size; i++) entries[i] = slots[homes[i] as number] as number;
    for (let i = 0; i < size; i++) {
      const home = homes[i] as number;
      this.place(first + i, entries[i] === EMPTY ? home : this.after(home), hashes[i] as number);
    }
  }
}
