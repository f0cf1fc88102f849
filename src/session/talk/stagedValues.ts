// What each step of a talk's run read and wrote, computed once for each run.

import type { Model } from '../../model/build/model.ts';
import { type StepValues, stepValues } from '../../model/replay/valueTrace.ts';
import type { Run } from '../../model/world/run.ts';

const known = new WeakMap<Run, readonly StepValues[]>();

export function stagedValues(model: Model, run: Run): readonly StepValues[] {
  const values = known.get(run) ?? stepValues(model, run.moves);
  known.set(run, values);
  return values;
}
