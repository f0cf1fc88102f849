// The program that a request means: it is read where it is searched, since it does not travel between threads.

import type { Program } from '../../lang/program/program.ts';
import { loadScenario, loadText } from './loadScenario.ts';

/** `text` null: the one that the catalogue has. Throws, in one line, where there is no program. */
export function requestedProgram(scenario: string, text: string | null): Program {
  const loaded = text === null ? loadScenario(scenario) : loadText(scenario, text);
  if (loaded === null) throw new Error(`there is no scenario ${scenario}`);
  if (loaded.program === null)
    throw new Error(`${scenario}: ${loaded.diagnostics[0]?.message ?? 'not a program'}`);
  return loaded.program;
}
