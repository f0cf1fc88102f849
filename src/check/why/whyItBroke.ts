// Why a witness broke its property: the point of no return, the two steps whose order decides, the
// window between them, and a lock that would have helped. All of it is searched for; nothing is guessed.

import { at } from '../../base/assert.ts';
import { lastGoodState } from '../../explore/graph/noReturn.ts';
import type { Program } from '../../lang/program/program.ts';
import { buildModel, type Model } from '../../model/build/model.ts';
import { conflictName } from './conflict.ts';
import { coveringLocks } from './coveringLocks.ts';
import { CoverFinder } from './coveringLock.ts';
import { CoverSearch } from './coverSearch.ts';
import { decidingPair, type OrderedPair, windowOf } from './decidingPair.ts';
import { withSpareLocks } from './lockedModel.ts';
import type { Config, Limits } from '../verdict/report.ts';
import { counted, type Tried } from './tried.ts';
import type { DecidingPair, NoReturnPoint, StepRef, WhyProgress, WhyReport } from './whyReport.ts';
import { stepText } from './stepText.ts';
import { type TracedStep, traceWitness, type WitnessTrace } from './witnessTrace.ts';

const SLICE = 2048;

export interface WhyQuestion {
  readonly property: string;
  /** A schedule that breaks it. */
  readonly witness: string;
  readonly limits: Limits;
}

/** Yields as the searches go on; to cancel, stop asking. Throws, in one line, where the witness is none. */
export function* whyItBroke(
  program: Program,
  config: Config,
  question: WhyQuestion,
): Generator<WhyProgress, WhyReport> {
  const model = buildModel(withSpareLocks(program), config);
  const { property, witness, limits } = question;
  const trace = traceWitness(model, witness, property);
  if (trace === null || trace.brokenAt === null)
    throw new Error(`${witness} does not break ${property} here`);
  const steps = trace.steps.slice(0, trace.brokenAt);
  const tried: Tried = { searches: 0, states: 0, pairs: 0, limits: new Set() };
  const noReturn = yield* findNoReturn(model, trace, question, tried);
  const pair = yield* decidingPair(model, steps, property, limits, tried);
  const window = pair && windowOf(steps, pair);
  const search = new CoverSearch(model, property, limits, tried);
  const finder = new CoverFinder(search, steps);
  const hunt = yield* finder.find(pair, window);
  const { locks, tries } = yield* coveringLocks(search, finder, hunt, {
    run: trace.run,
    steps,
    pair,
  });
  const ref = refOf(model);
  return {
    property,
    witness,
    broken: trace.brokenAt === 0 ? null : ref(at(steps, trace.brokenAt - 1)),
    noReturn,
    pair: pair && pairOf(model, trace, pair),
    window: window && {
      task: at(model.tasks, window.to.task).name,
      from: ref(window.from),
      to: ref(window.to),
      inside: window.inside.map(ref),
    },
    locks,
    tried: {
      pairs: tried.pairs,
      searches: tried.searches,
      states: tried.states,
      tasks: hunt.tasks.map((task) => at(model.tasks, task).name),
      locks: tries,
      inTurn: hunt.inTurn,
    },
    limits: [...tried.limits],
  };
}

function refOf(model: Model): (step: TracedStep) => StepRef {
  return (step) => ({ step: step.index, ...stepText(model, step) });
}

function pairOf(model: Model, { run }: WitnessTrace, { first, second }: OrderedPair): DecidingPair {
  const ref = refOf(model);
  const { world } = at(run.moments, second.index);
  const place = conflictName(first.step, second.step, world) ?? '';
  return { first: ref(first), second: ref(second), place };
}

function* findNoReturn(
  model: Model,
  trace: WitnessTrace,
  { property, limits }: WhyQuestion,
  tried: Tried,
): Generator<WhyProgress, NoReturnPoint> {
  const steps = trace.steps.slice(0, trace.brokenAt ?? 0);
  const states = steps.map(({ before }) => before);
  tried.searches++;
  const search = lastGoodState(model.machine, states, property, limits, SLICE);
  const found = yield* counted(search, tried);
  tried.states += found.states;
  found.limits.forEach((limit) => tried.limits.add(limit));
  const [limit] = found.limits;
  if (limit !== undefined) return { kind: 'unknown', limit };
  if (found.lastGood === null) return { kind: 'never' };
  return { kind: 'step', at: refOf(model)(at(steps, found.lastGood)) };
}
