// A scenario by name, or a text of somebody's own, to a program: the library is found by itself.

import { type Loaded, loadProgram } from '../../lang/load/loadProgram.ts';
import { splitBundle } from './bundle.ts';
import { kernelLibrary, scenarioTexts } from './library.ts';

/** The scenario of the catalogue with this name; null where there is none. */
export function loadScenario(name: string): Loaded | null {
  const text = scenarioTexts.get(`${name}.race`);
  return text === undefined ? null : loadText(name, text);
}

/**
 * A text under a name of its own: what a person edits, or a file, with the library files that it
 * brings along changed. One that is called like a file of the library may use that very file.
 */
export function loadText(name: string, whole: string): Loaded {
  const { text, files } = splitBundle(whole);
  const library = files.size === 0 ? kernelLibrary : new Map([...kernelLibrary, ...files]);
  return loadProgram(kernelLibrary.has(name) ? `./${name}` : name, text, library);
}
