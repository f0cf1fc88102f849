// A run that is only played, from its start to its end: for a card of the landing page.

import { createActor } from 'xstate';
import type { Run } from '../../model/world/run.ts';
import { defaultPolicy } from './pausePolicy.ts';
import { playerMachine } from './player.ts';
import { runLength } from './reason.ts';

/** Milliseconds for a step: a run of any length is over in about 20 seconds. */
function stepMsOf(run: Run): number {
  return Math.max(150, Math.min(700, 20_000 / Math.max(1, runLength(run))));
}

/**
 * Plays at once, past properties that break on the way, since the run ends at the one that it is shown for.
 * `moved` gets every position; returns a function that stops it.
 */
export function playRun(run: Run, moved: (position: number) => void): () => void {
  const stepper = { replay: () => run };
  const policy = { ...defaultPolicy, on: 'broken' } as const;
  const follow = () => ({ run, cursor: 0 });
  const input = { stepper, follow, policy, stepMs: stepMsOf(run) };
  const player = createActor(playerMachine, { input });
  player.subscribe((snapshot) => {
    const { cursor } = snapshot.context;
    moved(cursor);
    if (snapshot.matches('paused') && cursor > 0 && cursor < runLength(run))
      player.send({ type: 'play' });
  });
  player.start();
  player.send({ type: 'load', stepper, run, cursor: 0 });
  player.send({ type: 'play' });
  return () => void player.stop();
}
