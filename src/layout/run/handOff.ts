// Where a lock passes from one task to another: the arrows of the space-time diagram.

import type { Moment } from '../../model/world/run.ts';
import type { LockName } from '../../model/world/world.ts';
import { type HoldSpan, lockKey } from './holdSpan.ts';

export interface HandOff {
  readonly lock: LockName;
  readonly from: { readonly task: number; readonly at: number; readonly depth: number };
  readonly to: { readonly task: number; readonly at: number; readonly depth: number };
  /** The taker had been waiting while the other still held it. */
  readonly waited: boolean;
}

/** A hold that has ended. */
type PastHold = HoldSpan & { readonly to: number };

/**
 * One hand-off for each hold that follows a hold by another task. There is none between two readers of an rwsem, since
 * one does not wait for the other.
 */
export function handOffs(moments: readonly Moment[], spans: readonly HoldSpan[]): HandOff[] {
  return spans.flatMap((taker) => {
    const giver = lastHolder(spans, taker);
    if (!giver || giver.task === taker.task) return [];
    if (giver.mode === 'shared' && taker.mode === 'shared') return [];
    return [
      {
        lock: taker.lock,
        from: { task: giver.task, at: giver.to, depth: giver.depth },
        to: { task: taker.task, at: taker.from, depth: taker.depth },
        waited: waitedFor(moments[giver.to - 1], taker),
      },
    ];
  });
}

function lastHolder(spans: readonly HoldSpan[], taker: HoldSpan): PastHold | null {
  const key = lockKey(taker.lock);
  return spans
    .filter(isPast)
    .filter((span) => lockKey(span.lock) === key && span.to <= taker.from)
    .reduce<PastHold | null>((late, span) => (late && late.to >= span.to ? late : span), null);
}

function isPast(span: HoldSpan): span is PastHold {
  return span.to !== null;
}

function waitedFor(moment: Moment | undefined, taker: HoldSpan): boolean {
  const state = moment?.world.tasks[taker.task]?.state;
  return (
    state?.kind === 'blocked' && state.on !== null && lockKey(state.on) === lockKey(taker.lock)
  );
}
