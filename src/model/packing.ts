// Between the flat memory that steps work on and the few words that a state is kept in.

import { at } from '../base/assert.ts';

export interface PackedCell {
  /** Index in memory. */
  readonly cell: number;
  readonly low: number;
  readonly bits: number;
}

/** Cells side by side in 32-bit words, none across a border; the widest first, so little room is lost. */
export class Packing {
  readonly words: number;
  private readonly cells: Int32Array;
  private readonly lows: Int32Array;
  private readonly masks: Int32Array;
  private readonly shifts: Int32Array;
  /** `ends[w]` is the number of cells in words 0…w. */
  private readonly ends: Int32Array;

  constructor(wanted: readonly PackedCell[]) {
    const words = fill(wanted.filter((cell) => cell.bits > 0));
    const all = words.flat();
    this.words = Math.max(1, words.length);
    this.cells = Int32Array.from(all, ({ packed }) => packed.cell);
    this.lows = Int32Array.from(all, ({ packed }) => packed.low);
    this.masks = Int32Array.from(all, ({ packed }) =>
      packed.bits === 32 ? -1 : (1 << packed.bits) - 1,
    );
    this.shifts = Int32Array.from(all, ({ shift }) => shift);
    const ends: number[] = [];
    for (const word of words) ends.push((ends.at(-1) ?? 0) + word.length);
    this.ends = Int32Array.from(words.length === 0 ? [0] : ends);
  }

  /** Bits that states really use. */
  get bits(): number {
    return this.masks.reduce((sum, mask) => sum + (32 - Math.clz32(mask)), 0);
  }

  pack(memory: Int32Array, into: Uint32Array, offset: number): void {
    const { cells, lows, shifts, ends } = this;
    let i = 0;
    for (let w = 0; w < ends.length; w += 1) {
      const end = ends[w] as number;
      let word = 0;
      for (; i < end; i += 1) {
        word |=
          ((memory[cells[i] as number] as number) - (lows[i] as number)) << (shifts[i] as number);
      }
      into[offset + w] = word;
    }
  }

  unpack(from: Uint32Array, offset: number, memory: Int32Array): void {
    const { cells, lows, masks, shifts, ends } = this;
    let i = 0;
    for (let w = 0; w < ends.length; w += 1) {
      const end = ends[w] as number;
      const word = from[offset + w] as number;
      for (; i < end; i += 1) {
        memory[cells[i] as number] =
          ((word >>> (shifts[i] as number)) & (masks[i] as number)) + (lows[i] as number);
      }
    }
  }
}

interface Placed {
  readonly packed: PackedCell;
  readonly shift: number;
}

/** First fit, widest first. */
function fill(wanted: readonly PackedCell[]): Placed[][] {
  const words: Placed[][] = [];
  const room: number[] = [];
  for (const packed of [...wanted].sort((a, b) => b.bits - a.bits)) {
    let word = room.findIndex((free) => free >= packed.bits);
    if (word < 0) {
      word = words.length;
      words.push([]);
      room.push(32);
    }
    const free = at(room, word);
    at(words, word).push({ packed, shift: 32 - free });
    room[word] = free - packed.bits;
  }
  return words;
}

/** Bits for the values from `low` to `high`. */
export function bitsFor(low: number, high: number): number {
  return high <= low ? 0 : 32 - Math.clz32(high - low);
}
