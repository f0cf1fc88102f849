// The two steps of a witness whose order decides, and the window between them.

import { Flood } from '../../explore/search/flood.ts';
import { explore } from '../../explore/search/explore.ts';
import { HeldBack } from '../../explore/machine/locatedMachine.ts';
import { NO_STUCK } from '../../explore/search/searchReport.ts';
import type { Model } from '../../model/build/model.ts';
import { conflictOf } from './conflict.ts';
import type { Limits } from '../verdict/report.ts';
import { counted, type Tried } from './tried.ts';
import type { WhyProgress } from './whyReport.ts';
import type { TracedStep } from './witnessTrace.ts';

export interface OrderedPair {
  readonly first: TracedStep;
  readonly second: TracedStep;
}

/** Exchanges that are tried at most. */
const MOST_PAIRS = 200;
const SLICE = 2048;

/**
 * Two steps of different tasks decide when they conflict, and when the property holds in every run
 * that goes like the witness up to the first one and then takes the second one before it: the first
 * one's task is held back until the other task has come to its own step, and everything else is free.
 * At least one of these runs must come to it, and one must end.
 *
 * Of all such pairs the one is taken whose order is settled first: that with the earliest second step,
 * and of those the one with the latest first step. No pair within it, of the same tasks, decides: it
 * is the least that had to go the other way.
 *
 * This flips one order at a time, as tools do that look for the cause of a race in a kernel, but asks
 * every run that follows and not one. A lock that the held task holds may keep the other from its
 * step; then the order cannot be reversed, and does not decide.
 */
export function* criticalPair(
  model: Model,
  steps: readonly TracedStep[],
  property: string,
  limits: Limits,
  tried: Tried,
): Generator<WhyProgress, OrderedPair | null> {
  for (const pair of candidates(steps)) {
    if (tried.pairs === MOST_PAIRS) {
      tried.limits.add(`pairs ${MOST_PAIRS}`);
      return null;
    }
    tried.pairs++;
    if (yield* decides(model, pair, property, limits, tried)) return pair;
  }
  return null;
}

/** Conflicting steps of different tasks. Where a task comes to a place twice, its first time counts. */
function candidates(steps: readonly TracedStep[]): OrderedPair[] {
  return steps.flatMap((second, i) =>
    steps
      .slice(0, i)
      .toReversed()
      .flatMap((first): OrderedPair[] => {
        if (first.task === second.task || comesBetween(steps, first, second)) return [];
        return conflictOf(first.step, second.step) === null ? [] : [{ first, second }];
      }),
  );
}

function comesBetween(
  steps: readonly TracedStep[],
  first: TracedStep,
  { index, task, pc }: TracedStep,
): boolean {
  return steps.slice(first.index, index - 1).some((step) => step.task === task && step.pc === pc);
}

function* decides(
  model: Model,
  { first, second }: OrderedPair,
  property: string,
  limits: Limits,
  tried: Tried,
): Generator<WhyProgress, boolean> {
  tried.searches++;
  const machine = new HeldBack(model.machine, first.before, first.task, second);
  if (property === NO_STUCK) {
    const report = yield* counted(explore(machine, limits), tried);
    const verdict = report.verdicts.find(({ name }) => name === NO_STUCK)?.verdict;
    tried.states += report.states;
    return machine.released && report.quiescent > 0 && verdict === 'holds';
  }
  const flood = new Flood(machine, [property], 'break', limits);
  const broken = yield* counted(flood.fromStart(SLICE), tried);
  tried.states += flood.count;
  flood.limits.forEach((limit) => tried.limits.add(limit));
  return !broken && machine.released && flood.goodEnds > 0 && flood.limits.length === 0;
}

export interface Window {
  readonly from: TracedStep;
  readonly to: TracedStep;
  /** Steps of the other task of the pair. */
  readonly inside: readonly TracedStep[];
}

/**
 * The window of a pair is the shortest stretch of one of the two tasks that the other one fell into
 * from both sides, so that no order of whole tasks gives the same: it begins or ends with the task's
 * step of the pair, its first step conflicts with a step inside, and a step inside with its last.
 *
 * So for `a` of X before `b` of Y it is X's steps from `a` to the first one that conflicts with what Y
 * did since `b` (checked, then changed, then used); or Y's steps to `b` from the last one that conflicts
 * with what X did up to `a` (looked at, then filled, then acted upon). Where there is neither, it is
 * what lies between `a` and `b`.
 */
export function windowOf(steps: readonly TracedStep[], { first, second }: OrderedPair): Window {
  const forward = stretchFrom(steps, first, second);
  const backward = stretchTo(steps, first, second);
  const found = [backward, forward].filter((window) => window !== null);
  const [shortest] = found.toSorted((a, b) => lengthOf(a) - lengthOf(b));
  return shortest ?? { from: first, to: second, inside: [] };
}

function lengthOf({ from, to }: Window): number {
  return to.index - from.index;
}

function stretchFrom(
  steps: readonly TracedStep[],
  first: TracedStep,
  second: TracedStep,
): Window | null {
  const others = steps.filter(({ task, index }) => task === second.task && index >= second.index);
  const to = steps.find(
    ({ task, index, step }) =>
      task === first.task &&
      others.some((other) => other.index < index && conflictOf(other.step, step) !== null),
  );
  return to === undefined ? null : windowBetween(steps, first, to, second.task);
}

function stretchTo(
  steps: readonly TracedStep[],
  first: TracedStep,
  second: TracedStep,
): Window | null {
  const others = steps.filter(({ task, index }) => task === first.task && index <= first.index);
  const from = steps.findLast(
    ({ task, index, step }) =>
      task === second.task &&
      others.some((other) => other.index > index && conflictOf(step, other.step) !== null),
  );
  return from === undefined ? null : windowBetween(steps, from, second, first.task);
}

function windowBetween(
  steps: readonly TracedStep[],
  from: TracedStep,
  to: TracedStep,
  other: number,
): Window {
  const inside = steps.filter(
    ({ task, index }) => task === other && index > from.index && index < to.index,
  );
  return { from, to, inside };
}
