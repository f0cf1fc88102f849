// The wait-for graph of a state in which no task can step, and a cycle in it.

import { at } from '../../base/assert.ts';
import type { Wait, WaitLink, WorldTask } from '../world/world.ts';

/** The tasks that a task waits for; empty if it waits for none, or for a condition. */
function waitsOf({ state }: WorldTask): readonly Wait[] {
  return state.kind === 'blocked' || state.kind === 'settling-later' ? state.waitsFor : [];
}

/** The first cycle of the graph, by the numbers of tasks; empty if there is none. */
export function waitCycle(tasks: readonly WorldTask[]): WaitLink[] {
  for (const { index } of tasks) {
    const cycle = cycleFrom(tasks, [], index);
    if (cycle !== null) return cycle;
  }
  return [];
}

function cycleFrom(
  tasks: readonly WorldTask[],
  path: readonly WaitLink[],
  task: number,
): WaitLink[] | null {
  const seen = path.findIndex((link) => link.task === task);
  if (seen >= 0) return path.slice(seen);
  const { state } = at(tasks, task);
  const on = state.kind === 'blocked' ? state.on : null;
  for (const wait of waitsOf(at(tasks, task))) {
    const cycle = cycleFrom(tasks, [...path, { task, on, why: wait.why }], wait.task);
    if (cycle !== null) return cycle;
  }
  return null;
}
