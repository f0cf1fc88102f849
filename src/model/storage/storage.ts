// The memory layout: the objects of each struct, and one slot of a flat array for every scalar.

import { AssertionFailure, assert, at, unreachable } from '../../base/assert.ts';
import type { Field, LockKind, Program, Struct, Type } from '../../lang/program/program.ts';
import { FOREVER, LOCKS } from '../../lang/syntax/lockKinds.ts';

/** Global scalars and arrays are the fields of one object of this struct. */
export const GLOBALS = '(globals)';

export interface StoredObject {
  /** `F`, `F.i_data`, `pages[2]`. */
  readonly id: string;
  readonly pool: string | null;
  readonly parent: string | null;
}

export interface Spot {
  readonly field: Field;
  /** From the object's first slot. */
  readonly offset: number;
  /** For an embedded object: reference of the outer object to reference of the inner one (0: NULL). */
  readonly embedded: readonly number[] | null;
}

/** All objects of one struct: a reference `r` (1…) starts at `base + (r - 1) * stride`. */
export interface Extent {
  readonly struct: Struct;
  readonly objects: readonly StoredObject[];
  readonly base: number;
  readonly stride: number;
  readonly spots: ReadonlyMap<string, Spot>;
  /** Offset of the slot that says whether a pooled object is allocated; null if none is pooled. */
  readonly live: number | null;
}

export interface Slot {
  readonly struct: string;
  readonly field: string;
  /** From the field's first slot. */
  readonly part: number;
  readonly low: number;
  readonly high: number;
}

export interface Storage {
  readonly extents: ReadonlyMap<string, Extent>;
  /** By slot number. */
  readonly slots: readonly Slot[];
  /** First reference and length of each pool and of each array of objects. */
  readonly ranges: ReadonlyMap<
    string,
    { readonly struct: string; readonly first: number; readonly length: number }
  >;
  readonly taskCount: number;
}

/** An rwsem's slots: for each task how it holds (0 no, 1–2 shared, 3 exclusive), then where it queues. */
export const EXCLUSIVE_HOLD = 3;

export function layOut(program: Program, taskCount: number): Storage {
  const structs = withGlobals(program);
  const { objects, ranges } = enumerateObjects(program, structs);
  const slots: Slot[] = [];
  const extents = new Map<string, Extent>();
  for (const struct of structs.values()) {
    if (struct.word) continue;
    const own = objects.get(struct.name) ?? [];
    const { spots, stride, live } = spotsOf(structs, struct, own, objects, taskCount);
    const base = slots.length;
    for (let i = 0; i < own.length; i += 1) {
      for (const [name, spot] of spots)
        pushSlots(slots, program, structs, objects, struct.name, name, spot.field.type, taskCount);
      if (live !== null)
        slots.push({ struct: struct.name, field: '(live)', part: 0, low: 0, high: 1 });
    }
    assert(slots.length === base + own.length * stride, 'a struct fills its extent');
    extents.set(struct.name, { struct, objects: own, base, stride, spots, live });
  }
  return { extents, slots, ranges, taskCount };
}

function withGlobals(program: Program): ReadonlyMap<string, Struct> {
  const fields: Field[] = program.globals
    .filter((g) => !isObject(g.type))
    .map((g) => ({ name: g.name, type: g.type, constant: false, ghost: g.ghost, role: null }));
  const at = { file: program.name, from: 0, to: 0 };
  const globals: Struct = { name: GLOBALS, word: false, role: null, fields, at };
  return new Map([...program.structs, [GLOBALS, globals]]);
}

function isObject(type: Type): boolean {
  return type.kind === 'object' || (type.kind === 'array' && type.of.kind === 'object');
}

