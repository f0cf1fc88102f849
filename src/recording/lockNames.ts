// Lock operations of a recording, with the lock that each works on as far as the recording shows it.

import {
  fieldOf,
  nameOfRow,
  NO_PARENT,
  parentName,
  type Recording,
  ROW,
  rowCount,
} from './recording.ts';

/** The Nth call of an operation directly in a function works on this lock; `nth` null: each. `inside` `-`: in no call. */
export interface LockName {
  readonly name: string;
  readonly operation: string;
  readonly nth: number | null;
  readonly inside: string;
  /** What an event of the function's own name in that call gives as its flags; null: whatever they are. */
  readonly flags: string | null;
}

export type LockMode = 'shared' | 'exclusive';

interface Operation {
  readonly does: 'take' | 'try' | 'release' | 'downgrade';
  readonly mode: LockMode;
}

export const LOCK_CALLS: Readonly<Record<string, Operation>> = {
  down_read: { does: 'take', mode: 'shared' },
  down_read_killable: { does: 'take', mode: 'shared' },
  down_read_interruptible: { does: 'take', mode: 'shared' },
  down_read_trylock: { does: 'try', mode: 'shared' },
  up_read: { does: 'release', mode: 'shared' },
  down_write: { does: 'take', mode: 'exclusive' },
  down_write_killable: { does: 'take', mode: 'exclusive' },
  down_write_trylock: { does: 'try', mode: 'exclusive' },
  up_write: { does: 'release', mode: 'exclusive' },
  downgrade_write: { does: 'downgrade', mode: 'exclusive' },
};

export interface LockCall {
  readonly row: number;
  readonly operation: string;
  /**
   * The locks that it may work on: one where an address or the place of the call says it, several for a release that
   * may end one hold or another, none where nothing is known.
   */
  readonly locks: readonly string[];
  /** Of a release: the row of the call that took the lock; null where that is not known. */
  readonly taken: number | null;
}

interface Draft {
  readonly row: number;
  readonly task: number;
  readonly operation: string;
  readonly traits: Operation;
  readonly address: string | null;
  readonly placed: string | null;
  failed: boolean;
}

/**
 * All lock calls, by row. A name comes from the lock's address, where kprobe events print it and either the comments of
 * the recording or a rule name the address; else from a rule for the place of the call.
 */
export function lockCalls(
  recording: Recording,
  rules: readonly LockName[],
  inode: number | null,
): ReadonlyMap<number, LockCall> {
  const drafts = draftCalls(recording, rules);
  markFailedTries(drafts);
  const named = addressNames(recording, drafts, inode);
  const holds = new Map<string, HeldLocks>();
  const calls = new Map<number, LockCall>();
  const takes = new Takes();
  for (const draft of drafts) {
    const key = `${draft.task} ${draft.traits.mode}`;
    const held = holds.get(key) ?? new HeldLocks();
    holds.set(key, held);
    const found =
      draft.address === null ? locksOf(draft, held) : takes.follow(draft, named.get(draft.address));
    if (draft.traits.does === 'downgrade') holds.set(`${draft.task} shared`, held);
    const { row, operation } = draft;
    calls.set(row, { row, operation, ...found });
  }
  return calls;
}

/** Which call took the lock that a release lets go, by the lock's address. */
class Takes {
  private readonly rows = new Map<string, number[]>();

  follow({ task, address, traits, row, failed }: Draft, name: string | undefined): Found {
    const locks = name === undefined ? [] : [name];
    const key = `${task} ${address}`;
    const rows = this.rows.get(key) ?? [];
    this.rows.set(key, rows);
    if (traits.does === 'release') return { locks, taken: rows.pop() ?? null };
    if (traits.does !== 'downgrade' && !failed) rows.push(row);
    return { locks, taken: null };
  }
}

interface Found {
  readonly locks: readonly string[];
  readonly taken: number | null;
}

/** Of a call without an address; keeps what the task holds up to date. */
function locksOf(draft: Draft, held: HeldLocks): Found {
  const { does, mode } = draft.traits;
  const { placed, row } = draft;
  if (does === 'release')
    return mode === 'exclusive' || placed !== null ? held.releaseLast(placed) : held.releaseAny();
  if (does !== 'downgrade' && !draft.failed) held.take({ lock: placed, row });
  return { locks: placed === null ? [] : [placed], taken: null };
}

interface Hold {
  readonly lock: string | null;
  readonly row: number;
}

/**
 * What a task holds in one mode. Exclusive locks are let go in reverse order, unless a rule says which one a release is
 * of. Of shared locks the latest that has no name is let go first; which named one is, is not known.
 */
class HeldLocks {
  private holds: Hold[] = [];
  /** Releases of named shared locks whose holds are still listed. */
  private released = 0;

  take(hold: Hold): void {
    this.holds.push(hold);
  }

  releaseLast(name: string | null): Found {
    const found = this.holds.findLastIndex(({ lock }) => name === null || lock === name);
    const [hold] = found < 0 ? [] : this.holds.splice(found, 1);
    const lock = name ?? hold?.lock ?? null;
    return { locks: lock === null ? [] : [lock], taken: hold?.row ?? null };
  }

