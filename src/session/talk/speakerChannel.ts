// What the audience window and the speaker window of one talk say to each other. Either may be loaded again at any time: who
// arrives says hello, and the audience window answers with its state.

import * as v from 'valibot';
import type { TalkEvent } from './talkMachine.ts';

export interface TalkState {
  /** Counts from 0. */
  readonly beat: number;
  readonly revealed: boolean;
  readonly screen: 'shown' | 'black' | 'white';
  /** Milliseconds since 1970; null before the talk has begun. */
  readonly startedAt: number | null;
  /** The speaker has taken steps that are not the beat's. */
  readonly aside: boolean;
  /** The tasks that can take a step now. */
  readonly movers: readonly string[];
}

export type SpeakerMessage =
  | { readonly type: 'hello' }
  | { readonly type: 'state'; readonly state: TalkState }
  | { readonly type: 'command'; readonly event: TalkEvent };

/** The browser's BroadcastChannel, as far as it is used. */
export interface Broadcast {
  postMessage(message: unknown): void;
  close(): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

export interface SpeakerChannel {
  post(message: SpeakerMessage): void;
  /** Returns a function that ends it. */
  listen(listener: (message: SpeakerMessage) => void): () => void;
  close(): void;
}

const stateShape = v.object({
  beat: v.pipe(v.number(), v.integer(), v.minValue(0)),
  revealed: v.boolean(),
  screen: v.picklist(['shown', 'black', 'white']),
  startedAt: v.nullable(v.number()),
  aside: v.boolean(),
  movers: v.array(v.string()),
});

/** The events that a speaker window may send. */
const eventShape = v.variant('type', [
  v.object({ type: v.literal('next') }),
  v.object({ type: v.literal('previous') }),
  v.object({ type: v.literal('go-to'), beat: v.number() }),
  v.object({ type: v.literal('blank'), screen: v.picklist(['black', 'white']) }),
  v.object({ type: v.literal('take'), task: v.number(), choice: v.nullable(v.string()) }),
]);

const messageShape = v.variant('type', [
  v.object({ type: v.literal('hello') }),
  v.object({ type: v.literal('state'), state: stateShape }),
  v.object({ type: v.literal('command'), event: eventShape }),
]);

/** Messages of another version of the page are ignored. */
export function speakerChannel(port: Broadcast): SpeakerChannel {
  const listeners = new Set<(message: SpeakerMessage) => void>();
  port.addEventListener('message', ({ data }) => {
    const read = v.safeParse(messageShape, data);
    if (read.success) for (const listener of listeners) listener(read.output);
  });
  return {
    post: (message) => port.postMessage(message),
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => port.close(),
  };
}
