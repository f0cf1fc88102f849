// What the marks of the stage mean: a small picture of each, drawn with the stage's own styles, and a sentence.

import type { ReactNode } from 'react';
import './Legend.css';

interface Entry {
  readonly name: string;
  readonly meaning: string;
  readonly picture: ReactNode;
}

const WORLD: readonly Entry[] = [
  {
    name: 'Token',
    meaning:
      'A task, at the object that it touched last. Hollow: it waits, beside the lock. Pale: it is done or idle.',
    picture: (
      <g className="wg-token" data-task="0">
        <rect className="wg-token__face" x="2" y="2" width="20" height="20" rx="10" />
        <text className="wg-token__number" x="12" y="16.6" fontSize="14" textAnchor="middle">
          1
        </text>
      </g>
    ),
  },
  {
    name: 'Chip',
    meaning:
      'Data, by letter and pattern. Struck through: overwritten by this step. On a token: what the task has read.',
    picture: (
      <g className="wg-chip" data-pattern="1">
        <rect className="wg-chip__base" x="1" y="1" width="22" height="22" rx="6" />
        <text className="wg-chip__text" x="12" y="17" fontSize="14" textAnchor="middle">
          A
        </text>
      </g>
    ),
  },
  {
    name: 'Tilted card',
    meaning: 'A page that has fallen out of its slot of the page cache.',
    picture: (
      <g className="wg-card wg-card--fallen" transform="rotate(6 12 12)">
        <rect className="wg-card__face" x="2" y="4" width="20" height="16" rx="4" />
      </g>
    ),
  },
  {
    name: 'Dashed card',
    meaning: 'Hatched: a page or block that is free. Pale: no step of this run touches it.',
    picture: (
      <g className="wg-card wg-card--freed">
        <rect className="wg-card__face" x="2" y="4" width="20" height="16" rx="4" />
      </g>
    ),
  },
  {
    name: 'Red frame',
    meaning: 'What the broken property speaks of; in a deadlock, who waits and for which lock.',
    picture: (
      <g className="wg-ring">
        <rect className="wg-ring__inner" x="3" y="3" width="18" height="18" rx="6" />
      </g>
    ),
  },
];

const TIME: readonly Entry[] = [
  {
    name: 'Dots',
    meaning: 'Steps. Filled: it changed something. Hollow: it only read. Red diamond: it broke.',
    picture: (
      <g className="time-tick" data-task="0" data-changes="false">
        <circle cx="12" cy="12" r="5" />
      </g>
    ),
  },
  {
    name: 'Bars',
    meaning: 'Locks, for as long as they are held; dashed when shared. Hatching: the task waits.',
    picture: (
      <g data-task="0">
        <rect className="time-bar" x="1" y="7" width="22" height="10" rx="3" />
      </g>
    ),
  },
  {
    name: 'Arcs',
    meaning: 'A lock that passes from one task to another; solid where the other waited for it.',
    picture: <path className="time-pass" data-waited="true" d="M2,4C12,4 12,20 22,20" />,
  },
  {
    name: 'Red arcs',
    meaning:
      'Decisive orders: every run that breaks has them, and the code does not force them. Dashed: the second step is still to come. Gray: the second step saw what the first one wrote.',
    picture: (
      <>
        <circle className="time-cause" cx="4" cy="5" r="3" />
        <path className="time-cause" d="M5,6C14,6 20,8 20,19" />
      </>
    ),
  },
  {
    name: 'Red bar',
    meaning:
      'The life of an outdated value: pale from the step that read it, full from the step that changed its place, until it was used.',
    picture: (
      <>
        <path className="time-life" d="M2,12H12" />
        <path className="time-life" data-old="true" d="M12,12H22" />
        <path className="time-life-notch" d="M12,7V17" />
      </>
    ),
  },
];

export function Legend() {
  return (
    <>
      <Entries heading="The world" entries={WORLD} />
      <Entries heading="Time" entries={TIME} />
    </>
  );
}

function Entries({
  heading,
  entries,
}: {
  readonly heading: string;
  readonly entries: readonly Entry[];
}) {
  return (
    <section>
      <h3>{heading}</h3>
      <dl className="legend">
        {entries.map(({ name, meaning, picture }) => (
          <div key={name} className="legend-row">
            <dt>
              <svg viewBox="0 0 24 24" aria-hidden="true">
                {picture}
              </svg>
              {name}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
