// Every distinct final outcome of a search, by name, good outcomes included.

import { assert } from '../../base/assert.ts';
import type { EndGroup, Ends } from '../../explore/search/searchReport.ts';
import type { Model } from '../../model/build/model.ts';
import { readEnd, type RunEnd } from '../../model/replay/runEnd.ts';
import type { Census, Outcome } from './report.ts';
import { scheduleOf } from './scheduleOf.ts';

/** Groups final states by `endKey`, as a search of the model's machine does. */
export function takeCensus(model: Model, ends: Ends | null): Census {
  assert(ends !== null, 'a check asks for the ends');
  const { groups, limits } = ends;
  const outcomes = groups.map((group) => outcomeOf(model, group));
  return {
    outcomes: outcomes.sort((a, b) => badness(b) - badness(a) || b.states - a.states),
    complete: limits.length === 0 && model.startFault === null,
  };
}

function badness({ broken }: Outcome): number {
  return Math.sign(broken.length);
}

function outcomeOf(model: Model, { key, states, broken, witness }: EndGroup): Outcome {
  const end = readEnd(model, key);
  const schedule = scheduleOf(model, witness);
  const marks = broken.map((one) => ({
    property: one.name,
    states: one.states,
    witness: scheduleOf(model, one.witness),
  }));
  // An oops breaks its property on the step before. No final state breaks it, but every run to this end does.
  const oops = end.oops === null ? [] : [{ property: 'no_oops', states, witness: schedule }];
  return {
    values: end.values,
    ending: endingText(end),
    states,
    broken: [...marks, ...oops],
    witness: schedule,
  };
}

/** `finished`, `deadlocked: fault, punch`, or `oops: NULL dereference`. */
export function endingText({ oops, stuck }: RunEnd): string {
  if (oops !== null) return `oops: ${oops}`;
  return stuck.length === 0 ? 'finished' : `deadlocked: ${stuck.join(', ')}`;
}
