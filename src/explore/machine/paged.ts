// A growable array of fixed-size records in flat memory.

import type { Budget } from './budget.ts';

type Flat = Uint32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

const PAGE_BITS = 14;
const PAGE = 1 << PAGE_BITS;
const FEWEST = 64;
/** An array of fewer records grows by a quarter: so short a search would spend its time on growing otherwise. */
const SMALL = 4096;

/**
 * Records of `stride` elements each, in pages of 16384 records.
 *
 * A full page never moves, so growing never stalls however large the array is. Only the last
 * page is copied when it grows, by a sixteenth of the whole, so at most a sixteenth of what is held
 * (or one page) lies idle; an array of few records grows faster.
 */
export class Paged<Page extends Flat> {
  /** Records in use; those between `count` and what is reserved are zero. */
  count = 0;
  readonly stride: number;
  private readonly pages: Page[] = [];
  private room = 0;
  private readonly make: (elements: number) => Page;
  private readonly budget: Budget;

  constructor(stride: number, make: (elements: number) => Page, budget: Budget) {
    this.stride = stride;
    this.make = make;
    this.budget = budget;
  }

  /** The page that holds a reserved record. */
  page(record: number): Page {
    return this.pages[record >>> PAGE_BITS] as Page;
  }

  /** Where in its page a record begins. */
  offset(record: number): number {
    return (record & (PAGE - 1)) * this.stride;
  }

  /** The first element of a record. */
  get(record: number): number {
    return this.page(record)[this.offset(record)] as number;
  }

  set(record: number, value: number): void {
    this.page(record)[this.offset(record)] = value;
  }

  /** Makes sure that there is room for record number `count`; false when the budget is spent. */
  reserve(): boolean {
    return this.count < this.room || this.grow();
  }

  bytes(): number {
    return this.pages.reduce((sum, page) => sum + page.byteLength, 0);
  }

  /** Gives all memory back; the array is empty afterwards. */
  release(): void {
    this.budget.give(this.bytes());
    this.pages.length = 0;
    this.room = 0;
    this.count = 0;
  }

  private grow(): boolean {
    const inLast = this.room & (PAGE - 1);
    const share = this.room < SMALL ? 2 : 4;
    const step = Math.min(PAGE, Math.max(FEWEST, this.room >>> share));
    const records = Math.min(PAGE, inLast + step);
    const page = this.allocate(records);
    if (page === null) return false;
    if (inLast > 0) this.moveLastInto(page);
    this.pages.push(page);
    this.room += records - inLast;
    return true;
  }

  /** Asks before it allocates: a tiny budget must not cost a large page. */
  private allocate(records: number): Page | null {
    const elements = records * this.stride;
    const size = elements * this.make(0).BYTES_PER_ELEMENT;
    return this.budget.take(size) ? this.make(elements) : null;
  }

  private moveLastInto(page: Page): void {
    const last = this.pages.pop();
    if (last === undefined) return;
    page.set(last);
    this.budget.give(last.byteLength);
  }
}

/** Zeroed 32-bit records. */
export function pagedWords(stride: number, budget: Budget): Paged<Uint32Array<ArrayBuffer>> {
  return new Paged(stride, (elements) => new Uint32Array(elements), budget);
}

/** Zeroed one-byte records. */
export function pagedBytes(budget: Budget): Paged<Uint8Array<ArrayBuffer>> {
  return new Paged(1, (elements) => new Uint8Array(elements), budget);
}
