// Which stretches of which tasks must exclude each other, found by searching again with one more lock held over them.

import { at } from '../../base/assert.ts';
import { NO_DEADLOCK, NO_STUCK } from '../../explore/search/searchReport.ts';
import type { HeldStretch } from './heldFlow.ts';
import type { LockMode } from '../../model/world/world.ts';
import { spanBetween, wholeSpan } from './codeSpan.ts';
import type { CoverSearch } from './coverSearch.ts';
import { decidingPair, type OrderedPair, type Window } from './decidingPair.ts';
import { type Cover, spareLock } from './lockedModel.ts';
import { isUserMode, mayHold } from './scenarioLocks.ts';
import { scheduleOf } from '../verdict/scheduleOf.ts';
import { drawnIn, drawnOut, type Stretch } from './stretch.ts';
import { type PathStep, pathOf } from './taskPath.ts';
import type { WhyProgress } from './whyReport.ts';
import { type TracedStep, traceWitness } from './witnessTrace.ts';

/** Searches at most, for one question. */
const MOST_SEARCHES = 150;

export interface LockHunt {
  /** The stretches; null where none suffice. */
  readonly stretches: readonly Stretch[] | null;
  /** Between which tasks a lock was looked for. */
  readonly tasks: readonly number[];
  /** Some order breaks the property though one task runs only after the other: no two ever overlap. */
  readonly inTurn: boolean;
}

/**
 * Begins with the tasks of the deciding pair and what they do in the window. Where the property
 * breaks though these tasks only run one after the other, some third task does the same harm: the
 * deciding pair of such a run names it, and it is drawn in, until all that run are.
 */
export class CoverFinder {
  private readonly search: CoverSearch;
  private readonly paths = new Map<number, readonly PathStep[]>();
  private readonly known = new Map<string, boolean>();
  /** By task, the nodes of its steps in user mode. */
  private readonly users = new Map<number, ReadonlySet<number>>();
  private readonly most: number;

  constructor(search: CoverSearch, steps: readonly TracedStep[]) {
    this.search = search;
    this.most = search.tried.searches + MOST_SEARCHES;
    for (const { task } of steps) this.paths.set(task, pathOf(search.model, steps, task));
  }

  *find(pair: OrderedPair | null, window: Window | null): Generator<WhyProgress, LockHunt> {
    const all = this.search.model.tasks.map(({ index }) => index);
    const ofWait = [NO_DEADLOCK, NO_STUCK].includes(this.search.property);
    if (!ofWait && (yield* this.search.breaks(this.whole(all))))
      return { stretches: null, tasks: all, inTurn: true };
    let seeds = this.seeds(pair, window);
    for (;;) {
      const tasks = seeds.map(({ task }) => task);
      const whole = this.whole(tasks);
      const hopeless = seeds.length < 2 || (!ofWait && (yield* this.search.breaks(whole)));
      const stretches = hopeless ? null : yield* this.smallest(seeds);
      const more = stretches === null ? yield* this.third(tasks, whole) : null;
      if (more === null)
        return { stretches: stretches ?? (yield* this.fewer(seeds)), tasks, inTurn: false };
      seeds = [...seeds, more];
    }
  }

  pathOf(task: number): readonly PathStep[] {
    return this.paths.get(task) ?? [];
  }

  /** How a lock is held over the stretches, by each in its mode. */
  covers(stretches: readonly Stretch[], lock: Cover['lock']['lock'], modes: readonly LockMode[]) {
    return stretches.map(
      (stretch, i): Cover => ({
        task: stretch.task,
        stretch: this.spanOf(stretch),
        lock: { lock, mode: at(modes, i) },
      }),
    );
  }

  /** Nobody holds a lock in user mode: it is let go before, and taken again. */
  spanOf({ task, from, to }: Stretch): HeldStretch {
    const path = this.pathOf(task);
    const last = path[to];
    const { model } = this.search;
    const isUser = (node: number): boolean => this.userSteps(task).has(node);
    const end = last === undefined ? null : last.node;
    return spanBetween(at(model.codes, task), at(path, from).node, end, isUser);
  }

  private userSteps(task: number): ReadonlySet<number> {
    const { model } = this.search;
    const { nodes } = at(model.codes, task);
    const known = this.users.get(task);
    const found =
      known ?? new Set(nodes.filter((node) => node >= 0 && isUserMode(model, task, node)));
    this.users.set(task, found);
    return found;
  }

