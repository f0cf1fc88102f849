// What every cell of a state is called in Promela: kernel names, with what Promela and C reserve renamed.
// The exact form has one variable for each cell; the natural one has an array of objects for each struct, and
// locals within their proctype.

import { at, unreachable } from '../base/assert.ts';
import type { LockKind, Type } from '../lang/program/program.ts';
import { LOCKS } from '../lang/syntax/lockKinds.ts';
import { OOPSES } from '../model/step/fault.ts';
import type { Variable } from '../model/flow/flow.ts';
import type { Model } from '../model/build/model.ts';
import { baseOf, type Extent, GLOBALS, widthOf } from '../model/storage/storage.ts';
import { RESERVED_WORDS } from './promelaReserved.ts';

/** A cell of the machine's memory that takes part in the state, as it is declared. */
export interface DeclaredCell {
  readonly name: string;
  readonly type: 'bool' | 'byte' | 'short';
  readonly initial: number;
  /** What it was called before it had to be renamed; null where it was not. */
  readonly note: string | null;
}

/** The objects of a struct, one array element each; element 0 is what NULL points to. */
export interface PromelaArray {
  readonly name: string;
  readonly length: number;
  readonly fields: ReadonlyMap<
    number,
    { readonly name: string; readonly type: DeclaredCell['type'] }
  >;
}

/** Labels at the end of each proctype of the natural form: they share one space of names with everything else. */
export const END_LABELS: readonly string[] = ['done', 'end_oops', 'over'];

export class PromelaNames {
  readonly cells = new Map<number, DeclaredCell>();
  /** Locals that live within one step only: no part of a state. */
  readonly hidden = new Map<number, DeclaredCell>();
  readonly tasks: readonly string[];
  private readonly properties: ReadonlyMap<
    string,
    { readonly name: string; readonly note: string | null }
  >;
  private readonly model: Model;
  private readonly taken = new Set<string>();
  /** In the natural form, by struct: what its array is called, and its fields by their offset. */
  readonly arrays = new Map<string, PromelaArray>();
  private readonly natural: boolean;
  private readonly scratch = new Map<string, DeclaredCell>();
  /** By task: the number of its first local, counted on from the cells of the machine's memory. */
  private readonly bases: number[] = [];
  private nextVariable: number;

  constructor(model: Model, natural = false) {
    this.model = model;
    this.natural = natural;
    this.nextVariable = this.plan.size;
    if (natural) for (const label of END_LABELS) this.taken.add(label);
    this.declare(this.plan.oops, 'oops', 0, OOPSES.length);
    this.properties = new Map(model.properties.map(({ name }) => [name, this.unique(name)]));
    this.tasks = model.codes.map(({ task }) => this.unique(task.name).name);
    for (const [struct, extent] of model.storage.extents) {
      if (natural && struct !== GLOBALS) this.nameArray(struct, extent);
      else this.nameObjects(struct, extent);
    }
    model.codes.forEach((_, task) => this.nameScratch(task));
    model.codes.forEach((_, task) => this.nameTask(task));
  }

  private get plan() {
    return this.model.machine.parts.plan;
  }

  /** Whether it can ever change: the others stand in the text as constants. */
  varies(cell: number): boolean {
    if (this.isVariable(cell)) return this.cells.has(cell);
    return this.model.machine.parts.packing.numbersOf([cell]).length > 0;
  }

  /** The cell as an expression: its name, or what it always holds. */
  read(cell: number): string {
    const known = this.cells.get(cell) ?? this.hidden.get(cell);
    return known?.name ?? String(this.model.machine.parts.start[cell] ?? 0);
  }

  /** Whether some variable or task, of whichever proctype, is called so. */
  isName(wanted: string): boolean {
    const declared = [...this.cells.values(), ...this.hidden.values()];
    return this.taken.has(wanted) || declared.some(({ name }) => name === wanted);
  }

  /** The macro that stands for a property's number. */
  property(property: string): string {
    return this.properties.get(property)?.name ?? property;
  }

  place(task: number): string {
    return this.read(at(this.plan.places, task));
  }

