// What the landing page lists: the chapters with their scenarios, and which of them a search lets through.

import { readCatalogue } from '../../check/catalogue/catalogueIndex.ts';
import type { IndexedScenario } from '../../check/catalogue/indexedScenario.ts';
import { formatLink } from '../../check/link/link.ts';
import { type Chapter, CHAPTERS, LADDER, LEFT_OUT } from '../../scenarios/chapters.ts';

export interface LandingChapter {
  readonly chapter: Chapter;
  readonly scenarios: readonly LandingScenario[];
}

export interface LandingScenario {
  readonly name: string;
  readonly title: string;
  readonly year: number | null;
  readonly author: string | null;
  /** The address of the scenario as it opens by itself. */
  readonly hash: string;
  /** What can go wrong in it, in words. */
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

/** What a person calls the break of an invariant; one that is not here is called by its own name. */
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

/** The chapter that a scenario stands in, null for a text of the visitor's own; and what no model here has. */
export function backgroundOf(scenario: string): {
  readonly chapter: Chapter | null;
  readonly leftOut: string;
} {
  const chapter = CHAPTERS.find(({ scenarios }) => scenarios.includes(scenario)) ?? null;
  return { chapter, leftOut: LEFT_OUT };
}

/** The scenarios of the ladder that there are, with where each leads. */
export function listLadder(): LandingRung[] {
  return LADDER.flatMap(({ scenario, teaches }) => {
    const entry = entryOf(scenario);
    return entry === undefined ? [] : [{ title: entry.title, hash: hashOf(scenario), teaches }];
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

/** The field alone: `i_data.invalidate_lock` is the invalidate_lock. */
function lockName(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

/** What can be chosen, in the order in which it is read. */
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

/** The chapters with what the filter leaves of them; a chapter without any falls out. */
export function filterChapters(
  chapters: readonly LandingChapter[],
  filter: LandingFilter,
): LandingChapter[] {
  return chapters
    .map(({ chapter, scenarios }) => ({
      chapter,
      scenarios: scenarios.filter((scenario) => passes(scenario, chapter, filter)),
    }))
    .filter(({ scenarios }) => scenarios.length > 0);
}

function passes(scenario: LandingScenario, chapter: Chapter, filter: LandingFilter): boolean {
  const { outcome, lock, kernel, text } = filter;
  if (outcome !== null && !scenario.outcomes.includes(outcome)) return false;
  if (lock !== null && !scenario.locks.includes(lock)) return false;
  if (kernel !== null && !versionsOf(scenario).includes(kernel)) return false;
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const searched = textOf(scenario, chapter);
  return words.every((word) => searched.includes(word));
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
