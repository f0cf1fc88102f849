// What is said of operations on each kind of lock.

import type { LockKind } from './world.ts';

export interface LockWords {
  /** `fault takes P1.PG_locked`. */
  readonly takes: string;
  readonly releases: string;
  /** Why a task stands before a lock that nobody holds; null where somebody always does. */
  readonly lacks: string | null;
}

const HELD: LockWords = { takes: 'takes', releases: 'releases', lacks: null };

export const LOCK_WORDS: Readonly<Record<LockKind, LockWords>> = {
  bitlock: HELD,
  spinlock: HELD,
  mutex: HELD,
  rwsem: HELD,
  semaphore: { takes: 'takes one of', releases: 'gives one to', lacks: 'which is at 0' },
  completion: { takes: 'passes', releases: 'completes', lacks: 'which is not complete' },
};
