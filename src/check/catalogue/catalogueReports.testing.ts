// Every scenario checked in every configuration: what the tests of verdicts and of witnesses share.

import { assert } from '../../base/assert.ts';
import {
  type Config,
  type Configuration,
  enumerateConfigurations,
} from '../../lang/program/configurations.ts';
import type { Program } from '../../lang/program/program.ts';
import { scenarioNames } from './catalogue.ts';
import { checkConfiguration, DEFAULT_LIMITS, shownConfig } from '../verdict/checkConfiguration.ts';
import { loadScenario } from '../source/loadScenario.ts';
import type { Report } from '../verdict/report.ts';

export interface CheckedConfiguration {
  readonly program: Program;
  readonly config: Config;
  /** `hole-punch 2.6.23 fault_locks_page page:absent`. */
  readonly title: string;
  readonly report: Report;
}

export const programs: readonly Program[] = scenarioNames.map((name) => {
  const loaded = loadScenario(name);
  assert(loaded?.program != null, `${name} has no errors`);
  return loaded.program;
});

export function checkAll(program: Program): CheckedConfiguration[] {
  return enumerateConfigurations(program).map((one) => checkOne(program, one));
}

/** With the runs of fewest switches. */
export function checkOne(
  program: Program,
  { kernel, config }: Configuration,
): CheckedConfiguration {
  const title = [program.name, kernel ?? '-', ...optionWords(program, config)].join(' ');
  return { program, config, title, report: check(program, config) };
}

function check(program: Program, config: Config): Report {
  const options = { limits: DEFAULT_LIMITS, switches: true, now: () => 0 };
  const search = checkConfiguration(program, config, options);
  let step = search.next();
  while (step.done !== true) step = search.next();
  return step.value;
}

/** What is on, and what has which value. */
function optionWords(program: Program, config: Config): string[] {
  return Object.entries(shownConfig(program, config)).flatMap(([name, value]) => {
    if (typeof value === 'string') return [`${name}:${value}`];
    return value ? [name] : [];
  });
}
