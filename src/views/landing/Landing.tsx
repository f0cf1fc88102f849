// The landing page: the story in the order of time, with a picture of every bad end.

import { Search } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { IndexedScenario } from '../../check/catalogue/indexedScenario.ts';
import type { Chapter } from '../../scenarios/chapters.ts';
import type { PicturedRun } from '../../session/state/picturedRun.ts';
import {
  filterChapters,
  filterChoices,
  type LandingChapter,
  type LandingFilter,
  type LandingRung,
  NO_FILTER,
} from '../../session/state/landing.ts';
import type { Theme } from '../../session/state/panels.ts';
import { LandingSelect } from './LandingSelect.tsx';
import { MessageNote } from '../base/MessageNote.tsx';
import { ScenarioCard } from './ScenarioCard.tsx';
import { useStageSize } from '../base/useStageSize.ts';
import './Landing.css';

/** The popup library is not in the first load. */
const ThemeMenu = lazy(async () => ({
  default: (await import('../header/ThemeMenu.tsx')).ThemeMenu,
}));

export interface LandingProps {
  readonly chapters: readonly LandingChapter[];
  readonly ladder: readonly LandingRung[];
  readonly theme: Theme;
  readonly onTheme: (theme: Theme) => void;
  /** The run of a scenario's bad end. */
  readonly replay: (scenario: IndexedScenario) => Promise<PicturedRun | null>;
}

export function Landing({ chapters, ladder, theme, onTheme, replay }: LandingProps) {
  const [filter, setFilter] = useState(NO_FILTER);
  const shown = filterChapters(chapters, filter);
  const count = shown.reduce((sum, { scenarios }) => sum + scenarios.length, 0);
  const hall = useStageSize() === 'wide';
  return (
    <div className="landing">
      <header className="landing-head">
        <span className="word-mark">pagerace</span>
        <nav className="landing-years" aria-label="Chapters">
          {shown.map(({ chapter }) => (
            <a key={chapter.id} href={`#chapter-${chapter.id}`} onClick={toChapter(chapter.id)}>
              {chapter.year}
            </a>
          ))}
        </nav>
        <Suspense fallback={<span className="icon-button theme-trigger" />}>
          <ThemeMenu theme={theme} onTheme={onTheme} />
        </Suspense>
      </header>
      <main>
        <Opening
          ladder={ladder}
          scenarios={chapters.flatMap(({ scenarios }) => scenarios).length}
        />
        <Filters {...{ chapters, filter, count }} onFilter={setFilter} />
        {shown.map((one) => (
          <ChapterPart key={one.chapter.id} {...one} hall={hall} replay={replay} />
        ))}
        {count === 0 && (
          <p className="landing-none">
            No scenario matches.{' '}
            <button type="button" className="button" onClick={() => setFilter(NO_FILTER)}>
              Show all
            </button>
          </p>
        )}
      </main>
    </div>
  );
}

/** Replaces the address: a chapter is no entry of the history. */
function toChapter(id: string) {
  return (event: { preventDefault(): void }): void => {
    event.preventDefault();
    const heading = document.getElementById(`chapter-${id}`);
    heading?.scrollIntoView();
    heading?.focus({ preventScroll: true });
  };
}

function Opening({
  ladder,
  scenarios,
}: {
  readonly ladder: readonly LandingRung[];
  readonly scenarios: number;
}) {
  return (
    <section className="landing-opening">
      <div>
        <h1>How a page cache goes wrong</h1>
        <p className="landing-lead">
          Between 2000 and 2013, five messages on kernel mailing lists argued about pages that are
          dropped while somebody maps them. Here are their races: {scenarios} scenarios of kernel
          code to step through, to break, and to prove. Every order of steps is tried before a
          kernel is called safe.
        </p>
      </div>
      <div>
        <h2 className="landing-ladder-head">From easy to hard</h2>
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
          placeholder="Search: title, author, lock, kernel"
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

interface ChapterProps extends LandingChapter {
  readonly hall: boolean;
  readonly replay: LandingProps['replay'];
}

function ChapterPart({ chapter, scenarios, hall, replay }: ChapterProps) {
  return (
    <section className="chapter" aria-labelledby={`chapter-${chapter.id}`}>
      <ChapterHead chapter={chapter} />
      <div className="chapter-cards">
        {scenarios.map((scenario) => (
          <ScenarioCard key={scenario.name} scenario={scenario} hall={hall} replay={replay} />
        ))}
      </div>
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
