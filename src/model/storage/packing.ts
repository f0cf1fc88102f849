// Packs the flat memory that steps work on into the few words of a state, and unpacks it.

import { assert, at } from '../../base/assert.ts';
import { lazily } from '../../base/lazily.ts';

export interface PackedCell {
  /** Index in memory. */
  readonly cell: number;
  /** Every value that the cell can hold, in rising order. */
  readonly values: readonly number[];
}

/** Where a cell is kept in a state. */
export interface PackedPlace extends PackedCell {
  readonly word: number;
  readonly shift: number;
  /** Its bits, before they are shifted. */
  readonly mask: number;
}

/** All whole numbers from `low` to `high`. */
export function everyValue(low: number, high: number): number[] {
  return Array.from({ length: high - low + 1 }, (_, i) => low + i);
}

/**
 * Cells side by side in 32-bit words, none across a word boundary; the widest first, so little space is lost. A cell is
 * kept as the rank of its value among all values that it can hold. One flat table serves all cells, without a branch
 * for each.
 */
export class Packing {
  readonly words: number;
  /** See `Machine.common`: the words of the memory that all tasks share, where a state is wide. */
  readonly common: number | undefined;
  /** Bits that states really use. */
  readonly bits: number;
  private readonly cells: Int32Array;
  private readonly masks: Int32Array;
  private readonly shifts: Int32Array;
  /** `ranks[rankBase[i] + value]` is the rank of a value of cell i; -1 for a value that the analysis excludes. */
  private readonly ranks: Int32Array;
  private readonly rankBase: Int32Array;
  /** `values[valueBase[i] + rank]` is the value again. */
  private readonly values: Int32Array;
  private readonly valueBase: Int32Array;
  /** `ends[w]` is the number of cells in words 0…w; `wordOf[i]` is cell i's word. */
  private readonly ends: Int32Array;
  private readonly wordOf: Int32Array;
  private readonly numbers: ReadonlyMap<number, number>;
  private readonly placed: () => readonly PackedPlace[];

  /** Cells below `shared` are those that all tasks share. */
  constructor(wanted: readonly PackedCell[], shared: number) {
    const { words, common } = arrange(
      wanted.filter(({ values }) => values.length > 1),
      shared,
    );
    this.common = common;
    const all = words.flat();
    const cells = all.map(({ packed }) => packed);
    this.words = Math.max(1, words.length);
    this.bits = cells.reduce((sum, cell) => sum + bitsOf(cell), 0);
    this.cells = Int32Array.from(cells, ({ cell }) => cell);
    this.masks = Int32Array.from(cells, (cell) => (1 << bitsOf(cell)) - 1);
    this.shifts = Int32Array.from(all, ({ shift }) => shift);
    ({ table: this.ranks, bases: this.rankBase } = join(cells, rankTable, ({ values }) =>
      at(values, 0),
    ));
    ({ table: this.values, bases: this.valueBase } = join(
      cells,
      ({ values }) => values,
      () => 0,
    ));
    const ends: number[] = [];
    for (const word of words) ends.push((ends.at(-1) ?? 0) + word.length);
    this.ends = Int32Array.from(words.length === 0 ? [0] : ends);
    this.numbers = new Map(cells.map(({ cell }, i) => [cell, i]));
    this.wordOf = Int32Array.from(words.flatMap((word, w) => word.map(() => w)));
    this.placed = lazily(() => placesIn(words));
  }

  /** By number. Computed on demand, since most searches never need it. */
  get places(): readonly PackedPlace[] {
    return this.placed();
  }

  /** Of these memory cells, the numbers of those that are packed: what `repack` takes. */
  numbersOf(memoryCells: readonly number[]): Int32Array {
    const numbers: number[] = [];
    for (const cell of memoryCells) {
      const number = this.numbers.get(cell);
      if (number !== undefined) numbers.push(number);
    }
    return Int32Array.from(numbers);
  }

  pack(memory: Int32Array, into: Uint32Array, offset: number): void {
    const { cells, shifts, ends, ranks, rankBase } = this;
    let i = 0;
    for (let w = 0; w < ends.length; w += 1) {
      const end = ends[w] as number;
      let word = 0;
      for (; i < end; i += 1) {
        const value = memory[cells[i] as number] as number;
        word |= (ranks[(rankBase[i] as number) + value] as number) << (shifts[i] as number);
      }
      into[offset + w] = word;
    }
  }

