// Carries the run on the stage over to another kernel or text, statement by statement, and makes the notice about it.

import { assert } from '../../base/assert.ts';
import { Replayer } from '../../model/replay/replay.ts';
import { type Followed, follow, followedCursor, originCursor } from '../player/followed.ts';
import type { Follow } from '../player/playback.ts';
import type { DocumentEvent } from '../player/player.ts';
import { plain, explainFollowed } from '../player/explanation.ts';
import { type Notice, withNotice, withoutTopic } from '../state/notice.ts';
import type { SessionState } from '../state/store.ts';

export interface CarriedRun {
  readonly documents: Pick<SessionState, 'model' | 'followed' | 'notices'>;
  readonly event: DocumentEvent;
}

export interface CarryTo {
  readonly replayer: Replayer;
  /** The name of the kernel or text in the notice. */
  readonly name: string;
  /** Only a run that cannot be followed to its end gets a notice. */
  readonly quiet: boolean;
}

export function carryRun(state: SessionState, to: CarryTo): CarriedRun {
  const { replayer } = to;
  const followed = followHere(state, replayer);
  const notice = noticeOf(followed, to);
  const others = withoutTopic(state.notices, 'kernel');
  const notices = notice === null ? others : withNotice(others, notice);
  const cursor = followedCursor(followed);
  return {
    documents: { model: replayer.model, followed, notices },
    event: { type: 'remap', stepper: replayer, run: followed.run, cursor },
  };
}

function noticeOf(followed: Followed, { replayer, name, quiet }: CarryTo): Notice | null {
  if (quiet && followed.divergence === null) return null;
  const explanation = explainFollowed(followed, name, replayer.model);
  return explanation && { topic: 'kernel', tone: 'info', text: plain(explanation) };
}

/**
 * A run that was carried here and not left since is carried on from its original. So trying one kernel after
 * another loses no steps.
 */
function followHere(state: SessionState, to: Replayer): Followed {
  const { playback, followed, configuration } = state;
  const here = {
    run: playback.run,
    cursor: playback.cursor,
    replayer: replayerIn(state),
    kernel: configuration.kernel,
  };
  if (followed === null) return follow(here, to);
  return follow({ ...followed.origin, cursor: originCursor(followed, playback.cursor) }, to);
}

export function replayerIn({ playback }: Pick<SessionState, 'playback'>): Replayer {
  assert(playback.stepper instanceof Replayer, 'the session replays models');
  return playback.stepper;
}

/** For undo: a run that was left in another kernel or text is carried over here. */
export const followPlace: Follow = (place, to) => {
  assert(place.stepper instanceof Replayer && to instanceof Replayer, 'the session replays models');
  const run = place.stepper.replay(place.moves);
  const followed = follow({ run, cursor: place.cursor, replayer: place.stepper, kernel: null }, to);
  return { run: followed.run, cursor: followedCursor(followed) };
};
