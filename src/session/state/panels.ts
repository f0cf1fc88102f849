// How the page is arranged. The browser's storage keeps it. It is read field by field: a field that
// does not fit gets its default.

import * as v from 'valibot';
import type { LockKind } from '../../model/world/world.ts';
import { defaultPolicy, lockKinds, type PauseOn, type PausePolicy } from '../player/pausePolicy.ts';
import { defaultStepMs } from '../player/pace.ts';

export type Theme = 'auto' | 'light' | 'dark';

export interface Panels {
  readonly theme: Theme;
  readonly policy: PausePolicy;
  /** Milliseconds from one step of play to the next. */
  readonly stepMs: number;
  /** Names of the tasks whose code stays open, besides the one that moved last. */
  readonly openTasks: readonly string[];
  /** Whether single letters and digits are shortcuts; users of speech recognition turn them off. */
  readonly characterKeys: boolean;
  /** The memory limit of a search in bytes; null: the default. */
  readonly maxBytes: number | null;
}

export const defaultPanels: Panels = {
  theme: 'auto',
  policy: defaultPolicy,
  stepMs: defaultStepMs,
  openTasks: [],
  characterKeys: true,
  maxBytes: null,
};

/** The choices; more than 2 GB is more than a browser tab can reliably use. */
export const byteChoices: readonly number[] = [128, 512, 1024, 2048].map((mb) => mb * 2 ** 20);

/** The part of the browser's Storage that is used; each of its methods may throw. */
export interface Storage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

/** The version is part of the key: another shape gets another key. */
const key = 'pagerace.panels.1';

export function loadPanels(storage: Storage | null): Panels {
  try {
    return readPanels(JSON.parse(storage?.getItem(key) ?? 'null'));
  } catch {
    return defaultPanels;
  }
}

/** A browser that stores nothing is no error: the page works without. */
export function savePanels(storage: Storage | null, panels: Panels): void {
  try {
    storage?.setItem(key, JSON.stringify(panels));
  } catch {
    return;
  }
}

export function readPanels(stored: unknown): Panels {
  return v.parse(panelsSchema, stored);
}

/** At most 50 names of at most 100 letters; longer lists were not written by this page. */
const nameSchema = v.pipe(v.string(), v.maxLength(100));
const names = v.fallback(
  v.pipe(
    v.array(v.unknown()),
    v.transform((list): readonly string[] =>
      list.filter((name) => v.is(nameSchema, name)).slice(0, 50),
    ),
  ),
  [],
);

const locksSchema = v.object({
  kinds: v.fallback(
    v.pipe(
      v.array(v.unknown()),
      v.transform((list): readonly LockKind[] => lockKinds.filter((kind) => list.includes(kind))),
    ),
    lockKinds,
  ),
  pageTable: v.fallback(v.boolean(), false),
  except: names,
});

const pauses: readonly PauseOn[] = ['step', 'lock', 'switch', 'broken'];
const policySchema = v.object({
  on: v.fallback(v.picklist(pauses), defaultPolicy.on),
  locks: v.fallback(locksSchema, defaultPolicy.locks),
});

const themes: readonly Theme[] = ['auto', 'light', 'dark'];
const fieldsSchema = v.object({
  theme: v.fallback(v.picklist(themes), defaultPanels.theme),
  policy: v.fallback(policySchema, defaultPolicy),
  stepMs: v.fallback(v.pipe(v.number(), v.minValue(20), v.maxValue(10_000)), defaultPanels.stepMs),
  openTasks: names,
  characterKeys: v.fallback(v.boolean(), defaultPanels.characterKeys),
  maxBytes: v.fallback(v.nullable(v.picklist(byteChoices)), defaultPanels.maxBytes),
});
const panelsSchema = v.fallback(fieldsSchema, defaultPanels);
