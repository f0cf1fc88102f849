// A canonical order of interchangeable tasks: by program counter, registers and objects of their own.

import { at } from '../../base/assert.ts';
import type { CellKind } from './cellKinds.ts';
import type { TaskGroup } from './interchangeableTasks.ts';
import { livePointers } from './livePointers.ts';
import type { Model } from '../build/model.ts';
import { extentOf, withEmbedded } from '../storage/storage.ts';

/**
 * A cell that every member of a group has. `nameless`: it can be compared before elements of pools, and other members,
 * have their canonical numbers.
 */
interface Column {
  readonly cells: Int32Array;
  readonly nameless: boolean;
}

interface Group {
  readonly members: readonly number[];
  /** The program counter comes first. */
  readonly columns: readonly Column[];
  /** By place, its registers there. */
  readonly registers: readonly (readonly Column[])[];
  /** By number, who has it: as a position among the members. */
  readonly order: Int32Array;
}

/** A range of a group's numbers in which members differ only in their references to others. */
export interface Tie {
  readonly order: Int32Array;
  readonly from: number;
  readonly to: number;
}

/** Works on unpacked memory. */
export class TaskOrder {
  /** By task, its number in the order last applied. */
  readonly renamed: Int32Array;
  private readonly groups: readonly Group[];
  private readonly held: Int32Array;
  /** Cells that name a lock's holder: those that no order of tasks and pages moves, and others. */
  private readonly holders: Int32Array;
  private readonly movingHolders: Int32Array;

  /** `pooled`: slots of interchangeable elements; `structs`: those which references to these are to. */
  constructor(
    model: Model,
    cellKinds: readonly CellKind[],
    groups: readonly TaskGroup[],
    pooled: ReadonlySet<number>,
    structs: ReadonlySet<string>,
  ) {
    const packed = new Set(model.machine.parts.packing.places.map(({ cell }) => cell));
    this.held = new Int32Array(model.codes.length);
    const own = groups.flatMap((group) => group.own.flatMap((objects) => ownSlots(model, objects)));
    const moving = new Set([...pooled, ...own]);
    this.renamed = Int32Array.from(model.codes, (_, task) => task);
    this.groups = groups.map((group) =>
      groupOf(model, cellKinds, group, { packed, moving, structs }),
    );
    const holders = cellKinds.flatMap(({ kind }, slot) =>
      kind === 'holder' && packed.has(slot) ? [slot] : [],
    );
    this.holders = Int32Array.from(holders.filter((slot) => !moving.has(slot)));
    this.movingHolders = Int32Array.from(holders.filter((slot) => moving.has(slot)));
  }

  /** Finds the order in this memory; returns its ties, whose order is not decided. */
  find(memory: Int32Array): Tie[] {
    const ties: Tie[] = [];
    for (const group of this.groups) {
      this.sort(group, memory);
      this.findTies(group, memory, ties);
    }
    return ties;
  }

  private sort(group: Group, memory: Int32Array): void {
    const { order } = group;
    for (let i = 0; i < order.length; i += 1) {
      let to = i;
      for (; to > 0 && this.compare(group, order[to - 1] as number, i, memory) > 0; to -= 1)
        order[to] = order[to - 1] as number;
      order[to] = i;
    }
  }

  private findTies(group: Group, memory: Int32Array, ties: Tie[]): void {
    const { order } = group;
    for (let from = 0; from < order.length - 1; from += 1) {
      let to = from + 1;
      let differ = false;
      for (; to < order.length; to += 1) {
        const [one, other] = [order[to - 1] as number, order[to] as number];
        if (this.compare(group, one, other, memory) !== 0) break;
        differ ||= this.differ(group, one, other, memory);
      }
      if (differ) ties.push({ order, from, to });
      from = to - 1;
    }
  }

  private compare(group: Group, a: number, b: number, memory: Int32Array): number {
    const { columns, registers, members } = group;
    const found = compareIn(columns, a, b, memory);
    if (found !== 0) return found;
    const pc = memory[(columns[0] as Column).cells[a] as number] as number;
    const then = compareIn(registers[pc] as readonly Column[], a, b, memory);
    if (then !== 0) return then;
    const [one, other] = [(members[a] as number) + 1, (members[b] as number) + 1];
    for (let i = 0; i < this.holders.length; i += 1) {
      const holder = memory[this.holders[i] as number];
      if (holder === one) return -1;
      if (holder === other) return 1;
    }
    let more = 0;
    for (let i = 0; i < this.movingHolders.length; i += 1) {
      const holder = memory[this.movingHolders[i] as number];
      if (holder === one) more -= 1;
      else if (holder === other) more += 1;
    }
    return more;
  }

  /** Whether two members that compare as equal still differ. */
  private differ(group: Group, a: number, b: number, memory: Int32Array): boolean {
    const { columns, registers, members } = group;
    const pc = memory[(columns[0] as Column).cells[a] as number] as number;
    const [one, other] = [(members[a] as number) + 1, (members[b] as number) + 1];
    const named = ({ cells }: Column): boolean =>
      memory[cells[a] as number] !== memory[cells[b] as number];
    return (
      columns.some(named) ||
      (registers[pc] as readonly Column[]).some(named) ||
      this.movingHolders.some((cell) => memory[cell] === one || memory[cell] === other)
    );
  }