  /** What the deciding tasks do in the window; where no pair decides, all that the witness has of all. */
  private seeds(pair: OrderedPair | null, window: Window | null): Stretch[] {
    const tasks = pair === null ? [...this.paths.keys()] : [pair.first.task, pair.second.task];
    return tasks.map((task) => {
      const path = this.pathOf(task);
      const inside = path.flatMap(({ traced: { index } }, n) =>
        window !== null && index >= window.from.index && index <= window.to.index ? [n] : [],
      );
      return inside.length === 0
        ? this.stretch(task, 0, path.length)
        : this.stretch(task, Math.min(...inside), Math.max(...inside));
    });
  }

  private stretch(task: number, from: number, to: number): Stretch {
    return { task, from, to, length: this.pathOf(task).length };
  }

  private whole(tasks: readonly number[]): Cover[] {
    const { model } = this.search;
    const lock = { lock: spareLock(model, 'mutex'), mode: 'exclusive' } as const;
    return tasks.map((task) => ({ task, stretch: wholeSpan(at(model.codes, task)), lock }));
  }

  /** What begins well may end in waiting and trying again for ever: then that is asked of each step on the way. */
  private *smallest(
    seeds: readonly Stretch[],
    strict = false,
  ): Generator<WhyProgress, readonly Stretch[] | null> {
    const suffices = (stretches: readonly Stretch[]) => this.suffices(stretches, strict);
    const enough = yield* drawnOut(seeds, suffices);
    const found = enough && (yield* drawnIn(enough, suffices));
    if (found === null || strict) return found;
    const covers = this.excluding(found);
    return (yield* this.search.suffersNothing(covers)) ? found : yield* this.smallest(seeds, true);
  }

  private *suffices(
    stretches: readonly Stretch[],
    strict: boolean,
  ): Generator<WhyProgress, boolean> {
    const key = JSON.stringify([strict, stretches]);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const { search } = this;
    if (search.tried.searches >= this.most) {
      search.tried.limits.add(`searches for a lock ${MOST_SEARCHES}`);
      return false;
    }
    const covers = this.excluding(stretches);
    const kinds = ['mutex', 'spinlock'] as const;
    const fits = kinds.some((kind) =>
      covers.every(({ task, stretch }) => mayHold(search.model, task, stretch, kind)),
    );
    const asked = strict ? search.suffersNothing(covers) : search.suffices(covers);
    const answer = fits && (yield* asked);
    this.known.set(key, answer);
    return answer;
  }

  /** Where all of them wait for each other for ever, some of them may do. */
  private *fewer(seeds: readonly Stretch[]): Generator<WhyProgress, readonly Stretch[] | null> {
    for (const left of seeds) {
      const others = seeds.filter((one) => one !== left);
      const found = others.length < 2 ? null : yield* this.smallest(others);
      if (found !== null) return found;
    }
    return null;
  }

  private excluding(stretches: readonly Stretch[]): Cover[] {
    const lock = spareLock(this.search.model, 'mutex');
    return this.covers(
      stretches,
      lock,
      stretches.map(() => 'exclusive'),
    );
  }

  /** A task that breaks it though the others exclude each other; null: none is left. */
  private *third(
    tasks: readonly number[],
    whole: readonly Cover[],
  ): Generator<WhyProgress, Stretch | null> {
    const { search } = this;
    const found = yield* search.witness(whole);
    if (found === null) return null;
    const schedule = scheduleOf(found.model, found.witness);
    const trace = traceWitness(found.model, schedule, search.property);
    const steps = trace?.steps.slice(0, trace.brokenAt ?? 0) ?? [];
    const others = new Set(steps.map(({ task }) => task).filter((task) => !tasks.includes(task)));
    if (others.size === 0) return null;
    const { property, limits, tried } = search;
    const pair = yield* decidingPair(found.model, steps, property, limits, tried);
    const decides = [pair?.first, pair?.second].find((step) => others.has(step?.task ?? -1));
    const last = steps.findLast(({ task }) => others.has(task));
    const task = (decides ?? last)?.task ?? 0;
    const path = pathOf(found.model, trace?.steps ?? [], task);
    this.paths.set(task, path);
    const { length } = path;
    const index = path.findIndex(({ traced }) => traced.index === decides?.index);
    return index < 0
      ? { task, from: 0, to: length, length }
      : { task, from: index, to: index, length };
  }
}
