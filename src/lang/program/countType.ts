// What a semaphore or a completion can begin with: a count.

import type { Type } from './program.ts';
import { LOCKS, MOST_COUNTED } from '../syntax/lockKinds.ts';

/** Null for a lock with holders, and for what is no lock. */
export function countType(type: Type): Type | null {
  if (type.kind !== 'lock' || LOCKS[type.lock].form !== 'count') return null;
  return { kind: 'int', range: { low: 0, high: MOST_COUNTED } };
}
