// Which slots of shared memory name tasks or objects, and how.

import { unreachable } from '../../base/assert.ts';
import type { LockKind, Program, Type } from '../../lang/program/program.ts';
import { LOCKS } from '../../lang/syntax/lockKinds.ts';
import type { Storage } from '../storage/storage.ts';

export type CellKind =
  | { readonly kind: 'plain' }
  /** An object, by its number among those of the struct; 0 is NULL. */
  | { readonly kind: 'reference'; readonly struct: string }
  /** Who holds a lock: a task's number and one more, or 0. */
  | { readonly kind: 'holder' }
  /** How a task holds an rwsem, or where it queues: the cell is that task's, `first` the lock's first. */
  | { readonly kind: 'seat'; readonly task: number; readonly first: number };

const PLAIN: CellKind = { kind: 'plain' };
const HOLDER: CellKind = { kind: 'holder' };

/** By slot. */
export function findCellKinds(program: Program, storage: Storage): CellKind[] {
  const cellKinds: CellKind[] = Array.from({ length: storage.slots.length }, () => PLAIN);
  const put = (type: Type, slot: number): void => {
    cellKindsOf(program, storage.taskCount, type, slot).forEach(
      (cellKind, i) => (cellKinds[slot + i] = cellKind),
    );
  };
  for (const { objects, base, stride, spots } of storage.extents.values())
    objects.forEach((_, i) => {
      for (const { field, offset } of spots.values()) put(field.type, base + i * stride + offset);
    });
  return cellKinds;
}

function cellKindsOf(program: Program, tasks: number, type: Type, slot: number): CellKind[] {
  switch (type.kind) {
    case 'reference':
      return [{ kind: 'reference', struct: type.struct }];
    case 'array': {
      const cellKinds: CellKind[] = [];
      for (let i = 0; i < type.length; i += 1)
        cellKinds.push(...cellKindsOf(program, tasks, type.of, slot + cellKinds.length));
      return cellKinds;
    }
    case 'word': {
      const fields = program.structs.get(type.struct)?.fields ?? [];
      return fields.flatMap((field) => cellKindsOf(program, tasks, field.type, slot));
    }
    case 'lock':
      return lockCellKinds(type.lock, tasks, slot);
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

function lockCellKinds(kind: LockKind, tasks: number, slot: number): CellKind[] {
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
