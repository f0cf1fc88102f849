// A vote: the options, and after the key what the model answers. Hands are counted in the hall; nothing is stored or sent.

import { useMemo } from 'react';
import { gradeTalkVote } from '../../session/talk/talkVote.ts';
import type { VoteScene } from '../../talk/talk.ts';
import { useTalk } from './useTalk.ts';

export function TalkVote({ scene }: { readonly scene: VoteScene }) {
  const { session, snapshot } = useTalk();
  const { place, reports, revealed, beats, beat } = snapshot.context;
  // The vote is about the beat's own place, also after a step aside.
  const asked = beats[beat]?.places[0] ?? place;
  const report = asked === null ? undefined : reports.get(asked.key);
  const graded = useMemo(
    () => (asked === null ? null : gradeTalkVote(scene, asked, report ?? null)),
    [scene, asked, report],
  );
  if (graded === null) return null;
  if (graded.kind === 'wrong') return <p className="talk-problem">{graded.message}</p>;
  const shown = revealed && graded.kind === 'graded';
  return (
    <section className="talk-vote" aria-label="Vote" data-revealed={shown}>
      <ol>
        {graded.options.map(({ text, right }, i) => (
          <li key={text} data-right={shown ? right : undefined}>
            <b aria-hidden="true">{String.fromCodePoint(65 + i)}</b>
            <span>
              {text}
              {shown && <span className="visually-hidden">{right ? ': right' : ': wrong'}</span>}
            </span>
          </li>
        ))}
      </ol>
      <p className="talk-answer" aria-live="polite">
        {shown ? graded.answer : graded.kind === 'waiting' && revealed ? 'Still searching…' : ''}
      </p>
      {!revealed && (
        <button type="button" className="button" onClick={() => session.send({ type: 'next' })}>
          Show the answer
        </button>
      )}
    </section>
  );
}
