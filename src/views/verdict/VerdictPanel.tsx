// The verdict panel: the chosen property first, then the others, the same property on every named kernel and the
// minimal fixes, how runs can end, then the background.

import { SourceText } from '../base/SourceText.tsx';
import { unreachable } from '../../base/assert.ts';
import type { ReactNode } from 'react';
import type { Finding, Progress, Report, Verdict } from '../../check/verdict/report.ts';
import type { RunProperty } from '../../layout/time/propertyStrip.ts';
import {
  countText,
  progressSentence,
  reducedSentence,
  searchSentence,
} from '../../layout/words/searchSentence.ts';
import { isSizeLimit } from '../../session/plans/fixPlan.ts';
import type { KernelFinding, WitnessKind } from '../../session/state/select.ts';
import { FindingList } from './FindingList.tsx';
import { KernelTable } from './KernelTable.tsx';
import { OutcomeList } from './OutcomeList.tsx';
import { SearchBudget, type SearchBudgetProps } from '../base/SearchBudget.tsx';
import { VerdictRests } from './VerdictRests.tsx';
import './VerdictPanel.css';

export type Search =
  /** `progress` is null until the first slice is done. */
  | { readonly kind: 'searching'; readonly progress: Progress | null; readonly elapsedMs: number }
  | { readonly kind: 'done'; readonly report: Report }
  | { readonly kind: 'cancelled'; readonly progress: Progress | null }
  /** The worker could not be started, or it crashed. */
  | { readonly kind: 'failed'; readonly message: string };

export interface VerdictPanelProps {
  readonly search: Search;
  /** The search started a moment ago, and may end before a message is useful. */
  readonly calm?: boolean;
  /** The previous report, dimmed while the search runs; null where there is none. */
  readonly before?: Report | null;
  /** The memory of a search, offered where memory was the limit. */
  readonly budget?: SearchBudgetProps;
  readonly properties: readonly RunProperty[];
  readonly chosen: string | null;
  /** Step at which the current run breaks the chosen property; null where it does not. */
  readonly brokenAt: number | null;
  readonly length: number;
  /** Which witness of the chosen property the current run is. */
  readonly witness: WitnessKind | null;
  /** The length of a schedule in steps. */
  readonly scheduleLength: (schedule: string) => number;
  /** The current run as a schedule. */
  readonly schedule: string;
  readonly kernels: readonly KernelFinding[];
  readonly story: string;
  readonly sources: readonly string[];
  /** Why the chosen property broke, and the minimal fixes. */
  readonly why?: ReactNode;
  readonly fixes?: ReactNode;
  /** Searches again with all reductions; null where they are all on. */
  readonly onReduce?: (() => void) | null;
  /** How large the state space is. */
  readonly space?: ReactNode;
  /** The button that opens the graph of all states. */
  readonly graph?: ReactNode;
  readonly onChoose: (property: string) => void;
  readonly onWitness: (property: string, kind: WitnessKind) => void;
  readonly onSchedule: (schedule: string) => void;
  readonly onKernel: (name: string) => void;
  readonly onCompare: (name: string) => void;
  readonly onCancel: () => void;
  readonly onSearch: () => void;
}

export function VerdictPanel(props: VerdictPanelProps) {
  const { search, chosen, properties, kernels } = props;
  const stale = search.kind === 'searching';
  const report = search.kind === 'done' ? search.report : (stale && props.before) || null;
  const property = properties.find(({ name }) => name === chosen) ?? null;
  const finding = report?.findings.find((one) => one.property === chosen) ?? null;
  return (
    <div className="verdict-panel" data-stale={stale || undefined}>
      <section className="verdict-chosen" data-verdict={finding?.verdict ?? 'unknown'}>
        <p className="verdict-eyebrow">{eyebrow(props, finding)}</p>
        {property && <h2>{headline(property, finding)}</h2>}
        <SearchLine {...props} finding={finding} />
        {finding?.rests && <VerdictRests {...finding.rests} />}
        {report && <WayOn {...props} report={report} />}
        {finding?.verdict === 'violated' && <Witnesses {...props} finding={finding} />}
        {finding?.verdict === 'violated' && props.why}
      </section>
      {report && (
        <FindingList
          findings={report.findings}
          chosen={chosen}
          onChoose={props.onChoose}
          onWitness={props.onWitness}
        />
      )}
      {kernels.length > 0 && chosen && (
        <KernelTable
          property={chosen}
          rows={kernels}
          onKernel={props.onKernel}
          onCompare={props.onCompare}
        />
      )}
      {props.fixes}
      {report && (
        <OutcomeList
          census={report.census}
          schedule={props.schedule}
          onSchedule={props.onSchedule}
        />
      )}
      {props.space}
      {props.graph}
      <Background story={props.story} sources={props.sources} />
    </div>
  );
}

