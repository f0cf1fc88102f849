// The visitor's own texts, in the store and in the browser's storage, and the catalogue: resolves a name to its text.

import { assert } from '../../base/assert.ts';
import { locateDiagnostics } from '../../check/source/locatedDiagnostic.ts';
import { sourceTooLarge } from '../../check/source/readSourceFile.ts';
import type { Loaded } from '../../lang/load/loadProgram.ts';
import type { Library, OwnLibrary } from '../state/library.ts';
import type { Notice } from '../state/notice.ts';
import { addNotice } from '../state/notices.ts';
import { freeName, isOwnFile, originOf, withFiles } from '../state/ownFile.ts';
import type { Storage } from '../state/panels.ts';
import { selectAddress } from '../state/select.ts';
import type { OwnText, SessionStore } from '../state/store.ts';
import { removeDraft, saveDraft, storedDraft } from './drafts.ts';
import { type Staged, stageScenario } from './opening.ts';

/** A text as it was read: without a program where it has errors. */
export type Edited = Omit<Staged, 'program'> & { readonly program: Staged['program'] | null };

export class OwnTexts {
  readonly #store: SessionStore;
  readonly #library: Library;
  readonly #storage: Storage | null;
  /** By name, the text that this page has last read from the storage or written to it. */
  readonly #known: Map<string, string>;
  /** Texts that could not be stored. */
  readonly #unkept = new Set<string>();

  constructor(store: SessionStore, library: Library, storage: Storage | null) {
    this.#store = store;
    this.#library = library;
    this.#storage = storage;
    this.#known = new Map([...store.getState().files].map(([name, { text }]) => [name, text]));
  }

  library(): OwnLibrary {
    return withFiles(this.#library, this.#store.getState().files);
  }

  /** `name` must exist. */
  staged(scenario: string): Staged {
    const staged = stageScenario(this.library(), scenario);
    assert(staged !== null, `there is a scenario ${scenario}`);
    return staged;
  }

  /** The original of a copy; null for a file that is no copy. */
  originOf(scenario: string): Staged | null {
    const origin = originOf(scenario, this.#library.names);
    return origin === null ? null : stageScenario(this.library(), origin);
  }

  /** The name under which a text is edited: its own, or the first free one for a copy. */
  copyName(scenario: string): string {
    const { files } = this.#store.getState();
    const isOwn = isOwnFile(scenario);
    if (isOwn && this.#changedElsewhere(scenario) === null) return scenario;
    const isTaken = (name: string): boolean =>
      files.has(name) || this.#changedElsewhere(name) !== null;
    return freeName(isOwn ? scenario : `${scenario}.race`, isTaken);
  }

  /**
   * The name under which a text is stored from now on. If another tab has changed the text of that name, both are
   * kept: this one gets another name, and that is reported.
   */
  claim(scenario: string): string {
    const name = this.copyName(scenario);
    const other = this.#changedElsewhere(scenario);
    if (other === null) return name;
    this.#known.set(scenario, other.text);
    this.#store.setState(({ files }) => ({ files: new Map(files).set(scenario, other) }));
    addNotice(this.#store, otherTabNotice(scenario, name));
    return name;
  }

  /** Whether closing the page loses a text that neither the storage nor the address has. */
  get isLossy(): boolean {
    const state = this.#store.getState();
    const isCarried = ({ text, staged }: OwnText): boolean =>
      text === staged && state.codec !== null && selectAddress(state).tooLong === null;
    return [...this.#unkept].some((name) => {
      const own = state.files.get(name);
      return own !== undefined && !(name === state.scenario && isCarried(own));
    });
  }

  /** Stores another text: as the staged one, or beside it while it has errors. */
  read(scenario: string, text: string): Edited {
    const loaded = this.#load(scenario, text);
    const { program } = loaded;
    const { staged } = this.#store.getState().source;
    const diagnostics = locateDiagnostics(loaded);
    const source = { text, staged: program === null ? staged : text, original: false, diagnostics };
    return { scenario, source, program };
  }

  keep(name: string, own: OwnText): void {
    this.#store.setState(({ files }) => ({ files: new Map(files).set(name, own) }));
    if (saveDraft(this.#storage, name, own)) {
      this.#known.set(name, own.text);
      this.#unkept.delete(name);
    } else this.#reportUnkept(name, own);
  }

  forget(name: string): void {
    const { files } = this.#store.getState();
    this.#store.setState({ files: new Map([...files].filter(([file]) => file !== name)) });
    this.#unkept.delete(name);
    if (this.#changedElsewhere(name) === null) removeDraft(this.#storage, name);
  }

  /** The stored text of that name, if another tab wrote it after this page last read or wrote it. */
  #changedElsewhere(name: string): OwnText | null {
    const stored = storedDraft(this.#storage, name);
    return stored === null || stored.text === this.#known.get(name) ? null : stored;
  }

  /** Once for each text; where nothing is ever stored, only of what the address does not carry either. */
  #reportUnkept(name: string, { text, staged }: OwnText): void {
    const isFull = this.#storage !== null;
    if (!isFull && text === staged) this.#unkept.delete(name);
    else if (!this.#unkept.has(name))
      addNotice(this.#store, isFull ? notKeptNotice(name) : nothingKeptNotice(name));
    if (isFull || text !== staged) this.#unkept.add(name);
  }

  #load(scenario: string, text: string): Loaded {
    const tooLarge = sourceTooLarge(scenario, text.length);
    if (tooLarge === null) return this.#library.loadText(scenario, text);
    return { program: null, diagnostics: [tooLarge], texts: new Map() };
  }
}

function notKeptNotice(file: string): Notice {
  const text = `The browser’s storage is full: ${file} is lost on reload unless you download it. Deleting copies that you do not need makes room`;
  return { topic: 'text', tone: 'warning', text, action: 'download' };
}

function nothingKeptNotice(file: string): Notice {
  const text = `This browser stores nothing, and the address carries the last valid text: what you change in ${file} until it is valid again is lost on reload unless you download it`;
  return { topic: 'text', tone: 'warning', text, action: 'download' };
}

function otherTabNotice(file: string, name: string): Notice {
  const text = `Another tab has changed ${file}. Your text is stored as ${name}`;
  return { topic: 'text', tone: 'info', text };
}
