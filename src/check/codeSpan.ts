// A stretch of one task's text, from a step to a step, and how a lock would cover it.

import { at } from '../base/assert.ts';
import type { LockCover } from '../explore/placedMachine.ts';
import { stopsAfter } from '../model/stops.ts';
import { ENDED, type TaskCode } from '../model/taskCode.ts';

/**
 * Covers what lies between two places: the lock is taken with the step at `from`, and let go with
 * the step at `to`, or as soon as `to` cannot be reached any more without coming by `from` again.
 * `to` null: it is kept until the task, or the daemon's pass, ends.
 */
export function coverSpan(
  code: TaskCode,
  task: number,
  from: number,
  to: number | null,
): LockCover {
  const first = nodeAt(code, from);
  const last = to === null ? null : nodeAt(code, to);
  const after = reached(first, (node) => (node === last ? [] : nextNodes(code, node)));
  const before = last === null ? after : within(code, after, first, last);
  const places = (nodes: ReadonlySet<number>): Set<number> =>
    new Set(code.nodes.flatMap((node, place) => (nodes.has(node) ? [place] : [])));
  const stays = places(before);
  stays.delete(ENDED);
  return {
    task,
    entries: places(new Set([first])),
    stays: new Set([...stays].filter((place) => place < code.idleFrom)),
    exits: last === null ? new Set() : places(new Set([last])),
  };
}

function nodeAt(code: TaskCode, place: number): number {
  return at(code.nodes, place);
}

/** The nodes at which the next step can begin. */
function nextNodes(code: TaskCode, node: number): readonly number[] {
  return stopsAfter(code.flow, node).filter((next) => at([...code.places], next) >= 0);
}

/** Everything that comes after `first`; `first` itself only where the way leads back to it. */
function reached(first: number, next: (node: number) => readonly number[]): Set<number> {
  const found = new Set<number>();
  const pending = [...next(first)];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (found.has(node)) continue;
    found.add(node);
    pending.push(...next(node));
  }
  return found;
}

/** Of `nodes`, those from which `last` can be reached without coming by `first`. */
function within(
  code: TaskCode,
  nodes: ReadonlySet<number>,
  first: number,
  last: number,
): Set<number> {
  const inside = new Set<number>(nodes.has(last) ? [last] : []);
  for (let grown = true; grown; ) {
    const more = [...nodes].filter(
      (node) =>
        node !== first &&
        !inside.has(node) &&
        nextNodes(code, node).some((next) => inside.has(next)),
    );
    for (const node of more) inside.add(node);
    grown = more.length > 0;
  }
  return inside;
}