/** Shown where the search was too large: what to do next. */
function WayOn({ budget, onReduce, report }: VerdictPanelProps & { readonly report: Report }) {
  const { limits } = report;
  if (!limits.some(isSizeLimit)) return null;
  return (
    <div className="verdict-way-on">
      {onReduce && (
        <button type="button" className="button" onClick={onReduce}>
          Search with reductions
        </button>
      )}
      {budget && limits.some((limit) => limit.startsWith('memory ')) && (
        <SearchBudget {...budget} />
      )}
    </div>
  );
}

function eyebrow({ search, brokenAt, length }: VerdictPanelProps, finding: Finding | null): string {
  if (search.kind === 'searching') return 'Searching';
  if (search.kind === 'cancelled') return 'Search cancelled';
  if (search.kind === 'failed') return 'Search failed';
  if (!finding) return 'Not searched';
  if (finding.verdict !== 'violated') return EYEBROWS[finding.verdict];
  if (brokenAt !== null) return `Violated at step ${brokenAt} of ${length}`;
  return length === 0 ? EYEBROWS.violated : `${EYEBROWS.violated}, not in this run`;
}

const EYEBROWS: Readonly<Record<Verdict, string>> = {
  holds: 'Holds in every run',
  violated: 'Violated',
  unknown: 'Unknown',
};

interface WithFinding extends VerdictPanelProps {
  readonly finding: Finding | null;
}

/** The extent of the search: the whole space, a part of it, or its progress. */
function SearchLine({ search, calm, finding, witness, onCancel, onSearch }: WithFinding) {
  switch (search.kind) {
    case 'searching':
      return (
        <div className="verdict-search" aria-busy="true">
          <p>
            {search.progress && !calm
              ? progressSentence(search.progress, search.elapsedMs)
              : 'Searching.'}
          </p>
          {!calm && (
            <>
              <div className="verdict-busy" aria-hidden="true" />
              <button type="button" className="button" onClick={onCancel}>
                Cancel the search
              </button>
            </>
          )}
        </div>
      );
    case 'done':
      return (
        <>
          <p>
            {searchSentence(search.report)}
            {finding?.verdict === 'violated' && witness && ` ${witnessSentence(search, witness)}`}
            {finding?.limit && ` Verdict: unknown (${finding.limit}).`}
          </p>
          {search.report.reduce.length > 0 && (
            <p className="verdict-reduced">{reducedSentence(search.report)}</p>
          )}
        </>
      );
    case 'cancelled':
    case 'failed':
      return (
        <div className="verdict-search">
          <p>
            {search.kind === 'failed'
              ? search.message
              : `After ${countText(search.progress?.states ?? 0)} states. Nothing is proved.`}
          </p>
          <button type="button" className="button" onClick={onSearch}>
            Search again
          </button>
        </div>
      );
    default:
      return unreachable(search);
  }
}

function witnessSentence({ report }: { readonly report: Report }, witness: WitnessKind): string {
  if (witness === 'fewest-switches') return 'This run has the fewest context switches.';
  return report.reduce.length === 0 ? 'This is a shortest run.' : 'This run breaks it.';
}

function Witnesses({ search, finding, witness, scheduleLength, onWitness }: WithFinding) {
  if (!finding) return null;
  const reduced = search.kind === 'done' && search.report.reduce.length > 0;
  const { property, witness: shortest, fewestSwitches } = finding;
  return (
    <p className="verdict-witnesses">
      {shortest !== null && witness !== 'shortest' && (
        <button type="button" className="button" onClick={() => onWitness(property, 'shortest')}>
          {reduced ? 'A run that breaks it' : 'Shortest run'}, {stepsText(scheduleLength(shortest))}
        </button>
      )}
      {fewestSwitches !== null && fewestSwitches !== shortest && witness !== 'fewest-switches' && (
        <button
          type="button"
          className="button"
          onClick={() => onWitness(property, 'fewest-switches')}
        >
          Fewest switches, {stepsText(scheduleLength(fewestSwitches))}
        </button>
      )}
    </p>
  );
}

function stepsText(steps: number): string {
  return `${steps} ${steps === 1 ? 'step' : 'steps'}`;
}

function Background({ story, sources }: Pick<VerdictPanelProps, 'story' | 'sources'>) {
  if (story === '' && sources.length === 0) return null;
  return (
    <section className="verdict-background">
      {story !== '' && (
        <details className="fold">
          <summary>The story</summary>
          <p>{story}</p>
        </details>
      )}
      {sources.length > 0 && (
        <details className="fold">
          <summary>Sources</summary>
          <ul>
            {sources.map((source) => (
              <li key={source}>
                <SourceText text={source} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

/** What went wrong where it is violated, and what it says where it is not. */
function headline({ sentence, violation }: RunProperty, finding: Finding | null): string {
  return finding?.verdict === 'violated' ? violation : capital(sentence);
}

function capital(sentence: string): string {
  return sentence.slice(0, 1).toUpperCase() + sentence.slice(1);
}