  /** Brings memory into the order found; false if it is in that order already. */
  apply(memory: Int32Array): boolean {
    let moved = false;
    for (const group of this.groups) moved = this.move(group, memory) || moved;
    if (!moved) return false;
    this.rename(this.holders, memory);
    this.rename(this.movingHolders, memory);
    return true;
  }

  private move({ members, columns, registers, order }: Group, memory: Int32Array): boolean {
    let moved = false;
    for (let to = 0; to < order.length; to += 1) {
      const from = order[to] as number;
      this.renamed[members[from] as number] = members[to] as number;
      if (from !== to) moved = true;
    }
    if (!moved) return false;
    for (const { cells } of columns) this.moveColumn(cells, order, memory);
    for (const { cells } of registers[0] as readonly Column[])
      this.moveColumn(cells, order, memory);
    return true;
  }

  private moveColumn(cells: Int32Array, order: Int32Array, memory: Int32Array): void {
    const { held } = this;
    for (let to = 0; to < order.length; to += 1)
      held[to] = memory[cells[order[to] as number] as number] as number;
    for (let to = 0; to < order.length; to += 1) memory[cells[to] as number] = held[to] as number;
  }

  private rename(cells: Int32Array, memory: Int32Array): void {
    for (let i = 0; i < cells.length; i += 1) {
      const cell = cells[i] as number;
      const holder = memory[cell] as number;
      if (holder > 0) memory[cell] = (this.renamed[holder - 1] as number) + 1;
    }
  }
}

function compareIn(columns: readonly Column[], a: number, b: number, memory: Int32Array): number {
  for (let i = 0; i < columns.length; i += 1) {
    const { cells, nameless } = columns[i] as Column;
    if (!nameless) continue;
    const difference =
      (memory[cells[a] as number] as number) - (memory[cells[b] as number] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Cells that change, those that change places, and the structs of interchangeable elements. */
interface Known {
  readonly packed: ReadonlySet<number>;
  readonly moving: ReadonlySet<number>;
  readonly structs: ReadonlySet<string>;
}

function groupOf(
  model: Model,
  cellKinds: readonly CellKind[],
  { members, own }: TaskGroup,
  known: Known,
): Group {
  const { pcs, passes } = model.machine.parts.plan;
  const left = column(members, (member) => at(passes, member), true);
  return {
    members,
    columns: [
      column(members, (member) => at(pcs, member), true),
      ...(changes(left, known) ? [left] : []),
      ...seatColumns(cellKinds, members, known),
      ...ownColumns(
        cellKinds,
        own.map((objects) => ownSlots(model, objects)),
        known,
      ),
    ],
    registers: registerColumns(model, members, known),
    order: new Int32Array(members.length),
  };
}

function column(
  members: readonly number[],
  cellOf: (member: number, i: number) => number,
  nameless: boolean,
): Column {
  return { cells: Int32Array.from(members, cellOf), nameless };
}

function changes({ cells }: Column, { packed }: Known): boolean {
  return cells.some((cell) => packed.has(cell));
}

/**
 * How each member holds the same rwsem, and where it queues. If the lock is in a member's own object, its cells are
 * moved twice, including those that never change.
 */
function seatColumns(
  cellKinds: readonly CellKind[],
  members: readonly number[],
  known: Known,
): Column[] {
  const first = at(members, 0);
  return cellKinds.flatMap((cellKind, slot) => {
    if (cellKind.kind !== 'seat' || cellKind.task !== first) return [];
    const moving = known.moving.has(slot);
    const found = column(members, (member) => slot - first + member, !moving);
    return moving || changes(found, known) ? [found] : [];
  });
}

function ownColumns(
  cellKinds: readonly CellKind[],
  slots: readonly (readonly number[])[],
  known: Known,
): Column[] {
  return at(slots, 0).flatMap((slot, n) => {
    const cellKind = at(cellKinds, slot);
    const nameless =
      cellKind.kind === 'plain' ||
      (cellKind.kind === 'reference' && !known.structs.has(cellKind.struct));
    const found = { cells: Int32Array.from(slots, (own) => at(own, n)), nameless };
    return cellKind.kind === 'seat' || changes(found, known) ? [found] : [];
  });
}

/** By place. */
function registerColumns(model: Model, members: readonly number[], known: Known): Column[][] {
  const first = at(members, 0);
  const { registerBase, registers } = at(model.codes, first);
  return at(livePointers(model), first).map((all) => {
    const named = new Set(
      all.flatMap(({ cell, struct }) => (known.structs.has(struct) ? [cell] : [])),
    );
    return Array.from({ length: registers.count }, (_, register) =>
      column(
        members,
        (member) => at(model.codes, member).registerBase + register,
        !named.has(registerBase + register),
      ),
    ).filter((one) => changes(one, known));
  });
}

function ownSlots({ storage }: Model, objects: TaskGroup['own'][number]): number[] {
  return objects.flatMap(({ struct, reference }) =>
    withEmbedded(storage, struct, reference).flatMap(({ extent, base }) =>
      Array.from({ length: extentOf(storage, extent.struct.name).stride }, (_, i) => base + i),
    ),
  );
}
