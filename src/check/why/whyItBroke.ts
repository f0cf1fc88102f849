// Why a witness broke its property: the point of no return, the two steps whose order decides, the
// window between them, and a lock that would have helped. All of it is searched for; nothing is guessed.

import { at } from '../../base/assert.ts';
import { lastGoodState } from '../../explore/graph/noReturn.ts';
import { enumerateConfigurations } from '../../lang/program/configurations.ts';
import type { Program } from '../../lang/program/program.ts';
import { buildModel, type Model } from '../../model/build/model.ts';
import { explainBreach } from '../explain/explainBreach.ts';
import type { Explanation } from '../explain/explanation.ts';
import { applyEdit } from '../edit/edit.ts';
import { EditProver } from '../edit/editProver.ts';
import { FunctionTexts } from '../edit/functionText.ts';
import { unifiedDiff } from '../edit/unifiedDiff.ts';
import type { Config, Limits } from '../verdict/report.ts';
import { conflictName, conflictRoot } from './conflict.ts';
import { criticalPair, type OrderedPair, windowOf } from './criticalPair.ts';
import { type LockSearch, proposeLocks } from './lockProposals.ts';
import type { LockField } from './lockTerm.ts';
import { type Exposed, findOverlap } from './overlap.ts';
import { rangeLadder } from './rangeLadder.ts';
import { type ScenarioLock, scenarioLocks } from './scenarioLocks.ts';
import { framesOf } from './stepFrames.ts';
import { stepText } from './stepText.ts';
import { counted, type Tried } from './tried.ts';
import { userModeFunctions } from './userMode.ts';
import type {
  CriticalPair,
  LockProposal,
  NoReturnPoint,
  StepRef,
  WhyProgress,
  WhyReport,
} from './whyReport.ts';
import { type TracedStep, traceWitness, type WitnessTrace } from './witnessTrace.ts';

const SLICE = 2048;
/** Other worlds in which a proposal is searched too. */
const MOST_WORLDS = 8;

export interface WhyQuestion {
  readonly property: string;
  /** A schedule that breaks it. */
  readonly witness: string;
  readonly limits: Limits;
  /** Locks that are tried alone, whether or not some task takes them; nothing said: those that some task takes. */
  readonly locks?: readonly LockField[];
}

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
  const explanation = yield* explain(model, trace, question, tried);
  const noReturn = yield* findNoReturn(model, trace, question, tried);
  const pair = yield* criticalPair(model, steps, property, limits, tried);
  const window = pair && windowOf(steps, pair);
  const overlap = yield* findOverlap({ model, property, limits, tried }, steps, pair, window);
  const root = pair && conflictRoot(pair.first.step, pair.second.step);
  const worlds = otherWorlds(program, config);
  const prover = new EditProver(program, { property, config, worlds, limits }, tried);
  const found = overlap.enough
    ? yield* locksFor(prover, model, overlap.exposed, root, question.locks)
    : NO_LOCKS;
  const ref = refOf(model);
  return {
    property,
    witness,
    broken: trace.brokenAt === 0 ? null : ref(at(steps, trace.brokenAt - 1)),
    explanation,
    noReturn,
    pair: pair && pairOf(model, trace, pair),
    window: window && {
      task: at(model.tasks, window.to.task).name,
      from: ref(window.from),
      to: ref(window.to),
      inside: window.inside.map(ref),
    },
    locks: found.proved.map((lock): LockProposal => {
      const diff = unifiedDiff(prover.source, applyEdit(prover.source, lock.edit));
      return { ...lock, diff, worlds: worlds.length };
    }),
    tried: {
      pairs: tried.pairs,
      searches: tried.searches,
      states: tried.states,
      tasks: overlap.exposed.map(({ task }) => at(model.tasks, task).name),
      locks: found.tries,
      edits: found.written,
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
): Generator<WhyProgress, Explanation | null> {
  tried.searches += 1;
  const search = explainBreach(model, property, run.moves.slice(0, brokenAt ?? 0), limits);
  for (;;) {
    const slice = search.next();
    if (slice.done !== true) {
      yield { searches: tried.searches, states: tried.states + slice.value };
      continue;
    }
    if (slice.value.kind === 'explained') {
      tried.states += slice.value.explanation.states;
      return slice.value.explanation;
    }
    tried.limits.add(slice.value.limit);
    return null;
  }
}

const NO_LOCKS: LockSearch = { proved: [], tries: [], written: 0 };

function* locksFor(
  prover: EditProver,
  model: Model,
  exposed: readonly Exposed[],
  root: string | null,
  wanted: readonly LockField[] | undefined,
): Generator<WhyProgress, LockSearch> {
  const { program, config } = model;
  const texts = new FunctionTexts(program);
  const ladders = { program, config, userMode: userModeFunctions(model) };
  const tasks = exposed.map(({ task }) => task);
  const hunt = {
    texts,
    prover,
    ladders: exposed.map(({ task, steps }) => {
      const body = at(model.codes, task).task;
      return rangeLadder(
        ladders,
        steps.map(({ step }) => framesOf(texts, config, body, step.site)),
      );
    }),
    locks: wantedLocks(scenarioLocks(model, tasks, root), wanted).map(({ lock, takers }) => ({
      lock,
      takers: tasks.map((task) => takers[task] === true),
    })),
  };
  const work = proposeLocks(hunt);
  for (;;) {
    const slice = work.next();
    if (slice.done === true) return slice.value;
    yield { searches: prover.work.searches, states: slice.value.states };
  }
}

function wantedLocks(
  taken: readonly ScenarioLock[],
  wanted: readonly LockField[] | undefined,
): readonly ScenarioLock[] {
  if (wanted === undefined) return taken;
  const known = ({ struct, field }: LockField): ScenarioLock | undefined =>
    taken.find(({ lock }) => lock.struct === struct && lock.field === field);
  return wanted.map((lock) => known(lock) ?? { lock, takers: [] });
}

/** The same changes in the scenario's other worlds. */
function otherWorlds(program: Program, config: Config): Config[] {
  const changes = program.options.filter(({ kind }) => kind === 'change').map(({ name }) => name);
  return enumerateConfigurations(program)
    .map((one) => one.config)
    .filter((one) => changes.every((name) => one[name] === config[name]))
    .filter((one) => Object.entries(one).some(([name, value]) => config[name] !== value))
    .slice(0, MOST_WORLDS);
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
