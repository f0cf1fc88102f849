// How much shared memory a program declares: structs in structs in arrays multiply.

import { LIMITS } from '../syntax/limits.ts';
import type { Type } from '../program/program.ts';
import type { Span } from '../syntax/diagnostic.ts';
import type { Scope } from './scope.ts';

export function checkMemory(scope: Scope): void {
  const sizes = new StructSizes(scope);
  let cells = 0;
  const add = (type: Type, length: number, at: Span | undefined): boolean => {
    cells += length * sizes.of(type, 0);
    if (cells <= LIMITS.cells) return true;
    const place = at ?? [...scope.structs.values()].at(-1)?.at;
    if (place === undefined) return false;
    const message = sizes.tooDeep
      ? `structs are more than ${LIMITS.nesting} levels deep in one another`
      : `more than ${LIMITS.cells} cells of shared memory`;
    scope.diagnostics.error('RC504', place, message, 'point to them, or declare fewer');
    return false;
  };
  for (const { struct, length, at } of scope.pools.values())
    if (!add({ kind: 'object', struct }, length, at)) return;
  for (const { type } of scope.globals.values()) if (!add(type, 1, undefined)) return;
}

class StructSizes {
  tooDeep = false;
  private readonly scope: Scope;
  private readonly known = new Map<string, number>();

  constructor(scope: Scope) {
    this.scope = scope;
  }

  /** Cells of a value; more than the limit where structs are too deep in one another. */
  of(type: Type, depth: number): number {
    if (type.kind === 'array') return type.length * this.of(type.of, depth);
    if (type.kind !== 'object' && type.kind !== 'word') return 1;
    const known = this.known.get(type.struct);
    if (known !== undefined) return known;
    if (depth > LIMITS.nesting) {
      this.tooDeep = true;
      return LIMITS.cells + 1;
    }
    const fields = this.scope.structs.get(type.struct)?.fields ?? [];
    const size = fields.reduce((sum, field) => sum + this.of(field.type, depth + 1), 1);
    this.known.set(type.struct, size);
    return size;
  }
}
