// Which task held which lock over which moments of a run: what the bars of the space-time
// diagram show. Computed from the worlds alone, so that the bars always agree with the model.

import { at } from '../../base/assert.ts';
import type { Moment } from '../../model/world/run.ts';
import type { LockMode, LockName, LockState, Value, World } from '../../model/world/world.ts';

export interface HoldSpan {
  readonly task: number;
  readonly lock: LockName;
  readonly mode: LockMode;
  /** The first moment in which the task holds the lock. */
  readonly from: number;
  /** The first moment in which it no longer does; null when it still holds it at the end. */
  readonly to: number | null;
  /** How many locks the task held already when it took this one. */
  readonly depth: number;
}

interface Hold {
  readonly key: string;
  readonly task: number;
  readonly lock: LockName;
  readonly mode: LockMode;
}

/** All hold spans of a run, in the order in which they begin. */
export function holdSpans(moments: readonly Moment[]): HoldSpan[] {
  const spans: HoldSpan[] = [];
  const open = new Map<string, number>();
  moments.forEach(({ world }, now) => {
    const holds = new Map(worldHolds(world).map((hold) => [hold.key, hold]));
    for (const [key, index] of open) {
      if (holds.has(key)) continue;
      spans[index] = { ...at(spans, index), to: now };
      open.delete(key);
    }
    for (const [key, hold] of holds) {
      if (open.has(key)) continue;
      open.set(key, spans.length);
      spans.push(begin(hold, now, spans));
    }
  });
  return spans;
}

/** Every lock of a world, wherever it sits. */
export function worldLocks(world: World): LockState[] {
  return world.objects.flatMap((object) => object.fields.flatMap((field) => locksIn(field.value)));
}

function locksIn(value: Value): LockState[] {
  if (value.kind === 'lock') return [value.lock];
  if (value.kind === 'array') return value.items.flatMap(locksIn);
  return [];
}

/** Two locks are one when they sit in the same field of the same object. */
export function lockKey(lock: LockName): string {
  return `${lock.object}.${lock.field}`;
}

function worldHolds(world: World): Hold[] {
  return worldLocks(world).flatMap(({ lock, holders }) =>
    holders.map(({ task, mode }) => ({
      key: `${lockKey(lock)} ${task} ${mode}`,
      task,
      lock,
      mode,
    })),
  );
}

/** A span takes the lowest row that no open span of the same task is in. */
function begin(hold: Hold, from: number, spans: readonly HoldSpan[]): HoldSpan {
  const taken = new Set(
    spans.filter((span) => span.task === hold.task && span.to === null).map((span) => span.depth),
  );
  let depth = 0;
  while (taken.has(depth)) depth += 1;
  return { task: hold.task, lock: hold.lock, mode: hold.mode, from, to: null, depth };
}
