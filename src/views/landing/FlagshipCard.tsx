// A race on a large card: a click on its picture plays it there, from the start to the bad end.

import { Play, RotateCcw } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { IndexedScenario } from '../../check/catalogue/indexedScenario.ts';
import { caption, captionText } from '../../layout/words/caption.ts';
import type { PicturedRun } from '../../session/state/picturedRun.ts';
import type { LandingScenario } from '../../session/state/landing.ts';
import { WorldThumb } from '../world/WorldThumb.tsx';
import type * as PlayedRunModule from '../../session/player/playedRun.ts';

export interface FlagshipCardProps {
  readonly scenario: LandingScenario;
  readonly hall: boolean;
  readonly replay: (scenario: IndexedScenario) => Promise<PicturedRun | null>;
}

const HEIGHT = 250;
const HALL_HEIGHT = 380;

export function FlagshipCard({ scenario, hall, replay }: FlagshipCardProps) {
  const { title, year, author, hash, indexed } = scenario;
  const own = useCallback(() => replay(indexed), [replay, indexed]);
  const [pictured, setPictured] = useState<PicturedRun | null>(null);
  const { position, play } = usePlaying(pictured);
  const last = (pictured?.run.moments.length ?? 1) - 1;
  const ended = position === null || position === last;
  return (
    <article className="flagship" data-playing={!ended}>
      <button
        type="button"
        className="flagship-picture"
        aria-label={`Play: ${title}`}
        disabled={pictured === null}
        onClick={play}
      >
        <div aria-hidden="true" inert>
          <WorldThumb
            replay={own}
            label={title}
            height={hall ? HALL_HEIGHT : HEIGHT}
            hall={hall}
            position={position}
            onRun={setPictured}
          />
        </div>
        {ended && (
          <span className="flagship-play">
            {position === null ? <Play fill="currentColor" /> : <RotateCcw />}
          </span>
        )}
      </button>
      <h3>
        <a href={hash}>{title}</a>
      </h3>
      <p className="flagship-words" data-bad={ended}>
        {pictured !== null && position !== null && !ended
          ? stepText(pictured, position)
          : indexed.bad?.violation}
      </p>
      <p className="flagship-foot">{[author, year].filter((part) => part !== null).join(', ')}</p>
    </article>
  );
}

function stepText({ run, tasks }: PicturedRun, position: number): string {
  return captionText(caption(run, position, tasks), tasks);
}

/** The position while it plays and after; null before. The code that plays comes with the first click. */
function usePlaying(pictured: PicturedRun | null) {
  const [position, setPosition] = useState<number | null>(null);
  const stop = useRef<(() => void) | null>(null);
  useEffect(() => () => stop.current?.(), []);
  const play = (): void => {
    if (pictured === null) return;
    stop.current?.();
    const start = ({ playRun }: typeof PlayedRunModule): void => {
      stop.current = playRun(pictured.run, setPosition);
    };
    void import('../../session/player/playedRun.ts').then(start);
  };
  return { position, play };
}