  /** A name that nobody has yet, here or everywhere, and why it is not the one that was asked for. */
  unique(
    wanted: string,
    here = this.taken,
  ): { readonly name: string; readonly note: string | null } {
    const plain = wanted.replace(/\W+/g, '_').replace(/^(?=\d)/, '_');
    const free = RESERVED_WORDS.has(plain) ? `${plain}_` : plain;
    const note = free === plain ? null : `${plain} is a reserved word`;
    let name = free;
    for (let n = 2; this.taken.has(name) || here.has(name); n += 1) name = `${free}_${n}`;
    here.add(name);
    return { name, note };
  }

  private declare(
    cell: number,
    wanted: string,
    low: number,
    high: number,
    here = this.taken,
  ): void {
    this.cells.set(cell, { ...this.unique(wanted, here), type: typeFor(low, high), initial: this.initial(cell) }); // prettier-ignore
  }

  /** Every field that some object changes becomes one of the array's. */
  private nameArray(struct: string, extent: Extent): void {
    const { objects, stride, spots, live } = extent;
    const name = this.unique(struct).name;
    const fields = new Map<number, { name: string; type: DeclaredCell['type'] }>();
    const here = new Set<string>();
    const parts = [...spots.values()].flatMap(({ field, offset }) =>
      this.partsOf(field.type).map((part, n) => ({
        wanted: field.name + part,
        offset: offset + n,
      })),
    );
    for (const { wanted, offset } of [
      ...parts,
      ...(live === null ? [] : [{ wanted: 'live', offset: live }]),
    ]) {
      // prettier-ignore
      const slots = objects.map((_, i) => extent.base + i * stride + offset);
      if (!slots.some((slot) => this.varies(slot))) continue;
      const { low, high } = at(this.model.storage.slots, at(slots, 0));
      const field = { name: this.unique(wanted, here).name, type: typeFor(low, high) };
      fields.set(offset, field);
      slots.forEach((slot, i) => {
        const named = `${name}[${i + 1}].${field.name}`;
        this.cells.set(slot, { name: named, note: null, type: field.type, initial: this.initial(slot) }); // prettier-ignore
      });
    }
    this.arrays.set(struct, { name, length: objects.length + 1, fields });
  }

  private nameObjects(struct: string, extent: Extent): void {
    extent.objects.forEach((object, i) => {
      const base = baseOf(extent, i + 1);
      const owner = object.pool === null ? object.id : `${struct}${i + 1}`;
      const named = (name: string): string => (struct === GLOBALS ? name : `${owner}_${name}`);
      for (const [
        field,
        {
          field: { type },
          offset,
        },
      ] of extent.spots) {
        this.partsOf(type).forEach((part, n) =>
          this.nameSlot(base + offset + n, named(field + part)),
        );
      }
      if (extent.live !== null) this.nameSlot(base + extent.live, named('live'));
    });
  }

  private nameSlot(slot: number, wanted: string): void {
    if (!this.varies(slot)) return;
    const { low, high } = at(this.model.storage.slots, slot);
    this.declare(slot, wanted, low, high);
  }

  /** The endings of a field's slots, in their order. */
  partsOf(type: Type): string[] {
    const { program, storage } = this.model;
    switch (type.kind) {
      case 'array':
        return Array.from({ length: type.length }, (_, i) =>
          this.partsOf(type.of).map((part) => `_${i}${part}`),
        ).flat();
      case 'word':
        return (program.structs.get(type.struct)?.fields ?? []).map(({ name }) => `_${name}`);
      case 'lock':
        return this.partsOfLock(type.lock);
      case 'object':
      case 'bool':
      case 'data':
      case 'void':
      case 'int':
      case 'enum':
      case 'reference':
      case 'null':
        return Array.from({ length: widthOf(program.structs, type, storage.taskCount) }, () => '');
      default:
        return unreachable(type);
    }
  }

