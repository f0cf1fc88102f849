import { describe, expect, it } from 'vitest';
import { createActor, SimulatedClock } from 'xstate';
import { scenarioNames } from '../../check/catalogue/catalogue.ts';
import { kernelLibrary, scenarioTexts } from '../../check/source/library.ts';
import { parseTalk } from '../../talk/parseTalk.ts';
import { libraryOf } from '../state/library.ts';
import { withFiles } from '../state/ownFile.ts';
import { openTalk } from './openedTalk.ts';
import { FRAME_MS, talkMachine, type TalkEvent } from './talkMachine.ts';

const library = withFiles(
  libraryOf({ kernel: kernelLibrary, scenarios: scenarioTexts }, scenarioNames, 'hole-punch'),
  new Map(),
);

const TEXT = `# T
## One
[stage](#/munmap/2.4.0/u6k5tu2@0)
## Two
[stage](#/munmap/2.4.0/u6k5tu2@6 "focus: mm0")
## Three
[vote](#/munmap/2.4.0/u6k5tu2@12 "ask: who can move")
## Four
Words.
`;

function start(text = TEXT, calm = false) {
  const clock = new SimulatedClock();
  const { beats } = openTalk(parseTalk(text).talk, library);
  const input = { beats, beat: 0, calm, startedAt: null, now: () => 1000 };
  const actor = createActor(talkMachine, { clock, input }).start();
  const send = (...events: TalkEvent[]): void => events.forEach((event) => actor.send(event));
  const read = () => {
    const { context, value } = actor.getSnapshot();
    return { ...context, value, cursor: context.place?.cursor ?? null };
  };
  /** One after the other, since each frame sets the timer of the next. */
  const frames = (count: number): void => {
    for (let i = 0; i < count; i += 1) clock.increment(FRAME_MS);
  };
  return { frames, send, read };
}

/** Frames in under a second. */
const SECOND = Math.floor(999 / FRAME_MS);

const NEXT: TalkEvent = { type: 'next' };
const PREVIOUS: TalkEvent = { type: 'previous' };

describe('the way from beat to beat', () => {
  it('follows the run, on and back, in under a second', () => {
    const { frames, send, read } = start();
    send(NEXT);
    expect(read()).toMatchObject({ beat: 1, cursor: 0, value: 'moving' });
    frames(3);
    expect(read().cursor).toBe(3);
    frames(SECOND - 3);
    expect(read()).toMatchObject({ cursor: 6, value: 'still' });
    send(PREVIOUS);
    frames(1);
    expect(read()).toMatchObject({ beat: 0, cursor: 5 });
  });

  it('can be interrupted anywhere', () => {
    const { frames, send, read } = start();
    send(NEXT);
    frames(2);
    send(PREVIOUS);
    expect(read()).toMatchObject({ beat: 0, cursor: 2 });
    frames(SECOND);
    expect(read()).toMatchObject({ beat: 0, cursor: 0, value: 'still' });
  });

  it('is left out where a person asked for less motion', () => {
    const { send, read } = start(TEXT, true);
    send(NEXT);
    expect(read()).toMatchObject({ beat: 1, cursor: 6, value: 'still' });
  });
});

it('ends at both ends', () => {
  const { send, read } = start(TEXT, true);
  send(PREVIOUS);
  expect(read().beat).toBe(0);
  send({ type: 'go-to', beat: 99 }, NEXT);
  expect(read().beat).toBe(3);
});

it('shows the result of a vote before it goes on', () => {
  const { send, read } = start(TEXT, true);
  send({ type: 'go-to', beat: 2 }, NEXT);
  expect(read()).toMatchObject({ beat: 2, revealed: true });
  send(NEXT);
  expect(read()).toMatchObject({ beat: 3, revealed: false, place: null });
});

it('takes a speaker’s steps aside, and returns with the next beat', () => {
  const { send, read } = start(TEXT, true);
  send(NEXT, { type: 'take', task: 1, choice: null });
  expect(read()).toMatchObject({ beat: 1, cursor: 7, aside: true });
  send(PREVIOUS);
  expect(read()).toMatchObject({ beat: 1, cursor: 6, aside: false });
  send({ type: 'take', task: 1, choice: null }, NEXT);
  expect(read()).toMatchObject({ beat: 2, cursor: 12, aside: false });
});

it('lights a blank screen first', () => {
  const { send, read } = start(TEXT, true);
  send({ type: 'blank', screen: 'black' }, NEXT);
  expect(read()).toMatchObject({ beat: 0, screen: 'shown' });
  send({ type: 'blank', screen: 'white' }, { type: 'blank', screen: 'white' });
  expect(read().screen).toBe('shown');
});

it('begins its clock with the first beat that is left', () => {
  const { send, read } = start(TEXT, true);
  expect(read().startedAt).toBeNull();
  send(NEXT);
  expect(read().startedAt).toBe(1000);
});

it('says which permalink no longer fits, and goes on', () => {
  const { send, read } = start(
    '# T\n## A\n[stage](#/gone/1)\n## B\n[stage](#/munmap/9.9/u2@1)\n## C\n[stage](#/munmap/2.4.0/u6@1 "focus: Q")\n',
    true,
  );
  const problems = read().beats.map(({ problem }) => problem);
  expect(problems[0]).toContain('There is no scenario “gone”');
  expect(problems[1]).toContain('9.9');
  expect(problems[2]).toContain('“Q”');
  send(NEXT, NEXT);
  expect(read()).toMatchObject({ beat: 2, cursor: 1 });
});
