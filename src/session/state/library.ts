// What the session asks of the scenarios: the catalogue's, or a few small texts in a test.

import type { Loaded } from '../../lang/load/loadProgram.ts';
import { scenarioFrom, textFrom } from '../../check/source/loadFrom.ts';
import type { FetchedTexts, LibraryTexts } from '../../check/source/fetchedTexts.ts';
import type { OwnText } from './store.ts';

export interface Library {
  readonly names: readonly string[];
  /** The scenario of an empty address. */
  readonly first: string;
  /** Null for a name that is not there. */
  load(name: string): Loaded | null;
  /** Another text of the scenario of that name. */
  loadText(name: string, text: string): Loaded;
  /** The library's own text of a file. */
  original(file: string): string | undefined;
  /**
   * Whether the texts that a scenario needs are loaded; null: all texts, which an edited text needs.
   */
  has(scenario: string | null): boolean;
  /** Fetches them; rejects where that fails. */
  fetch(scenario: string | null): Promise<void>;
}

/** The catalogue, and the texts of the visitor's own. */
export interface OwnLibrary extends Library {
  /** Null for a name that is not a visitor's file. */
  own(name: string): OwnText | null;
}

/** The catalogue's scenarios, whose texts the page fetches. */
export function fetchedLibrary(
  texts: FetchedTexts,
  names: readonly string[],
  first: string,
): Library {
  return {
    ...libraryOf(texts, names, first),
    has: (scenario) => texts.has(scenario),
    fetch: (scenario) => texts.fetch(scenario),
  };
}

/** The catalogue's scenarios when all texts are loaded. */
export function libraryOf(texts: LibraryTexts, names: readonly string[], first: string): Library {
  return {
    names,
    first,
    load: (name) => scenarioFrom(texts, name),
    loadText: (name, text) => textFrom(texts, name, text),
    original: (file) => texts.kernel.get(file),
    has: () => true,
    fetch: () => Promise.resolve(),
  };
}
