// The locks that would have helped, as a report tells them.

import { at } from '../../base/assert.ts';
import type { LockKind } from '../../model/world/world.ts';
import type { Run } from '../../model/world/run.ts';
import { extentOf } from '../../model/storage/storage.ts';
import { conflictRoot, rootOf } from './conflict.ts';
import type { CoverFinder, LockHunt } from './coveringLock.ts';
import type { CoverSearch } from './coverSearch.ts';
import type { OrderedPair } from './decidingPair.ts';
import { existingLocks, type LockPart, type LockThere, sharedForm } from './existingLock.ts';
import { mayHold } from './scenarioLocks.ts';
import { stepText } from './stepText.ts';
import type { Stretch } from './stretch.ts';
import type { PathStep } from './taskPath.ts';
import type { CoveringLock, LockSpan, LockTry, SpanEnd, WhyProgress } from './whyReport.ts';
import type { TracedStep } from './witnessTrace.ts';

/** What a report speaks of: the run, its steps up to the break, and the two that decide. */
export interface Spoken {
  readonly run: Run;
  readonly steps: readonly TracedStep[];
  readonly pair: OrderedPair | null;
}

/**
 * Of the scenario's locks those come first that lie in the object which the deciding steps are
 * about, then those that most of the tasks hold there already.
 */
export function* coveringLocks(
  search: CoverSearch,
  finder: CoverFinder,
  { stretches }: LockHunt,
  { run, steps, pair }: Spoken,
): Generator<
  WhyProgress,
  { readonly locks: readonly CoveringLock[]; readonly tries: readonly LockTry[] }
> {
  if (stretches === null) return { locks: [], tries: [] };
  const told = (part: LockPart): LockSpan => spanOf(search, finder, part, steps);
  const { found, tries } = yield* existingLocks(search, finder, stretches);
  const more = yield* newLock(search, finder, stretches, told);
  const root = pair && conflictRoot(pair.first.step, pair.second.step);
  const near = (lock: LockThere): number =>
    rootOf(objectOf(search, lock)) === root ? lock.parts.length + 1 : 0;
  const held = ({ parts }: LockThere): number => parts.filter(({ already }) => already).length;
  const fitness = (lock: LockThere): number => near(lock) + held(lock);
  const there = found
    .toSorted((a, b) => fitness(b) - fitness(a))
    .map(
      (lock): CoveringLock => ({
        name: nameOf(search, lock, run),
        kind: lock.lock.kind,
        either: false,
        spans: lock.parts.map(told),
      }),
    );
  return { locks: [...there, more], tries };
}

/** `F.i_mutex`; where a local says whose, as the run calls that object: `P1.PG_locked`. */
function nameOf(search: CoverSearch, there: LockThere, { moments }: Run): string {
  if (!there.lock.pooled) return there.lock.name;
  const id = objectOf(search, there);
  const named = moments.at(-1)?.world.objects.find((object) => object.id === id);
  return `${named?.name ?? id}.${there.lock.name}`;
}

/** The object that the lock lies in: `F.i_data`, `pages[0]`. */
function objectOf({ model }: CoverSearch, { lock, parts: [part] }: LockThere): string {
  const { struct, object } = lock.address;
  const number = part?.through?.object ?? object.value;
  return at(extentOf(model.storage, struct).objects, number - 1).id;
}

/** The least that does: a spinlock where nobody sleeps, unless some may share an rw_semaphore. */
function* newLock(
  search: CoverSearch,
  finder: CoverFinder,
  stretches: readonly Stretch[],
  told: (part: LockPart) => LockSpan,
): Generator<WhyProgress, CoveringLock> {
  const canBe = (kind: LockKind): boolean =>
    stretches.every((one) => mayHold(search.model, one.task, finder.spanOf(one), kind));
  const spins = canBe('spinlock') && (stretches.length === 2 || !canBe('rwsem'));
  const { modes, either } = spins
    ? { modes: stretches.map(() => 'exclusive' as const), either: false }
    : yield* sharedForm(search, finder, stretches);
  const shared = either || modes.includes('shared');
  const plain = canBe('spinlock') ? 'spinlock' : 'mutex';
  return {
    name: null,
    kind: shared ? 'rwsem' : plain,
    either,
    spans: stretches.map((stretch, i) =>
      told({
        stretch,
        mode: either ? 'exclusive' : at(modes, i),
        through: null,
        already: false,
      }),
    ),
  };
}

function spanOf(
  { model }: CoverSearch,
  finder: CoverFinder,
  { stretch, mode, through, already }: LockPart,
  steps: readonly TracedStep[],
): LockSpan {
  const path = finder.pathOf(stretch.task);
  const end = (step: PathStep): SpanEnd => {
    const said = stepText(model, step.traced);
    return { step: numberOf(step, steps), ...said };
  };
  const last = path[stretch.to];
  return {
    task: at(model.tasks, stretch.task).name,
    mode,
    from: end(at(path, stretch.from)),
    to: last === undefined ? null : end(last),
    already,
    through: through?.name ?? null,
  };
}

/** Of a step that was seen in another run, the witness's own step from the same place, if it has one. */
function numberOf({ traced }: PathStep, steps: readonly TracedStep[]): number | null {
  if (steps.includes(traced)) return traced.index;
  const same = steps.find(({ task, place }) => task === traced.task && place === traced.place);
  return same?.index ?? null;
}
