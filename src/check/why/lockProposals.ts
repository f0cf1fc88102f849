// Locks that would have helped: each written into the text and proved, the locks that the tasks take anyway first.

import { at, unreachable } from '../../base/assert.ts';
import { NO_DEADLOCK, NO_STUCK } from '../../explore/search/searchReport.ts';
import type { LockKind, LockMode } from '../../model/world/world.ts';
import type { Edit } from '../edit/edit.ts';
import type { EditOutcome, EditProver } from '../edit/editProver.ts';
import type { FunctionTexts } from '../edit/functionText.ts';
import type { StatementRange } from '../edit/statementRange.ts';
import { type Hold, holdAll, holdNew, holdsOf } from './heldRanges.ts';
import { enoughRanges, type Ranges } from './enoughRanges.ts';
import type { LockField } from '../edit/lockTerm.ts';
import type { LockTry } from './whyReport.ts';

export interface ProvedLock {
  /** Its field; null: one more lock. */
  readonly name: string | null;
  readonly kind: LockKind;
  /** The functions that take it now. */
  readonly within: readonly string[];
  readonly edit: Edit;
  readonly states: number;
  readonly open: number;
}

export interface LockSearch {
  readonly proved: readonly ProvedLock[];
  readonly tries: readonly LockTry[];
  readonly written: number;
}

/** What locks are looked for. */
export interface LockHunt {
  readonly texts: FunctionTexts;
  readonly prover: EditProver;
  /** Of each task, the ranges that may do, the least first. */
  readonly ladders: readonly (readonly StatementRange[])[];
  /** Locks of the scenario, the likeliest first; by each, which of the tasks take it somewhere. */
  readonly locks: readonly { readonly lock: LockField; readonly takers: readonly boolean[] }[];
}

/** Edits that are tried at most for one lock, and for one question. */
const MOST_FOR_ONE = 16;
const MOST_EDITS = 150;

type Searching<T> = Generator<{ readonly states: number }, T>;

export function* proposeLocks(hunt: LockHunt): Searching<LockSearch> {
  return yield* new Proposer(hunt).search();
}

class Proposer {
  private readonly hunt: LockHunt;
  private readonly outcomes = new Map<string, EditOutcome>();

  constructor(hunt: LockHunt) {
    this.hunt = hunt;
  }

  *search(): Searching<LockSearch> {
    const enough = yield* this.enough();
    const proved: ProvedLock[] = [];
    const tries: LockTry[] = [];
    for (const { lock, takers } of enough.length === 0 ? [] : this.hunt.locks) {
      const { found, outcome } = yield* this.existing(lock, takers, enough);
      if (found !== null) proved.push(found);
      tries.push({ name: lock.field, outcome });
    }
    const more = yield* this.oneMore(enough);
    return {
      proved: more === null ? proved : [...proved, more],
      tries,
      written: this.outcomes.size,
    };
  }

  /** Where even the least ranges lead to a deadlock with one more lock, another lock may still do. */
  private *enough(): Searching<Ranges[]> {
    const { ladders } = this.hunt;
    const free = yield* enoughRanges(ladders, (ranges) => this.excludes(ranges, [NO_DEADLOCK]));
    if (free.length > 0) return free;
    return yield* enoughRanges(ladders, (ranges) => this.excludes(ranges, []));
  }

  /** Whether the property holds, and `more` too, where only one task at a time is in these ranges. */
  private *excludes(ranges: Ranges, more: readonly string[]): Searching<boolean> {
    const { texts, prover } = this.hunt;
    for (const kind of ['mutex', 'spinlock'] as const) {
      const edit = holdNew(texts, kind, ranges, []);
      const broken = edit && (yield* prover.breaks(edit, more));
      if (broken !== null) return !broken;
    }
    return false;
  }

  private *existing(
    lock: LockField,
    takers: readonly boolean[],
    enough: readonly Ranges[],
  ): Searching<{ readonly found: ProvedLock | null; readonly outcome: LockTry['outcome'] }> {
    let outcome: LockTry['outcome'] = 'no object';
    let tried = 0;
    for (const ranges of enough) {
      for (const holds of this.forms(lock, takers, ranges)) {
        const edit = holdAll(this.hunt.texts, lock, holds);
        if (edit === null || tried === MOST_FOR_ONE) continue;
        tried += 1;
        const reported = yield* this.prove(edit);
        if (reported?.kind === 'proved') {
          const { field, kind } = lock;
          const within = namesIn(holds.map(({ range }) => range));
          return {
            found: {
              name: field,
              kind,
              within,
              edit,
              states: reported.states,
              open: reported.open,
            },
            outcome: 'helps',
          };
        }
        if (reported !== null) outcome = worse(outcome, reported);
      }
    }
    return { found: null, outcome };
  }

