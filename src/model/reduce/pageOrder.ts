// A canonical order of pool elements: the order in which a fixed traversal of a state first meets them.

import { at } from '../../base/assert.ts';
import type { CellKind } from './cellKinds.ts';
import type { Element, InterchangeablePool } from './interchangeablePages.ts';
import { livePointers } from './livePointers.ts';
import type { Model } from '../build/model.ts';

/** The elements that references to objects of one struct lead to. */
interface Table {
  /** The element that an object is, or is embedded in; -1 for others. */
  readonly elements: Int32Array;
  /** Which of the element's parts it is. */
  readonly parts: Int32Array;
  /** What references are renamed to. */
  readonly renamed: Int32Array;
}

/** Cells that hold references, each with the table for them. */
interface Pointers {
  readonly cells: Int32Array;
  readonly tables: readonly Table[];
}

const UNMET = -1;

/**
 * Works on unpacked memory. The traversal meets first the elements that shared memory outside of them points to, then
 * those that the tasks' registers point to, then those that met elements point to. Elements in use that were not met
 * follow, ordered by their contents, and free ones are last.
 */
export class PageOrder {
  /** Whether a free element was pointed to when the order was last found. */
  dangling = false;
  /** By element: its number in the order last found. */
  private readonly order: Int32Array;
  private readonly elements: readonly Element[];
  private readonly classOf: Int32Array;
  private readonly classes: readonly (readonly number[])[];
  /** By class: how many have a number. */
  private readonly taken: Int32Array;
  /** Elements that were met, in that order. */
  private readonly met: Int32Array;
  private metCount = 0;
  /** By element: the cell that says whether it is in use. */
  private readonly live: Int32Array;
  /** By struct. */
  private readonly tables: ReadonlyMap<string, Table>;
  private readonly roots: Pointers;
  /** By element. */
  private readonly inside: readonly Pointers[];
  /** By element, those of its cells that change. */
  private readonly cells: readonly Int32Array[];
  /** By task and place. */
  private readonly registers: readonly (readonly Pointers[])[];
  private readonly pcs: readonly number[];

  constructor(model: Model, cellKinds: readonly CellKind[], pools: readonly InterchangeablePool[]) {
    const { packing, plan } = model.machine.parts;
    const packed = new Set(packing.places.map(({ cell }) => cell));
    this.elements = pools.flatMap(({ elements }) => elements);
    this.classes = numberClasses(pools);
    this.classOf = new Int32Array(this.elements.length);
    this.classes.forEach((members, i) => members.forEach((one) => (this.classOf[one] = i)));
    this.order = new Int32Array(this.elements.length);
    this.met = new Int32Array(this.elements.length);
    this.taken = new Int32Array(this.classes.length);
    this.live = Int32Array.from(this.elements, (element) => {
      const { base, extent } = at(element, 0);
      return base + (extent.live ?? 0);
    });
    this.tables = tablesOf(this.elements);
    this.pcs = plan.pcs;
    const slots = this.elements.map(slotsIn);
    this.cells = slots.map((own) => Int32Array.from(own.filter((slot) => packed.has(slot))));
    const owned = new Set(slots.flat());
    const outside = cellKinds.flatMap((_, slot) => (owned.has(slot) ? [] : [slot]));
    const pointersIn = (some: Iterable<number>): Pointers =>
      this.pointers(
        [...some].flatMap((cell) => {
          const cellKind = at(cellKinds, cell);
          return cellKind.kind === 'reference' && packed.has(cell) ? [{ cell, ...cellKind }] : [];
        }),
      );
    this.roots = pointersIn(outside);
    this.inside = this.cells.map(pointersIn);
    this.registers = livePointers(model).map((byPlace) => byPlace.map((all) => this.pointers(all)));
  }

  private pointers(all: readonly { readonly cell: number; readonly struct: string }[]): Pointers {
    const found = all.flatMap(({ cell, struct }) => {
      const table = this.tables.get(struct);
      return table === undefined ? [] : [{ cell, table }];
    });
    const cells = Int32Array.from(found, ({ cell }) => cell);
    return { cells, tables: found.map(({ table }) => table) };
  }

  /** Finds the order in this memory; false if all elements are already in order. */
  find(memory: Int32Array): boolean {
    const { order } = this;
    order.fill(UNMET);
    this.dangling = false;
    this.taken.fill(0);
    this.metCount = 0;
    this.meet(this.roots, memory);
    for (let task = 0; task < this.pcs.length; task += 1)
      this.meet(this.registersOf(task, memory), memory);
    for (let i = 0; i < this.metCount; i += 1)
      this.meet(this.inside[this.met[i] as number] as Pointers, memory);
    if (this.metCount < order.length) this.placeUnmet(memory);
    for (let i = 0; i < order.length; i += 1) if (order[i] !== i) return true;
    return false;
  }

