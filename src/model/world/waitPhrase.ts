// Why one task waits for another, in the words that pages and exports share.

import { at, unreachable } from '../../base/assert.ts';
import { LOCK_WORDS } from './lockVerb.ts';
import type { WaitLink, World, WorldTask } from './world.ts';

/** What stands before and after the name of the task that is waited for. */
export function waitPhrase({ on, why }: Pick<WaitLink, 'on' | 'why'>): {
  readonly before: string;
  readonly after: string;
} {
  switch (why) {
    case 'holds':
      return { before: 'waits for', after: '' };
    case 'queues':
      return { before: 'waits behind', after: on === null ? '' : ` in the queue for ${on.name}` };
    case 'unfinished':
      return { before: 'waits for the end of', after: '' };
    default:
      return unreachable(why);
  }
}

/** `a waits behind b in the queue for s`; `names` by task. */
export function cyclePhrases(
  cycle: readonly WaitLink[],
  names: (task: number) => string,
): string[] {
  return cycle.map((link, i) => {
    const next = at(cycle, (i + 1) % cycle.length).task;
    const { before, after } = waitPhrase(link);
    const whom = next === link.task ? 'itself' : names(next);
    return `${names(link.task)} ${before} ${whom}${after}`;
  });
}

/** Of a deadlock: its cycle, or where there is none what each task that stands still waits for; `names` by task. */
export function deadlockPhrases(
  { cycle, tasks }: Pick<World, 'cycle' | 'tasks'>,
  names: (task: number) => string,
): string[] {
  if (cycle.length > 0) return cyclePhrases(cycle, names);
  return tasks.flatMap((task) => stillPhrase(task, names));
}

/** `a waits for io, which is not complete`, `b waits for m, held by c`. */
function stillPhrase({ index, state }: WorldTask, names: (task: number) => string): string[] {
  if (state.kind !== 'blocked') return [];
  const { on, waitsFor } = state;
  if (on === null) return [`${names(index)} waits until its condition holds`];
  const { lacks } = LOCK_WORDS[on.kind];
  const holders = waitsFor.filter(({ why }) => why === 'holds').map(({ task }) => names(task));
  const held = holders.length === 0 ? '' : `, held by ${holders.join(' and ')}`;
  return [`${names(index)} waits for ${on.name}${lacks === null ? held : `, ${lacks}`}`];
}
