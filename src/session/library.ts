// What the session asks of the scenarios: the catalogue's, or a few small texts in a test.

import type { Loaded } from '../lang/loadProgram.ts';

export interface Library {
  readonly names: readonly string[];
  /** What an empty address shows. */
  readonly first: string;
  /** Null for a name that is not there. */
  load(name: string): Loaded | null;
  /** Another text of the scenario of that name. */
  loadText(name: string, text: string): Loaded;
}
