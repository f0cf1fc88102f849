// What a beat shows below its heading: the world with what stands beside it, a vote, two worlds, the time diagram, or text alone.

import { useMemo } from 'react';
import { unreachable } from '../../base/assert.ts';
import type { StagePlace } from '../../session/talk/openedTalk.ts';
import type { TalkContext as Shown } from '../../session/talk/talkMachine.ts';
import type { BeatScene, StageScene, VoteScene } from '../../talk/talk.ts';
import { runsOf } from '../../session/talk/talkRuns.ts';
import { Paragraphs } from './Paragraphs.tsx';
import { TalkCaption } from './TalkCaption.tsx';
import { TalkCode } from './TalkCode.tsx';
import { TalkTime } from './TalkTime.tsx';
import { TalkVerdict } from './TalkVerdict.tsx';
import { TalkVote } from './TalkVote.tsx';
import { TalkWorld } from './TalkWorld.tsx';
import { useTalk } from './useTalk.ts';

export function TalkStage() {
  const { context } = useTalk().snapshot;
  const opened = context.beats[context.beat];
  if (opened === undefined) return null;
  const { scene, text } = opened.beat;
  const { place } = context;
  if (place === null || scene.kind === 'text')
    return (
      <div className="talk-stage" data-kind="text">
        <div className="talk-prose">
          <Paragraphs text={text} />
        </div>
      </div>
    );
  return <StagedScene scene={scene} place={place} context={context} />;
}

interface StagedProps {
  readonly scene: Exclude<BeatScene, { kind: 'text' }>;
  readonly place: StagePlace;
  readonly context: Shown;
}

function StagedScene({ scene, place, context }: StagedProps) {
  switch (scene.kind) {
    case 'stage':
      return <WorldAndSide scene={scene} place={place} context={context} />;
    case 'vote':
      return <VoteAndWorld scene={scene} place={place} context={context} />;
    case 'compare':
      return <TwoWorlds place={place} context={context} />;
    case 'picture':
      return (
        <div className="talk-stage" data-kind="picture">
          <TalkTime place={place} onSeek={null} />
          <BeatText context={context} />
        </div>
      );
    default:
      return unreachable(scene);
  }
}

function WorldAndSide({ scene, place, context }: StagedProps & { readonly scene: StageScene }) {
  const { show } = scene;
  const parts = new Set(show);
  return (
    <div className="talk-stage" data-kind="stage" data-parts={show.join(' ')}>
      {parts.has('world') && <World place={place} focus={context.aside ? [] : scene.focus} />}
      <div className="talk-side">
        <BeatText context={context} />
        <TalkCaption place={place} />
        {parts.has('code') && <TalkCode place={place} focus={scene.focus} />}
        {parts.has('verdict') && <TalkVerdict place={place} />}
      </div>
      {parts.has('time') && <TalkTime place={place} onSeek={null} />}
    </div>
  );
}

function VoteAndWorld({ scene, place, context }: StagedProps & { readonly scene: VoteScene }) {
  return (
    <div className="talk-stage" data-kind="vote">
      <World place={place} focus={context.aside ? [] : scene.focus} />
      <div className="talk-side">
        <BeatText context={context} />
        <TalkVote scene={scene} />
      </div>
    </div>
  );
}

function TwoWorlds({ place, context }: Omit<StagedProps, 'scene'>) {
  const second = context.beats[context.beat]?.places[1] ?? null;
  const sides = second === null ? [place] : [place, second];
  return (
    <div className="talk-stage" data-kind="compare">
      {sides.map((side, i) => (
        <section key={i} className="talk-half" aria-label={side.kernel}>
          <h2>{side.kernel}</h2>
          <World place={side} focus={[]} />
          <TalkCaption place={side} />
          <TalkVerdict place={side} />
        </section>
      ))}
    </div>
  );
}

function World({
  place,
  focus,
}: {
  readonly place: StagePlace;
  readonly focus: readonly string[];
}) {
  const { session, snapshot } = useTalk();
  const { beats } = snapshot.context;
  const around = useMemo(() => runsOf(beats, place.key), [beats, place.key]);
  return (
    <TalkWorld
      key={place.key}
      place={place}
      focus={focus}
      around={around}
      onTask={(task) => session.send({ type: 'take', task, choice: null })}
    />
  );
}

function BeatText({ context }: { readonly context: Shown }) {
  const text = context.beats[context.beat]?.beat.text ?? [];
  if (text.length === 0) return null;
  return (
    <div className="talk-text">
      <Paragraphs text={text} />
    </div>
  );
}
