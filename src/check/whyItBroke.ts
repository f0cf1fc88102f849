// Why a witness broke its property: the point of no return, the two steps whose order decides, the
// window between them, and a lock that would have helped. All of it is searched for; nothing is guessed.

import { at } from '../base/assert.ts';
import type { LockCover } from '../explore/placedMachine.ts';
import { lastGoodState } from '../explore/noReturn.ts';
import type { Program } from '../lang/program.ts';
import { buildModel, type Model } from '../model/model.ts';
import { conflictName } from './conflict.ts';
import { LockSearch, counted, type Stretch, type StretchPair, type Tried } from './coveringLock.ts';
import { decidingPair, type OrderedPair, type Window, windowOf } from './decidingPair.ts';
import { heldMutexes } from './heldMutex.ts';
import type { Config, Limits } from './report.ts';
import type {
  CoveringLock,
  DecidingPair,
  LockSpan,
  NoReturnPoint,
  StepRef,
  WhyProgress,
  WhyReport,
} from './whyReport.ts';
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
  const model = buildModel(program, config);
  const { property, witness, limits } = question;
  const trace = traceWitness(model, witness, property);
  if (trace === null || trace.brokenAt === null)
    throw new Error(`${witness} does not break ${property} here`);
  const steps = trace.steps.slice(0, trace.brokenAt);
  const tried = { searches: 0, states: 0, pairs: 0, limits: new Set<string>() };
  const noReturn = yield* findNoReturn(model, trace, question, tried);
  const pair = yield* decidingPair(model, steps, property, limits, tried);
  const window = pair && windowOf(steps, pair);
  const search = new LockSearch(model, trace, property, limits, tried);
  const tasks = pairsOfTasks(steps, pair);
  const locks = yield* findLocks(model, search, seedsOf(search, tasks, window), limits, tried);
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
      tasks: tasks.map(([a, b]) => [at(model.tasks, a).name, at(model.tasks, b).name]),
    },
    limits: [...tried.limits],
  };
}

function refOf(model: Model): (step: TracedStep) => StepRef {
  return ({ index, task, step: { site } }) => ({
    step: index,
    task: at(model.tasks, task).name,
    calls: site.calls,
    text: site.text,
    file: site.file,
    line: site.line,
  });
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

/** Those of the deciding pair first, then all others of the witness, two by two. */
function pairsOfTasks(
  steps: readonly TracedStep[],
  pair: OrderedPair | null,
): (readonly [number, number])[] {
  const tasks = [...new Set(steps.map(({ task }) => task))];
  const all = tasks.flatMap((a, i) => tasks.slice(i + 1).map((b) => [a, b] as const));
  const decides = (two: readonly number[]): boolean =>
    pair !== null && two.includes(pair.first.task) && two.includes(pair.second.task);
  return [...all.filter(decides), ...all.filter((two) => !decides(two))];
}

/** Where the search for a lock begins: with what the deciding tasks do in the window; for others, with all. */
function seedsOf(
  search: LockSearch,
  tasks: readonly (readonly [number, number])[],
  window: Window | null,
): StretchPair[] {
  return tasks.map(([a, b], i): StretchPair => {
    const stretch = (task: number): Stretch => {
      const own = search.stepsOf(task);
      const inside = own.flatMap(({ index }, n) =>
        window !== null && index >= window.from.index && index <= window.to.index ? [n] : [],
      );
      if (i > 0 || inside.length === 0) return { task, from: 0, to: own.length };
      return { task, from: Math.min(...inside), to: Math.max(...inside) };
    };
    return [stretch(a), stretch(b)];
  });
}

function* findLocks(
  model: Model,
  search: LockSearch,
  seeds: readonly StretchPair[],
  limits: Limits,
  tried: Tried,
): Generator<WhyProgress, CoveringLock[]> {
  for (const seed of seeds) {
    const found = yield* search.smallest(seed);
    if (found === null) continue;
    const spans = found.map((stretch) => spanOf(model, search, stretch, false));
    const others = yield* existingLocks(model, search, found, limits, tried);
    return [...others, { name: null, spans }];
  }
  return [];
}

function spanOf(
  model: Model,
  search: LockSearch,
  { task, from, to }: Stretch,
  already: boolean,
): LockSpan {
  const steps = search.stepsOf(task);
  const last = steps[to];
  const ref = refOf(model);
  const { name } = at(model.tasks, task);
  return { task: name, from: ref(at(steps, from)), to: last ? ref(last) : null, already };
}

/** Mutexes that one side holds over its whole stretch already: the other would have to take it over its own. */
function* existingLocks(
  model: Model,
  search: LockSearch,
  [a, b]: StretchPair,
  limits: Limits,
  tried: Tried,
): Generator<WhyProgress, CoveringLock[]> {
  const locks: CoveringLock[] = [];
  const held = yield* heldMutexes(model, limits, tried);
  for (const [name, covers] of held) {
    for (const [holder, taker] of [
      [a, b],
      [b, a],
    ] as const) {
      if (!holdsOver(search, holder, covers) || covers.some(({ task }) => task === taker.task))
        continue;
      if (!(yield* search.holdsWith([...covers, search.coverOf(taker)]))) continue;
      const spans = [spanOf(model, search, taker, false), spanOf(model, search, holder, true)];
      locks.push({ name, spans });
    }
  }
  return locks;
}

/** Whether the task holds the lock, or takes it, at every step of the stretch. */
function holdsOver(
  search: LockSearch,
  { task, from, to }: Stretch,
  covers: readonly LockCover[],
): boolean {
  const cover = covers.find((one) => one.task === task);
  const steps = search.stepsOf(task).slice(from, to + 1);
  return (
    cover !== undefined &&
    steps.every(({ place }) => cover.stays.has(place) || cover.entries.has(place))
  );
}
