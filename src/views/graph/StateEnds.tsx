// The ends of the state graph with their numbers. A click highlights the states from which that end can no longer be
// avoided.

import type { GraphEnd, GraphReport } from '../../check/graph/graphReport.ts';
import type { Look } from '../../explore/graph/mergedGraph.ts';
import { endText, type Unavoidable } from '../../layout/graph/stateSentence.ts';
import { countOf } from '../../layout/words/searchSentence.ts';
import { StateMark } from './StateMark.tsx';

export interface StateEndsProps {
  readonly report: GraphReport;
  readonly chosen: Unavoidable | null;
  /** Number of highlighted states. */
  readonly lit: number;
  readonly onChoose: (chosen: Unavoidable | null) => void;
}

export function StateEnds({ report, chosen, lit, onChoose }: StateEndsProps) {
  const { drawn, ends } = report;
  const lost = drawn.look.includes('lost');
  const row = { lit, onChoose };
  return (
    <section>
      <h3>
        How it can end <span className="outcomes-count">{countOf(ends.length, 'outcome')}</span>
      </h3>
      <ul className="states-ends">
        {ends.map((end, i) => (
          <EndRow
            key={end.end}
            {...row}
            value={{ end: end.end }}
            pressed={chosen !== null && chosen !== 'no good end' && chosen.end === end.end}
            look={lookOf(report, end)}
            number={i + 1}
            text={endText(end)}
            note={noteOf(end)}
          />
        ))}
        {lost && (
          <EndRow
            {...row}
            value="no good end"
            pressed={chosen === 'no good end'}
            look="lost"
            text="No good end can be reached"
            note="whatever runs from here on"
          />
        )}
      </ul>
    </section>
  );
}

interface EndRowProps extends Pick<StateEndsProps, 'lit' | 'onChoose'> {
  readonly value: Unavoidable;
  readonly pressed: boolean;
  readonly look: Look;
  readonly number?: number;
  readonly text: string;
  readonly note: string;
}

function EndRow({ value, pressed, look, number, text, note, lit, onChoose }: EndRowProps) {
  return (
    <li>
      <button
        type="button"
        className="states-end"
        aria-pressed={pressed}
        onClick={() => onChoose(pressed ? null : value)}
      >
        {number === undefined ? (
          <StateMark look={look} />
        ) : (
          <StateMark look={look} number={number} />
        )}
        <span className="states-end-text code">{text}</span>
        <span className="states-end-note">
          {pressed
            ? `${countOf(lit, 'state')} highlighted: from here this end can no longer be avoided`
            : note}
        </span>
      </button>
    </li>
  );
}

/** The worst of its nodes: an end may be good in some of its states. */
function lookOf({ drawn }: GraphReport, { end, broken }: GraphEnd): Look {
  const looks = drawn.look.filter((_, node) => drawn.end[node] === end);
  return looks.find((look) => look !== 'good') ?? (broken.length > 0 ? 'bad' : 'good');
}

function noteOf({ states, broken }: GraphEnd): string {
  const breaks = broken.length === 0 ? '' : `, breaks ${broken.join(', ')}`;
  return `${countOf(states, 'end state')}${breaks}`;
}
