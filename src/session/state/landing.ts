// The landing page's list: the chapters with their scenarios, and the filter.

import { readCatalogue } from '../../check/catalogue/catalogueIndex.ts';
import type { IndexedScenario } from '../../check/catalogue/indexedScenario.ts';
import { formatLink } from '../../check/link/link.ts';
import { type Chapter, CHAPTERS, FLAGSHIPS, LADDER, LEFT_OUT } from '../../scenarios/chapters.ts';

export interface LandingChapter {
  readonly chapter: Chapter;
  readonly scenarios: readonly LandingScenario[];
}

export interface LandingScenario {
  readonly name: string;
  readonly title: string;
  readonly year: number | null;
  readonly author: string | null;
  /** The address of the scenario without a step. */
  readonly hash: string;
  /** The failures that it can show, in words. */
  readonly outcomes: readonly string[];
  readonly locks: readonly string[];
  readonly kernels: IndexedScenario['kernels'];
  readonly indexed: IndexedScenario;
}

/** One scenario of the ladder from easy to hard. */
export interface LandingRung {
  readonly title: string;
  readonly hash: string;
  readonly teaches: string;
}

/** Empty text and nulls let everything through. */
export interface LandingFilter {
  readonly text: string;
  readonly outcome: string | null;
  readonly lock: string | null;
  /** A version such as `2.6.23`: scenarios that name a kernel with it. */
  readonly kernel: string | null;
}

export const NO_FILTER: LandingFilter = { text: '', outcome: null, lock: null, kernel: null };

/**
 * The failure that the break of an invariant means; an invariant that is not listed is shown by its name.
 */
const OUTCOMES: Readonly<Record<string, string>> = {
  ORPHAN: 'orphaned page',
  LOST: 'lost data',
  STALE: 'stale data',
  FOREIGNWRITE: 'write to another file’s block',
  LEAK: 'another file’s data seen',
  STALEBLK: 'stale block number',
  EOF: 'mapped beyond the end',
  FREE: 'freed page still mapped',
  TRACK: 'untracked dirty page',
  DAX: 'PTE to a freed block',
  LOCAL: 'processes disagree',
  UPMAP: 'not up to date, yet mapped',
  PROGRESS: 'never finishes',
  no_deadlock: 'deadlock',
  no_oops: 'oops',
  no_stuck: 'never finishes',
  no_lock_leak: 'lock left held',
};

export function listChapters(): LandingChapter[] {
  return CHAPTERS.map((chapter) => ({
    chapter,
    scenarios: chapter.scenarios.flatMap((name) => {
      const entry = entryOf(name);
      return entry === undefined ? [] : [landingScenario(entry)];
    }),
  }));
}

/** The chapter of a scenario, null for a visitor's own text; and what no model here contains. */
export function backgroundOf(scenario: string): {
  readonly chapter: Chapter | null;
  readonly leftOut: string;
} {
  const chapter = CHAPTERS.find(({ scenarios }) => scenarios.includes(scenario)) ?? null;
  return { chapter, leftOut: LEFT_OUT };
}

/** The existing scenarios of the ladder, with their addresses. */
export function listLadder(): LandingRung[] {
  return LADDER.flatMap(({ scenario, teaches }) => {
    const entry = entryOf(scenario);
    return entry === undefined ? [] : [{ title: entry.title, hash: hashOf(scenario), teaches }];
  });
}

/** The races that the page shows large. */
export function listFlagships(): LandingScenario[] {
  return FLAGSHIPS.flatMap((name) => {
    const entry = entryOf(name);
    return entry === undefined ? [] : [landingScenario(entry)];
  });
}

function entryOf(scenario: string): IndexedScenario | undefined {
  return readCatalogue().find(({ name }) => name === scenario);
}

function hashOf(scenario: string): string {
  return formatLink({ scenario, configuration: null, run: null });
}

