// The code that packs texts into links. It is loaded once, with the first text that needs it. If it cannot be loaded,
// links only name their files.

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

  /** From now on it is loaded as soon as a visitor's own text is on the stage. */
  watch(): void {
    this.#store.subscribe((state) => this.#follow(state));
    this.#follow(this.#store.getState());
  }

  /** It is not loaded, but may still be. */
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

  /** Resolves when loading has finished or failed. */
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
  text: 'Texts could not be packed into links, because a part of this page could not be loaded. Links name the file without its text until you reload the page',
};
