// What each slot of shared memory says, as far as it speaks of tasks and objects.

import { unreachable } from '../../base/assert.ts';
import type { LockKind, Program, Type } from '../../lang/program/program.ts';
import { LOCKS } from '../../lang/syntax/lockKinds.ts';
import type { Storage } from '../storage/storage.ts';

export type CellSort =
  | { readonly kind: 'plain' }
  /** An object, by its number among those of the struct; 0 is NULL. */
  | { readonly kind: 'reference'; readonly struct: string }
  /** Who holds a lock: a task's number and one more, or 0. */
  | { readonly kind: 'holder' }
  /** How a task holds an rwsem, or where it queues: the cell is that task's, `first` the lock's first. */
  | { readonly kind: 'seat'; readonly task: number; readonly first: number };

const PLAIN: CellSort = { kind: 'plain' };
const HOLDER: CellSort = { kind: 'holder' };

/** By slot. */
export function cellSorts(program: Program, storage: Storage): CellSort[] {
  const sorts: CellSort[] = Array.from({ length: storage.slots.length }, () => PLAIN);
  const put = (type: Type, slot: number): void => {
    sortsOf(program, storage.taskCount, type, slot).forEach((sort, i) => (sorts[slot + i] = sort));
  };
  for (const { objects, base, stride, spots } of storage.extents.values())
    objects.forEach((_, i) => {
      for (const { field, offset } of spots.values()) put(field.type, base + i * stride + offset);
    });
  return sorts;
}

function sortsOf(program: Program, tasks: number, type: Type, slot: number): CellSort[] {
  switch (type.kind) {
    case 'reference':
      return [{ kind: 'reference', struct: type.struct }];
    case 'array': {
      const sorts: CellSort[] = [];
      for (let i = 0; i < type.length; i += 1)
        sorts.push(...sortsOf(program, tasks, type.of, slot + sorts.length));
      return sorts;
    }
    case 'word': {
      const fields = program.structs.get(type.struct)?.fields ?? [];
      return fields.flatMap((field) => sortsOf(program, tasks, field.type, slot));
    }
    case 'lock':
      return lockSorts(type.lock, tasks, slot);
    case 'object':
    case 'void':
      return [];
    case 'bool':
    case 'data':
    case 'int':
    case 'enum':
    case 'null':
      return [PLAIN];
    default:
      return unreachable(type);
  }
}

function lockSorts(kind: LockKind, tasks: number, slot: number): CellSort[] {
  const { form } = LOCKS[kind];
  switch (form) {
    case 'owner':
      return [HOLDER];
    case 'count':
      return [PLAIN];
    case 'seats':
      return Array.from({ length: 2 * tasks }, (_, i) => {
        return { kind: 'seat', task: i % tasks, first: slot };
      });
    default:
      return unreachable(form);
  }
}
