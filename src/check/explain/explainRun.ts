// A run explained: up to the step that breaks a property for the first time.

import type { Model } from '../../model/build/model.ts';
import type { Run } from '../../model/world/run.ts';
import type { Limits } from '../verdict/report.ts';
import { explainBreach, type Explained } from './explainBreach.ts';

export type ExplainedRun = Explained | { readonly kind: 'nothing' };

/** `property` null: the first one that the run breaks. `nothing`: it breaks none, or not that one. */
export function explainRun(
  model: Model,
  run: Run,
  property: string | null,
  limits: Limits,
): ExplainedRun {
  const breach = firstBreach(run, property);
  if (breach === null) return { kind: 'nothing' };
  const search = explainBreach(model, breach.property, run.moves.slice(0, breach.step), limits);
  let step = search.next();
  while (step.done !== true) step = search.next();
  return step.value;
}

/** The step after which a property is broken for the first time; 0 where the start breaks it. */
export function firstBreach(
  { moments }: Run,
  property: string | null,
): { readonly property: string; readonly step: number } | null {
  for (const [step, moment] of moments.entries()) {
    const broken = [...(moment.step?.breaks ?? []), ...moment.world.broken];
    const found = property === null ? broken[0] : broken.find((name) => name === property);
    if (found !== undefined) return { property: found, step };
  }
  return null;
}
