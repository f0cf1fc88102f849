// The locks that were tried and do not help, each with why.

import type { LockTry } from './whyReport.ts';

const WHY_NOT: Readonly<Record<Exclude<LockTry['outcome'], 'helps'>, string>> = {
  breaks: 'it breaks all the same',
  deadlocks: 'it deadlocks',
  disorder: 'other paths take the locks in the other order',
  fails: 'something else breaks',
  limit: 'a limit was reached',
  refused: 'it cannot be taken there',
  'no object': 'no name leads to it there',
};

/** `i_mutex (it deadlocks), …`; empty where all that were tried help. */
export function alsoTried(locks: readonly LockTry[]): string {
  return locks
    .flatMap(({ name, outcome }) => (outcome === 'helps' ? [] : [`${name} (${WHY_NOT[outcome]})`]))
    .join(', ');
}