function landingScenario(indexed: IndexedScenario): LandingScenario {
  const { name, title, year, author } = indexed;
  return {
    name,
    title,
    year,
    author,
    hash: hashOf(name),
    outcomes: [...new Set(indexed.breaks.map(outcomeWords))].sort(),
    locks: [...new Set(indexed.locks.map(lockName))].sort(),
    kernels: indexed.kernels,
    indexed,
  };
}

function outcomeWords(name: string): string {
  return OUTCOMES[name.replace(/^(INV|I)-/, '')] ?? name.replaceAll('_', ' ');
}

/** The field alone: `invalidate_lock` for `i_data.invalidate_lock`. */
function lockName(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

/** The values of the filter, in the order in which they are listed. */
export function filterChoices(chapters: readonly LandingChapter[]) {
  const all = chapters.flatMap(({ scenarios }) => scenarios);
  const each = (of: (scenario: LandingScenario) => readonly string[]): string[] => [
    ...new Set(all.flatMap(of)),
  ];
  return {
    outcomes: each(({ outcomes }) => outcomes).sort(),
    locks: each(({ locks }) => locks).sort(),
    kernels: each(versionsOf).sort(compareVersions),
  };
}

/** By scenario: its story, sources and code in small letters, where they have been fetched. */
export type DeepTexts = ReadonlyMap<string, string>;

/** The matching scenarios; those that match by title, author, failure, lock or kernel come before others. */
export function filterScenarios(
  chapters: readonly LandingChapter[],
  filter: LandingFilter,
  deep: DeepTexts = new Map(),
): LandingScenario[] {
  const words = wordsOf(filter);
  const near: LandingScenario[] = [];
  const far: LandingScenario[] = [];
  for (const { chapter, scenarios } of chapters) {
    for (const scenario of scenarios.filter((one) => isChosen(one, filter))) {
      const text = textOf(scenario, chapter);
      const whole = `${text} ${deep.get(scenario.name) ?? ''}`;
      if (words.every((word) => text.includes(word))) near.push(scenario);
      else if (words.every((word) => whole.includes(word))) far.push(scenario);
    }
  }
  return [...near, ...far];
}

function isChosen(scenario: LandingScenario, { outcome, lock, kernel }: LandingFilter): boolean {
  if (outcome !== null && !scenario.outcomes.includes(outcome)) return false;
  if (lock !== null && !scenario.locks.includes(lock)) return false;
  return kernel === null || versionsOf(scenario).includes(kernel);
}

function wordsOf({ text }: LandingFilter): string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}

/** The landing page's address with a filter: `#/?text=seqtex&lock=i_mutex`; `#/` without one. */
export function formatFilter(filter: LandingFilter): string {
  const set = Object.entries(filter).filter(([, value]) => value !== null && value !== '');
  const query = new URLSearchParams(set.map(([name, value]) => [name, String(value)]));
  return set.length === 0 ? '#/' : `#/?${query.toString()}`;
}

/** What an address does not say lets everything through. */
export function parseFilter(hash: string): LandingFilter {
  const query = new URLSearchParams(/^#\/\?(.*)$/.exec(hash)?.[1] ?? '');
  return {
    text: query.get('text') ?? '',
    outcome: query.get('outcome'),
    lock: query.get('lock'),
    kernel: query.get('kernel'),
  };
}

function textOf(
  { name, title, author, year, outcomes, locks, kernels }: LandingScenario,
  chapter: Chapter,
): string {
  const names = kernels.map((kernel) => kernel.name);
  return [
    name,
    title,
    author,
    year,
    chapter.title,
    chapter.message?.from,
    ...outcomes,
    ...locks,
    ...names,
  ]
    .join(' ')
    .toLowerCase();
}

function versionsOf({ kernels }: LandingScenario): string[] {
  return kernels.flatMap(({ name }) => /\d+\.\d+(?:\.\d+)?/.exec(name)?.[0] ?? []);
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  const at = left.findIndex((part, i) => part !== right[i]);
  return at < 0 ? left.length - right.length : (left[at] ?? 0) - (right[at] ?? 0);
}
