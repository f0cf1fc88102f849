// From a request to its search: the scenario is read here, since a program does not travel between threads.

import { checkConfiguration } from './checkConfiguration.ts';
import type { CheckRequest } from './checkerMessage.ts';
import { loadScenario, loadText } from './loadScenario.ts';
import type { Progress, Report } from './report.ts';

/** Throws, in one line, where there is nothing to search: the page asks for good programs only. */
export function* searchRequest(
  { scenario, text, config, limits }: CheckRequest,
  now: () => number,
): Generator<Progress, Report, void> {
  const loaded = text === null ? loadScenario(scenario) : loadText(scenario, text);
  if (loaded === null) throw new Error(`there is no scenario ${scenario}`);
  if (loaded.program === null)
    throw new Error(`${scenario}: ${loaded.diagnostics[0]?.message ?? 'not a program'}`);
  return yield* checkConfiguration(loaded.program, config, { limits, switches: true, now });
}
