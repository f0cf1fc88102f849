// The stops of the talk along the run on the screen, and where the talk stands.

import { stopsAlong } from '../../session/talk/talkRuns.ts';
import { useTalk } from './useTalk.ts';

export function TalkProgress() {
  const { session, snapshot } = useTalk();
  const { beats, beat } = snapshot.context;
  const stops = stopsAlong(beats, beat);
  if (stops.length < 2) return <div className="talk-line" data-empty="true" />;
  return (
    <nav className="talk-line" aria-label="Beats along this run">
      {stops.map((stop) => (
        <button
          key={stop.beat}
          type="button"
          data-task={stop.task === null ? undefined : stop.task % 8}
          data-breaks={stop.breaks}
          aria-current={stop.beat === beat ? 'step' : undefined}
          aria-label={`Beat ${stop.beat + 1}, step ${stop.step}`}
          onClick={() => session.send({ type: 'go-to', beat: stop.beat })}
        >
          {stop.step}
        </button>
      ))}
    </nav>
  );
}
