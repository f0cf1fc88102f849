// Every way in which runs can end, good ends included. A click plays a shortest run to that end. A click on a broken
// property plays a shortest run that ends this way and breaks it.

import { CirclePlay } from 'lucide-react';
import type { Census, Outcome, OutcomeBreak } from '../../check/verdict/report.ts';
import { countOf, countText } from '../../layout/words/searchSentence.ts';
import { VerdictMark } from '../base/VerdictMark.tsx';
import './OutcomeList.css';

export interface OutcomeListProps {
  readonly census: Census;
  /** The schedule of the run on the stage. */
  readonly schedule: string;
  readonly onSchedule: (schedule: string) => void;
}

export function OutcomeList({ census, schedule, onSchedule }: OutcomeListProps) {
  const { outcomes, complete } = census;
  if (!outcomes.some(({ values }) => values.length > 0)) return null;
  const alike = placesAlike(outcomes);
  return (
    <section>
      <h3>
        How it can end
        <span className="outcomes-count">{countOf(outcomes.length, 'outcome')}</span>
      </h3>
      {!complete && (
        <p className="outcomes-limit">
          A limit stopped the search: there may be other ends, and more states of these.
        </p>
      )}
      <ul className="outcomes">
        {outcomes.map((outcome) => (
          <li key={outcome.witness} data-verdict={outcome.broken.length > 0 ? 'violated' : 'holds'}>
            <OutcomeRow {...{ outcome, alike, schedule, onSchedule }} />
            {outcome.broken.length > 0 && <Breaks {...{ outcome, schedule, onSchedule }} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface RowProps extends Omit<OutcomeListProps, 'census'> {
  readonly outcome: Outcome;
}

function OutcomeRow({
  outcome: { values, ending, states, broken, witness },
  alike,
  schedule,
  onSchedule,
}: RowProps & { readonly alike: ReadonlySet<string> }) {
  return (
    <button
      type="button"
      className="outcome"
      aria-pressed={witness === schedule}
      onClick={() => onSchedule(witness)}
    >
      <VerdictMark verdict={broken.length > 0 ? 'violated' : 'holds'} />
      <span className="outcome-values code">
        {values.map(({ place, value }, i) => (
          <span key={place} data-alike={alike.has(place) || undefined}>
            {place} = <b>{value}</b>
            {i < values.length - 1 && <i> ·&nbsp;</i>}
          </span>
        ))}
      </span>
      <CirclePlay className="finding-play" aria-label="plays a shortest run to it" />
      <span className="outcome-ending">
        {ending}, {countOf(states, 'end state')}
      </span>
    </button>
  );
}

function Breaks({ outcome, schedule, onSchedule }: RowProps) {
  return (
    <p className="outcome-breaks">
      {outcome.broken.map((broken) => (
        <button
          key={broken.property}
          type="button"
          className="outcome-break"
          aria-pressed={broken.witness === schedule}
          onClick={() => onSchedule(broken.witness)}
        >
          breaks <span className="code">{broken.property}</span>
          {share(broken, outcome)}
        </button>
      ))}
    </p>
  );
}

/** Empty if it is broken in every state of the outcome. */
function share({ states }: OutcomeBreak, outcome: Outcome): string {
  return states === outcome.states
    ? ''
    : ` in ${countText(states)} of ${countText(outcome.states)}`;
}

/** Locations with the same value in every outcome, which do not distinguish outcomes. */
function placesAlike(outcomes: readonly Outcome[]): ReadonlySet<string> {
  const [first, ...others] = outcomes;
  const alike = (first?.values ?? []).filter(
    ({ value }, i) => others.length > 0 && others.every(({ values }) => values[i]?.value === value),
  );
  return new Set(alike.map(({ place }) => place));
}
