// The names of a state's cells in Promela: kernel names, with the reserved words of Promela and C renamed.
// There is one variable for each cell.

import { at, unreachable } from '../base/assert.ts';
import type { LockKind, Type } from '../lang/program/program.ts';
import { LOCKS } from '../lang/syntax/lockKinds.ts';
import { OOPSES } from '../model/step/fault.ts';
import type { Variable } from '../model/cfg/controlFlowGraph.ts';
import type { Model } from '../model/build/model.ts';
import { baseOf, type Extent, GLOBALS, widthOf } from '../model/storage/storage.ts';
import { RESERVED_WORDS } from './promelaReserved.ts';

/** A cell of the machine's memory that is part of the state, as it is declared. */
export interface DeclaredCell {
  readonly name: string;
  readonly type: 'bool' | 'byte' | 'short';
  readonly initial: number;
  /** Its name before it had to be renamed; null if it was not renamed. */
  readonly note: string | null;
}

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
  /** By task: the number of its first local, counted on from the cells of the machine's memory. */
  private readonly bases: number[] = [];
  private nextVariable: number;

  constructor(model: Model) {
    this.model = model;
    this.nextVariable = this.plan.size;
    this.declare(this.plan.oops, 'oops', 0, OOPSES.length);
    this.properties = new Map(model.properties.map(({ name }) => [name, this.unique(name)]));
    this.tasks = model.codes.map(({ task }) => this.unique(task.name).name);
    for (const [struct, extent] of model.storage.extents) this.nameObjects(struct, extent);
    model.codes.forEach((_, task) => this.nameScratch(task));
    model.codes.forEach((_, task) => this.nameTask(task));
  }

  private get plan() {
    return this.model.machine.parts.plan;
  }

  /** Whether it can ever change: the others are constants in the text. */
  varies(cell: number): boolean {
    if (this.isVariable(cell)) return this.cells.has(cell);
    return this.model.machine.parts.packing.numbersOf([cell]).length > 0;
  }

  /** The cell as an expression: its name, or its constant value. */
  read(cell: number): string {
    const known = this.cells.get(cell) ?? this.hidden.get(cell);
    return known?.name ?? String(this.model.machine.parts.start[cell] ?? 0);
  }

  /** Whether any variable or task of any proctype has this name. */
  isName(wanted: string): boolean {
    const declared = [...this.cells.values(), ...this.hidden.values()];
    return this.taken.has(wanted) || declared.some(({ name }) => name === wanted);
  }

  /** The macro of a property's number. */
  property(property: string): string {
    return this.properties.get(property)?.name ?? property;
  }

  pc(task: number): string {
    return this.read(at(this.plan.pcs, task));
  }

  /** An unused name, and the reason if it is not the wanted one. */
  private unique(wanted: string): { readonly name: string; readonly note: string | null } {
    const plain = wanted.replace(/\W+/g, '_').replace(/^(?=\d)/, '_');
    const free = RESERVED_WORDS.has(plain) ? `${plain}_` : plain;
    const note = free === plain ? null : `${plain} is a reserved word`;
    let name = free;
    for (let n = 2; this.taken.has(name); n += 1) name = `${free}_${n}`;
    this.taken.add(name);
    return { name, note };
  }

  private declare(cell: number, wanted: string, low: number, high: number): void {
    this.cells.set(cell, { ...this.unique(wanted), type: typeFor(low, high), initial: this.initial(cell) }); // prettier-ignore
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
        return ['hold', 'queue'].flatMap((kind) =>
          codes.map(({ task }) => `_${kind}_${task.name}`),
        );
      default:
        return unreachable(form);
    }
  }

  /** A local that is live within one step only may hold any value in between. */
  private nameScratch(index: number): void {
    const { task, cfg } = at(this.model.codes, index);
    this.bases.push(this.nextVariable);
    this.nextVariable += cfg.variables.length;
    cfg.variables.forEach((variable, i) => {
      if (this.isKept(index, i)) return;
      const wanted = this.localName(variable, task.name);
      const cell = { ...this.unique(wanted), type: 'short' as const, initial: 0 };
      this.hidden.set(this.variable(index, i), cell);
    });
  }

  private nameTask(index: number): void {
    const { task, cfg, nodes } = at(this.model.codes, index);
    const { pcs, passes } = this.plan;
    const [pc, left] = [at(pcs, index), at(passes, index)];
    if (this.varies(pc)) this.declare(pc, `at_${task.name}`, 0, nodes.length - 1);
    if (this.varies(left)) this.declare(left, `passes_${task.name}`, 0, task.runs);
    cfg.variables.forEach((variable, i) => {
      const { low, high } = variable;
      const wanted = this.localName(variable, task.name);
      if (this.isKept(index, i)) this.declare(this.variable(index, i), wanted, low, high);
    });
  }

  private localName({ name, word }: Variable, task: string): string {
    const reported = word === null ? name : `${word}_${name}`;
    const plain = reported.startsWith('(') ? `value${reported.replace(/\W/g, '')}` : reported;
    return `${task}_${plain}`;
  }

  /** The cell of a local: each has one of its own here, which is zero while the machine's shared register holds another local. */
  variable(task: number, variable: number): number {
    return at(this.bases, task) + variable;
  }

  /** Locals of a task that are part of some state. */
  keptVariables(task: number): number[] {
    const { cfg } = at(this.model.codes, task);
    return cfg.variables.flatMap((_, variable) => (this.isKept(task, variable) ? [variable] : []));
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
    const node = at(nodes, start[at(this.plan.pcs, task)] ?? 0);
    const alive = node >= 0 && at(registers.alive, node).has(variable);
    return alive ? (start[registerBase + at(registers.of, variable)] ?? 0) : 0;
  }
}

function typeFor(low: number, high: number): DeclaredCell['type'] {
  return low < 0 || high > 255 ? 'short' : high > 1 ? 'byte' : 'bool';
}
