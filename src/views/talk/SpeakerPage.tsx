// The speaker window: this beat and the next one, the notes, the clock and the pace, and who can move.

import { useEffect, useState, useSyncExternalStore } from 'react';
import { speakerPace, type SpeakerPace } from '../../session/talk/speakerPace.ts';
import type { SpeakerSession } from '../../session/talk/speakerSession.ts';
import type { Beat, Talk } from '../../talk/talk.ts';
import { OfflineSign } from '../base/OfflineSign.tsx';
import { Paragraphs } from './Paragraphs.tsx';
import './Speaker.css';

export interface SpeakerPageProps {
  readonly talk: Talk;
  readonly session: SpeakerSession;
  /** The beat of the address, until the audience window sends its state. */
  readonly firstBeat: number;
  readonly audienceHref: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export function SpeakerPage({ talk, session, firstBeat, audienceHref, now }: SpeakerPageProps) {
  const state = useSyncExternalStore(session.store.subscribe, session.store.getState).talk;
  const beat = Math.min(state?.beat ?? firstBeat, talk.beats.length - 1);
  const time = useClock(now);
  const current = talk.beats[beat];
  return (
    <main className="speaker">
      <header className="speaker-head">
        <h1>{talk.title}</h1>
        <Pace pace={speakerPace(talk, beat, state?.startedAt ?? null, time)} />
      </header>
      {state === null && (
        <p role="status">
          The audience window is not open. <a href={audienceHref}>Open the talk</a>
        </p>
      )}
      <section className="speaker-now" aria-label="This beat">
        <p className="speaker-count">
          {beat + 1} / {talk.beats.length}
          {state?.screen === 'black' && ' · the screen is black'}
          {state?.screen === 'white' && ' · the screen is white'}
          {state?.aside === true && ' · a step aside'}
          {state?.revealed === true && ' · the answer is shown'}
        </p>
        {current && <BeatWords beat={current} />}
        <p className="speaker-movers">{moversText(state?.movers ?? null)}</p>
      </section>
      <section className="speaker-notes" aria-label="Notes">
        {current && current.notes.length > 0 ? (
          <Paragraphs text={current.notes} />
        ) : (
          <p className="speaker-none">No notes.</p>
        )}
      </section>
      <section className="speaker-next" aria-label="Next beat">
        <NextBeat beat={talk.beats[beat + 1]} />
      </section>
      <nav className="speaker-keys" aria-label="Talk">
        <button type="button" className="button" onClick={() => session.send({ type: 'previous' })}>
          Back
        </button>
        <button type="button" className="button" onClick={() => session.send({ type: 'next' })}>
          Next
        </button>
        <button
          type="button"
          className="button"
          onClick={() => session.send({ type: 'blank', screen: 'black' })}
        >
          Black screen
        </button>
        <OfflineSign />
      </nav>
    </main>
  );
}

/** The time, each second. */
function useClock(now: () => number): number {
  const [time, setTime] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setTime(now()), 1000);
    return () => clearInterval(timer);
  }, [now]);
  return time;
}

function Pace({ pace }: { readonly pace: SpeakerPace }) {
  return (
    <p className="speaker-pace" data-late={pace.late}>
      <b>{pace.elapsed}</b> {pace.planned !== null && `of ${pace.planned}`}{' '}
      <span>{pace.words}</span>
    </p>
  );
}

function BeatWords({ beat }: { readonly beat: Beat }) {
  return (
    <>
      <h2>{beat.title}</h2>
      <div className="speaker-text">
        <Paragraphs text={beat.text} />
      </div>
    </>
  );
}

function NextBeat({ beat }: { readonly beat: Beat | undefined }) {
  if (beat === undefined) return <p className="speaker-none">This is the last beat.</p>;
  return (
    <>
      <p className="speaker-count">next</p>
      <h2>{beat.title}</h2>
      <div className="speaker-text">
        <Paragraphs text={beat.notes.slice(0, 1)} />
      </div>
    </>
  );
}

function moversText(movers: readonly string[] | null): string {
  if (movers === null) return '';
  return movers.length === 0 ? 'No task can move.' : `Can move: ${movers.join(', ')}`;
}
