// Packing and unpacking as WebAssembly: the same as `Packing`, with every cell's position as a constant in the code.

import { at } from '../../base/assert.ts';
import type { PackedPlace, Packing } from '../storage/packing.ts';
import { OP, type WasmBody } from './wasmBody.ts';

const CELL = 4;

/** The memory layout, in bytes. Cells that steps work on are at 0. */
export interface WasmPlan {
  /** The same cells as the open state has them. */
  readonly opened: number;
  /** The open state's words. */
  readonly packed: number;
  /** The words of the state that is to be opened. */
  readonly input: number;
}

export class WasmPacking {
  private readonly places: readonly PackedPlace[];
  private readonly byCell: ReadonlyMap<number, PackedPlace>;
  private readonly words: number;
  private readonly plan: WasmPlan;
  private readonly table: (words: readonly number[]) => number;
  /** By place, where the table of its values' ranks is: many steps ask for it. */
  private readonly rankTables = new Map<PackedPlace, number>();

  constructor(packing: Packing, plan: WasmPlan, table: (words: readonly number[]) => number) {
    this.places = packing.places;
    this.byCell = new Map(packing.places.map((place) => [place.cell, place]));
    this.words = packing.words;
    this.plan = plan;
    this.table = table;
  }

  /** The places of the cells with these numbers. */
  placesOf(writeSet: Int32Array): readonly PackedPlace[] {
    const places: PackedPlace[] = [];
    for (const number of writeSet) places.push(at(this.places, number));
    return places;
  }

  /** Opens the state in `input`; words that are open already are skipped. */
  unpack(body: WasmBody): void {
    const word = body.local();
    for (let w = 0; w < this.words; w += 1) {
      const places = this.places.filter((place) => place.word === w);
      body.loadAt(this.plan.input + CELL * w);
      body.tee(word);
      body.loadAt(this.plan.packed + CELL * w);
      body.op(OP.ne);
      body.if();
      body.const(0);
      body.get(word);
      body.store(this.plan.packed + CELL * w);
      for (const place of places) this.unpackCell(body, place, word);
      body.end();
    }
    body.release(word);
  }

  /** Writes the words that hold one of these cells as they are now. */
  repack(body: WasmBody, out: number, changed: readonly PackedPlace[]): void {
    for (let w = 0; w < this.words; w += 1) {
      const places = changed.filter((place) => place.word === w);
      if (places.length === 0) continue;
      const cleared = places.reduce((bits, place) => bits | (place.mask << place.shift), 0);
      body.get(out);
      body.loadAt(this.plan.packed + CELL * w);
      body.const(~cleared);
      body.op(OP.and);
      for (const place of places) {
        body.loadAt(CELL * place.cell);
        this.shifted(body, place);
        body.op(OP.or);
      }
      body.store(CELL * w);
    }
  }

  /** Writes over one cell's bits, which are zero so far. */
  put(body: WasmBody, out: number, cell: number, value: number): void {
    const place = this.byCell.get(cell);
    if (place === undefined) return;
    body.get(out);
    body.get(out);
    body.load(CELL * place.word);
    body.get(value);
    this.shifted(body, place);
    body.op(OP.or);
    body.store(CELL * place.word);
  }

  /** Resets these cells to the open state. */
  restore(body: WasmBody, changed: readonly PackedPlace[]): void {
    for (const { cell } of changed) {
      body.const(0);
      body.loadAt(this.plan.opened + CELL * cell);
      body.store(CELL * cell);
    }
  }

  private ranksOf(place: PackedPlace): number {
    const known = this.rankTables.get(place) ?? this.table(ranks(place));
    this.rankTables.set(place, known);
    return known;
  }

  private unpackCell(body: WasmBody, place: PackedPlace, word: number): void {
    const value = body.local();
    body.get(word);
    if (place.shift > 0) {
      body.const(place.shift);
      body.op(OP.shrUnsigned);
    }
    body.const(place.mask);
    body.op(OP.and);
    if (!isRange(place)) {
      body.const(2);
      body.op(OP.shl);
      body.load(this.table(padded(place)));
    } else if (at(place.values, 0) !== 0) {
      body.const(at(place.values, 0));
      body.op(OP.add);
    }
    body.set(value);
    for (const base of [0, this.plan.opened]) {
      body.const(0);
      body.get(value);
      body.store(base + CELL * place.cell);
    }
    body.release(value);
  }

  /** Takes a cell's value; leaves its rank where it belongs in the word. */
  private shifted(body: WasmBody, place: PackedPlace): void {
    const low = at(place.values, 0);
    if (low !== 0) {
      body.const(low);
      body.op(OP.sub);
    }
    if (!isRange(place)) {
      body.const(2);
      body.op(OP.shl);
      body.load(this.ranksOf(place));
    }
    if (place.shift === 0) return;
    body.const(place.shift);
    body.op(OP.shl);
  }
}

/** Whether the values are all those from the first to the last. */
function isRange({ values }: PackedPlace): boolean {
  return at(values, values.length - 1) - at(values, 0) === values.length - 1;
}

/** One for every pattern of the cell's bits, so that none leads out of the table. */
function padded({ values, mask }: PackedPlace): number[] {
  return Array.from({ length: mask + 1 }, (_, rank) => values[rank] ?? 0);
}

function ranks({ values }: PackedPlace): number[] {
  const low = at(values, 0);
  const length = at(values, values.length - 1) - low + 1;
  const table = Array.from({ length }, () => 0);
  values.forEach((value, rank) => (table[value - low] = rank));
  return table;
}
