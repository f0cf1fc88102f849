// The states found so far, in the order in which they were found, each exactly once.

import type { Budget } from './budget.ts';
import { hashWords } from './hashWords.ts';
import { type Paged, pagedWords } from './paged.ts';

/** What `find` says of a state that is not in the set. */
export const ABSENT = -1;

const EMPTY = 0;
const FIRST_SLOTS = 256;
/** A 30-bit index leaves at least two bits of hash in a slot; that many slots are 4 GB. */
const MOST_SLOTS = 2 ** 30 - 1;
/** Share of slots filled before the table grows, and by how much it grows. */
const FULLEST = 0.85;
const GROWTH = 1.25;
/** States of few words leave room for a table that has to be filled anew less often, and in a large one that takes longest. */
const SHORT = 3;
const VAST = 2 ** 18;
const FAST_GROWTH = 1.5;
/** A table of fewer slots doubles: placing all its states again costs more than the room. */
const SMALL = 2 ** 13;
/** States placed together when it has grown. */
const BATCH = 256;
/** What is known of states that are placed together: nothing of it outlives their placing. */
const BATCHED = {
  hashes: new Int32Array(BATCH),
  homes: new Uint32Array(BATCH),
  entries: new Uint32Array(BATCH),
};
/** Batches between two pauses. */
const BATCHES = 256;
/** States from which on growing would take long enough to be noticed. */
const LARGE = 2 ** 18;
/** A slice finds fewer states than this, as a rule. */
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
  /** Hash of the state last looked for. */
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

  /** The same of a state from `from` on, with its hash. */
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

  /** Adds the state that `find` has just called ABSENT and for which room is reserved; returns its index. */
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
   * Grows a large table before it is full, pausing as it goes. The set is not to be asked
   * until it is done; a search that calls this between slices never pauses long.
   */
  *growAhead(): Generator<void, void> {
    if (this.count < LARGE || this.most - this.count > AHEAD || !this.enlarge()) return;
    for (let next = 0; next < this.count; yield) next = this.placeSome(next);
  }

  /**
   * Looks at the slots where states with these hashes would be. In a large table each of them is a wait for
   * memory; a loop that does nothing else lets the processor wait for all at once. Returns nothing of meaning.
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

  /** Where a state with this hash is looked for first; a 30-bit number. */
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
    // The old table is let go before the new one is made, so that both never count at once.
    this.slots = new Uint32Array(0);
    this.slots = new Uint32Array(length);
    this.indexBits = 32 - Math.clz32(length);
    this.scale = length / 2 ** 32;
    this.most = Math.floor(length * FULLEST);
    return true;
  }

  /** Places some states from `first` on in a new table; returns the first that is not yet placed. */
  private placeSome(first: number): number {
    const end = Math.min(this.count, first + BATCH * BATCHES);
    for (let next = first; next < end; next += BATCH) {
      this.placeBatch(next, Math.min(BATCH, end - next));
    }
    return end;
  }

  /**
   * Slots lie scattered over memory. A loop that does nothing but look at them lets the
   * processor wait for all of a batch at once; placing would wait at each.
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
