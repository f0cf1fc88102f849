// A scenario by name, or a text of somebody's own, to a program: `use` finds the library's texts.

import { type Loaded, loadProgram } from '../../lang/load/loadProgram.ts';
import { checkBundle } from './checkBundle.ts';
import { splitBundle } from './bundle.ts';
import type { LibraryTexts } from './fetchedTexts.ts';

/** The scenario of the catalogue with this name; null where there is none. */
export function scenarioFrom(texts: LibraryTexts, name: string): Loaded | null {
  const text = texts.scenarios.get(`${name}.race`);
  return text === undefined ? null : textFrom(texts, name, text);
}

/**
 * A text under a name of its own: what a person edits, or a file, with the library files that it
 * brings along changed. One that is called like a file of the library may use that very file.
 */
export function textFrom({ kernel }: LibraryTexts, name: string, whole: string): Loaded {
  const bundle = splitBundle(whole);
  const known = [...bundle.files].filter(([file]) => kernel.has(file));
  const library = known.length === 0 ? kernel : new Map([...kernel, ...known]);
  const own = kernel.has(name) ? `./${name}` : name;
  const loaded = loadProgram(own, bundle.text, library);
  return checkBundle({ name: own, whole, bundle, kernel }, loaded);
}
