// What is played: the current run, the position in it, and why it is paused. Pure functions from one playback to the
// next; the player decides when to call them.

import { assert } from '../../base/assert.ts';
import type { Move, Run } from '../../model/world/run.ts';
import { arrivalReasons, nextStop, type PausePolicy, stopReasons } from './pausePolicy.ts';
import { type Reason, type Refusal, refusalAt, runLength } from './reason.ts';

/** The part of the compiled program that playback needs. */
export interface Stepper {
  /** Takes the moves from the initial state, as far as possible. */
  replay(moves: readonly Move[]): Run;
}

/** A run to return to, and the program that it was taken in. */
export interface Place {
  readonly stepper: Stepper;
  readonly moves: readonly Move[];
  readonly cursor: number;
}

/** Carries a position over to another program, statement by statement. */
export type Follow = (place: Place, to: Stepper) => { readonly run: Run; readonly cursor: number };

/** What playing continues with at the end of the run, or why there is nothing. */
export type Offer =
  | {
      readonly kind: 'witness';
      readonly property: string;
      readonly moves: readonly Move[];
      /** Whether no run that breaks it is shorter. */
      readonly shortest: boolean;
    }
  /** The property holds: a run to an end, the shortest one. */
  | { readonly kind: 'ending'; readonly property: string; readonly moves: readonly Move[] }
  | { readonly kind: 'none'; readonly property: string | null; readonly why: NoWitness };

/** `initial`: the property is broken before the first step. `unasked`: nothing was searched yet. */
export type NoWitness = 'holds' | 'searching' | 'unknown' | 'initial' | 'unasked';

export type Stop =
  /** At the initial state, before the first step. */
  | { readonly kind: 'start' }
  | { readonly kind: 'reached'; readonly at: number; readonly reasons: readonly Reason[] }
  /** A person paused it between two stops. */
  | { readonly kind: 'paused'; readonly at: number }
  /** A person asked for a step that cannot be taken. */
  | { readonly kind: 'refused'; readonly at: number; readonly refusal: Refusal }
  /** The run ends; only a new step continues it. */
  | { readonly kind: 'nothing-to-play'; readonly at: number };

export interface Playback {
  readonly stepper: Stepper;
  readonly follow: Follow;
  readonly run: Run;
  /** The number of steps taken: 0 to the run's length. */
  readonly cursor: number;
  /** Null exactly while it plays. */
  readonly stop: Stop | null;
  readonly offer: Offer;
  readonly policy: PausePolicy;
  /** Runs that were left, the latest last. */
  readonly past: readonly Place[];
  /** Runs that undo left, the latest last. */
  readonly future: readonly Place[];
}

/**
 * No run is longer. A person who holds a key down reaches this limit instead of freezing the page.
 */
export const maxRunSteps = 1000;
const maxPlaces = 200;

export const nothingSearched: Offer = { kind: 'none', property: null, why: 'unasked' };

/** The run has more steps after the position. */
export function hasRest(playback: Playback): boolean {
  return playback.cursor < runLength(playback.run);
}

/** There is a witness, or a run to an end, to play from here or from its start. */
export function hasWitness({ offer }: Playback): boolean {
  return offer.kind !== 'none' && offer.moves.length > 0;
}

/** The steps taken so far are a prefix of the witness. */
export function leadsToWitness({ offer, run, cursor }: Playback): boolean {
  if (offer.kind === 'none' || cursor >= offer.moves.length) return false;
  return sameMoves(run.moves.slice(0, cursor), offer.moves.slice(0, cursor));
}

/** The property whose shortest witness the current run is; null when it is a run of its own. */
export function witnessed({ offer, run }: Playback): string | null {
  if (offer.kind !== 'witness' || !sameMoves(run.moves, offer.moves)) return null;
  return offer.property;
}

export function seek(playback: Playback, to: number): Playback {
  const cursor = Math.min(Math.max(Math.trunc(to) || 0, 0), runLength(playback.run));
  return { ...playback, cursor, stop: arrival(playback.run, cursor) };
}

/** One step of playing: it stops where the policy says so. */
export function advance(playback: Playback): Playback {
  if (!hasRest(playback)) return seek(playback, playback.cursor);
  const cursor = playback.cursor + 1;
  const reasons = stopReasons(playback.run, cursor, playback.policy);
  return {
    ...playback,
    cursor,
    stop: reasons.length === 0 ? null : { kind: 'reached', at: cursor, reasons },
  };
}

