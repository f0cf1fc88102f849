// The landing page: a page cache to play with, six races, the story in the order of time, and all scenarios.

import { Search } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { IndexedScenario } from '../../check/catalogue/indexedScenario.ts';
import type { Chapter } from '../../scenarios/chapters.ts';
import type { PicturedRun } from '../../session/state/picturedRun.ts';
import {
  type DeepTexts,
  filterChoices,
  filterScenarios,
  type LandingChapter,
  type LandingFilter,
  type LandingRung,
  type LandingScenario,
  NO_FILTER,
} from '../../session/state/landing.ts';
import type { Theme } from '../../session/state/panels.ts';
import { LandingSelect } from './LandingSelect.tsx';
import { MessageNote } from '../base/MessageNote.tsx';
import { FlagshipCard } from './FlagshipCard.tsx';
import { VerdictMark } from '../base/VerdictMark.tsx';
import { ScenarioCard } from './ScenarioCard.tsx';
import { TalkSection } from './TalkSection.tsx';
import { useStageSize } from '../base/useStageSize.ts';
import './Landing.css';

/** The popup library is not in the first load. */
const ThemeMenu = lazy(async () => ({
  default: (await import('../header/ThemeMenu.tsx')).ThemeMenu,
}));

/** It needs the engine, which is not in the first load. */
const FirstLook = lazy(async () => ({
  default: (await import('./FirstLook.tsx')).FirstLook,
}));

export interface LandingProps {
  readonly chapters: readonly LandingChapter[];
  readonly flagships: readonly LandingScenario[];
  readonly ladder: readonly LandingRung[];
  readonly theme: Theme;
  readonly onTheme: (theme: Theme) => void;
  /** The run of a scenario's bad end. */
  readonly replay: (scenario: IndexedScenario) => Promise<PicturedRun | null>;
  /** Stories, sources and code, for the search. */
  readonly fetchTexts: () => Promise<DeepTexts>;
  readonly filter: LandingFilter;
  readonly onFilter: (filter: LandingFilter) => void;
}

export function Landing(props: LandingProps) {
  const { chapters, flagships, ladder, theme, onTheme, replay } = props;
  const hall = useStageSize() === 'wide';
  return (
    <div className="landing">
      <header className="landing-head">
        <span className="word-mark">pagerace</span>
        <nav className="landing-years" aria-label="Chapters">
          {chapters.map(({ chapter }) => (
            <a
              key={chapter.id}
              href={`#chapter-${chapter.id}`}
              onClick={toPart(`chapter-${chapter.id}`)}
            >
              {chapter.year}
            </a>
          ))}
          <a href="#all-scenarios" onClick={toPart('all-scenarios')}>
            all
          </a>
        </nav>
        <Suspense fallback={<span className="icon-button theme-trigger" />}>
          <ThemeMenu theme={theme} onTheme={onTheme} />
        </Suspense>
      </header>
      <main>
        <Opening scenarios={chapters.flatMap(({ scenarios }) => scenarios).length} />
        <section className="landing-flagships" aria-labelledby="flagships">
          <h2 id="flagships">Six races: press play</h2>
          <div className="flagships">
            {flagships.map((scenario) => (
              <FlagshipCard key={scenario.name} scenario={scenario} hall={hall} replay={replay} />
            ))}
          </div>
        </section>
        <TalkSection />
        {chapters.map((one) => (
          <ChapterPart key={one.chapter.id} {...one} />
        ))}
        <Ladder ladder={ladder} />
        <AllScenarios {...props} hall={hall} />
      </main>
    </div>
  );
}

type AllScenariosProps = Pick<
  LandingProps,
  'chapters' | 'filter' | 'onFilter' | 'replay' | 'fetchTexts'
> & { readonly hall: boolean };

function AllScenarios({ chapters, filter, onFilter, replay, fetchTexts, hall }: AllScenariosProps) {
  const [deep, setDeep] = useState<DeepTexts>(new Map());
  const searching = filter.text !== '';
  useEffect(() => {
    // Without the texts the search still looks into titles, authors, locks, failures and kernels.
    if (searching && deep.size === 0) void fetchTexts().then(setDeep, () => {});
  }, [searching, deep, fetchTexts]);
  const shown = filterScenarios(chapters, filter, deep);
  return (
    <section className="landing-all" aria-labelledby="all-scenarios">
      <h2 id="all-scenarios" tabIndex={-1}>
        All scenarios
      </h2>
      <Filters {...{ chapters, filter, onFilter }} count={shown.length} />
      <div className="chapter-cards">
        {shown.map((scenario) => (
          <ScenarioCard key={scenario.name} scenario={scenario} hall={hall} replay={replay} />
        ))}
      </div>
      {shown.length === 0 && (
        <p className="landing-none">
          No scenario matches.{' '}
          <button type="button" className="button" onClick={() => onFilter(NO_FILTER)}>
            Show all
          </button>
        </p>
      )}
    </section>
  );
}

