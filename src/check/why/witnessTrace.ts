// A witness taken step by step: told as a run, and as the machine's states and places.

import { at } from '../../base/assert.ts';
import { choiceLabels } from '../../model/replay/choiceLabels.ts';
import type { Model } from '../../model/build/model.ts';
import { Replayer } from '../../model/replay/replay.ts';
import type { Run, Step } from '../../model/world/run.ts';
import { parseSchedule } from '../../model/world/schedule.ts';

export interface TracedStep {
  /** Counts from 1, as the run's moments do. */
  readonly index: number;
  readonly task: number;
  /** Where the task stands before it. */
  readonly pc: number;
  /** The packed state before it. */
  readonly before: Uint32Array;
  readonly step: Step;
}

export interface WitnessTrace {
  readonly run: Run;
  readonly steps: readonly TracedStep[];
  /** The packed state after the last step. */
  readonly last: Uint32Array;
  /** The step after which the property is broken for the first time: 0 where the start breaks it, null where none does. */
  readonly brokenAt: number | null;
}

/** Null where the text is no schedule of this model, or cannot be taken to its end. */
export function traceWitness(
  model: Model,
  schedule: string,
  property: string,
): WitnessTrace | null {
  const parsed = parseSchedule(schedule, model.tasks, choiceLabels(model));
  if (!parsed.ok) return null;
  const run = new Replayer(model).replay(parsed.moves);
  if (run.stopped !== null) return null;
  const steps: TracedStep[] = [];
  let state = startOf(model);
  for (const { task, choice } of run.moves) {
    const step = at(run.moments, steps.length + 1).step;
    if (step === null) return null;
    const move = model.moves.findIndex((one) => one.task === task && one.choice === choice);
    model.machine.open(state, 0);
    const pc = model.machine.pcOf(task);
    steps.push({ index: steps.length + 1, task, pc, before: state, step });
    state = taken(model, move);
  }
  return { run, steps, last: state, brokenAt: firstBreak(run, property) };
}

function startOf({ machine }: Model): Uint32Array {
  const state = new Uint32Array(machine.words);
  machine.start(state, 0);
  return state;
}

function taken({ machine }: Model, move: number): Uint32Array {
  const state = new Uint32Array(machine.words);
  machine.take(move, state, 0);
  return state;
}

/** What the explorer alone judges, a deadlock or a state that no run leaves, is broken at the end. */
function firstBreak({ moments }: Run, property: string): number | null {
  const index = moments.findIndex(
    ({ world, step }) =>
      world.broken.includes(property) || step?.breaks.includes(property) === true,
  );
  if (index >= 0) return index;
  return property === 'no_deadlock' || property === 'no_stuck' ? moments.length - 1 : null;
}
