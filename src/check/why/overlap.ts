// Which tasks have to be kept apart: those of the deciding pair, and others that do the same harm.

import { at } from '../../base/assert.ts';
import { OneAtATime } from '../../explore/machine/oneAtATime.ts';
import { explore } from '../../explore/search/explore.ts';
import { Flood } from '../../explore/search/flood.ts';
import { NO_DEADLOCK, NO_STUCK } from '../../explore/search/searchReport.ts';
import type { Model } from '../../model/build/model.ts';
import { ENDED } from '../../model/step/taskCode.ts';
import type { Limits } from '../verdict/report.ts';
import { scheduleOf } from '../verdict/scheduleOf.ts';
import { criticalPair, type OrderedPair, type Window } from './criticalPair.ts';
import { counted, type Tried } from './tried.ts';
import type { WhyProgress } from './whyReport.ts';
import { type TracedStep, traceWitness } from './witnessTrace.ts';

/** A task, and those of its steps that must not be fallen into. */
export interface Exposed {
  readonly task: number;
  readonly steps: readonly TracedStep[];
}

export interface Overlap {
  readonly exposed: readonly Exposed[];
  /** Some order breaks the property though one task runs only after the other: no two ever overlap. */
  readonly inTurn: boolean;
  /** Whether keeping these tasks apart, from beginning to end, would do. */
  readonly enough: boolean;
}

export interface OverlapQuestion {
  readonly model: Model;
  readonly property: string;
  readonly limits: Limits;
  readonly tried: Tried;
}

const SLICE = 2048;

/**
 * Begins with the tasks of the deciding pair and what they do in the window. Where the property breaks though these tasks
 * run only one after the other, some third task does the same harm: the deciding pair of such a run names it, and it is
 * drawn in, until all that run are. A lock leaves every run possible in which no two tasks overlap.
 */
export function* findOverlap(
  question: OverlapQuestion,
  steps: readonly TracedStep[],
  pair: OrderedPair | null,
  window: Window | null,
): Generator<WhyProgress, Overlap> {
  const { model, property } = question;
  const ofWait = [NO_DEADLOCK, NO_STUCK].includes(property);
  const all = model.tasks.map(({ index }) => index);
  const inTurn = !ofWait && (yield* breaksApart(question, all));
  if (inTurn) return { exposed: [], inTurn, enough: false };
  let exposed = exposedIn(steps, pair, window);
  for (;;) {
    const tasks = exposed.map(({ task }) => task);
    const enough = tasks.length > 1 && (ofWait || !(yield* breaksApart(question, tasks)));
    const third = enough ? null : yield* thirdTask(question, tasks);
    if (third === null) return { exposed, inTurn, enough };
    exposed = [...exposed, third];
  }
}

/** What the deciding tasks do in the window; where no pair decides, all that the witness has of all. */
function exposedIn(
  steps: readonly TracedStep[],
  pair: OrderedPair | null,
  window: Window | null,
): Exposed[] {
  const tasks =
    pair === null
      ? [...new Set(steps.map(({ task }) => task))]
      : [pair.first.task, pair.second.task];
  return tasks.map((task) => {
    const own = steps.filter((step) => step.task === task);
    const inside = own.filter(
      ({ index }) => window !== null && index >= window.from.index && index <= window.to.index,
    );
    return { task, steps: inside.length === 0 ? own : inside };
  });
}

function apart({ model }: OverlapQuestion, tasks: readonly number[]): OneAtATime {
  const rests = (task: number, pc: number): boolean =>
    pc === ENDED || pc >= at(model.codes, task).idleFrom;
  return new OneAtATime(model.machine, tasks, rests);
}

function* breaksApart(
  question: OverlapQuestion,
  tasks: readonly number[],
): Generator<WhyProgress, boolean> {
  const { property, limits, tried } = question;
  tried.searches += 1;
  const flood = new Flood(apart(question, tasks), [property], 'break', limits);
  const broken = yield* counted(flood.fromStart(SLICE), tried);
  tried.states += flood.count;
  flood.limits.forEach((limit) => tried.limits.add(limit));
  return broken;
}

/** A task that breaks it though the others never overlap; null: none is left. */
function* thirdTask(
  question: OverlapQuestion,
  tasks: readonly number[],
): Generator<WhyProgress, Exposed | null> {
  const { model, property, limits, tried } = question;
  tried.searches += 1;
  const report = yield* counted(explore(apart(question, tasks), limits), tried);
  tried.states += report.states;
  const witness = report.verdicts.find(({ name }) => name === property)?.witness ?? null;
  if (witness === null) return null;
  const trace = traceWitness(model, scheduleOf(model, witness), property);
  const steps = trace?.steps.slice(0, trace.brokenAt ?? 0) ?? [];
  const others = new Set(steps.map(({ task }) => task).filter((task) => !tasks.includes(task)));
  if (others.size === 0) return null;
  const pair = yield* criticalPair(model, steps, property, limits, tried);
  const decisive = [pair?.first, pair?.second].find((step) => others.has(step?.task ?? -1));
  const last = steps.findLast(({ task }) => others.has(task));
  const task = (decisive ?? last)?.task ?? 0;
  const own = steps.filter((step) => step.task === task);
  return { task, steps: decisive === undefined ? own : [decisive] };
}
