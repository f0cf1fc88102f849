// The visitor's own texts in the browser's storage, so that a reload loses nothing. An entry may come
// from another version or be damaged. Each is validated alone; one that cannot be read is stored under
// another key and reported, never deleted.

import * as v from 'valibot';
import type { Storage } from '../state/panels.ts';
import type { OwnText } from '../state/store.ts';

/** The version is part of the key: another format gets another key. */
const key = 'pagerace.drafts.1';
const keyOfDamaged = `${key}.damaged`;

/** So many damaged copies are put aside. */
const maxAside = 20;

const maxLength = 1_000_000;
const text = v.pipe(v.string(), v.maxLength(maxLength));
const draftSchema = v.strictObject({
  name: v.pipe(v.string(), v.endsWith('.race'), v.maxLength(200)),
  /** The editor's text, errors included. */
  text,
  /** The last text without errors. */
  staged: text,
});
const listSchema = v.array(v.unknown());

type Draft = v.InferOutput<typeof draftSchema>;

export interface KeptDrafts {
  /** By last change, the newest last. */
  readonly drafts: ReadonlyMap<string, OwnText>;
  /** One line if something could not be read. */
  readonly problem: string | null;
}

export function loadDrafts(storage: Storage | null): KeptDrafts {
  const raw = read(storage, key);
  const { drafts, damaged, isList } = readDrafts(raw);
  if (isList && damaged.length === 0) return { drafts, problem: null };
  const aside = putAside(storage, raw ?? '');
  if (aside !== null) write(storage, key, JSON.stringify(listOf(drafts)));
  const what = damaged.length > 1 ? `${damaged.length} texts` : 'A text';
  const where =
    aside === null ? `It was left there, under the key ${key}` : `It is kept there as ${aside}`;
  const problem = `${what} of yours could not be read from this browser’s storage. ${where}`;
  return { drafts, problem };
}

/** The stored text of that name; null if there is none. Another tab may have written it. */
export function storedDraft(storage: Storage | null, name: string): OwnText | null {
  return readDrafts(read(storage, key)).drafts.get(name) ?? null;
}

/**
 * Merges with entries that another tab has stored meanwhile; those that cannot be read stay. False where the storage
 * is full or forbidden: then it is unchanged.
 */
export function saveDraft(storage: Storage | null, name: string, own: OwnText): boolean {
  if (own.text.length > maxLength) return false;
  const raw = read(storage, key);
  const { drafts, damaged, isList } = readDrafts(raw);
  if (!isList && putAside(storage, raw ?? '') === null) return false;
  drafts.delete(name);
  drafts.set(name, own);
  return write(storage, key, JSON.stringify([...damaged, ...listOf(drafts)]));
}

export function removeDraft(storage: Storage | null, name: string): void {
  const { drafts, damaged } = readDrafts(read(storage, key));
  if (drafts.delete(name)) write(storage, key, JSON.stringify([...damaged, ...listOf(drafts)]));
}

interface StoredDrafts {
  readonly drafts: Map<string, OwnText>;
  /** Entries that are no drafts, as they were stored. */
  readonly damaged: readonly unknown[];
  /** False: the whole is damaged. */
  readonly isList: boolean;
}

function readDrafts(raw: string | null): StoredDrafts {
  const drafts = new Map<string, OwnText>();
  if (raw === null) return { drafts, damaged: [], isList: true };
  const list = v.safeParse(listSchema, parseJson(raw));
  if (!list.success) return { drafts, damaged: [], isList: false };
  const damaged: unknown[] = [];
  for (const stored of list.output) {
    const draft = v.safeParse(draftSchema, stored);
    if (draft.success) drafts.set(draft.output.name, ownText(draft.output));
    else damaged.push(stored);
  }
  return { drafts, damaged, isList: true };
}

/** Stores a copy under the first free key, and returns the key; null where there is no room for it. */
function putAside(storage: Storage | null, raw: string): string | null {
  for (let n = 1; n <= maxAside; n += 1) {
    const aside = n === 1 ? keyOfDamaged : `${keyOfDamaged}.${n}`;
    const taken = read(storage, aside);
    if (taken === raw) return aside;
    if (taken === null) return write(storage, aside, raw) ? aside : null;
  }
  return null;
}

function ownText({ text: edited, staged }: Draft): OwnText {
  return { text: edited, staged };
}

function listOf(drafts: ReadonlyMap<string, OwnText>): Draft[] {
  return [...drafts].map(([name, own]) => ({ name, ...own }));
}

function parseJson(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return null;
  }
}

function read(storage: Storage | null, from: string): string | null {
  try {
    return storage?.getItem(from) ?? null;
  } catch {
    return null;
  }
}

function write(storage: Storage | null, to: string, value: string): boolean {
  try {
    storage?.setItem(to, value);
    return storage !== null;
  } catch {
    return false;
  }
}
