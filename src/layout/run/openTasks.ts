// Which tasks' code is open: those that moved last. Each keeps its panel until another task needs it, so that no
// panel changes sides during a run.

import type { Run } from '../../model/world/run.ts';

/**
 * The tasks of the `places` code panels at a moment; `null` if none is open yet. A pinned task
 * takes the place of the one that moved longest ago, unless it is open already; of too many, the
 * last ones win.
 */
export function openTasks(
  run: Run,
  now: number,
  places: number,
  pinned: readonly number[],
): (number | null)[] {
  const open = Array.from<number | null>({ length: places }).fill(null);
  const moved = Array.from<number>({ length: places }).fill(-1);
  const show = (task: number, when: number) => {
    const held = open.indexOf(task);
    const place = held === -1 ? moved.indexOf(Math.min(...moved)) : held;
    open[place] = task;
    moved[place] = when;
  };
  for (let moment = 1; moment <= now; moment += 1) {
    const step = run.moments[moment]?.step;
    if (step) show(step.task, moment);
  }
  pinned.forEach((task, i) => show(task, now + 1 + i));
  return open;
}
