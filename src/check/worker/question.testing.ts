// What oracles are asked about: a program in a configuration. All of the scenarios', a sample of these, or a text's.

import { createHash } from 'node:crypto';
import { assert } from '../../base/assert.ts';
import {
  type Config,
  enumerateConfigurations,
  validConfigs,
} from '../../lang/program/configurations.ts';
import type { Loaded } from '../../lang/load/loadProgram.ts';
import type { Program } from '../../lang/program/program.ts';
import { scenarioNames } from '../catalogue/catalogue.ts';
import { loadScenario, loadText } from '../source/loadScenario.ts';
import { checkConfiguration } from '../verdict/checkConfiguration.ts';
import type { Report } from '../verdict/report.ts';

export interface Question {
  readonly program: Program;
  readonly config: Config;
}

function checked(loaded: Loaded | null): Program {
  const reported = loaded?.diagnostics.map(({ message }) => message).join() ?? 'no such scenario';
  assert(loaded?.program != null, reported);
  return loaded.program;
}

export function everyConfiguration(): Question[] {
  return scenarioNames.flatMap((name) => {
    const program = checked(loadScenario(name));
    return enumerateConfigurations(program).map(({ config }) => ({ program, config }));
  });
}

export function firstConfiguration(text: string): Question {
  const program = checked(loadText('snippet', text));
  const [config] = validConfigs(program);
  assert(config !== undefined, 'a valid configuration');
  return { program, config };
}

/** So many of them, the same for the same seed, none with more states than that. */
export function sampleOf(
  questions: readonly Question[],
  seed: number,
  count: number,
  mostStates: number,
): Question[] {
  const keyed = questions.map((question) => ({ question, key: keyOf(question, seed) }));
  const sample: Question[] = [];
  for (const { question } of keyed.sort((a, b) => (a.key < b.key ? -1 : 1))) {
    if (sample.length === count) break;
    if (search(question, mostStates).limits.length === 0) sample.push(question);
  }
  return sample;
}

function keyOf({ program, config }: Question, seed: number): string {
  const text = [seed, program.name, JSON.stringify(config)].join(' ');
  return createHash('sha256').update(text).digest('hex');
}

/** Our own search, through so many states at most. */
export function search({ program, config }: Question, maxStates: number): Report {
  const limits = { maxStates, maxBytes: 2 ** 29 };
  const work = checkConfiguration(program, config, { limits, switches: false, now: () => 0 });
  for (;;) {
    const slice = work.next();
    if (slice.done === true) return slice.value;
  }
}
