// What opening a scenario puts into the store, and the player that starts with it.

import { createActor } from 'xstate';
import type { Clock } from '../address/address.ts';
import type { Opening } from '../address/opening.ts';
import { playerMachine } from '../player/player.ts';
import type { Panels } from '../state/panels.ts';
import type { SessionState } from '../state/store.ts';
import { followPlace } from './carriedRun.ts';

export type Documents = Pick<
  SessionState,
  'scenario' | 'source' | 'program' | 'configuration' | 'beside' | 'model' | 'followed' | 'checks'
>;

/** Nothing is checked yet. */
export function documentsOf({ staged, configuration, beside, replayer }: Opening): Documents {
  const { scenario, source, program } = staged;
  const { model } = replayer;
  const stage = { scenario, source, program, configuration, beside, model };
  return { ...stage, followed: null, checks: new Map() };
}

export function startPlayer(
  { replayer, run, cursor }: Opening,
  { policy, stepMs }: Panels,
  clock: Clock,
) {
  const input = { stepper: replayer, follow: followPlace, policy, stepMs };
  const player = createActor(playerMachine, { input, clock }).start();
  player.send({ type: 'load', stepper: replayer, run, cursor });
  return player;
}