/** Replaces the address: a chapter is no entry of the history. */
function toPart(id: string) {
  return (event: { preventDefault(): void }): void => {
    event.preventDefault();
    const heading = document.getElementById(id);
    heading?.scrollIntoView();
    heading?.focus({ preventScroll: true });
  };
}

function Opening({ scenarios }: { readonly scenarios: number }) {
  return (
    <section className="landing-opening">
      <div>
        <h1>How a page cache goes wrong</h1>
        <p className="landing-lead">
          The kernel keeps parts of files in memory: the page cache. read() looks there first, and
          goes to the disk only when it finds nothing. So what the cache holds must be what the disk
          holds.
        </p>
        <p className="landing-lead">
          Several tasks work on it at once, and their steps come in any order. Most orders end well.
          Here are two tasks: put their steps in order, and find the one that does not.
        </p>
        <p className="landing-about">
          Between 2000 and 2013, five messages on kernel mailing lists argued about such orders.
          Below are their races: {scenarios} scenarios of kernel code to step through, to break, and
          to prove. Every order of steps is tried before a kernel is called safe.
        </p>
      </div>
      <Suspense fallback={<div className="first-look" />}>
        <FirstLook />
      </Suspense>
    </section>
  );
}

function Ladder({ ladder }: Pick<LandingProps, 'ladder'>) {
  return (
    <section className="chapter" aria-labelledby="ladder">
      <div className="chapter-head">
        <h2 id="ladder">From easy to hard</h2>
        <ol className="landing-ladder">
          {ladder.map(({ title, hash, teaches }) => (
            <li key={hash}>
              <a href={hash}>{title}</a> <span>{teaches}</span>
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}

interface FiltersProps {
  readonly chapters: readonly LandingChapter[];
  readonly filter: LandingFilter;
  /** Of scenarios that pass. */
  readonly count: number;
  readonly onFilter: (filter: LandingFilter) => void;
}

function Filters({ chapters, filter, count, onFilter }: FiltersProps) {
  const { outcomes, locks, kernels } = filterChoices(chapters);
  const set = (change: Partial<LandingFilter>): void => onFilter({ ...filter, ...change });
  return (
    <form className="landing-filters" role="search" onSubmit={(event) => event.preventDefault()}>
      <label className="landing-search">
        <Search aria-hidden="true" />
        <input
          type="search"
          aria-label="Search scenarios"
          placeholder="Search: title, story, function, commit, CVE"
          value={filter.text}
          onChange={({ target }) => set({ text: target.value })}
        />
      </label>
      <LandingSelect
        name="failure"
        values={outcomes}
        value={filter.outcome}
        onValue={(outcome) => set({ outcome })}
      />
      <LandingSelect
        name="lock"
        values={locks}
        value={filter.lock}
        onValue={(lock) => set({ lock })}
      />
      <LandingSelect
        name="kernel"
        values={kernels}
        value={filter.kernel}
        onValue={(kernel) => set({ kernel })}
      />
      <output className="landing-count">{count === 1 ? '1 scenario' : `${count} scenarios`}</output>
    </form>
  );
}

function ChapterPart({ chapter, scenarios }: LandingChapter) {
  return (
    <section className="chapter" aria-labelledby={`chapter-${chapter.id}`}>
      <ChapterHead chapter={chapter} />
      <ul className="chapter-links">
        {scenarios.map(({ name, title, hash, indexed }) => (
          <li key={name}>
            <VerdictMark verdict={indexed.bad === null ? 'holds' : 'violated'} />
            <a href={hash}>{title}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function ChapterHead({ chapter }: { readonly chapter: Chapter }) {
  return (
    <div className="chapter-head">
      <span className="chapter-year">{chapter.year}</span>
      <h2 id={`chapter-${chapter.id}`} tabIndex={-1}>
        {chapter.title}
      </h2>
      {chapter.message && <MessageNote message={chapter.message} />}
      <p>{chapter.argument}</p>
    </div>
  );
}
