// The steps of a run at which cues are shown: each cue has a task and a function or label, no step number.

import type { Cue } from '../../lang/program/program.ts';
import type { Run, Step } from '../world/run.ts';
import type { TaskInfo } from '../world/world.ts';

/** By step, counted from 1: the sentence of the cue that is met there. A cue is met once, at the first step that fits. */
export function cueSteps(
  run: Run,
  cues: readonly Cue[],
  tasks: readonly TaskInfo[],
): ReadonlyMap<number, string> {
  const met = new Map<number, string>();
  for (const cue of cues) {
    const first = run.moments.find(
      ({ step }) => step !== null && !met.has(step.index) && meets(step, cue, tasks),
    );
    if (first?.step) met.set(first.step.index, cue.text);
  }
  return met;
}

/** The anchor is a function that the step is in, a label before it, or the task itself: its first step. */
function meets(step: Step, cue: Cue, tasks: readonly TaskInfo[]): boolean {
  if (tasks[step.task]?.name !== cue.task) return false;
  return (
    cue.anchor === cue.task ||
    step.site.label === cue.anchor ||
    step.site.calls.includes(cue.anchor)
  );
}
