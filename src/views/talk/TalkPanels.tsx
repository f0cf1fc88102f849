// What lies over a talk when it is asked for: all beats, the list of keys, and a number to go to.

import { useState } from 'react';
import { TALK_COMMANDS } from '../../session/talk/talkKeys.ts';
import { useTalk } from './useTalk.ts';

export function TalkPanels() {
  const { panel } = useTalk().snapshot.context;
  if (panel === 'overview') return <Overview />;
  if (panel === 'help') return <Keys />;
  return panel === 'go-to' ? <GoTo /> : null;
}

function Overview() {
  const { session, snapshot } = useTalk();
  const { beats, beat } = snapshot.context;
  return (
    <section className="talk-panel" role="dialog" aria-label="All beats">
      <h2>All beats</h2>
      <ol className="talk-overview">
        {beats.map(({ beat: { title, line }, places, problem }, i) => (
          <li key={line}>
            <button
              type="button"
              aria-current={i === beat ? 'step' : undefined}
              onClick={() => session.send({ type: 'go-to', beat: i })}
            >
              <b>{i + 1}</b>
              <span>{title}</span>
              <small>
                {problem === null ? (places[0]?.kernel ?? '') : 'does not fit any more'}
              </small>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Keys() {
  return (
    <section className="talk-panel" role="dialog" aria-label="Keys">
      <h2>Keys</h2>
      <dl className="talk-keys">
        {TALK_COMMANDS.map(({ title, keys }) => (
          <div key={title}>
            <dt>
              {shownKeys(keys).map((key) => (
                <kbd key={key} className="key">
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{title}</dd>
          </div>
        ))}
        <div>
          <dt>
            <kbd className="key">L</kbd>
          </dt>
          <dd>Held down: a pointer follows the mouse</dd>
        </div>
      </dl>
    </section>
  );
}

/** Capital letters stand for both cases. */
function shownKeys(keys: readonly string[]): string[] {
  const names = keys.map((key) => (/^[a-z]$/.test(key) ? key.toUpperCase() : key));
  return [...new Set(names)].map((key) => key.replace('Arrow', '').replace('Page', 'Page '));
}

function GoTo() {
  const { session, snapshot } = useTalk();
  const { beats } = snapshot.context;
  const [number, setNumber] = useState('');
  const go = (): void => {
    const beat = Number(number);
    if (Number.isInteger(beat) && beat > 0) session.send({ type: 'go-to', beat: beat - 1 });
    session.send({ type: 'close' });
  };
  return (
    <form
      className="talk-panel talk-go-to"
      role="dialog"
      aria-label="Go to a beat"
      onSubmit={(event) => {
        event.preventDefault();
        go();
      }}
    >
      <label>
        Beat 1 to {beats.length}
        <input
          // The key that opens the panel leads to the number.
          autoFocus
          inputMode="numeric"
          value={number}
          onChange={({ target }) => setNumber(target.value.replaceAll(/\D/g, ''))}
        />
      </label>
      <button type="submit" className="button">
        Go
      </button>
    </form>
  );
}
