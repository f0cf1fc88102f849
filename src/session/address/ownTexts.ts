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
import type { OwnText, SessionStore } from '../state/store.ts';
import { removeDraft, saveDraft } from './drafts.ts';
import { type Staged, stageScenario } from './opening.ts';

/** A text as it was read: without a program where it has errors. */
export type Edited = Omit<Staged, 'program'> & { readonly program: Staged['program'] | null };

export class OwnTexts {
  readonly #store: SessionStore;
  readonly #library: Library;
  readonly #storage: Storage | null;

  constructor(store: SessionStore, library: Library, storage: Storage | null) {
    this.#store = store;
    this.#library = library;
    this.#storage = storage;
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
    if (isOwnFile(scenario)) return scenario;
    const { files } = this.#store.getState();
    return freeName(`${scenario}.race`, (name) => files.has(name));
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
    if (this.#storage !== null && !saveDraft(this.#storage, name, own))
      addNotice(this.#store, notKeptNotice(name));
  }

  forget(name: string): void {
    const { files } = this.#store.getState();
    this.#store.setState({ files: new Map([...files].filter(([file]) => file !== name)) });
    removeDraft(this.#storage, name);
  }

  #load(scenario: string, text: string): Loaded {
    const tooLarge = sourceTooLarge(scenario, text.length);
    if (tooLarge === null) return this.#library.loadText(scenario, text);
    return { program: null, diagnostics: [tooLarge], texts: new Map() };
  }
}

function notKeptNotice(file: string): Notice {
  const text = `The browser’s storage is full: ${file} is lost on reload unless you download it`;
  return { topic: 'text', tone: 'warning', text, action: 'download' };
}
