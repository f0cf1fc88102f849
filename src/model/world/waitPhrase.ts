// Why one task waits for another, in the words that pages and exports share.

import { at, unreachable } from '../../base/assert.ts';
import type { WaitLink } from './world.ts';

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