function enumerateObjects(program: Program, structs: ReadonlyMap<string, Struct>) {
  const objects = new Map<string, StoredObject[]>();
  const ranges = new Map<string, { struct: string; first: number; length: number }>();
  const add = (struct: string, id: string, pool: string | null, parent: string | null): void => {
    const list = objects.get(struct) ?? [];
    list.push({ id, pool, parent });
    objects.set(struct, list);
    for (const field of structs.get(struct)?.fields ?? []) {
      if (field.type.kind === 'object') add(field.type.struct, `${id}.${field.name}`, pool, id);
    }
  };
  const addMany = (name: string, struct: string, length: number, pool: string | null): void => {
    ranges.set(name, { struct, first: (objects.get(struct)?.length ?? 0) + 1, length });
    for (let i = 0; i < length; i += 1) add(struct, `${name}[${i}]`, pool, null);
  };
  add(GLOBALS, GLOBALS, null, null);
  for (const { name, type } of program.globals) {
    if (type.kind === 'object') add(type.struct, name, null, null);
    if (type.kind === 'array' && type.of.kind === 'object')
      addMany(name, type.of.struct, type.length, null);
  }
  for (const pool of program.pools) addMany(pool.name, pool.struct, pool.length, pool.name);
  return { objects, ranges };
}

function spotsOf(
  structs: ReadonlyMap<string, Struct>,
  struct: Struct,
  own: readonly StoredObject[],
  objects: ReadonlyMap<string, readonly StoredObject[]>,
  taskCount: number,
) {
  const spots = new Map<string, Spot>();
  let offset = 0;
  for (const field of struct.fields) {
    spots.set(field.name, { field, offset, embedded: embeddedTable(field, own, objects) });
    offset += widthOf(structs, field.type, taskCount);
  }
  const pooled = own.some((object) => object.pool !== null);
  return { spots, stride: pooled ? offset + 1 : offset, live: pooled ? offset : null };
}

function embeddedTable(
  field: Field,
  own: readonly StoredObject[],
  objects: ReadonlyMap<string, readonly StoredObject[]>,
): number[] | null {
  if (field.type.kind !== 'object') return null;
  const inner = objects.get(field.type.struct) ?? [];
  return [
    0,
    ...own.map(
      (outer) => inner.findIndex((object) => object.id === `${outer.id}.${field.name}`) + 1,
    ),
  ];
}

/** Slots that a value of the type takes. */
export function widthOf(
  structs: ReadonlyMap<string, Struct>,
  type: Type,
  taskCount: number,
): number {
  switch (type.kind) {
    case 'word':
      return structs.get(type.struct)?.fields.length ?? 0;
    case 'array':
      return type.length * widthOf(structs, type.of, taskCount);
    case 'lock':
      return lockWidth(type.lock, taskCount);
    case 'object':
    case 'void':
      return 0;
    case 'bool':
    case 'data':
    case 'int':
    case 'enum':
    case 'reference':
    case 'null':
      return 1;
    default:
      return unreachable(type);
  }
}

function pushSlots(
  slots: Slot[],
  program: Program,
  structs: ReadonlyMap<string, Struct>,
  objects: ReadonlyMap<string, readonly StoredObject[]>,
  struct: string,
  field: string,
  type: Type,
  taskCount: number,
): void {
  const ranges = slotRanges(program, structs, objects, type, taskCount);
  ranges.forEach(([low, high], part) => slots.push({ struct, field, part, low, high }));
}

type Bounds = readonly [number, number];

function slotRanges(
  program: Program,
  structs: ReadonlyMap<string, Struct>,
  objects: ReadonlyMap<string, readonly StoredObject[]>,
  type: Type,
  taskCount: number,
): Bounds[] {
  if (type.kind === 'array') {
    const one = slotRanges(program, structs, objects, type.of, taskCount);
    return Array.from({ length: type.length }, () => one).flat();
  }
  if (type.kind === 'word') {
    const fields = structs.get(type.struct)?.fields ?? [];
    return fields.flatMap((f) => slotRanges(program, structs, objects, f.type, taskCount));
  }
  if (type.kind === 'lock') return lockRanges(type.lock, taskCount);
  if (type.kind === 'object' || type.kind === 'void') return [];
  return [scalarBounds(program, (struct) => objects.get(struct)?.length ?? 0, type)];
}

/** Slots that a lock takes. */
export function lockWidth(kind: LockKind, taskCount: number): number {
  return lockRanges(kind, taskCount).length;
}

function lockRanges(kind: LockKind, taskCount: number): Bounds[] {
  const each = (high: number): Bounds[] =>
    Array.from({ length: taskCount }, () => [0, high] as const);
  const { form } = LOCKS[kind];
  switch (form) {
    case 'owner':
      return [[0, taskCount]];
    case 'seats':
      return [...each(EXCLUSIVE_HOLD), ...each(2 * taskCount + 1)];
    case 'count':
      return [[0, FOREVER]];
    default:
      return unreachable(form);
  }
}

