// Which locks that the scenario has already would do: each tried over the stretches that must exclude each other.

import { at } from '../../base/assert.ts';
import { NO_DEADLOCK } from '../../explore/search/searchReport.ts';
import type { Model } from '../../model/build/model.ts';
import type { LockMode } from '../../model/world/world.ts';
import type { CoverFinder } from './coveringLock.ts';
import type { CoverSearch } from './coverSearch.ts';
import { type Cover, spareLock } from './lockedModel.ts';
import { mayHold, modeIn, operationOn, type ScenarioLock, scenarioLocks } from './scenarioLocks.ts';
import type { Stretch } from './stretch.ts';
import type { Pointer } from './taskPath.ts';
import type { LockTry, WhyProgress } from './whyReport.ts';

export interface LockThere {
  readonly lock: ScenarioLock;
  /** By stretch. */
  readonly parts: readonly LockPart[];
}

export interface LockPart {
  readonly stretch: Stretch;
  readonly mode: LockMode;
  /** The local that names the lock's object; null where it is always the same. */
  readonly through: Pointer | null;
  /** The text holds it there by itself. */
  readonly already: boolean;
}

/** Where nothing but this lock is held: by each stretch in its mode. */
interface Form {
  readonly modes: readonly LockMode[];
  readonly parts: readonly { readonly stretch: Stretch; readonly through: Pointer | null }[];
}

export interface ExistingLocks {
  readonly found: readonly LockThere[];
  readonly tries: readonly LockTry[];
}

/**
 * Locks that some task of the configuration takes anyway. An rw_semaphore is tried with one holder
 * shared first: less exclusion is the better cure. A page's lock is that of a page to which a
 * local of each of the tasks points when its stretch begins, or later in it.
 */
export function* existingLocks(
  search: CoverSearch,
  finder: CoverFinder,
  stretches: readonly Stretch[],
): Generator<WhyProgress, ExistingLocks> {
  const found: LockThere[] = [];
  const tries: LockTry[] = [];
  for (const lock of scenarioLocks(search.model)) {
    const forms = formsOf(search, finder, lock, stretches);
    const allowed = forms.filter((form) => fits(search, lock, coversOf(finder, lock, form)));
    const would = yield* firstThatDoes(search, finder, lock, allowed);
    if (would !== null) found.push(would);
    const { name } = lock;
    if (would !== null) tries.push({ name, outcome: 'helps' });
    else tries.push({ name, outcome: yield* whyNot(search, finder, lock, forms) });
  }
  return { found, tries };
}

/** Of the form that excludes most, the last one. */
function* whyNot(
  search: CoverSearch,
  finder: CoverFinder,
  lock: ScenarioLock,
  forms: readonly Form[],
): Generator<WhyProgress, LockTry['outcome']> {
  if (forms.length === 0) return 'no object';
  const covers = forms.map((form) => coversOf(finder, lock, form));
  const allowed = covers.filter((some) => fits(search, lock, some));
  if (allowed.length === 0) return 'sleeps';
  const most = allowed.findLast((some) =>
    some.every((cover) => search.locked.changeOf(cover) !== 'impossible'),
  );
  if (most === undefined) return 'other mode';
  if (yield* search.breaks(most)) return 'breaks';
  return (yield* search.breaks(most, NO_DEADLOCK)) ? 'deadlocks' : 'fails';
}

function* firstThatDoes(
  search: CoverSearch,
  finder: CoverFinder,
  lock: ScenarioLock,
  forms: readonly Form[],
): Generator<WhyProgress, LockThere | null> {
  for (const form of forms) {
    const covers = coversOf(finder, lock, form);
    if ((yield* search.suffices(covers)) && (yield* search.suffersNothing(covers)))
      return { lock, parts: partsOf(search, form, covers) };
  }
  return null;
}

/**
 * In which modes a new rw_semaphore would do, with as many holders shared as can be; `either`: one of the two
 * holds it shared, whichever.
 */
export function* sharedForm(
  search: CoverSearch,
  finder: CoverFinder,
  stretches: readonly Stretch[],
): Generator<WhyProgress, { readonly modes: readonly LockMode[]; readonly either: boolean }> {
  let modes: readonly LockMode[] = stretches.map(() => 'exclusive');
  const lock = spareLock(search.model, 'rwsem');
  const does = (some: readonly LockMode[]) =>
    search.suffersNothing(finder.covers(stretches, lock, some));
  if (modes.length === 2) {
    const first = yield* does(['shared', 'exclusive']);
    const second = yield* does(['exclusive', 'shared']);
    if (first && second) return { modes, either: true };
    if (first || second) modes = first ? ['shared', 'exclusive'] : ['exclusive', 'shared'];
    return { modes, either: false };
  }
  for (const form of allButOneShared(modes.length))
    if (yield* does(form)) return { modes: form, either: false };
  for (let i = 0; i < modes.length; i += 1) {
    const weaker = modes.with(i, 'shared');
    if (yield* does(weaker)) modes = weaker;
  }
  return { modes, either: false };
}

