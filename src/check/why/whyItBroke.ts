// Why a witness broke its property: the point of no return, the two steps whose order decides, the
// window between them, and what would have mended it. All of it is searched for; nothing is guessed.

import { at } from '../../base/assert.ts';
import { lastGoodState } from '../../explore/graph/noReturn.ts';
import type { Program } from '../../lang/program/program.ts';
import { buildModel, type Model } from '../../model/build/model.ts';
import { describeCauses } from '../explain/describeCauses.ts';
import { findCauses } from '../explain/findCauses.ts';
import type { Config } from '../verdict/report.ts';
import { conflictName, conflictRoot } from './conflict.ts';
import { criticalPair, type OrderedPair, windowOf } from './criticalPair.ts';
import { type Explained, fixesOf } from './fixesOf.ts';
import { findOverlap } from './overlap.ts';
import { stepText } from './stepText.ts';
import { counted, type Tried } from './tried.ts';
import type { WhyQuestion } from './whyQuestion.ts';
import type { CriticalPair, NoReturnPoint, StepRef, WhyProgress, WhyReport } from './whyReport.ts';
import { type TracedStep, traceWitness, type WitnessTrace } from './witnessTrace.ts';

const SLICE = 2048;

/** Yields as the searches go on; to cancel, stop asking. Throws, in one line, where the witness is none. */
export function* whyItBroke(
  program: Program,
  config: Config,
  question: WhyQuestion,
): Generator<WhyProgress, WhyReport> {
  const model = buildModel(program, config);
  const { property, witness, limits } = question;
  const trace = traceWitness(model, witness, property);
  if (trace === null || trace.brokenAt === null)
    throw new Error(`${witness} does not break ${property} here`);
  const steps = trace.steps.slice(0, trace.brokenAt);
  const tried: Tried = { searches: 0, states: 0, pairs: 0, limits: new Set() };
  const explained = yield* explain(model, trace, question, tried);
  const noReturn = yield* findNoReturn(model, trace, question, tried);
  const pair = yield* criticalPair(model, steps, property, limits, tried);
  const window = pair && windowOf(steps, pair);
  const overlap = yield* findOverlap({ model, property, limits, tried }, steps, pair, window);
  const root = pair && conflictRoot(pair.first.step, pair.second.step);
  const exposed = overlap.enough ? overlap.exposed : [];
  const fixes = question.edits
    ? yield* fixesOf({ model, trace, explained, exposed, root }, question, tried)
    : null;
  const ref = refOf(model);
  return {
    property,
    witness,
    broken: trace.brokenAt === 0 ? null : ref(at(steps, trace.brokenAt - 1)),
    explanation: explained?.explanation ?? null,
    noReturn,
    pair: pair && pairOf(model, trace, pair),
    window: window && {
      task: at(model.tasks, window.to.task).name,
      from: ref(window.from),
      to: ref(window.to),
      inside: window.inside.map(ref),
    },
    fixes: fixes?.report ?? null,
    tried: {
      pairs: tried.pairs,
      searches: tried.searches,
      states: tried.states,
      tasks: overlap.exposed.map(({ task }) => at(model.tasks, task).name),
      locks: fixes?.locks ?? [],
      inTurn: overlap.inTurn,
    },
    limits: [...tried.limits],
  };
}

function* explain(
  model: Model,
  { run, brokenAt }: WitnessTrace,
  { property, limits }: WhyQuestion,
  tried: Tried,
): Generator<WhyProgress, Explained | null> {
  tried.searches += 1;
  const search = findCauses(model, property, run.moves.slice(0, brokenAt ?? 0), limits);
  for (;;) {
    const found = search.next();
    if (found.done !== true) {
      yield { searches: tried.searches, states: tried.states + found.value };
      continue;
    }
    if (found.value.kind === 'limit') {
      tried.limits.add(found.value.limit);
      return null;
    }
    const { causes, slice } = found.value;
    tried.states += causes.traced.graph.states;
    return { causes, slice, explanation: describeCauses(property, causes, slice) };
  }
}

function refOf(model: Model): (step: TracedStep) => StepRef {
  return (step) => ({ step: step.index, ...stepText(model, step) });
}

function pairOf(model: Model, { run }: WitnessTrace, { first, second }: OrderedPair): CriticalPair {
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
