// What a step did to locks, from the difference between the worlds before and after it.

import { at } from '../../base/assert.ts';
import type { LockEvent } from '../world/run.ts';
import type { LockHold, LockMode, LockName, LockState, Value, World } from '../world/world.ts';

/** A lock that a trylock failed to take. */
export interface FailedTry {
  readonly lock: LockName;
  readonly mode: LockMode;
}

export function lockEvents(
  before: World,
  after: World,
  task: number,
  failed: FailedTry | null,
): LockEvent[] {
  const was = new Map(locksOf(before).map((state) => [keyOf(state.lock), state]));
  const events = locksOf(after).flatMap((state) =>
    changesOf(was.get(keyOf(state.lock)), state, task),
  );
  const tried: LockEvent[] = failed === null ? [] : [{ kind: 'trylock-failed', ...failed, task }];
  const queued = new Set(events.flatMap((event) => (event.kind === 'queue' ? [event.task] : [])));
  return [...events, ...tried, ...standings(before, after, queued)];
}

function keyOf(lock: LockName): string {
  return `${lock.object} ${lock.field}`;
}

/** Every lock of a world. */
export function locksOf(world: World): LockState[] {
  const inside = (value: Value): LockState[] => {
    if (value.kind === 'lock') return [value.lock];
    return value.kind === 'array' ? value.items.flatMap(inside) : [];
  };
  return world.objects.flatMap((object) => object.fields.flatMap((field) => inside(field.value)));
}

function changesOf(was: LockState | undefined, now: LockState, task: number): LockEvent[] {
  const { lock } = now;
  if (now.count !== null) return counted(lock, was?.count ?? null, now.count, task);
  const old = was?.holders ?? [];
  const released = old.flatMap((hold) => letGo(lock, hold, now.holders));
  const acquired = now.holders
    .filter((hold) => !old.some((before) => before.task === hold.task))
    .map(({ task, mode }): LockEvent => ({ kind: 'acquire', lock, mode, task }));
  const queued = now.queue
    .filter((hold) => !(was?.queue ?? []).some((before) => before.task === hold.task))
    .map(({ task, mode }): LockEvent => ({ kind: 'queue', lock, mode, task }));
  return [...released, ...acquired, ...queued];
}

/** A task that lowers a count has acquired; one that raises it has released. */
function counted(
  lock: LockName,
  was: LockState['count'],
  now: number | 'for ever',
  task: number,
): LockEvent[] {
  if (was === null || was === now) return [];
  const kind = was === 'for ever' || (now !== 'for ever' && now < was) ? 'acquire' : 'release';
  return [{ kind, lock, mode: 'exclusive', task }];
}

/** A holder that is missing has released; one that holds less has downgraded. */
function letGo(lock: LockName, hold: LockHold, now: readonly LockHold[]): LockEvent[] {
  const still = now.find(({ task }) => task === hold.task);
  if (still === undefined) return [{ kind: 'release', lock, mode: hold.mode, task: hold.task }];
  return still.mode === hold.mode
    ? []
    : [{ kind: 'downgrade', lock, mode: still.mode, task: hold.task }];
}

/**
 * Tasks that now wait for a lock, and those that no longer do. A task that waits for an rwsem in shared mode is in its
 * queue; all others wait for an exclusive lock.
 */
function standings(before: World, after: World, queued: ReadonlySet<number>): LockEvent[] {
  const queues = locksOf(before).map(({ lock, queue }) => ({ key: keyOf(lock), queue }));
  const wanted = (lock: LockName, task: number): LockMode =>
    queues.find(({ key }) => key === keyOf(lock))?.queue.find((hold) => hold.task === task)?.mode ??
    'exclusive';
  return after.tasks.flatMap(({ state, index }): LockEvent[] => {
    const old = at(before.tasks, index).state;
    const stood = old.kind === 'blocked' ? old.on : null;
    const stands = state.kind === 'blocked' ? state.on : null;
    if (stands !== null && stood === null && !queued.has(index)) {
      return [{ kind: 'contend', lock: stands, mode: 'exclusive', task: index }];
    }
    if (stood !== null && state.kind === 'ready')
      return [{ kind: 'wake', lock: stood, mode: wanted(stood, index), task: index }];
    return [];
  });
}
