// The player, a state machine for time: playing, paused, the position in the run, and why it stopped. It drives the
// compiled program one step at a time. Its clock is the actor's, so tests use a SimulatedClock and never wait. It
// never starts to play by itself.

import { assign, setup } from 'xstate';
import type { Move, Run } from '../../model/world/run.ts';
import {
  adoptWitness,
  advance,
  type Follow,
  hasRest,
  hasWitness,
  leadsToWitness,
  nothingSearched,
  type Offer,
  pause,
  type Playback,
  redo,
  replace,
  sayNothingToPlay,
  seek,
  skip,
  type Stepper,
  take,
  undo,
} from './playback.ts';
import type { PausePolicy } from './pausePolicy.ts';

export interface PlayerInput {
  readonly stepper: Stepper;
  readonly follow: Follow;
  readonly policy: PausePolicy;
  /** Milliseconds from one step of play to the next. */
  readonly stepMs: number;
}

export interface PlayerContext extends Playback {
  readonly stepMs: number;
}

export type PlayerEvent = PersonEvent | DocumentEvent;

/** Events from a person. */
export type PersonEvent =
  | ({ type: 'take' } & Move)
  | { type: 'seek'; to: number }
  | { type: 'next' }
  | { type: 'previous' }
  /** To the nearest stop ahead or behind; null: of the chosen policy. */
  | { type: 'skip'; policy: PausePolicy | null }
  | { type: 'skip-back'; policy: PausePolicy | null }
  | { type: 'play' }
  | { type: 'pause' }
  | { type: 'undo' }
  | { type: 'redo' };

/** Events from the documents. */
export type DocumentEvent =
  /** Another scenario: its runs start empty. */
  | { type: 'load'; stepper: Stepper; run: Run; cursor: number }
  /** Another kernel or text of the same scenario; undo follows the runs there. */
  | { type: 'remap'; stepper: Stepper; run: Run; cursor: number }
  /** Another run of the same program; undo returns. */
  | { type: 'replace'; run: Run; cursor: number }
  | { type: 'offer'; offer: Offer }
  | { type: 'policy'; policy: PausePolicy }
  | { type: 'pace'; stepMs: number };

export const playerMachine = setup({
  types: {
    context: {} as PlayerContext,
    events: {} as PlayerEvent,
    input: {} as PlayerInput,
  },
  delays: { stepTime: ({ context }) => context.stepMs },
  guards: {
    'the run has a rest': ({ context }) => hasRest(context),
    'there is a witness': ({ context }) => hasWitness(context),
    'the run leads to the witness': ({ context }) => leadsToWitness(context),
    'there is an earlier run': ({ context }) => context.past.length > 0,
    'a run was undone': ({ context }) => context.future.length > 0,
    'time must stop': ({ context }) => context.stop !== null,
  },
  actions: {
    seek: assign(({ context }, { to }: { to: number }) => seek(context, to)),
    take: assign(({ context }, { task, choice }: Move) => take(context, { task, choice })),
    advance: assign(({ context }) => advance(context)),
    stepOn: assign(({ context }) => seek(context, context.cursor + 1)),
    stepBack: assign(({ context }) => seek(context, context.cursor - 1)),
    skip: assign(({ context }, { policy }: { policy: PausePolicy | null }) =>
      skip(context, 1, policy ?? context.policy),
    ),
    skipBack: assign(({ context }, { policy }: { policy: PausePolicy | null }) =>
      skip(context, -1, policy ?? context.policy),
    ),
    adoptWitness: assign(({ context }) => adoptWitness(context)),
    sayPaused: assign(({ context }) => pause(context)),
    sayNothingToPlay: assign(({ context }) => sayNothingToPlay(context)),
    undo: assign(({ context }) => undo(context)),
    redo: assign(({ context }) => redo(context)),
  },
}).createMachine({
  id: 'player',
  context: ({ input }) => {
    const start: Playback = {
      stepper: input.stepper,
      follow: input.follow,
      policy: input.policy,
      run: input.stepper.replay([]),
      cursor: 0,
      stop: { kind: 'start' },
      offer: nothingSearched,
      past: [],
      future: [],
    };
    return { ...seek(start, 0), stepMs: input.stepMs };
  },
  initial: 'paused',
  on: {
    load: {
      target: '.paused',
      actions: assign(({ context, event: { stepper, run, cursor } }) =>
        seek({ ...context, stepper, run, offer: nothingSearched, past: [], future: [] }, cursor),
      ),
    },
    remap: {
      target: '.paused',
      actions: assign(({ context, event: { stepper, run, cursor } }) =>
        seek({ ...context, stepper, run, offer: nothingSearched }, cursor),
      ),
    },
    replace: {
      target: '.paused',
      actions: assign(({ context, event }) => seek(replace(context, event.run), event.cursor)),
    },
    take: { target: '.paused', actions: { type: 'take', params: ({ event }) => event } },
    seek: { target: '.paused', actions: { type: 'seek', params: ({ event }) => event } },
    next: [
      { guard: 'the run has a rest', target: '.paused', actions: 'stepOn' },
      {
        guard: 'the run leads to the witness',
        target: '.paused',
        actions: ['adoptWitness', 'stepOn'],
      },
      { target: '.paused', actions: 'sayNothingToPlay' },
    ],
    previous: { target: '.paused', actions: 'stepBack' },
    skip: [
      {
        guard: 'the run has a rest',
        target: '.paused',
        actions: { type: 'skip', params: ({ event }) => event },
      },
      {
        guard: 'the run leads to the witness',
        target: '.paused',
        actions: ['adoptWitness', { type: 'skip', params: ({ event }) => event }],
      },
      // As play does: from the start of the witness.
      {
        guard: 'there is a witness',
        target: '.paused',
        actions: ['adoptWitness', { type: 'skip', params: ({ event }) => event }],
      },
      { target: '.paused', actions: 'sayNothingToPlay' },
    ],
    'skip-back': {
      target: '.paused',
      actions: { type: 'skipBack', params: ({ event }) => event },
    },
    undo: { guard: 'there is an earlier run', target: '.paused', actions: 'undo' },
    redo: { guard: 'a run was undone', target: '.paused', actions: 'redo' },
    offer: { actions: assign({ offer: ({ event }) => event.offer }) },
    policy: { actions: assign({ policy: ({ event }) => event.policy }) },
    pace: { actions: assign({ stepMs: ({ event }) => event.stepMs }) },
  },
  states: {
    paused: {
      on: {
        play: [
          { guard: 'the run has a rest', target: 'playing', actions: 'advance' },
          { guard: 'there is a witness', target: 'playing', actions: ['adoptWitness', 'advance'] },
          { actions: 'sayNothingToPlay' },
        ],
      },
    },
    playing: {
      always: { guard: 'time must stop', target: 'paused' },
      after: { stepTime: { target: 'playing', reenter: true, actions: 'advance' } },
      on: { pause: { target: 'paused', actions: 'sayPaused' } },
    },
  },
});
