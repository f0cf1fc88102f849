// Why playing stops at a moment: the reasons at one moment of a run, the most important first. They depend on the run
// alone.

import { unreachable } from '../../base/assert.ts';
import type { LockEvent, Run, RunStop, Step } from '../../model/world/run.ts';
import type { StepSite, Wait, WaitLink } from '../../model/world/world.ts';
import { holdersOf, lockStateOf } from './lockState.ts';

export type Reason =
  /**
   * This step broke a property: an edge property by the step, the others by the state after it. `task` null:
   * broken from the start.
   */
  | { readonly kind: 'broken'; readonly property: string; readonly task: number | null }
  /** Each task of the cycle waits for that of the next link. */
  | { readonly kind: 'deadlock'; readonly cycle: readonly WaitLink[] }
  | { readonly kind: 'panic'; readonly oops: string; readonly task: number }
  /**
   * `by` took the step that caused it; `others` held the lock then: before it was taken, or while it is waited
   * for.
   */
  | {
      readonly kind: 'lock';
      readonly event: LockEvent;
      readonly by: number;
      readonly others: readonly number[];
    }
  /** The next step of the run is another task's. */
  | { readonly kind: 'switch'; readonly from: number; readonly to: number }
  /** Every task has ended and every daemon is idle. */
  | { readonly kind: 'quiescent' }
  /** The schedule continues with a step that cannot be taken. */
  | { readonly kind: 'halted'; readonly refusal: Refusal }
  /** The run ends here. */
  | { readonly kind: 'end' }
  | { readonly kind: 'step'; readonly task: number; readonly site: StepSite };

/** A step that was refused: why, and which tasks it waits for. */
export interface Refusal {
  readonly stop: RunStop;
  readonly waitsFor: readonly Wait[];
  /** The task begins when all others have ended. */
  readonly settling: boolean;
}

/** The length of a run in steps: the highest position in it. */
export function runLength(run: Run): number {
  return run.moments.length - 1;
}

/** All reasons at moment `at` of the run, 1 to its length; at 0 only what comes next. */
export function reasonsAt(run: Run, at: number): Reason[] {
  const step = run.moments[at]?.step ?? null;
  return [
    ...brokenBy(run, at),
    ...ending(run, at),
    ...halt(run, at),
    ...(step === null ? [] : locksOf(run, at, step)),
    ...switchAhead(run, at),
    ...(atEnd(run, at) && run.stopped === null ? [{ kind: 'end' } as const] : []),
    ...(step === null ? [] : [{ kind: 'step', task: step.task, site: step.site } as const]),
  ];
}

/** Why a step was refused after moment `at`. */
export function refusalAt(run: Run, at: number, stop: RunStop): Refusal {
  const state = 'task' in stop ? run.moments[at]?.world.tasks[stop.task]?.state : undefined;
  return {
    stop,
    waitsFor: state?.kind === 'blocked' ? state.waitsFor : [],
    settling: state?.kind === 'settling-later',
  };
}

function brokenBy(run: Run, at: number): Reason[] {
  const now = run.moments[at];
  if (!now) return [];
  const before = run.moments[at - 1]?.world.broken ?? [];
  const fresh = now.world.broken.filter((property) => !before.includes(property));
  const names = new Set([...(now.step?.breaks ?? []), ...fresh]);
  const task = now.step?.task ?? null;
  return [...names].map((property) => ({ kind: 'broken', property, task }));
}

function ending(run: Run, at: number): Reason[] {
  const world = run.moments[at]?.world;
  const task = run.moments[at]?.step?.task ?? 0;
  if (world === undefined) return [];
  switch (world.ending) {
    case 'deadlocked':
      return [{ kind: 'deadlock', cycle: world.cycle }];
    case 'panicked':
      return [{ kind: 'panic', oops: world.oops ?? '', task }];
    case 'quiescent':
      return [{ kind: 'quiescent' }];
    case 'running':
      return [];
    default:
      return unreachable(world.ending);
  }
}

function locksOf(run: Run, at: number, step: Step): Reason[] {
  return step.locks.map((event) => ({
    kind: 'lock',
    event,
    by: step.task,
    others: othersOf(run, at, event),
  }));
}

/** The task that lets a waiter in held the lock before the step; all others are read after it. */
function othersOf(run: Run, at: number, event: LockEvent): number[] {
  const world = run.moments[event.kind === 'wake' ? at - 1 : at]?.world;
  const holders = world === undefined ? [] : holdersOf(lockStateOf(world, event.lock));
  return waits(event) ? holders : holders.filter((task) => task !== event.task);
}

/** A waiting task may wait for itself. */
function waits(event: LockEvent): boolean {
  return event.kind === 'contend' || event.kind === 'queue' || event.kind === 'trylock-failed';
}

function switchAhead(run: Run, at: number): Reason[] {
  const from = run.moments[at]?.step?.task;
  const to = run.moments[at + 1]?.step?.task;
  if (from === undefined || to === undefined || from === to) return [];
  return [{ kind: 'switch', from, to }];
}

function halt(run: Run, at: number): Reason[] {
  if (!atEnd(run, at) || run.stopped === null) return [];
  return [{ kind: 'halted', refusal: refusalAt(run, at, run.stopped) }];
}

function atEnd(run: Run, at: number): boolean {
  return at === runLength(run);
}
