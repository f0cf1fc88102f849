// The built-in locks: what each operation is called, on which lock it works, and whether it may sleep or spin.

import type { LockKind, LockOperation, TryLock } from './program.ts';

export const LOCK_OPERATIONS: ReadonlyMap<
  LockOperation,
  { readonly lock: LockKind; readonly blocks: boolean }
> = new Map([
  ['mutex_lock', { lock: 'mutex', blocks: true }],
  ['mutex_unlock', { lock: 'mutex', blocks: false }],
  ['spin_lock', { lock: 'spinlock', blocks: true }],
  ['spin_unlock', { lock: 'spinlock', blocks: false }],
  ['bit_lock', { lock: 'bitlock', blocks: true }],
  ['bit_unlock', { lock: 'bitlock', blocks: false }],
  ['down_read', { lock: 'rwsem', blocks: true }],
  ['up_read', { lock: 'rwsem', blocks: false }],
  ['down_write', { lock: 'rwsem', blocks: true }],
  ['up_write', { lock: 'rwsem', blocks: false }],
  ['downgrade_write', { lock: 'rwsem', blocks: false }],
]);

export const TRY_LOCKS: ReadonlyMap<TryLock, LockKind> = new Map([
  ['mutex_trylock', 'mutex'],
  ['spin_trylock', 'spinlock'],
  ['bit_trylock', 'bitlock'],
  ['down_read_trylock', 'rwsem'],
  ['down_write_trylock', 'rwsem'],
]);

/** Everything that can be done to a lock of a kind. */
export function operationsOn(kind: LockKind): string[] {
  const operations = [...LOCK_OPERATIONS].filter(([, { lock }]) => lock === kind);
  const tries = [...TRY_LOCKS].filter(([, lock]) => lock === kind);
  return [...operations, ...tries].map(([name]) => name);
}

export function isLockOperation(name: string): name is LockOperation {
  return (LOCK_OPERATIONS as ReadonlyMap<string, unknown>).has(name);
}

export function isTryLock(name: string): name is TryLock {
  return (TRY_LOCKS as ReadonlyMap<string, unknown>).has(name);
}
