// The machine of a talk: which beat is shown, what it moves through, what is hidden. Time is the actor's clock.

import { assign, setup } from 'xstate';
import { at } from '../../base/assert.ts';
import type { Report } from '../../check/verdict/report.ts';
import type { Move } from '../../model/world/run.ts';
import { travel } from '../../talk/travel.ts';
import { replayerOf } from '../state/replayers.ts';
import type { OpenedBeat, StagePlace } from './openedTalk.ts';

/** Milliseconds for each state on the way from beat to beat: the longest way takes less than a second. */
export const FRAME_MS = 40;

export type Screen = 'shown' | 'black' | 'white';
export type Panel = 'overview' | 'help' | 'go-to';

export interface TalkContext {
  readonly beats: readonly OpenedBeat[];
  readonly beat: number;
  /** The place on the screen; null for a beat without a run. */
  readonly place: StagePlace | null;
  /** The places still to be passed on the way to the beat's own; empty at rest. */
  readonly ahead: readonly StagePlace[];
  /** A speaker has taken steps that are not the beat's. */
  readonly aside: boolean;
  /** The result of the vote is shown. */
  readonly revealed: boolean;
  readonly screen: Screen;
  readonly panel: Panel | null;
  /** Nothing moves: the person asked for less motion. */
  readonly calm: boolean;
  /** When the first beat was left, in milliseconds since 1970; null before. */
  readonly startedAt: number | null;
  /** By the key of a place: what a search of its configuration found. */
  readonly reports: ReadonlyMap<string, Report>;
}

export type TalkEvent =
  | { readonly type: 'next' }
  | { readonly type: 'previous' }
  /** `beat` counts from 0; beyond the ends, the nearest beat. */
  | { readonly type: 'go-to'; readonly beat: number }
  | { readonly type: 'blank'; readonly screen: 'black' | 'white' }
  /** Opens the panel, or closes it where it is open. */
  | { readonly type: 'panel'; readonly panel: Panel }
  | { readonly type: 'close' }
  | ({ readonly type: 'take' } & Move)
  | { readonly type: 'calm'; readonly calm: boolean }
  /** The talk was edited. */
  | { readonly type: 'load'; readonly beats: readonly OpenedBeat[] }
  | { readonly type: 'report'; readonly key: string; readonly report: Report };

export interface TalkInput {
  readonly beats: readonly OpenedBeat[];
  readonly beat: number;
  readonly calm: boolean;
  readonly startedAt: number | null;
  now(): number;
}

interface Inner extends TalkContext {
  readonly now: () => number;
}

