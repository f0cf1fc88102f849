// The visitor's own texts in the browser's storage, so that a reload loses nothing. An entry may come
// from another version or be damaged. Each is validated alone; one that cannot be read is stored under
// another key and reported, never deleted.

import * as v from 'valibot';
import type { Storage } from '../state/panels.ts';
import type { OwnText } from '../state/store.ts';

/** The version is part of the key: another format gets another key. */
const key = 'pagerace.drafts.1';
const keyOfDamaged = `${key}.damaged`;

/**
 * The oldest entries are deleted first: browsers store about five million characters for a page.
 */
export const maxDrafts = 24;

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
  const raw = read(storage);
  const { drafts, damaged } = readDrafts(raw);
  if (damaged === 0) return { drafts, problem: null };
  write(storage, keyOfDamaged, raw ?? '');
  write(storage, key, JSON.stringify(listOf(drafts)));
  const what = damaged === 1 ? 'A text' : `${damaged} texts`;
  const problem = `${what} of yours could not be read from this browser’s storage. It is kept there as ${keyOfDamaged}`;
  return { drafts, problem };
}

/** Merges with entries that another tab has stored meanwhile. False where the storage is full. */
export function saveDraft(storage: Storage | null, name: string, own: OwnText): boolean {
  if (own.text.length > maxLength) return false;
  const { drafts } = readDrafts(read(storage));
  drafts.delete(name);
  drafts.set(name, own);
  return write(storage, key, JSON.stringify(listOf(drafts).slice(-maxDrafts)));
}

export function removeDraft(storage: Storage | null, name: string): void {
  const { drafts } = readDrafts(read(storage));
  if (drafts.delete(name)) write(storage, key, JSON.stringify(listOf(drafts)));
}

function readDrafts(raw: string | null): { drafts: Map<string, OwnText>; damaged: number } {
  const drafts = new Map<string, OwnText>();
  if (raw === null) return { drafts, damaged: 0 };
  const list = v.safeParse(listSchema, parseJson(raw));
  if (!list.success) return { drafts, damaged: 1 };
  let damaged = 0;
  for (const stored of list.output) {
    const draft = v.safeParse(draftSchema, stored);
    if (draft.success) drafts.set(draft.output.name, ownText(draft.output));
    else damaged += 1;
  }
  return { drafts, damaged };
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

function read(storage: Storage | null): string | null {
  try {
    return storage?.getItem(key) ?? null;
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
