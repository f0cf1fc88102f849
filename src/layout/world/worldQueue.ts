// The tasks that wait for a lock, their order, and the width of the queue before its card.

import type { LockName, LockState, World } from '../../model/world/world.ts';

export const TOKEN_RADIUS = 10;

/** The distance between two tokens. */
export const QUEUE_STEP = 2 * TOKEN_RADIUS + 1;
/** From the card's edge to the middle of the first token. */
export const QUEUE_START = 3;
/** What a deadlock's loop reaches beyond the last token, at least. */
const LOOP_ROOM = 26;

/** The queue first, then tasks that wait for the lock without a place in it. */
export function waitingOrder(world: World, lock: LockName): number[] {
  const state = lockState(world, lock);
  const queued = state?.queue.map(({ task }) => task) ?? [];
  return [...new Set([...queued, ...(state?.waiters ?? [])])];
}

export function lockState(world: World, { object, field }: LockName): LockState | null {
  const value = world.objects
    .find(({ id }) => id === object)
    ?.fields.find(({ name }) => name === field)?.value;
  return value?.kind === 'lock' ? value.lock : null;
}

/** Pixels that a queue of so many tasks takes on the left of its card, with the frame of a deadlock around it. */
export function queueRoom(waiting: number, deadlocked: boolean): number {
  if (waiting === 0) return 0;
  const tokens = QUEUE_START + (waiting - 1) * QUEUE_STEP + TOKEN_RADIUS + 2;
  return tokens + (deadlocked ? LOOP_ROOM : 0);
}
