// Runs an action that needs texts of scenarios: at once if the texts are here, else after they are fetched.

import type { Library } from '../state/library.ts';
import type { Notice } from '../state/notice.ts';
import { addNotice } from '../state/notices.ts';
import { setPending } from '../state/pending.ts';
import type { SessionStore } from '../state/store.ts';

export class TextFetch {
  readonly #store: SessionStore;
  readonly #library: Library;
  /** The last request. An older one whose texts arrive later is dropped. */
  #last: symbol | null = null;

  constructor(store: SessionStore, library: Library) {
    this.#store = store;
    this.#library = library;
  }

  /** `needed`: a scenario; null: all texts. */
  whenHere(needed: string | null, act: () => void): void {
    const request = Symbol('request');
    this.#last = request;
    const isHere = this.#library.has(needed);
    setPending(this.#store, { texts: !isHere });
    if (isHere) act();
    else this.#fetch(needed, request, act);
  }

  #fetch(needed: string | null, request: symbol, act: () => void): void {
    const settle = (then: () => void) => (): void => {
      if (this.#last !== request) return;
      setPending(this.#store, { texts: false });
      then();
    };
    void this.#library.fetch(needed).then(
      settle(act),
      settle(() => addNotice(this.#store, noTextsNotice)),
    );
  }
}

const noTextsNotice: Notice = {
  topic: 'link',
  tone: 'error',
  text: 'The texts of that scenario could not be loaded. Check the network and try again.',
};
