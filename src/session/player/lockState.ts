// The state of a lock in a world: found by its name, at any depth of its field.

import { unreachable } from '../../base/assert.ts';
import type { Field, LockName, LockState, Value, World } from '../../model/world/world.ts';

/** Null when the object is free now, or when the name is of another program. */
export function lockStateOf(world: World, lock: LockName): LockState | null {
  for (const object of world.objects) {
    const found = inFields(object.fields, lock);
    if (found !== null) return found;
  }
  return null;
}

/** The tasks that hold it, each once. */
export function holdersOf(state: LockState | null): number[] {
  return [...new Set(state?.holders.map((hold) => hold.task))];
}

export function sameLock(a: LockName, b: LockName): boolean {
  return a.object === b.object && a.field === b.field;
}

function inFields(fields: readonly Field[], lock: LockName): LockState | null {
  for (const field of fields) {
    const found = inValue(field.value, lock);
    if (found !== null) return found;
  }
  return null;
}

function inValue(value: Value, lock: LockName): LockState | null {
  switch (value.kind) {
    case 'lock':
      return sameLock(value.lock.lock, lock) ? value.lock : null;
    case 'word':
      return inFields(value.fields, lock);
    case 'array':
      return value.items.map((item) => inValue(item, lock)).find((found) => found !== null) ?? null;
    case 'bool':
    case 'int':
    case 'enum':
    case 'token':
    case 'ref':
      return null;
    default:
      return unreachable(value);
  }
}