  private partsOfLock(kind: LockKind): string[] {
    const { codes } = this.model;
    const { form } = LOCKS[kind];
    switch (form) {
      case 'owner':
      case 'count':
        return [''];
      case 'seats':
        return ['hold', 'queue'].flatMap((sort) =>
          codes.map(({ task }) => `_${sort}_${task.name}`),
        );
      default:
        return unreachable(form);
    }
  }

  /** What lives within one step may pass through any value on its way; in the natural form the tasks share it. */
  private nameScratch(index: number): void {
    const { task, flow } = at(this.model.codes, index);
    const times = new Map<string, number>();
    this.bases.push(this.nextVariable);
    this.nextVariable += flow.variables.length;
    flow.variables.forEach((variable, i) => {
      if (this.isKept(index, i)) return;
      const wanted = this.localName(variable, task.name);
      const time = (times.get(wanted) ?? 0) + 1;
      times.set(wanted, time);
      const shared = this.natural ? this.scratch.get(`${wanted} ${time}`) : undefined;
      const cell = shared ?? { ...this.unique(wanted), type: 'short' as const, initial: 0 };
      this.scratch.set(`${wanted} ${time}`, cell);
      this.hidden.set(this.variable(index, i), cell);
    });
  }

  private nameTask(index: number): void {
    const { task, flow } = at(this.model.codes, index);
    const { places, passes } = this.plan;
    const [place, left] = [at(places, index), at(passes, index)];
    const here = this.natural ? new Set<string>() : this.taken;
    if (this.varies(place)) this.declarePlace(place, index);
    if (this.varies(left)) this.declare(left, `passes_${task.name}`, 0, task.runs, here);
    flow.variables.forEach((variable, i) => {
      const { low, high } = variable;
      const wanted = this.localName(variable, task.name);
      if (this.isKept(index, i)) this.declare(this.variable(index, i), wanted, low, high, here);
    });
  }

  private localName({ name, word }: Variable, task: string): string {
    const said = word === null ? name : `${word}_${name}`;
    const plain = said.startsWith('(') ? `value${said.replace(/\W/g, '')}` : said;
    return this.natural ? plain : `${task}_${plain}`;
  }

  /** In the natural form it says only whether the task has ended (0), runs (1), or rests between passes (2). */
  private declarePlace(cell: number, index: number): void {
    const { task, idleFrom, nodes } = at(this.model.codes, index);
    this.declare(cell, `at_${task.name}`, 0, this.natural ? 2 : nodes.length - 1);
    const declared = this.cells.get(cell);
    if (!this.natural || declared === undefined || declared.initial === 0) return;
    this.cells.set(cell, { ...declared, initial: declared.initial >= idleFrom ? 2 : 1 });
  }

  /** The cell of a local: each has one of its own here, zero wherever the machine's shared register is another's. */
  variable(task: number, variable: number): number {
    return at(this.bases, task) + variable;
  }

  /** Locals of a task that some state remembers. */
  keptVariables(task: number): number[] {
    const { flow } = at(this.model.codes, task);
    return flow.variables.flatMap((_, variable) => (this.isKept(task, variable) ? [variable] : []));
  }

  private isKept(task: number, variable: number): boolean {
    const { nodes, registers } = at(this.model.codes, task);
    return nodes.some((node) => node >= 0 && at(registers.alive, node).has(variable));
  }

  isVariable(cell: number): boolean {
    return cell >= this.plan.size;
  }

  private initial(cell: number): number {
    const { start } = this.model.machine.parts;
    const task = this.bases.findLastIndex((base) => cell >= base);
    if (!this.isVariable(cell)) return start[cell] ?? 0;
    const { registers, registerBase, nodes } = at(this.model.codes, task);
    const variable = cell - at(this.bases, task);
    const node = at(nodes, start[at(this.plan.places, task)] ?? 0);
    const alive = node >= 0 && at(registers.alive, node).has(variable);
    return alive ? (start[registerBase + at(registers.of, variable)] ?? 0) : 0;
  }
}

function typeFor(low: number, high: number): DeclaredCell['type'] {
  return low < 0 || high > 255 ? 'short' : high > 1 ? 'byte' : 'bool';
}
