// The locks that were tried and do not help, each with why.

import type { LockTry } from './whyReport.ts';

const WHY_NOT: Readonly<Record<Exclude<LockTry['outcome'], 'helps'>, string>> = {
  breaks: 'it breaks all the same',
  deadlocks: 'it deadlocks',
  fails: 'some run then never ends well',
  sleeps: 'a task sleeps or spins there',
  'other mode': 'held there in another mode',
  'no object': 'no object that each points to there',
};

/** `F.i_mutex (it deadlocks), …`; empty where all that were tried help. */
export function alsoTried(locks: readonly LockTry[]): string {
  return locks
    .flatMap(({ name, outcome }) => (outcome === 'helps' ? [] : [`${name} (${WHY_NOT[outcome]})`]))
    .join(', ');
}