/** The values that a scalar can have; a reference is 0 for NULL or the number of an object. */
export function scalarBounds(
  program: Program,
  objectCount: (struct: string) => number,
  type: Type,
): Bounds {
  switch (type.kind) {
    case 'int':
      return [type.range?.low ?? 0, type.range?.high ?? 0];
    case 'data':
      return [0, Math.max(0, program.tokens.length - 1)];
    case 'enum':
      return [0, Math.max(0, (program.enums.get(type.name)?.length ?? 1) - 1)];
    case 'reference':
      return [0, objectCount(type.struct)];
    case 'object':
    case 'word':
    case 'lock':
    case 'bool':
    case 'void':
    case 'null':
    case 'array':
      return [0, 1];
    default:
      return unreachable(type);
  }
}

export function extentOf(storage: Storage, struct: string): Extent {
  const extent = storage.extents.get(struct);
  assert(extent !== undefined, `struct ${struct} has an extent`);
  return extent;
}

/** The reference of a named object. */
export function referenceTo(storage: Storage, struct: string, id: string): number {
  return extentOf(storage, struct).objects.findIndex((object) => object.id === id) + 1;
}

/** First slot of the object that a reference other than NULL points to. */
export function baseOf(extent: Extent, reference: number): number {
  return extent.base + (reference - 1) * extent.stride;
}

/** An object and everything that is embedded in it: whose extent, and where it begins. */
export function withEmbedded(
  storage: Storage,
  struct: string,
  reference: number,
): { readonly extent: Extent; readonly base: number }[] {
  const extent = extentOf(storage, struct);
  const inner = [...extent.spots.values()].flatMap(({ field, embedded }) => {
    const part = embedded?.[reference] ?? 0;
    return field.type.kind === 'object' && part !== 0
      ? withEmbedded(storage, field.type.struct, part)
      : [];
  });
  return [{ extent, base: baseOf(extent, reference) }, ...inner];
}

/** By extent and reference, once asked for. An extent belongs to one storage. */
const OBJECT_SLOTS = new WeakMap<Extent, (readonly number[] | undefined)[]>();

/** All slots of an object and of what is embedded in it. */
export function slotsOfObject(
  storage: Storage,
  struct: string,
  reference: number,
): readonly number[] {
  const extent = extentOf(storage, struct);
  const known = OBJECT_SLOTS.get(extent) ?? [];
  OBJECT_SLOTS.set(extent, known);
  return (known[reference] ??= findSlots(storage, struct, reference));
}

function findSlots(storage: Storage, struct: string, reference: number): number[] {
  return withEmbedded(storage, struct, reference).flatMap(({ extent, base }) =>
    Array.from({ length: extent.stride }, (_, i) => base + i),
  );
}

/** How many cells from a lock's first on record its holders; the lock is free if all are zero. */
export function holdCells({ taskCount }: Storage, lock: { readonly type: Type }): number {
  const { form } = LOCKS[kindOf(lock)];
  switch (form) {
    case 'owner':
      return 1;
    case 'seats':
      return taskCount;
    case 'count':
      throw new AssertionFailure('nobody holds what counts');
    default:
      return unreachable(form);
  }
}

/** The cell of a lock, counted from its first, that records that a task holds it exclusively, and its value then. */
export function heldBy(
  lock: { readonly type: Type },
  task: number,
): { readonly cell: number; readonly value: number } {
  const { form } = LOCKS[kindOf(lock)];
  switch (form) {
    case 'owner':
      return { cell: 0, value: task + 1 };
    case 'seats':
      return { cell: task, value: EXCLUSIVE_HOLD };
    case 'count':
      throw new AssertionFailure('nobody holds what counts');
    default:
      return unreachable(form);
  }
}

/** The kind of a place that is a lock. */
export function kindOf({ type }: { readonly type: Type }): LockKind {
  assert(type.kind === 'lock', 'a lock operation works on a lock');
  return type.lock;
}

export function objectAt(extent: Extent, reference: number): StoredObject {
  return at(extent.objects, reference - 1);
}