/**
 * Those with shared holders first: of these the ones in which most tasks hold the lock there already, then those
 * in which most hold it as they do elsewhere. Last of all, everybody exclusive.
 */
function formsOf(
  search: CoverSearch,
  finder: CoverFinder,
  lock: ScenarioLock,
  stretches: readonly Stretch[],
): readonly Form[] {
  const { model, locked } = search;
  const own = stretches.map(({ task }) => modeIn(model, task, lock));
  const all = modesOf(lock, stretches.length);
  if (lock.pooled)
    return throughLocals(finder, lock, stretches).map((parts) => ({ modes: at(all, 0), parts }));
  const forms = all.map((modes): Form => {
    const parts = stretches.map((stretch, i) => {
      const taken = modes[i] === 'exclusive' ? fromTaking(model, finder, lock, stretch) : stretch;
      return { stretch: taken, through: null };
    });
    return { modes, parts };
  });
  const habit = ({ modes }: Form): number => modes.filter((mode, i) => mode === own[i]).length;
  const held = (form: Form): number =>
    coversOf(finder, lock, form).filter((cover) => locked.changeOf(cover) === 'none').length;
  const rank = (form: Form): number => held(form) * (all.length + 1) + habit(form);
  const weaker = forms.slice(0, -1).toSorted((a, b) => rank(b) - rank(a));
  return [...weaker, ...forms.slice(-1)];
}

/** Who holds the lock shared when the stretch begins must take it exclusive instead: no hold is ever raised. */
function fromTaking(
  model: Model,
  finder: CoverFinder,
  lock: ScenarioLock,
  stretch: Stretch,
): Stretch {
  const before = finder.pathOf(stretch.task).slice(0, stretch.from);
  const last = before.findLastIndex(
    ({ node }) => operationOn(model, stretch.task, node, lock) !== null,
  );
  const operation = last < 0 ? null : operationOn(model, stretch.task, at(before, last).node, lock);
  return operation === 'down_read' ? { ...stretch, from: last } : stretch;
}

/** The weakest first: all but one shared, then all exclusive. */
function modesOf({ kind }: ScenarioLock, count: number): readonly (readonly LockMode[])[] {
  const none = Array.from({ length: count }, (): LockMode => 'exclusive');
  return kind === 'rwsem' ? [...allButOneShared(count), none] : [none];
}

function allButOneShared(count: number): readonly (readonly LockMode[])[] {
  const all = Array.from({ length: count }, (): LockMode => 'shared');
  return all.map((_, one) => all.with(one, 'exclusive'));
}

/** For each object that a local of every task points to: the stretches from where one does. */
function throughLocals(
  finder: CoverFinder,
  { address }: ScenarioLock,
  stretches: readonly Stretch[],
): Form['parts'][] {
  const ways = stretches.map((stretch) => waysInto(finder, address.struct, stretch));
  const [first = new Map()] = ways;
  return [...first.keys()].flatMap((object) => {
    const parts = ways.map((way) => way.get(object));
    return parts.every((part) => part !== undefined) ? [parts] : [];
  });
}

/** By object, where in the stretch a local points to it for the first time. */
function waysInto(
  finder: CoverFinder,
  struct: string,
  stretch: Stretch,
): Map<number, Form['parts'][number]> {
  const ways = new Map<number, Form['parts'][number]>();
  const { task, from, to } = stretch;
  finder
    .pathOf(task)
    .slice(from, to + 1)
    .forEach(({ pointers }, i) => {
      for (const through of pointers.filter((pointer) => pointer.struct === struct))
        if (!ways.has(through.object))
          ways.set(through.object, { stretch: { ...stretch, from: from + i }, through });
    });
  return ways;
}

function coversOf(finder: CoverFinder, { address }: ScenarioLock, form: Form): readonly Cover[] {
  return form.parts.flatMap(({ stretch, through }, i) => {
    const object =
      through === null
        ? address.object
        : ({ kind: 'variable', variable: through.variable } as const);
    return finder.covers([stretch], { ...address, object }, [at(form.modes, i)]);
  });
}

function fits({ model }: CoverSearch, { kind }: ScenarioLock, covers: readonly Cover[]): boolean {
  return covers.every(({ task, stretch }) => mayHold(model, task, stretch, kind));
}

function partsOf({ locked }: CoverSearch, form: Form, covers: readonly Cover[]): LockPart[] {
  return form.parts.map(({ stretch, through }, i) => ({
    stretch,
    through,
    mode: at(form.modes, i),
    already: locked.changeOf(at(covers, i)) === 'none',
  }));
}
