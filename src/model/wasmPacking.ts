// Packing and unpacking as WebAssembly: the same as `Packing`, with every cell's place written into the code.

import { at } from '../base/assert.ts';
import type { PackedPlace, Packing } from './packing.ts';
import { OP, type WasmBody } from './wasmBody.ts';

const CELL = 4;

/** Where in memory things are, in bytes. Cells that steps work on are at 0. */
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

  constructor(packing: Packing, plan: WasmPlan, table: (words: readonly number[]) => number) {
    this.places = packing.places;
    this.byCell = new Map(packing.places.map((place) => [place.cell, place]));
    this.words = packing.words;
    this.plan = plan;
    this.table = table;
  }

  /** The memory cells with these numbers. */
  cellsOf(footprint: Int32Array): ReadonlySet<number> {
    return new Set(this.inFootprint(footprint).map(({ cell }) => cell));
  }

  /** Opens the state in `input`; words that are open already are passed over. */
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

  /** Writes the words that hold a cell of the footprint (numbers of cells) as they are now. */
  repack(body: WasmBody, out: number, footprint: Int32Array): void {
    const changed = this.inFootprint(footprint);
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

  /** Brings the footprint's cells back to the open state. */
  restore(body: WasmBody, footprint: Int32Array): void {
    for (const { cell } of this.inFootprint(footprint)) {
      body.const(0);
      body.loadAt(this.plan.opened + CELL * cell);
      body.store(CELL * cell);
    }
  }

  private inFootprint(footprint: Int32Array): PackedPlace[] {
    return Array.from(footprint, (number) => at(this.places, number));
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
      body.load(this.table(ranks(place)));
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
  return Array.from({ length }, (_, i) => Math.max(0, values.indexOf(low + i)));
}
