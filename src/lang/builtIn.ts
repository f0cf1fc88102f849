// The names of the operations that the language has by itself.

import { isLockOperation, isTryLock } from './lockOperations.ts';

export const BUILT_IN_FUNCTIONS: readonly string[] = [
  'xchg',
  'alloc',
  'free',
  'assert',
  'BUG_ON',
  'WARN_ON',
  'done',
  'held',
];

export function isBuiltIn(name: string): boolean {
  return BUILT_IN_FUNCTIONS.includes(name) || isLockOperation(name) || isTryLock(name);
}
