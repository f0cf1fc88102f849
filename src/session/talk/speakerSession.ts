// The speaker window: follows the audience window's state, and sends it commands. It keeps the last state that it received, so that
// it survives a reload of the other window.

import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SpeakerChannel, TalkState } from './speakerChannel.ts';
import type { TalkEvent } from './talkMachine.ts';

export interface SpeakerState {
  /** Null: the audience window has sent nothing yet. */
  readonly talk: TalkState | null;
}

/** A start that the audience window has lost is kept here. */
export class SpeakerSession {
  readonly store: StoreApi<SpeakerState>;
  readonly #channel: SpeakerChannel;

  constructor(channel: SpeakerChannel) {
    this.store = createStore<SpeakerState>(() => ({ talk: null }));
    this.#channel = channel;
    channel.listen((message) => {
      if (message.type === 'state') this.#receive(message.state);
    });
    channel.post({ type: 'hello' });
  }

  /** Only what the audience window's machine takes from a speaker. */
  readonly send = (event: TalkEvent): void => this.#channel.post({ type: 'command', event });

  close(): void {
    this.#channel.close();
  }

  #receive(state: TalkState): void {
    const startedAt = state.startedAt ?? this.store.getState().talk?.startedAt ?? null;
    this.store.setState({ talk: { ...state, startedAt } });
  }
}
