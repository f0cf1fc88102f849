// The size of the state space, folded until it is opened. Open, it lists every reduction: what it leaves out, how
// many states that saves here, and a switch to search with it.

import { unreachable } from '../../base/assert.ts';
import { Switch } from '@base-ui/react/switch';
import type { Reduction } from '../../check/verdict/reductions.ts';
import type { Report } from '../../check/verdict/report.ts';
import { countText } from '../../layout/words/searchSentence.ts';
import type { ReductionSwitch } from '../../session/plans/spacePlan.ts';
import type { SpaceAnswer } from '../../session/state/store.ts';
import './StateSpace.css';

export interface StateSpaceProps {
  readonly open: boolean;
  /** Of the search on the stage; null while it runs. */
  readonly report: Report | null;
  /** The same searched in several ways; null until it is requested. */
  readonly answer: SpaceAnswer | null;
  readonly reductions: readonly ReductionSwitch[];
  readonly onOpen: (open: boolean) => void;
  readonly onSwitch: (name: Reduction, on: boolean) => void;
  readonly onAll: (on: boolean) => void;
  readonly onStop: () => void;
  readonly onAgain: () => void;
}

export function StateSpace(props: StateSpaceProps) {
  const { open, report, onOpen } = props;
  return (
    <details className="fold" open={open}>
      <summary
        onClick={(event) => {
          event.preventDefault();
          onOpen(!open);
        }}
      >
        State space
        {report && <span className="space-states">{countText(report.states)} states</span>}
      </summary>
      {report && <Figures report={report} />}
      <Reductions {...props} />
    </details>
  );
}

function Figures({ report }: { readonly report: Report }) {
  const { states, transitions, depth, bytes, reduce } = report;
  const whole = reduce.length === 0;
  const figures: readonly (readonly [string, string])[] = [
    [whole ? 'Distinct states' : 'States kept', countText(states)],
    ['Transitions', countText(transitions)],
    [whole ? 'Depth, in steps' : 'Depth', countText(depth)],
    ['Bytes a state', states === 0 ? '–' : (bytes / states).toFixed(1)],
  ];
  return (
    <dl className="space-figures">
      {figures.map(([name, figure]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{figure}</dd>
        </div>
      ))}
    </dl>
  );
}

function Reductions(props: StateSpaceProps) {
  const { answer, reductions, onSwitch, onAll } = props;
  const all = reductions.length > 1;
  return (
    <section aria-label="Reductions">
      <h4 className="space-head">Fewer states, the same verdicts</h4>
      <ul className="reductions">
        {reductions.map(({ name, on }) => (
          <li key={name}>
            <ReductionRow
              {...rowOf(answer, [name])}
              name={name}
              on={on}
              about={ABOUT[name] ?? null}
              onSwitch={(to) => onSwitch(name, to)}
            />
          </li>
        ))}
        {all && (
          <li>
            <ReductionRow
              {...rowOf(
                answer,
                reductions.map(({ name }) => name),
              )}
              name="all of them"
              on={reductions.every(({ on }) => on)}
              about={null}
              onSwitch={onAll}
            />
          </li>
        )}
      </ul>
      <Counting {...props} />
    </section>
  );
}

/** What each reduction leaves out, by its command line name. */
const ABOUT: Readonly<Record<string, string>> = {
  merge: 'Chain merging: leaves out states between steps that are independent of all other tasks.',
  order: 'Partial-order reduction: leaves out other orders of independent steps.',
  pages: 'Symmetry reduction: leaves out states that differ only in which page of a pool is which.',
  tasks:
    'Symmetry reduction: leaves out states that differ only in which of several identical tasks is which.',
};

interface Counted {
  /** Without any reduction, and with these; null until both are searched. */
  readonly before: Report | null;
  readonly after: Report | null;
}

function rowOf(answer: SpaceAnswer | null, reduce: readonly Reduction[]): Counted {
  const counts = answer?.counts ?? [];
  const find = (wanted: string): Report | null =>
    counts.find((count) => count.reduce.join() === wanted)?.report ?? null;
  return { before: find(''), after: find(reduce.join()) };
}

interface RowProps extends Counted {
  readonly name: string;
  readonly about: string | null;
  readonly on: boolean;
  readonly onSwitch: (on: boolean) => void;
}

function ReductionRow({ name, about, on, before, after, onSwitch }: RowProps) {
  const share = shareOf(before, after);
  return (
    <label className="reduction">
      <span className="reduction-name code">{name}</span>
      <span className="reduction-share">{share === null ? '' : percent(share)}</span>
      <Switch.Root
        className="switch"
        aria-label={`Search with ${name}`}
        checked={on}
        onCheckedChange={onSwitch}
      >
        <Switch.Thumb className="switch-thumb" />
      </Switch.Root>
      <span className="reduction-bar" aria-hidden="true">
        <span style={{ width: `${100 * (share ?? 0)}%` }} />
      </span>
      <span className="reduction-count">{countWords(before, after)}</span>
      {about && <span className="reduction-about">{about}</span>}
    </label>
  );
}

/** Null where a limit stopped one of the two: then they cannot be compared. */
function shareOf(before: Report | null, after: Report | null): number | null {
  if (before === null || after === null) return null;
  if (before.limits.length > 0 || after.limits.length > 0 || before.states === 0) return null;
  return Math.min(1, after.states / before.states);
}

function percent(share: number): string {
  const text = share < 0.1 ? (100 * share).toFixed(1) : String(Math.round(100 * share));
  return `${text} %`;
}

function countWords(before: Report | null, after: Report | null): string {
  if (after === null) return 'not counted yet';
  return `${before === null ? '…' : statesOf(before)} → ${statesOf(after)} states`;
}

function statesOf({ states, limits }: Report): string {
  return limits.length > 0 ? `over ${countText(states)}` : countText(states);
}

/** The progress of the count, with a button that stops or continues it. */
function Counting({ answer, onStop, onAgain }: StateSpaceProps) {
  if (answer === null) return null;
  switch (answer.kind) {
    case 'running':
      return (
        <div className="space-counting" aria-busy="true">
          <p>
            {answer.progress === null
              ? 'Counting.'
              : `Counting: ${countText(answer.progress.states)} states so far.`}
          </p>
          <button type="button" className="button" onClick={onStop}>
            Cancel the count
          </button>
        </div>
      );
    case 'stopped':
    case 'failed':
      return (
        <div className="space-counting">
          <p>{answer.kind === 'failed' ? answer.message : 'The count was stopped.'}</p>
          <button type="button" className="button" onClick={onAgain}>
            Count the rest
          </button>
        </div>
      );
    case 'done':
      return null;
    default:
      return unreachable(answer);
  }
}
