// The status of each task over the moments of a run: the ground line of its lane. A task that waits and a task that
// was not scheduled have different spans.

import { at } from '../../base/assert.ts';
import type { Moment } from '../../model/world/run.ts';
import type { LockName, WorldTask } from '../../model/world/world.ts';

export interface TaskSpan {
  readonly kind: WorldTask['state']['kind'];
  /** The lock that a blocked task waits for; null for a `wait until` and for every other kind. */
  readonly on: LockName | null;
  /** The first moment of the span. */
  readonly from: number;
  /** The first moment after it; the number of moments when it lasts to the end. */
  readonly to: number;
}

/** The spans of one task, first to last, without a gap. */
export function taskSpans(moments: readonly Moment[], task: number): TaskSpan[] {
  const spans: TaskSpan[] = [];
  moments.forEach(({ world }, now) => {
    const state = at(world.tasks, task).state;
    const on = state.kind === 'blocked' ? state.on : null;
    const last = spans.at(-1);
    if (last && last.kind === state.kind && last.on?.name === on?.name) {
      spans[spans.length - 1] = { ...last, to: now + 1 };
    } else {
      spans.push({ kind: state.kind, on, from: now, to: now + 1 });
    }
  });
  return spans;
}
