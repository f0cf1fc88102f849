// A lock that would have helped: held by two tasks across stretches of their steps, found by searching again.

import { at } from '../base/assert.ts';
import { explore } from '../explore/explore.ts';
import { Flood } from '../explore/flood.ts';
import { type LockCover, type PlacedMachine, WithLock } from '../explore/placedMachine.ts';
import { NO_DEADLOCK, NO_STUCK } from '../explore/searchReport.ts';
import type { Model } from '../model/model.ts';
import { coverSpan } from './codeSpan.ts';
import type { Limits } from './report.ts';
import type { WhyProgress } from './whyReport.ts';
import type { TracedStep, WitnessTrace } from './witnessTrace.ts';

/** A stretch of one task, counted among its own steps of the witness; `to` may be one past the last: until it ends. */
export interface Stretch {
  readonly task: number;
  readonly from: number;
  readonly to: number;
}

export type StretchPair = readonly [Stretch, Stretch];

/** Searches at most, for one pair of tasks. */
const MOST_SEARCHES = 150;
const SLICE = 2048;

export interface Tried {
  searches: number;
  states: number;
  readonly limits: Set<string>;
}

/**
 * Looks for stretches of two tasks which one lock makes exclude each other, so that the property
 * holds in every run, no run deadlocks or gets stuck, and good ends remain.
 *
 * Begins with the stretches given and draws them out at both ends, step by step, until they suffice;
 * then draws each end in again as long as they still do. What is found is smallest by inclusion: no
 * end can be drawn in by one step. A lock that may sleep is never taken under a spinlock. Null: not
 * even the two tasks' whole runs suffice, or the searches ran out.
 */
export class LockSearch {
  private readonly model: Model;
  private readonly trace: WitnessTrace;
  private readonly property: string;
  private readonly limits: Limits;
  private readonly tried: Tried;
  private readonly known = new Map<string, boolean>();

  constructor(model: Model, trace: WitnessTrace, property: string, limits: Limits, tried: Tried) {
    this.model = model;
    this.trace = trace;
    this.property = property;
    this.limits = limits;
    this.tried = tried;
  }

  *smallest(seed: StretchPair): Generator<WhyProgress, StretchPair | null> {
    const most = this.tried.searches + MOST_SEARCHES;
    let pair: StretchPair | null = seed;
    while (pair !== null && !(yield* this.suffices(pair))) {
      if (this.tried.searches >= most) return null;
      pair = this.drawnOut(pair);
    }
    return pair && (yield* this.drawIn(pair, most));
  }

  stepsOf(task: number): readonly TracedStep[] {
    return this.trace.steps.filter((step) => step.task === task);
  }

  /** The covers that a machine needs for these stretches. */
  coverOf({ task, from, to }: Stretch): LockCover {
    const steps = this.stepsOf(task);
    const end = to === steps.length ? null : at(steps, to).place;
    return coverSpan(at(this.model.codes, task), task, at(steps, from).place, end);
  }

  *suffices(pair: StretchPair): Generator<WhyProgress, boolean> {
    const key = JSON.stringify(pair);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const fits = pair.every((stretch) => !this.underSpinlock(stretch));
    const answer = fits && (yield* this.holdsWith(pair.map((stretch) => this.coverOf(stretch))));
    this.known.set(key, answer);
    return answer;
  }

  /** The cheap questions first: most candidates break early. */
  *holdsWith(covers: readonly LockCover[]): Generator<WhyProgress, boolean> {
    const machine: PlacedMachine = this.model.machine;
    this.tried.searches++;
    const asked = this.property === NO_STUCK ? [NO_DEADLOCK] : [this.property, NO_DEADLOCK];
    const flood = new Flood(new WithLock(machine, covers), asked, 'break', this.limits);
    const broken = yield* counted(flood.fromStart(SLICE), this.tried);
    this.tried.states += flood.count;
    flood.limits.forEach((limit) => this.tried.limits.add(limit));
    if (broken || flood.goodEnds === 0 || flood.limits.length > 0) return false;
    const report = yield* counted(explore(new WithLock(machine, covers), this.limits), this.tried);
    return report.verdicts.find(({ name }) => name === NO_STUCK)?.verdict === 'holds';
  }

  private *drawIn(found: StretchPair, most: number): Generator<WhyProgress, StretchPair> {
    let pair = found;
    for (let shrunk = true; shrunk; ) {
      shrunk = false;
      for (const smaller of this.drawnIn(pair)) {
        if (this.tried.searches >= most || !(yield* this.suffices(smaller))) continue;
        pair = smaller;
        shrunk = true;
        break;
      }
    }
    return pair;
  }

  /** One step longer at each end; null when both are whole. */
  private drawnOut([a, b]: StretchPair): StretchPair | null {
    const longer = (stretch: Stretch): Stretch => ({
      task: stretch.task,
      from: Math.max(0, stretch.from - 1),
      to: Math.min(this.stepsOf(stretch.task).length, stretch.to + 1),
    });
    const pair: StretchPair = [longer(a), longer(b)];
    return JSON.stringify(pair) === JSON.stringify([a, b]) ? null : pair;
  }

  /** Each end of either stretch one step in; a stretch keeps at least one step. */
  private drawnIn([a, b]: StretchPair): StretchPair[] {
    const shorter = (stretch: Stretch): Stretch[] => {
      const { task, from, to } = stretch;
      const last = this.stepsOf(task).length - 1;
      const ends = [
        { task, from, to: to - 1 },
        { task, from: from + 1, to },
      ];
      return ends.filter((one) => one.from <= Math.min(one.to, last));
    };
    return [
      ...shorter(a).map((one): StretchPair => [one, b]),
      ...shorter(b).map((one): StretchPair => [a, one]),
    ];
  }

  /** Whoever holds a spinlock may not wait for a lock that sleeps. */
  private underSpinlock({ task, from }: Stretch): boolean {
    const { index } = at(this.stepsOf(task), from);
    const { world } = at(this.trace.run.moments, index - 1);
    return world.objects.some((object) =>
      object.fields.some(
        ({ value }) =>
          value.kind === 'lock' &&
          value.lock.lock.kind === 'spinlock' &&
          value.lock.holders.some((hold) => hold.task === task),
      ),
    );
  }
}

/** The progress of a search, as that of the whole question. */
export function* counted<T>(
  search: Generator<{ readonly states: number }, T>,
  tried: Tried,
): Generator<WhyProgress, T> {
  for (;;) {
    const slice = search.next();
    if (slice.done === true) return slice.value;
    yield { searches: tried.searches, states: tried.states + slice.value.states };
  }
}
