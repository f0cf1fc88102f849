// Where two steps of a run meet: the memory or the lock that makes their order matter.

import type { NodeRun } from '../../model/replay/valueTrace.ts';
import type { Effect, LockEvent } from '../../model/world/run.ts';
import type { LockName } from '../../model/world/world.ts';
import type { RunStep } from './tracedRun.ts';

export type Meeting =
  | { readonly kind: 'memory'; readonly first: Effect; readonly second: Effect }
  | { readonly kind: 'lock'; readonly lock: LockName };

/** By step, the cells that it does nothing with but count up or down, as `object field`. */
export type CountedCells = readonly ReadonlySet<string>[];

export function countedCells(trace: readonly NodeRun[], steps: number): CountedCells {
  const cells = Array.from({ length: steps + 1 }, () => new Set<string>());
  for (const { step, changes } of trace)
    for (const { to, counts } of changes)
      if (to.kind === 'cell' && counts) cells[step]?.add(`${to.cell.object} ${to.cell.field}`);
  return cells;
}

/**
 * Null where the two can be exchanged. Memory comes before locks: what a lock protects says more than the lock. Two
 * counts of one cell, up or down, commute.
 */
export function meetingOf(a: RunStep, b: RunStep, counted: CountedCells): Meeting | null {
  for (const first of a.step.effects)
    for (const second of b.step.effects)
      if (meets(first, second) && !bothCount(first, second, a, b, counted))
        return { kind: 'memory', first, second };
  const lock = a.step.locks.find(
    (event) => asks(event, a) && b.step.locks.some((other) => excludes(event, other, b)),
  );
  return lock === undefined ? null : { kind: 'lock', lock: lock.lock };
}

/** Whether two accesses touch one place and one of them changes it. Taking or freeing an object changes all of it. */
export function meets(a: Effect, b: Effect): boolean {
  if (a.object !== b.object || (a.kind === 'read' && b.kind === 'read')) return false;
  return !('field' in a) || !('field' in b) || isWithin(a.field, b.field);
}

/** A word and one of its fields: `pte[0]` and `pte[0].page`. */
function isWithin(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  return long === short || long.startsWith(`${short}.`) || long.startsWith(`${short}[`);
}

function bothCount(
  first: Effect,
  second: Effect,
  a: RunStep,
  b: RunStep,
  counted: CountedCells,
): boolean {
  const counts = (effect: Effect, { index }: RunStep): boolean =>
    'field' in effect && counted[index]?.has(`${effect.object} ${effect.field}`) === true;
  return counts(first, a) && counts(second, b);
}

/** The step takes the lock, joins its queue, fails to take it, or lets others pass a count. */
function asks({ kind, task, lock }: LockEvent, { task: own }: RunStep): boolean {
  if (task !== own) return false;
  const passes = lock.kind === 'completion' || lock.kind === 'semaphore';
  return (
    kind === 'acquire' ||
    kind === 'queue' ||
    kind === 'trylock-failed' ||
    (kind === 'release' && passes)
  );
}

function excludes(event: LockEvent, other: LockEvent, b: RunStep): boolean {
  return (
    asks(other, b) &&
    other.lock.object === event.lock.object &&
    other.lock.field === event.lock.field &&
    !(event.mode === 'shared' && other.mode === 'shared')
  );
}
