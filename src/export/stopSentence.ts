// Why a replay ends before its schedule does.

import { at, unreachable } from '../base/assert.ts';
import type { Run, RunStop } from '../model/world/run.ts';
import type { TaskInfo } from '../model/world/world.ts';
import { byWhom } from './stepMarks.ts';

/** `The schedule stops before step 6: punch waits for F.i_mutex, held by fault.` */
export function stopSentence(run: Run, stop: RunStop, tasks: readonly TaskInfo[]): string {
  const head = `The schedule stops before step ${stop.at + 1}`;
  if (stop.kind === 'ended') return `${head}: the machine has stopped, ${stop.oops}.`;
  return `${head}: ${at(tasks, stop.task).name} ${reason(run, stop, tasks)}.`;
}

function reason(
  run: Run,
  stop: Exclude<RunStop, { kind: 'ended' }>,
  tasks: readonly TaskInfo[],
): string {
  const { state, choices } = at(at(run.moments, run.moments.length - 1).world.tasks, stop.task);
  switch (stop.kind) {
    case 'done':
      return 'has ended';
    case 'limit':
      return `reaches the limit ${stop.limit}`;
    case 'no-choice':
      if (stop.choice === null) return `has to choose: ${choices.join(' or ')}`;
      return choices.length === 0
        ? `has nothing to choose, so no ${stop.choice}`
        : `has no ${stop.choice} here: there are ${choices.join(', ')}`;
    case 'blocked':
      if (state.kind === 'settling-later') return 'begins when all others have ended';
      if (stop.on === null) return 'waits until its condition holds';
      return `waits for ${stop.on.name}${byWhom(state.kind === 'blocked' ? state.waitsFor : [], stop.task, tasks)}`;
    default:
      return unreachable(stop);
  }
}
