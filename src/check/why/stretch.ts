// Stretches of some tasks, counted in their own steps, drawn out until they suffice and in again as long as they do.

import type { WhyProgress } from './whyReport.ts';

/** A stretch of one task, counted among its own steps of a run of `length`; `to` may be one past the last: until it ends. */
export interface Stretch {
  readonly task: number;
  readonly from: number;
  readonly to: number;
  readonly length: number;
}

export type Suffices = (stretches: readonly Stretch[]) => Generator<WhyProgress, boolean>;

/** Null: not even all that the tasks do suffices. */
export function* drawnOut(
  seeds: readonly Stretch[],
  suffices: Suffices,
): Generator<WhyProgress, readonly Stretch[] | null> {
  let stretches = seeds;
  for (let by = 1; !(yield* suffices(stretches)); by *= 2) {
    if (stretches.every(({ from, to, length }) => from === 0 && to === length)) return null;
    stretches = stretches.map((one) => ({
      ...one,
      from: Math.max(0, one.from - by),
      to: Math.min(one.length, one.to + by),
    }));
  }
  return stretches;
}

/**
 * What comes back is smallest by inclusion: no end can be drawn in by one step, and no task left out
 * while two remain.
 */
export function* drawnIn(
  found: readonly Stretch[],
  suffices: Suffices,
): Generator<WhyProgress, readonly Stretch[]> {
  let stretches = found;
  for (let changed = true; changed; ) {
    const before = stretches;
    stretches = yield* withFewer(stretches, suffices);
    for (const { task } of stretches) {
      stretches = yield* withEndIn(stretches, task, 'to', suffices);
      stretches = yield* withEndIn(stretches, task, 'from', suffices);
    }
    changed = stretches !== before;
  }
  return stretches;
}

function* withFewer(
  found: readonly Stretch[],
  suffices: Suffices,
): Generator<WhyProgress, readonly Stretch[]> {
  let stretches = found;
  for (const one of found) {
    if (stretches.length === 2) break;
    const others = stretches.filter((other) => other !== one);
    if (yield* suffices(others)) stretches = others;
  }
  return stretches;
}

/** One end as far in as it goes: by halves of what is left, at last by one step. */
function* withEndIn(
  found: readonly Stretch[],
  task: number,
  end: 'from' | 'to',
  suffices: Suffices,
): Generator<WhyProgress, readonly Stretch[]> {
  let stretches = found;
  let by = Math.ceil(roomFor(stretches, task, end) / 2);
  for (let room = roomFor(stretches, task, end); by >= 1 && room >= 1; ) {
    const step = Math.min(by, room);
    const smaller = stretches.map((one) =>
      one.task === task ? { ...one, [end]: one[end] + (end === 'to' ? -step : step) } : one,
    );
    if (yield* suffices(smaller)) stretches = smaller;
    else by = Math.floor(step / 2);
    room = roomFor(stretches, task, end);
  }
  return stretches;
}

/** How far an end can be drawn in: one step remains. */
function roomFor(stretches: readonly Stretch[], task: number, end: 'from' | 'to'): number {
  const own = stretches.find((one) => one.task === task);
  if (own === undefined) return 0;
  return end === 'to' ? own.to - own.from : Math.min(own.to, own.length - 1) - own.from;
}
