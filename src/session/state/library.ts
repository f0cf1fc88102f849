// What the session asks of the scenarios: the catalogue's, or a few small texts in a test.

import type { Loaded } from '../../lang/load/loadProgram.ts';
import type { OwnText } from './store.ts';

export interface Library {
  readonly names: readonly string[];
  /** What an empty address shows. */
  readonly first: string;
  /** Null for a name that is not there. */
  load(name: string): Loaded | null;
  /** Another text of the scenario of that name. */
  loadText(name: string, text: string): Loaded;
}

/** The catalogue, and the texts of the visitor's own. */
export interface OwnLibrary extends Library {
  /** Null for a name that is not the visitor's. */
  own(name: string): OwnText | null;
}