  private registersOf(task: number, memory: Int32Array): Pointers {
    const place = memory[this.pcs[task] as number] as number;
    return (this.registers[task] as readonly Pointers[])[place] as Pointers;
  }

  private meet({ cells, tables }: Pointers, memory: Int32Array): void {
    for (let i = 0; i < cells.length; i += 1) {
      const reference = memory[cells[i] as number] as number;
      const element = (tables[i] as Table).elements[reference] as number;
      if (element < 0 || this.order[element] !== UNMET) continue;
      if (memory[this.live[element] as number] === 0) this.dangling = true;
      this.place(element);
      this.met[this.metCount] = element;
      this.metCount += 1;
    }
  }

  private place(element: number): void {
    const own = this.classOf[element] as number;
    const next = this.taken[own] as number;
    this.order[element] = (this.classes[own] as readonly number[])[next] as number;
    this.taken[own] = next + 1;
  }

  private placeUnmet(memory: Int32Array): void {
    const { order, live } = this;
    let lost = 0;
    for (let i = 0; i < order.length; i += 1)
      if (order[i] === UNMET && memory[live[i] as number] !== 0) lost += 1;
    if (lost > 0) this.placeLost(memory);
    for (let i = 0; i < order.length; i += 1) if (order[i] === UNMET) this.place(i);
  }

  /** Elements in use that nothing points to: they were leaked. */
  private placeLost(memory: Int32Array): void {
    const lost = this.elements.flatMap((_, i) =>
      this.order[i] === UNMET && memory[this.live[i] as number] !== 0 ? [i] : [],
    );
    const keys = new Map(lost.map((one) => [one, this.contents(one, memory)]));
    lost.sort((a, b) => ((keys.get(a) ?? '') < (keys.get(b) ?? '') ? -1 : 1));
    for (const element of lost) this.place(element);
  }

  /** The element's contents as text, with references by their number in the order. */
  private contents(element: number, memory: Int32Array): string {
    const { cells, tables } = at(this.inside, element);
    const values = [...at(this.cells, element)].map((cell) => {
      const value = at(memory, cell);
      const leads = tables[cells.indexOf(cell)]?.elements[value] ?? -1;
      return leads < 0 ? value : `e${at(this.order, leads)}`;
    });
    return values.join();
  }

  /** Writes `memory` with all elements in the order found into `next`, a copy of it. */
  apply(memory: Int32Array, next: Int32Array): void {
    const { order, cells } = this;
    for (const table of this.tables.values()) this.rename(table);
    for (let i = 0; i < order.length; i += 1) {
      if (order[i] === i) continue;
      const from = cells[i] as Int32Array;
      const to = cells[order[i] as number] as Int32Array;
      for (let c = 0; c < from.length; c += 1)
        next[to[c] as number] = memory[from[c] as number] as number;
    }
    renameIn(this.roots, next);
    for (let task = 0; task < this.pcs.length; task += 1)
      renameIn(this.registersOf(task, next), next);
    for (let i = 0; i < order.length; i += 1) renameIn(this.inside[i] as Pointers, next);
  }

  private rename({ elements, parts, renamed }: Table): void {
    for (let reference = 1; reference < elements.length; reference += 1) {
      const element = elements[reference] as number;
      if (element < 0) continue;
      const to = at(this.elements, this.order[element] as number);
      renamed[reference] = referenceOf(at(to, parts[reference] as number));
    }
  }
}

function renameIn({ cells, tables }: Pointers, memory: Int32Array): void {
  for (let i = 0; i < cells.length; i += 1) {
    const cell = cells[i] as number;
    memory[cell] = (tables[i] as Table).renamed[memory[cell] as number] as number;
  }
}

/** Elements of all pools are numbered one after the other. */
function numberClasses(pools: readonly InterchangeablePool[]): number[][] {
  let first = 0;
  return pools.flatMap(({ elements, classes }) => {
    const base = first;
    first += elements.length;
    return classes.map((members) => members.map((one) => base + one));
  });
}

function slotsIn(element: Element): number[] {
  return element.flatMap(({ base, extent }) =>
    Array.from({ length: extent.stride }, (_, i) => base + i),
  );
}

function referenceOf({ base, extent }: Element[number]): number {
  return (base - extent.base) / extent.stride + 1;
}

function tablesOf(elements: readonly Element[]): Map<string, Table> {
  const tables = new Map<string, Table>();
  elements.forEach((element, number) =>
    element.forEach((part, i) => {
      const { struct, objects } = part.extent;
      const table = tables.get(struct.name) ?? emptyTable(objects.length + 1);
      tables.set(struct.name, table);
      table.elements[referenceOf(part)] = number;
      table.parts[referenceOf(part)] = i;
    }),
  );
  return tables;
}

/** NULL, and what is no element, keeps its number. */
function emptyTable(size: number): Table {
  return {
    elements: new Int32Array(size).fill(-1),
    parts: new Int32Array(size),
    renamed: Int32Array.from({ length: size }, (_, reference) => reference),
  };
}