/** Goes to the nearest stop of the policy at once. */
export function skip(playback: Playback, by: 1 | -1, policy: PausePolicy): Playback {
  const { run } = playback;
  const cursor = nextStop(run, playback.cursor, by, policy);
  const reasons = cursor === 0 ? [] : stopReasons(run, cursor, policy);
  const stop =
    reasons.length === 0
      ? arrival(run, cursor)
      : ({ kind: 'reached', at: cursor, reasons } as const);
  return { ...playback, cursor, stop };
}

/** A person's step: along the run if it is the run's next step, else a fork. */
export function take(playback: Playback, move: Move): Playback {
  const { run, cursor, stepper } = playback;
  const planned = run.moves[cursor];
  if (hasRest(playback) && planned !== undefined && sameMove(planned, move))
    return seek(playback, cursor + 1);
  if (cursor >= maxRunSteps) return refuseLength(playback, move);
  const forked = stepper.replay([...run.moves.slice(0, cursor), move]);
  if (runLength(forked) > cursor) return seek(replace(playback, forked), cursor + 1);
  assert(forked.stopped !== null, 'a refused move has a reason');
  return refuse(playback, refusalAt(run, cursor, forked.stopped));
}

/** Replaces the run by the witness, from here if it continues this run, else from its start. */
export function adoptWitness(playback: Playback): Playback {
  const { offer, stepper, run } = playback;
  if (offer.kind === 'none') return playback;
  const cursor = leadsToWitness(playback) ? playback.cursor : 0;
  if (sameMoves(run.moves, offer.moves)) return seek(playback, cursor);
  return seek(replace(playback, stepper.replay(offer.moves)), cursor);
}

/** Another run in the same program; the previous run goes to undo. */
export function replace(playback: Playback, run: Run): Playback {
  const past = [...playback.past, placeOf(playback)].slice(-maxPlaces);
  return { ...playback, run, past, future: [] };
}

export function undo(playback: Playback): Playback {
  const place = playback.past.at(-1);
  assert(place !== undefined, 'there is an earlier run');
  const future = [...playback.future, placeOf(playback)];
  return restore({ ...playback, past: playback.past.slice(0, -1), future }, place);
}

export function redo(playback: Playback): Playback {
  const place = playback.future.at(-1);
  assert(place !== undefined, 'there is a run that was undone');
  const past = [...playback.past, placeOf(playback)];
  return restore({ ...playback, past, future: playback.future.slice(0, -1) }, place);
}

export function pause(playback: Playback): Playback {
  return { ...playback, stop: { kind: 'paused', at: playback.cursor } };
}

export function sayNothingToPlay(playback: Playback): Playback {
  return { ...playback, stop: { kind: 'nothing-to-play', at: playback.cursor } };
}

export function placeOf({ stepper, run, cursor }: Playback): Place {
  return { stepper, moves: plannedMoves(run), cursor };
}

/** The moves that were taken and the refused one: replayed, they stop at the same position. */
export function plannedMoves({ moves, stopped }: Run): readonly Move[] {
  if (stopped === null || stopped.kind === 'ended') return moves;
  const choice = stopped.kind === 'no-choice' ? stopped.choice : null;
  return [...moves, { task: stopped.task, choice }];
}

export function sameMoves(a: readonly Move[], b: readonly Move[]): boolean {
  return a.length === b.length && a.every((move, i) => sameMove(move, b[i]));
}

function sameMove(a: Move, b: Move | undefined): boolean {
  return a.task === b?.task && a.choice === b.choice;
}

function restore(playback: Playback, place: Place): Playback {
  const { stepper } = playback;
  if (place.stepper === stepper) {
    return seek({ ...playback, run: stepper.replay(place.moves) }, place.cursor);
  }
  const { run, cursor } = playback.follow(place, stepper);
  return seek({ ...playback, run }, cursor);
}

function refuseLength(playback: Playback, { task }: Move): Playback {
  const stop = {
    kind: 'limit',
    at: playback.cursor,
    task,
    limit: `run of ${maxRunSteps} steps`,
  } as const;
  return refuse(playback, { stop, waitsFor: [], settling: false });
}

function refuse(playback: Playback, refusal: Refusal): Playback {
  return { ...playback, stop: { kind: 'refused', at: playback.cursor, refusal } };
}

/** A person who goes to the end of a run knows that it ends there: only playing reports it. */
function arrival(run: Run, at: number): Stop {
  const reasons = arrivalReasons(run, at).filter(({ kind }) => kind !== 'end');
  const noteworthy = reasons.some(({ kind }) => kind !== 'step');
  return at === 0 && !noteworthy ? { kind: 'start' } : { kind: 'reached', at, reasons };
}
