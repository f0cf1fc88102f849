// An embedded stage in its frame: takes messages from the page around it, and sends it what is on the stage.

import { unreachable } from '../base/assert.ts';
import {
  FRAME_VERSION,
  type FrameAnswer,
  type FrameMessage,
  type FrameState,
  readFrameMessage,
} from '../session/address/frameMessage.ts';
import type { Session } from '../session/session/session.ts';
import { selectHash, selectWorld } from '../session/state/select.ts';
import type { SessionState } from '../session/state/store.ts';

/**
 * `origin`: the only one whose messages are accepted; null: any page that has this one in a frame. The state is sent to an origin
 * once that has said hello. Returns a function that ends it.
 */
export function listenInFrame(session: Session, origin: string | null): () => void {
  const ends = new AbortController();
  let listener: string | null = null;
  let sent = '';
  const send = (): void => {
    if (listener === null) return;
    const state = frameState(session.store.getState());
    const next = JSON.stringify(state);
    if (next !== sent) answer({ pagerace: FRAME_VERSION, type: 'state', ...state }, listener);
    sent = next;
  };
  const receive = ({ source, origin: from, data }: MessageEvent<unknown>): void => {
    if (source !== window.parent || (origin !== null && from !== origin)) return;
    const received = readFrameMessage(data);
    if (received === null) return;
    if (received.kind === 'other') return answerError(received.why, from);
    if (received.message.type === 'hello') {
      listener = from;
      sent = '';
    }
    const problem = obey(session, received.message);
    if (problem !== null) answerError(problem, from);
    send();
  };
  addEventListener('message', receive, ends);
  const unsubscribe = session.store.subscribe(send);
  answer({ pagerace: FRAME_VERSION, type: 'ready' }, origin ?? '*');
  return () => {
    ends.abort();
    unsubscribe();
  };
}

/** A page whose origin is opaque, such as a file, is called `null`: it is answered by any name. */
function answer(message: FrameAnswer, to: string): void {
  window.parent.postMessage(message, to === 'null' ? '*' : to);
}

function answerError(message: string, to: string): void {
  answer({ pagerace: FRAME_VERSION, type: 'error', message }, to);
}

/** Why it cannot be obeyed; null where it was. */
function obey(session: Session, message: FrameMessage): string | null {
  switch (message.type) {
    case 'hello':
      return null;
    case 'seek':
      session.send({ type: 'seek', to: message.to });
      return null;
    case 'step':
      return takeStep(session, message.task);
    case 'play':
      session.send({ type: 'play' });
      return null;
    case 'pause':
      session.send({ type: 'pause' });
      return null;
    case 'load':
      location.hash = message.hash;
      return null;
    default:
      return unreachable(message);
  }
}

function takeStep(session: Session, name: string): string | null {
  const { tasks } = session.store.getState().model;
  const task = tasks.findIndex((one) => one.name === name);
  if (task < 0)
    return `there is no task “${name}”; there are ${tasks.map((one) => one.name).join(', ')}`;
  session.send({ type: 'take', task, choice: null });
  return null;
}

function frameState(state: SessionState): FrameState {
  const { scenario, configuration, playback, playing } = state;
  return {
    scenario,
    kernel: configuration.kernel,
    step: playback.cursor,
    steps: playback.run.moments.length - 1,
    playing,
    broken: selectWorld(state).broken,
    hash: selectHash(state),
  };
}
