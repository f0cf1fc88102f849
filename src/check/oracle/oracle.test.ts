// The engine against an interpreter that was written apart from it: on programs that nobody wrote, and on
// the guide's examples and the scenarios that are small enough for it.
// `ORACLE_PROGRAMS=5000 npx vitest run src/check/oracle/oracle.test.ts` takes more programs (default: 300),
// `ORACLE_SEED=7` others (default: 1, in `npm run test:long` any), `ORACLE_STATES=5000` larger ones (default: 500 states),
// `ORACLE_CONFIGURATIONS=100` more of the scenarios (default: 12).

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { at } from '../../base/assert.ts';
import { drawnCount, drawnSeed } from '../../base/drawn.testing.ts';
import { validConfigs } from '../../lang/program/configurations.ts';
import { type Loaded, loadProgram } from '../../lang/load/loadProgram.ts';
import { textOf } from './programFuzz.testing.ts';
import { buildModel } from '../../model/build/model.ts';
import { joinBundle, splitBundle } from '../source/bundle.ts';
import { loadText } from '../source/loadScenario.ts';
import { compare, difference } from './oracle.testing.ts';
import { everyConfiguration, sampleOf } from '../worker/question.testing.ts';
import { smallestText } from './smallestText.testing.ts';

const number = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);
const PROGRAMS = number('ORACLE_PROGRAMS', drawnCount(300));
const SEED = number('ORACLE_SEED', drawnSeed);
/** The naive interpreter is slow: programs with more states are passed over. */
const MOST_STATES = number('ORACLE_STATES', 500);
/** No local is ever forgotten by it, so that it has more states than the engine has. */
const MOST_OF_SCENARIOS = 8 * MOST_STATES;
const CONFIGURATIONS = number('ORACLE_CONFIGURATIONS', 12);

interface Answer {
  /** Configurations that were compared. */
  readonly compared: number;
  readonly differences: readonly string[];
}

function ask({ program, diagnostics }: Loaded, most: number): Answer {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (program === null)
    return { compared: 0, differences: errors.map(({ code, message }) => `${code} ${message}`) };
  const answers = validConfigs(program).map((config) => {
    const both = compare(program, config, most);
    const differences = both === null ? [] : difference(both);
    const described = differences.length === 0 ? [] : [JSON.stringify(config), ...differences];
    return { compared: both === null ? 0 : 1, differences: described };
  });
  return {
    compared: answers.reduce((sum, { compared }) => sum + compared, 0),
    differences: answers.flatMap(({ differences }) => differences),
  };
}

/** The file that it brings along stands in no place of the library's: it is all the library that there is. */
function loadForm(whole: string): Loaded {
  const { text, files } = splitBundle(whole);
  return loadProgram('random', text, files);
}

/** Of one program in five, all but tasks and init is a library's, whose options vary or sleep. */
function formOf(seed: number): string {
  const text = textOf(seed);
  const own = text.search(/^(init|task) /m);
  const head = ['use "world.race";\nvary more, how;\n', 'use "world.race";\n'][seed % 10];
  if (head === undefined) return text;
  const files = new Map([['world.race', text.slice(0, own)]]);
  return joinBundle({ text: `${head}${text.slice(own)}`, files });
}

/** One configuration, which the seed decides. A start that is a fault has no states to compare. */
function askOne(whole: string, seed: number): Answer {
  const { program, diagnostics } = loadForm(whole);
  const nothing: Answer = { compared: 0, differences: [] };
  if (program === null || diagnostics.some(({ severity }) => severity === 'error')) return nothing;
  const configs = validConfigs(program);
  const config = at(configs, seed % configs.length);
  if (buildModel(program, config).startFault !== null) return nothing;
  const both = compare(program, config, MOST_STATES);
  if (both === null) return nothing;
  const differences = difference(both);
  const lines = differences.length === 0 ? [] : [JSON.stringify(config), ...differences];
  return { compared: 1, differences: lines };
}

/** The smallest program that shows a difference as this one does, with what differs. */
function smallest(text: string, seed: number): string {
  const least = smallestText(text, (shorter) => askOne(shorter, seed).differences.length > 0);
  return [least, '', ...askOne(least, seed).differences].join('\n');
}

test(`${PROGRAMS} random programs from seed ${SEED}: same worlds, verdicts, runs, ends and limits`, () => {
  let compared = 0;
  for (let seed = SEED; seed < SEED + PROGRAMS; seed += 1) {
    const text = formOf(seed);
    const answer = askOne(text, seed);
    compared += answer.compared;
    if (answer.differences.length > 0) throw new Error(`seed ${seed}\n${smallest(text, seed)}`);
  }
  expect(compared).toBeGreaterThan(PROGRAMS / 2);
}, 0);

const examples = [...readFileSync('docs/LANGUAGE.md', 'utf8').matchAll(/^```race(?! *RC).*\n([^]*?)^```$/gm)]; // prettier-ignore

test('the examples of the guide', () => {
  const answers = examples.map(([, text = '']) => ask(loadText('example', text), MOST_STATES));
  expect(answers.flatMap(({ differences }) => differences)).toEqual([]);
  expect(answers.filter(({ compared }) => compared > 0).length).toBeGreaterThan(8);
});

test(`${CONFIGURATIONS} configurations of scenarios, seed ${SEED}`, () => {
  const sample = sampleOf(everyConfiguration(), SEED, CONFIGURATIONS, MOST_STATES);
  const compared = sample.flatMap(
    ({ program, config }) => compare(program, config, MOST_OF_SCENARIOS) ?? [],
  );
  expect(compared.flatMap(difference)).toEqual([]);
  expect(compared.length).toBeGreaterThan(CONFIGURATIONS / 2);
}, 0);
