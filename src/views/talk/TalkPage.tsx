// The audience window of a talk: one beat fills the screen.

import { type PointerEvent as PointerEventOf, useEffect, useRef, useState } from 'react';
import type { TalkDiagnostic } from '../../talk/talk.ts';
import { TalkPanels } from './TalkPanels.tsx';
import { TalkProgress } from './TalkProgress.tsx';
import { TalkStage } from './TalkStage.tsx';
import { useTalk } from './useTalk.ts';
import './Talk.css';

export interface TalkPageProps {
  readonly title: string;
  readonly diagnostics: readonly TalkDiagnostic[];
  /** Addresses of the speaker window and the editor of this talk. */
  readonly editorHref: string;
  readonly onSpeaker: () => void;
  readonly onFullScreen: () => void;
  /** Inside the editor: without its own controls. */
  readonly preview?: boolean;
}

export function TalkPage(props: TalkPageProps) {
  const { session, snapshot } = useTalk();
  const { context, moving } = snapshot;
  const { beats, beat, screen } = context;
  const swipe = useSwipe((by) => session.send({ type: by > 0 ? 'next' : 'previous' }));
  const opened = beats[beat];
  return (
    <main
      className="talk"
      data-moving={moving}
      data-screen={screen}
      data-preview={props.preview ?? false}
      {...swipe}
    >
      <header className="talk-head">
        <p>{props.title}</p>
        <h1>{opened?.beat.title ?? 'This talk has no beats'}</h1>
      </header>
      <TalkStage />
      <Problems {...props} />
      <TalkProgress />
      <Footer {...props} />
      <TalkPanels />
      <p className="visually-hidden" aria-live="polite">
        {opened === undefined ? '' : `Beat ${beat + 1} of ${beats.length}: ${opened.beat.title}`}
      </p>
      {!props.preview && <LaserPointer />}
      {screen !== 'shown' && (
        <button
          type="button"
          className="talk-blank"
          data-screen={screen}
          aria-label="The screen is blank. Show the talk again"
          onClick={() => session.send({ type: 'blank', screen })}
        />
      )}
    </main>
  );
}

function Problems({ diagnostics }: TalkPageProps) {
  const { beats, beat } = useTalk().snapshot.context;
  const problem = beats[beat]?.problem ?? null;
  const first = diagnostics[0];
  if (problem === null && (first === undefined || beat > 0)) return null;
  return (
    <div className="talk-problem" role="status">
      {problem !== null && (
        <p>
          Beat {beat + 1}: {problem}
        </p>
      )}
      {first !== undefined && beat === 0 && (
        <p>
          Line {first.line}: {first.message}. {first.mend}.
          {diagnostics.length > 1 && ` ${diagnostics.length - 1} more.`}
        </p>
      )}
    </div>
  );
}

function Footer({ editorHref, onSpeaker, onFullScreen }: TalkPageProps) {
  const { session, snapshot } = useTalk();
  const { beats, beat, place, aside } = snapshot.context;
  const next = beats[beat + 1]?.beat.title;
  return (
    <footer className="talk-foot">
      <p>
        {place?.kernel}
        {aside && ' · a step aside'}
        {next !== undefined && <span className="talk-next"> · next: {next}</span>}
      </p>
      <nav aria-label="Talk">
        <button type="button" onClick={() => session.send({ type: 'previous' })}>
          Back
        </button>
        <button type="button" onClick={() => session.send({ type: 'next' })}>
          Next
        </button>
        <button type="button" onClick={() => session.send({ type: 'panel', panel: 'overview' })}>
          Beats
        </button>
        <button type="button" onClick={onSpeaker}>
          Speaker
        </button>
        <button type="button" onClick={onFullScreen}>
          Full screen
        </button>
        <button type="button" onClick={() => session.send({ type: 'panel', panel: 'help' })}>
          Keys
        </button>
        <a href={editorHref}>Edit</a>
        <a href="#/">Leave</a>
      </nav>
      <p className="talk-count">
        {beat + 1} / {beats.length}
      </p>
    </footer>
  );
}

/** A horizontal swipe of more than this many pixels turns the page. */
const SWIPE = 48;

function useSwipe(turn: (by: number) => void) {
  const from = useRef<{ readonly x: number; readonly y: number } | null>(null);
  return {
    onPointerDown: ({ pointerType, clientX, clientY }: PointerEventOf) => {
      from.current = pointerType === 'touch' ? { x: clientX, y: clientY } : null;
    },
    onPointerUp: ({ clientX, clientY }: PointerEventOf) => {
      const start = from.current;
      from.current = null;
      if (start === null) return;
      const [x, y] = [clientX - start.x, clientY - start.y];
      if (Math.abs(x) > SWIPE && Math.abs(x) > 2 * Math.abs(y)) turn(-x);
    },
  };
}

/** A dot that follows the mouse while L is held down. */
function LaserPointer() {
  const dot = useRef<HTMLDivElement>(null);
  const [on, setOn] = useState(false);
  useEffect(() => {
    const held = (down: boolean) => (event: KeyboardEvent) => {
      const inField = event.target instanceof HTMLInputElement;
      if (event.key.toLowerCase() === 'l' && !inField) setOn(down);
    };
    const [press, release] = [held(true), held(false)];
    const move = ({ clientX, clientY }: PointerEvent): void => {
      dot.current?.style.setProperty('translate', `${clientX}px ${clientY}px`);
    };
    addEventListener('keydown', press);
    addEventListener('keyup', release);
    addEventListener('pointermove', move);
    return () => {
      removeEventListener('keydown', press);
      removeEventListener('keyup', release);
      removeEventListener('pointermove', move);
    };
  }, []);
  return <div ref={dot} className="talk-laser" data-on={on} aria-hidden="true" />;
}