  /**
   * Packs what `memory` has changed since it was `before`, over the words of `before` in `into`, and
   * puts it back. `numbers`: the cells that can have changed.
   */
  repack(
    numbers: Int32Array,
    memory: Int32Array,
    before: Int32Array,
    into: Uint32Array,
    offset: number,
  ): void {
    const { cells, masks, shifts, ranks, rankBase, wordOf } = this;
    for (let n = 0; n < numbers.length; n += 1) {
      const i = numbers[n] as number;
      const cell = cells[i] as number;
      const value = memory[cell] as number;
      const old = before[cell] as number;
      if (value === old) continue;
      memory[cell] = old;
      const rank = ranks[(rankBase[i] as number) + value] as number;
      const shift = shifts[i] as number;
      const w = offset + (wordOf[i] as number);
      into[w] = ((into[w] as number) & ~((masks[i] as number) << shift)) | (rank << shift);
    }
  }

  /** `known`: the words that `memory` holds now; words that are equal are skipped. */
  unpack(from: Uint32Array, offset: number, memory: Int32Array, known: Uint32Array): void {
    const { cells, masks, shifts, ends, values, valueBase } = this;
    let i = 0;
    for (let w = 0; w < ends.length; w += 1) {
      const end = ends[w] as number;
      const word = from[offset + w] as number;
      if (word === known[w]) {
        i = end;
        continue;
      }
      known[w] = word;
      for (; i < end; i += 1) {
        const rank = (word >>> (shifts[i] as number)) & (masks[i] as number);
        memory[cells[i] as number] = values[(valueBase[i] as number) + rank] as number;
      }
    }
  }
}

/** The cells' tables one after the other; a base is the start of a cell's table minus the lowest index used in it. */
function join(
  cells: readonly PackedCell[],
  tableOf: (cell: PackedCell) => readonly number[],
  lowest: (cell: PackedCell) => number,
): { table: Int32Array; bases: Int32Array } {
  const table: number[] = [];
  const bases = cells.map((cell) => {
    const base = table.length - lowest(cell);
    table.push(...tableOf(cell));
    return base;
  });
  return { table: Int32Array.from(table), bases: Int32Array.from(bases) };
}

/** By value less the lowest, its rank. */
function rankTable({ values }: PackedCell): number[] {
  const low = at(values, 0);
  const table = Array.from({ length: at(values, values.length - 1) - low + 1 }, () => -1);
  values.forEach((value, rank) => (table[value - low] = rank));
  return table;
}

function bitsOf({ values }: PackedCell): number {
  const bits = 32 - Math.clz32(values.length - 1);
  assert(bits < 32, 'a cell is narrower than a word');
  return bits;
}

interface Placed {
  readonly packed: PackedCell;
  readonly shift: number;
}

/** States of more words than this keep the words that many of them have in common once (collapse compression). */
const WIDE = 4;

/**
 * Narrow states are packed as tightly as possible. In wide ones shared memory comes first, in words of its own: tasks'
 * registers and program counters change with every step, and shared memory much less often.
 */
function arrange(
  cells: readonly PackedCell[],
  shared: number,
): { words: Placed[][]; common: number | undefined } {
  const tight = fill(cells);
  if (tight.length <= WIDE) return { words: tight, common: undefined };
  const common = fill(cells.filter(({ cell }) => cell < shared));
  const own = fill(cells.filter(({ cell }) => cell >= shared));
  return { words: [...common, ...own], common: common.length > 1 ? common.length : undefined };
}

function placesIn(words: readonly (readonly Placed[])[]): PackedPlace[] {
  return words.flatMap((word, w) =>
    word.map(({ packed: { cell, values }, shift }) => {
      const mask = (1 << bitsOf({ cell, values })) - 1;
      return { cell, values, word: w, shift, mask };
    }),
  );
}

/** First fit, widest first. */
function fill(wanted: readonly PackedCell[]): Placed[][] {
  const words: Placed[][] = [];
  const room: number[] = [];
  for (const packed of [...wanted].sort((a, b) => bitsOf(b) - bitsOf(a))) {
    const bits = bitsOf(packed);
    let word = room.findIndex((free) => free >= bits);
    if (word < 0) {
      word = words.length;
      words.push([]);
      room.push(32);
    }
    const free = at(room, word);
    at(words, word).push({ packed, shift: 32 - free });
    room[word] = free - bits;
  }
  return words;
}
