// The built-in operations of the language, and how each is written.

import { KERNEL_USAGE } from './kernelCalls.ts';
import { isLockOperation, isTryLock, LOCK_OPERATIONS, TRY_LOCKS } from '../syntax/lockKinds.ts';

const FUNCTIONS = [
  'xchg(place, value)',
  'alloc(pool)',
  'free(pointer)',
  'assert(condition, property)',
  'BUG_ON(condition)',
  'WARN_ON(condition)',
  'done(task)',
  'held(lock, task)',
];
const LOCKS = Object.keys({ ...LOCK_OPERATIONS, ...TRY_LOCKS }).map((name) => `${name}(&lock)`);

function nameIn(usage: string): string {
  return usage.slice(0, usage.indexOf('('));
}

/** By name. */
export const USAGE: ReadonlyMap<string, string> = new Map(
  [...FUNCTIONS, ...LOCKS, ...KERNEL_USAGE].map((usage) => [nameIn(usage), usage]),
);

/** The operations that are no lock operations. */
export const BUILT_IN_FUNCTIONS: readonly string[] = FUNCTIONS.map(nameIn);

export function isBuiltIn(name: string): boolean {
  return BUILT_IN_FUNCTIONS.includes(name) || isLockOperation(name) || isTryLock(name);
}
