// Whether the objects that a loop runs over can be allocated and freed.

import type { Loop, Program } from '../program/program.ts';

/** Whether some object that the loop runs over lies in a pool, by itself or embedded. */
export function mayBeFreed(program: Program, over: Loop): boolean {
  if (over.kind === 'range') return false;
  if (over.kind === 'elements') return program.pools.some(({ name }) => name === over.of);
  if (over.kind === 'cells') return program.pools.length > 0;
  return program.pools.some(({ struct }) => contains(program, struct, over.struct));
}

function contains(program: Program, outer: string, struct: string): boolean {
  if (outer === struct) return true;
  const fields = program.structs.get(outer)?.fields ?? [];
  return fields.some(
    ({ type }) => type.kind === 'object' && contains(program, type.struct, struct),
  );
}
