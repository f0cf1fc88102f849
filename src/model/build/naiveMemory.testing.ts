// The shared memory of the naive interpreter: plain objects by name, nothing numbered, nothing packed.

import { assert, unreachable } from '../../base/assert.ts';
import type { Expr, Initial, Program, Struct, Type } from '../../lang/program/program.ts';

/** A reference is the name of an object (`F`, `F.i_data`, `pages[2]`), or null. */
export type Scalar = number | string | null;
export type Word = { [field: string]: Scalar };
/** Holds by task number: how often shared, or `w`. A plain lock is only ever held as `w`. */
export interface Lock {
  rwsem: boolean;
  /** Of a semaphore or a completion: its count; `open` after `complete_all`. */
  tokens: number | 'open';
  holds: { [task: number]: number | 'w' };
  queue: { task: number; write: boolean }[];
}
export type Stored = Scalar | Word | Lock | Stored[];

export interface NaiveObject {
  struct: string;
  live: boolean;
  fields: { [field: string]: Stored };
}

/** Globals that are no objects are the fields of the object with the empty name. */
export type NaiveMemory = { [id: string]: NaiveObject };

export const GLOBAL = '';

/** Where a value is: the object, its field, then indexes and at most one part of a word. */
export interface Spot {
  readonly id: string;
  readonly field: string;
  readonly trail: readonly (number | string)[];
}

export function isLock(value: Stored | undefined): value is Lock {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && 'rwsem' in value;
}

export function structOf(program: Program, name: string): Struct {
  const struct = program.structs.get(name);
  assert(struct !== undefined, `struct ${name}`);
  return struct;
}

/** What an untouched place of the type holds. */
export function blank(program: Program, type: Type): Stored {
  switch (type.kind) {
    case 'reference':
    case 'null':
      return null;
    case 'int':
      return Math.max(0, type.range?.low ?? 0);
    case 'lock':
      return { rwsem: type.lock === 'rwsem', tokens: 0, holds: {}, queue: [] };
    case 'array':
      return Array.from({ length: type.length }, () => blank(program, type.of));
    case 'word': {
      const fields = structOf(program, type.struct).fields;
      return Object.fromEntries(fields.map((f) => [f.name, blank(program, f.type) as Scalar]));
    }
    case 'object':
    case 'bool':
    case 'data':
    case 'void':
    case 'enum':
      return 0;
    default:
      return unreachable(type);
  }
}

export function emptyMemory(program: Program): NaiveMemory {
  const memory: NaiveMemory = { [GLOBAL]: { struct: '', live: true, fields: {} } };
  const place = (struct: string, id: string, live: boolean): void => {
    const { fields } = structOf(program, struct);
    const plain = fields.filter((field) => field.type.kind !== 'object');
    memory[id] = {
      struct,
      live,
      fields: Object.fromEntries(plain.map((f) => [f.name, blank(program, f.type)])),
    };
    for (const { name, type } of fields)
      if (type.kind === 'object') place(type.struct, `${id}.${name}`, live);
  };
  for (const { name, type } of program.globals) {
    if (type.kind === 'object') place(type.struct, name, true);
    else if (type.kind === 'array' && type.of.kind === 'object')
      for (let i = 0; i < type.length; i += 1) place(type.of.struct, `${name}[${i}]`, true);
    else fieldsOf(memory, GLOBAL)[name] = blank(program, type);
  }
  for (const pool of program.pools)
    for (let i = 0; i < pool.length; i += 1) place(pool.struct, `${pool.name}[${i}]`, false);
  return memory;
}

/** Writes the initial values of the variables; `constant` says what a constant expression is. */
export function putInitials(
  program: Program,
  memory: NaiveMemory,
  constant: (e: Expr) => Stored,
): void {
  const put = (id: string, field: string, trail: number[], initial: Initial): void => {
    if (initial.kind === 'value')
      return write(memory, { id, field, trail }, constant(initial.value));
    if (initial.kind === 'items')
      initial.items.forEach((item, i) => put(id, field, [...trail, i], item));
  };
  const fill = (id: string, initial: Initial): void => {
    if (initial.kind !== 'fields') return;
    for (const [field, value] of initial.fields) {
      if (memory[`${id}.${field}`] !== undefined) fill(`${id}.${field}`, value);
      else put(id, field, [], value);
    }
  };
  for (const { name, value } of program.globals) {
    if (value === null) continue;
    if (memory[name] !== undefined) fill(name, value);
    else if (memory[`${name}[0]`] !== undefined && value.kind === 'items')
      value.items.forEach((item, i) => fill(`${name}[${i}]`, item));
    else put(GLOBAL, name, [], value);
  }
}

export function fieldsOf(memory: NaiveMemory, id: string): NaiveObject['fields'] {
  const object = memory[id];
  assert(object !== undefined, `object ${id}`);
  return object.fields;
}

export function read(memory: NaiveMemory, { id, field, trail }: Spot): Stored {
  let value = fieldsOf(memory, id)[field] as Stored;
  for (const step of trail) value = (value as { [step: string]: Stored })[step] as Stored;
  return value;
}

export function write(memory: NaiveMemory, { id, field, trail }: Spot, value: Stored): void {
  let holder = fieldsOf(memory, id) as { [step: string]: Stored };
  let last: number | string = field;
  for (const step of trail) {
    holder = holder[last] as { [step: string]: Stored };
    last = step;
  }
  const before = holder[last];
  // A semaphore begins with a count.
  if (isLock(before) && typeof value === 'number') before.tokens = value;
  else holder[last] = value;
}

/** An object and all that is embedded in it. */
export function family(memory: NaiveMemory, id: string): string[] {
  return Object.keys(memory).filter((other) => other === id || other.startsWith(`${id}.`));
}