  /** The weakest first: tasks that take the lock already are left as they are, and shared holds come before exclusive ones. */
  private forms(lock: LockField, takers: readonly boolean[], ranges: Ranges): Hold[][] {
    const { texts } = this.hunt;
    const options = modesOf(lock, ranges.length).flatMap((modes) =>
      product(
        ranges.map((range, i) => [
          ...(takers[i] === true ? [null] : []),
          ...holdsOf(texts, range, lock, at(modes, i)),
        ]),
      ),
    );
    const written = options.map((holds) => holds.filter((hold) => hold !== null));
    const rank = (holds: readonly Hold[]): number => holds.length;
    const some = written.filter((holds) => holds.length > 0);
    return some.toSorted((a, b) => rank(a) - rank(b));
  }

  /** A mutex, or a spinlock where the ranges lie under one; an rw_semaphore where some can share it. */
  private *oneMore(enough: readonly Ranges[]): Searching<ProvedLock | null> {
    for (const ranges of enough) {
      for (const kind of ['mutex', 'spinlock'] as const) {
        const edit = holdNew(this.hunt.texts, kind, ranges, []);
        const reported = edit && (yield* this.prove(edit));
        if (edit === null || reported?.kind !== 'proved') continue;
        const shared = kind === 'mutex' ? yield* this.sharedForm(ranges) : null;
        return (
          shared ?? {
            name: null,
            kind,
            within: namesIn(ranges),
            edit,
            states: reported.states,
            open: reported.open,
          }
        );
      }
    }
    return null;
  }

  private *sharedForm(ranges: Ranges): Searching<ProvedLock | null> {
    for (const modes of allButOneShared(ranges.length)) {
      const edit = holdNew(this.hunt.texts, 'rwsem', ranges, modes);
      // Tasks that run the same statements hold it in one mode.
      if (edit === null || !edit.some(({ text }) => text.includes('down_read('))) continue;
      const reported = yield* this.prove(edit);
      if (reported?.kind === 'proved')
        return {
          name: null,
          kind: 'rwsem',
          within: namesIn(ranges),
          edit,
          states: reported.states,
          open: reported.open,
        };
    }
    return null;
  }

  /** Null where too many were tried already. */
  private *prove(edit: Edit): Searching<EditOutcome | null> {
    const key = JSON.stringify(edit);
    const known = this.outcomes.get(key);
    if (known !== undefined) return known;
    if (this.outcomes.size >= MOST_EDITS) {
      this.hunt.prover.work.limits.add(`edits ${MOST_EDITS}`);
      return null;
    }
    const outcome = yield* this.hunt.prover.prove(edit);
    this.outcomes.set(key, outcome);
    return outcome;
  }
}

const WORSE: readonly LockTry['outcome'][] = [
  'no object',
  'refused',
  'limit',
  'breaks',
  'fails',
  'deadlocks',
  'disorder',
];

/** Of all forms, how far the best one came. */
function worse(outcome: LockTry['outcome'], reported: EditOutcome): LockTry['outcome'] {
  const now = outcomeOf(reported);
  return WORSE.indexOf(now) > WORSE.indexOf(outcome) ? now : outcome;
}

function outcomeOf(reported: EditOutcome): LockTry['outcome'] {
  switch (reported.kind) {
    case 'proved':
      return 'helps';
    case 'refused':
    case 'breaks':
    case 'disorder':
    case 'limit':
      return reported.kind;
    case 'harms':
      return [NO_DEADLOCK, NO_STUCK].includes(reported.property) ? 'deadlocks' : 'fails';
    default:
      return unreachable(reported);
  }
}

/** The weakest first: all but one shared, then all exclusive. */
function modesOf({ kind }: LockField, count: number): readonly (readonly LockMode[])[] {
  const none = Array.from({ length: count }, (): LockMode => 'exclusive');
  return kind === 'rwsem' ? [...allButOneShared(count), none] : [none];
}

function allButOneShared(count: number): readonly (readonly LockMode[])[] {
  const all = Array.from({ length: count }, (): LockMode => 'shared');
  return all.map((_, one) => all.with(one, 'exclusive'));
}

function namesIn(ranges: readonly StatementRange[]): string[] {
  return [...new Set(ranges.map(({ within }) => within.name))];
}

/** One of each list, in every way. */
function product<T>(lists: readonly (readonly T[])[]): T[][] {
  return lists.reduce<T[][]>(
    (some, list) => some.flatMap((one) => list.map((item) => [...one, item])),
    [[]],
  );
}
