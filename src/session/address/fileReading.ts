// Reads the files that a person chose or dropped. Each is opened when all that came before it are open, whichever was
// read first; the page is not idle until the last one is.

import { type ChosenFile, type OwnFile, readOwnFile } from '../state/ownFile.ts';
import type { StrictDecoder } from '../../check/source/readSourceFile.ts';
import { setPending } from '../state/pending.ts';
import type { SessionStore } from '../state/store.ts';

export class FileReading {
  readonly #store: SessionStore;
  readonly #open: (file: OwnFile) => void;
  /** Resolves when the files that were asked for so far are open. */
  #last: Promise<void> = Promise.resolve();

  constructor(store: SessionStore, open: (file: OwnFile) => void) {
    this.#store = store;
    this.#open = open;
  }

  /** Resolves when they are open or reported; never rejects. */
  read(files: readonly ChosenFile[], decoder: StrictDecoder): Promise<void> {
    this.#count(1);
    const reading = files.map((file) => readOwnFile(file, decoder));
    this.#last = this.#openAfter(this.#last, reading);
    return this.#last;
  }

  async #openAfter(before: Promise<void>, reading: readonly Promise<OwnFile>[]): Promise<void> {
    await before;
    for (const file of reading) this.#open(await file);
    this.#count(-1);
  }

  #count(more: number): void {
    setPending(this.#store, { files: this.#store.getState().pending.files + more });
  }
}
