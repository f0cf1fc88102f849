// The numbers that references hold: 0 is NULL, and the objects of each struct count from 1. Objects that are embedded
// in the same field of another struct have consecutive numbers, so that the inner object's number is the outer one's
// plus a constant.

import { assert } from '../../base/assert.ts';
import type { Field, Program, Struct, Type } from '../../lang/program/program.ts';

export interface NumberedObject {
  readonly number: number;
  /** `F`, `F_i_data`, `P2`. */
  readonly name: string;
  readonly struct: string;
  /** The pool that it, or the object around it, is an element of. */
  readonly pool: string | null;
  readonly embedded: boolean;
  /** The variable, then indexes and fields: the path to its initial value. */
  readonly path: readonly (string | number)[];
}

/** A pool, or an array of objects. */
export interface ObjectRange {
  readonly struct: string;
  readonly first: number;
  readonly length: number;
}

export class ObjectTable {
  readonly ranges = new Map<string, ObjectRange>();
  /** By struct, in the order in which the text declares them. */
  private readonly objects = new Map<string, NumberedObject[]>();
  private readonly counts = new Map<string, number>();
  private readonly named = new Map<string, NumberedObject>();
  private readonly program: Program;

  constructor(program: Program) {
    this.program = program;
    const next = new Map<string, number>();
    const take = (struct: string, length: number): number => {
      const first = (next.get(struct) ?? 0) + 1;
      next.set(struct, first + length - 1);
      return first;
    };
    for (const { name, type } of program.globals) {
      const struct = objectStruct(type);
      if (struct === null) continue;
      if (type.kind === 'array') this.addMany(name, struct, take(struct, type.length), type.length, null, (i) => `${name}_${i}`); // prettier-ignore
      else this.named.set(name, this.add({ struct, name, number: take(struct, 1), pool: null, embedded: false, path: [name] })); // prettier-ignore
    }
    for (const { name, struct, length, prefix } of program.pools)
      this.addMany(name, struct, take(struct, length), length, name, (i) => `${prefix}${i + 1}`);
  }

  private addMany(
    range: string,
    struct: string,
    first: number,
    length: number,
    pool: string | null,
    nameOf: (i: number) => string,
  ): void {
    this.ranges.set(range, { struct, first, length });
    for (let i = 0; i < length; i += 1)
      this.add({ struct, name: nameOf(i), number: first + i, pool, embedded: false, path: [range, i] }); // prettier-ignore
  }

  private add(object: NumberedObject): NumberedObject {
    const list = this.objects.get(object.struct) ?? [];
    list.push(object);
    this.objects.set(object.struct, list);
    for (const { name, type } of this.struct(object.struct).fields) {
      if (type.kind !== 'object') continue;
      this.add({
        struct: type.struct,
        name: `${object.name}_${name}`,
        number: object.number + this.offset(object.struct, name),
        pool: object.pool,
        embedded: true,
        path: [...object.path, name],
      });
    }
    return object;
  }

  struct(name: string): Struct {
    const struct = this.program.structs.get(name);
    assert(struct !== undefined, `struct ${name} is declared`);
    return struct;
  }

  field(struct: string, name: string): Field {
    const field = this.struct(struct).fields.find((one) => one.name === name);
    assert(field !== undefined, `struct ${struct} has a field ${name}`);
    return field;
  }

  inOrder(struct: string): readonly NumberedObject[] {
    return this.objects.get(struct) ?? [];
  }

  /** How many objects of a struct there are. */
  count(struct: string): number {
    const known = this.counts.get(struct);
    if (known !== undefined) return known;
    const count = this.groups(struct).reduce((sum, { length }) => sum + length, 0);
    this.counts.set(struct, count);
    return count;
  }

  /** The difference between the number of the object embedded in a field and that of its outer object. */
  offset(struct: string, field: string): number {
    const inner = this.field(struct, field).type;
    assert(inner.kind === 'object', `${struct}.${field} is an object`);
    const groups = this.groups(inner.struct);
    const index = groups.findIndex((group) => group.in === `${struct}.${field}`);
    return groups.slice(0, index).reduce((sum, { length }) => sum + length, 0);
  }

  /** Those that stand alone, then one group for each field that embeds them. */
  private groups(struct: string): { readonly in: string | null; readonly length: number }[] {
    const alone =
      this.program.globals.reduce((sum, { type }) => sum + objectsIn(type, struct), 0) +
      this.program.pools.reduce((sum, pool) => sum + (pool.struct === struct ? pool.length : 0), 0);
    const embedding = [...this.program.structs.values()].flatMap((outer) =>
      outer.fields.flatMap(({ name, type }) =>
        type.kind === 'object' && type.struct === struct
          ? [{ in: `${outer.name}.${name}`, length: this.count(outer.name) }]
          : [],
      ),
    );
    return [{ in: null, length: alone }, ...embedding];
  }

  /** An object that is a variable of its own. */
  byName(name: string): NumberedObject | undefined {
    return this.named.get(name);
  }

  byNumber(struct: string, number: number): NumberedObject | undefined {
    return this.inOrder(struct).find((object) => object.number === number);
  }

  /** Whether some object of the struct can be freed. */
  isPooled(struct: string): boolean {
    return this.inOrder(struct).some(({ pool }) => pool !== null);
  }

  elements(range: string): readonly NumberedObject[] {
    const { struct, first, length } = this.range(range);
    const all = Array.from({ length }, (_, i) => this.byNumber(struct, first + i));
    return all.filter((object) => object !== undefined);
  }

  range(name: string): ObjectRange {
    const range = this.ranges.get(name);
    assert(range !== undefined, `${name} is a pool or an array of objects`);
    return range;
  }
}

function objectStruct(type: Type): string | null {
  if (type.kind === 'object') return type.struct;
  return type.kind === 'array' && type.of.kind === 'object' ? type.of.struct : null;
}

function objectsIn(type: Type, struct: string): number {
  if (objectStruct(type) !== struct) return 0;
  return type.kind === 'array' ? type.length : 1;
}
