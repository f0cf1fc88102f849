// The code that packs texts into links. It is loaded when the first text needs it, once. Where it
// cannot be loaded, links name their files and do not carry the texts.

import type { TextCodec } from '../../check/link/link.ts';
import type { Notice } from '../state/notice.ts';
import { addNotice } from '../state/notices.ts';
import { isOwnFile } from '../state/ownFile.ts';
import { setPending } from '../state/pending.ts';
import type { SessionState, SessionStore } from '../state/store.ts';

export interface LinkCodecPorts {
  load(): Promise<TextCodec>;
  /** Puts it into the store. */
  loaded(codec: TextCodec): void;
}

export class LinkCodec {
  readonly #store: SessionStore;
  readonly #ports: LinkCodecPorts;
  #loading: Promise<void> | null = null;

  constructor(store: SessionStore, ports: LinkCodecPorts) {
    this.#store = store;
    this.#ports = ports;
  }

  /** From now on it is loaded as soon as a text of the visitor's own is on the stage. */
  watch(): void {
    this.#store.subscribe((state) => this.#follow(state));
    this.#follow(this.#store.getState());
  }

  /** It is not here, and may still come. */
  get isAwaited(): boolean {
    const { codec, pending } = this.#store.getState();
    return codec === null && (this.#loading === null || pending.codec);
  }

  load(): Promise<void> {
    if (this.#loading === null) {
      const loaded = this.#ports.load().then(
        (codec) => this.#ports.loaded(codec),
        () => addNotice(this.#store, noCodecNotice),
      );
      this.#loading = loaded.then(() => setPending(this.#store, { codec: false }));
      setPending(this.#store, { codec: true });
    }
    return this.#loading;
  }

  /** Resolves when what is being loaded is here, or failed. */
  async settled(): Promise<void> {
    await this.#loading;
  }

  #follow({ scenario, codec }: SessionState): void {
    if (isOwnFile(scenario) && codec === null) void this.load();
  }
}

const noCodecNotice: Notice = {
  topic: 'link',
  tone: 'warning',
  text: 'The part of this page that packs texts into links could not be loaded: links name the file and do not carry its text until the page is loaded again',
};
