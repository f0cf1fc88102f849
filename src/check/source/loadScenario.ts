// A scenario by name, or a text of somebody's own, to a program, where all texts are there: on the
// command line and in tests.

import type { Loaded } from '../../lang/load/loadProgram.ts';
import { allTexts } from './library.ts';
import { scenarioFrom, textFrom } from './loadFrom.ts';

/** See `scenarioFrom`. */
export function loadScenario(name: string): Loaded | null {
  return scenarioFrom(allTexts, name);
}

/** See `textFrom`. */
export function loadText(name: string, whole: string): Loaded {
  return textFrom(allTexts, name, whole);
}
