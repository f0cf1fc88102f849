// A step of a run as a report tells it: whose it is, in which function, and its statement.

import { at } from '../../base/assert.ts';
import type { Model } from '../../model/build/model.ts';
import type { StepText } from './whyReport.ts';
import type { TracedStep } from './witnessTrace.ts';

export function stepText(model: Model, { task, step: { site } }: TracedStep): StepText {
  const { calls, text, file, line } = site;
  return { task: at(model.tasks, task).name, calls, text, file, line };
}