export const talkMachine = setup({
  types: {
    context: {} as Inner,
    events: {} as TalkEvent,
    input: {} as TalkInput,
  },
  delays: { frame: FRAME_MS },
  guards: {
    'the screen is blank': ({ context }) => context.screen !== 'shown',
    'a result is hidden': ({ context }) => isHiding(context),
    'a step leads aside': ({ context }) => context.aside,
    'something lies ahead': ({ context }) => context.ahead.length > 0,
  },
  actions: {
    light: assign({ screen: 'shown' }),
    reveal: assign({ revealed: true }),
    goTo: assign(({ context }, { beat }: { beat: number }) => goTo(context, beat)),
    goOn: assign(({ context }) => goTo(context, context.beat + 1)),
    goBack: assign(({ context }) => goTo(context, context.beat - 1)),
    returnToBeat: assign(({ context }) => goTo(context, context.beat)),
    moveOn: assign(({ context }) => moveOn(context)),
    arrive: assign(({ context }) => arrive(context)),
    take: assign(({ context }, { move }: { move: Move }) => take(context, move)),
  },
}).createMachine({
  id: 'talk',
  context: ({ input }) => {
    const { beats, calm, startedAt } = input;
    const beat = clamp(input.beat, beats);
    const place = beats[beat]?.places[0] ?? null;
    return {
      beats,
      beat,
      place,
      ahead: [],
      aside: false,
      revealed: false,
      screen: 'shown',
      panel: null,
      calm,
      startedAt,
      reports: new Map(),
      now: input.now,
    };
  },
  initial: 'still',
  on: {
    next: [
      { guard: 'the screen is blank', actions: 'light' },
      { guard: 'a result is hidden', actions: 'reveal' },
      { target: '.moving', actions: 'goOn' },
    ],
    previous: [
      { guard: 'the screen is blank', actions: 'light' },
      { guard: 'a step leads aside', target: '.moving', actions: 'returnToBeat' },
      { target: '.moving', actions: 'goBack' },
    ],
    'go-to': {
      target: '.moving',
      actions: ['light', { type: 'goTo', params: ({ event }) => ({ beat: event.beat }) }],
    },
    blank: {
      actions: assign({
        screen: ({ context, event }) => (context.screen === event.screen ? 'shown' : event.screen),
      }),
    },
    panel: {
      actions: assign({
        panel: ({ context, event }) => (context.panel === event.panel ? null : event.panel),
      }),
    },
    close: { actions: assign({ panel: null }) },
    take: {
      target: '.still',
      actions: {
        type: 'take',
        params: ({ event }) => ({ move: { task: event.task, choice: event.choice } }),
      },
    },
    calm: { actions: assign({ calm: ({ event }) => event.calm }) },
    load: {
      target: '.still',
      actions: assign(({ context, event }) => arrive(load(context, event.beats))),
    },
    report: {
      actions: assign({
        reports: ({ context, event }) => new Map(context.reports).set(event.key, event.report),
      }),
    },
  },
  states: {
    still: {},
    moving: {
      always: [
        { guard: ({ context }) => context.calm, target: 'still', actions: 'arrive' },
        { guard: ({ context }) => context.ahead.length === 0, target: 'still' },
      ],
      after: { frame: { target: 'moving', reenter: true, actions: 'moveOn' } },
    },
  },
});

/** The vote on the screen has a result that was not shown yet. */
export function isHiding({ beats, beat, revealed }: TalkContext): boolean {
  return beats[beat]?.beat.scene.kind === 'vote' && !revealed;
}

function goTo(context: Inner, wanted: number): Inner {
  const { beats, now } = context;
  const beat = clamp(wanted, beats);
  const to = beats[beat]?.places[0] ?? null;
  const startedAt = context.startedAt ?? (beat > 0 ? now() : null);
  return {
    ...context,
    beat,
    startedAt,
    ahead: wayTo(context, to),
    place: to === null ? null : (context.place ?? to),
    aside: false,
    revealed: false,
    panel: null,
  };
}

function wayTo({ place }: TalkContext, to: StagePlace | null): StagePlace[] {
  if (to === null) return [];
  if (place === null) return [to];
  const way = travel(place, to, place.key === to.key);
  return way.map(({ run, cursor }) => ({ ...to, run, cursor }));
}

function moveOn(context: Inner): Inner {
  const [next, ...ahead] = context.ahead;
  return next === undefined ? context : { ...context, place: next, ahead };
}

function arrive(context: Inner): Inner {
  const last = context.ahead.at(-1);
  return last === undefined ? context : { ...context, place: last, ahead: [] };
}

/** A step of a task from here. What cannot be taken changes nothing. */
function take(context: Inner, move: Move): Inner {
  const from = arrive(context);
  const { place } = from;
  if (place === null || move.task >= place.model.tasks.length) return from;
  const moves = [...place.run.moves.slice(0, place.cursor), move];
  const run = replayerOf(place.program, place.configuration.config).replay(moves);
  if (run.moves.length <= place.cursor) return from;
  return { ...from, aside: true, place: { ...place, run, cursor: place.cursor + 1 } };
}

/** The same beat of the edited talk, or its last. */
function load(context: Inner, beats: readonly OpenedBeat[]): Inner {
  const beat = clamp(context.beat, beats);
  const place = beats.length === 0 ? null : (at(beats, beat).places[0] ?? null);
  return { ...context, beats, beat, place, ahead: [], aside: false };
}

function clamp(beat: number, beats: readonly OpenedBeat[]): number {
  return Math.max(0, Math.min(Math.trunc(beat) || 0, beats.length - 1));
}