  releaseAny(): Found {
    const last = this.holds.at(-1);
    if (last !== undefined && last.lock === null) return this.releaseLast(null);
    const named = this.holds.filter(({ lock }) => lock !== null);
    const locks = [...new Set(named.flatMap(({ lock }) => lock ?? []))];
    if (named.length === 1) return this.releaseLast(null);
    this.released += 1;
    if (this.released >= named.length) {
      this.holds = this.holds.filter(({ lock }) => lock === null);
      this.released = 0;
    }
    return { locks, taken: null };
  }
}

function draftCalls(recording: Recording, rules: readonly LockName[]): Draft[] {
  const drafts: Draft[] = [];
  const counted = new Map<string, number>();
  const addresses = new Map<string, string>();
  const flags = flagsOfCalls(recording);
  for (let row = 0; row < rowCount(recording); row += 1) {
    const name = nameOfRow(recording, row);
    const task = recording.task[row] ?? 0;
    if (recording.kind[row] === ROW.event) {
      noteEvent(drafts, addresses, { name, task, details: recording.details[row] ?? '' });
      continue;
    }
    const traits = LOCK_CALLS[name];
    if (traits === undefined) continue;
    const key = `${task} ${name}`;
    const parent = recording.parent[row] ?? NO_PARENT;
    const nth = (counted.get(`${parent} ${key}`) ?? 0) + 1;
    counted.set(`${parent} ${key}`, nth);
    const place = {
      nth,
      inside: parentName(recording, row) ?? '-',
      flags: flags.get(parent) ?? null,
    };
    const placed = placeName(rules, name, place);
    const address = addresses.get(key) ?? null;
    addresses.delete(key);
    drafts.push({ row, task, operation: name, traits, address, placed, failed: false });
  }
  return drafts;
}

/** By row of a call: the flags that an event of the same name prints in it, as xfs_ilock() and xfs_iunlock() do. */
function flagsOfCalls(recording: Recording): ReadonlyMap<number, string> {
  const flags = new Map<number, string>();
  for (let row = 0; row < rowCount(recording); row += 1) {
    if (recording.kind[row] !== ROW.event) continue;
    const parent = recording.parent[row] ?? NO_PARENT;
    if (parent < 0 || recording.name[parent] !== recording.name[row]) continue;
    const printed = fieldOf(recording.details[row] ?? '', 'flags');
    if (printed !== null) flags.set(parent, printed);
  }
  return flags;
}

/** A kprobe at an operation prints the lock's address before the call; one at its return may say that it got nothing. */
function noteEvent(
  drafts: Draft[],
  addresses: Map<string, string>,
  event: { readonly name: string; readonly task: number; readonly details: string },
): void {
  if (event.name in LOCK_CALLS) {
    const address = /\b(?:sem|lock)=(0x[0-9a-f]+)/.exec(event.details)?.[1];
    if (address !== undefined) addresses.set(`${event.task} ${event.name}`, address);
    return;
  }
  if (!event.name.endsWith('_trylock_ret') || !/\bret=0\b/.test(event.details)) return;
  const tried = drafts.findLast(
    (draft) => draft.task === event.task && `${draft.operation}_ret` === event.name,
  );
  if (tried !== undefined) tried.failed = true;
}

function placeName(
  rules: readonly LockName[],
  operation: string,
  { nth, inside, flags }: { nth: number; inside: string; flags: string | null },
): string | null {
  const rule = rules.find(
    (one) =>
      one.operation === operation &&
      (one.flags === null || one.flags === flags) &&
      one.inside === inside &&
      (one.nth === null || one.nth === nth),
  );
  return rule?.name ?? null;
}

/** A trylock that the same lock's sleeping variant follows has got nothing. */
function markFailedTries(drafts: readonly Draft[]): void {
  const before = new Map<number, Draft>();
  for (const draft of drafts) {
    const tried = before.get(draft.task);
    before.set(draft.task, draft);
    if (tried?.traits.does !== 'try' || draft.traits.does !== 'take') continue;
    const same = tried.traits.mode === draft.traits.mode && tried.placed === draft.placed;
    if (same && tried.address === draft.address && tried.placed !== null) tried.failed = true;
  }
}

/** What the comments call an address; else what most rules say of it. */
function addressNames(
  { comments }: Recording,
  drafts: readonly Draft[],
  inode: number | null,
): ReadonlyMap<string, string> {
  const votes = new Map<string, Map<string, number>>();
  for (const { address, placed } of drafts) {
    if (address === null || placed === null) continue;
    const own = votes.get(address) ?? new Map<string, number>();
    votes.set(address, own.set(placed, (own.get(placed) ?? 0) + 1));
  }
  const names = new Map<string, string>();
  for (const [address, own] of votes)
    names.set(address, [...own].sort(([, a], [, b]) => b - a)[0]?.[0] ?? '');
  for (const comment of comments) {
    const found = /^lock (0x[0-9a-f]+) = (.+)$/.exec(comment);
    if (found !== null) names.set(found[1] ?? '', commentName(found[2] ?? '', inode));
  }
  return names;
}

/** `ext4 i_data_sem of inode number 12` is `i_data_sem` where 12 is the file; another file's keeps the whole name. */
function commentName(text: string, inode: number | null): string {
  const found = /^(?:\w+ )?(\w+)(?:\(\w+\))? of inode number (\d+)$/.exec(text);
  if (found === null) return text;
  return inode === null || Number(found[2]) === inode ? (found[1] ?? text) : text;
}
