// Every scenario checked in every configuration: what the tests of verdicts, of witnesses, of cues and of the sheets share.
// All of it is searched once for these sources, in a process of its own (`searchCatalogue.testing.ts`).

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { assert } from '../../base/assert.ts';
import { lazily } from '../../base/lazily.ts';
import {
  type Config,
  type Configuration,
  enumerateConfigurations,
} from '../../lang/program/configurations.ts';
import type { Program } from '../../lang/program/program.ts';
import { scenarioNames } from './catalogue.ts';
import { shownConfig } from '../verdict/checkConfiguration.ts';
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
  return { program, config, title, report: reportOf(program, config) };
}

export function reportOf(program: Program, config: Config): Report {
  const key = keyOf(program.name, shownConfig(program, config));
  const report = reports().get(key);
  assert(report !== undefined, `${key} was searched`);
  return report;
}

const keyOf = (scenario: string, config: Config): string => `${scenario} ${JSON.stringify(config)}`;

/** By scenario and options. Takes some seconds where these sources were not searched before: call it where there is time. */
export const reports = lazily(() => {
  const args = ['src/cli/run.mjs', 'catalogue'];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  assert(status === 0, `the catalogue was searched: ${stderr}`);
  const all: readonly Report[] = JSON.parse(gunzipSync(readFileSync(stdout)).toString());
  return new Map(all.map((report) => [keyOf(report.scenario, report.config), report]));
});

/** What is on, and what has which value. */
function optionWords(program: Program, config: Config): string[] {
  return Object.entries(shownConfig(program, config)).flatMap(([name, value]) => {
    if (typeof value === 'string') return [`${name}:${value}`];
    return value ? [name] : [];
  });
}
