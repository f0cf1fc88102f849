// How the page is arranged: what a person sets once and expects to find again. Kept in the
// browser's storage, and believed only field by field: whatever does not fit is the default.

import type { LockKind } from '../../model/world/world.ts';
import {
  defaultPolicy,
  type LockChoice,
  lockKinds,
  type PauseOn,
  type PausePolicy,
} from '../player/pausePolicy.ts';
import { defaultStepMs } from '../player/pace.ts';

export type Theme = 'auto' | 'light' | 'dark';

export interface Panels {
  readonly theme: Theme;
  readonly policy: PausePolicy;
  /** Milliseconds from one step of play to the next. */
  readonly stepMs: number;
  /** Names of the tasks whose code stays open, besides the one that moved last. */
  readonly openTasks: readonly string[];
  /** Single letters and digits are shortcuts; people who speak to their computer turn them off. */
  readonly characterKeys: boolean;
  /** Bytes that a search may take before it says so; null: what the page thinks right. */
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

/** What a person may choose; more than 2 GB is more than a tab can be trusted with. */
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

/** A browser that keeps nothing is no fault: the page works without. */
export function savePanels(storage: Storage | null, panels: Panels): void {
  try {
    storage?.setItem(key, JSON.stringify(panels));
  } catch {
    return;
  }
}

export function readPanels(said: unknown): Panels {
  const { theme, policy, stepMs, openTasks, characterKeys, maxBytes } = fieldsOf(said);
  return {
    theme: oneOf(['auto', 'light', 'dark'], theme, defaultPanels.theme),
    policy: readPolicy(policy),
    stepMs: isStepMs(stepMs) ? stepMs : defaultPanels.stepMs,
    openTasks: names(openTasks),
    characterKeys: typeof characterKeys === 'boolean' ? characterKeys : true,
    maxBytes: byteChoices.find((choice) => choice === maxBytes) ?? null,
  };
}

function readPolicy(said: unknown): PausePolicy {
  const { on, locks } = fieldsOf(said);
  const pauses: readonly PauseOn[] = ['step', 'lock', 'switch', 'broken'];
  return { on: oneOf(pauses, on, defaultPolicy.on), locks: readLocks(locks) };
}

function readLocks(said: unknown): LockChoice {
  const { kinds, pageTable, except } = fieldsOf(said);
  const chosen = lockKinds.filter((kind: LockKind) => Array.isArray(kinds) && kinds.includes(kind));
  return {
    kinds: Array.isArray(kinds) ? chosen : lockKinds,
    pageTable: pageTable === true,
    except: names(except),
  };
}

function fieldsOf(said: unknown): Readonly<Record<string, unknown>> {
  return typeof said === 'object' && said !== null ? { ...said } : {};
}

function oneOf<T extends string>(allowed: readonly T[], said: unknown, otherwise: T): T {
  return allowed.find((value) => value === said) ?? otherwise;
}

function isStepMs(said: unknown): said is number {
  return typeof said === 'number' && said >= 20 && said <= 10_000;
}

/** At most 50 names of at most 100 letters: more was not written by this page. */
function names(said: unknown): readonly string[] {
  if (!Array.isArray(said)) return [];
  return said.filter((name) => typeof name === 'string' && name.length <= 100).slice(0, 50);
}
