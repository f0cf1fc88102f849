// `npm run bench:spin`: SPIN and our own search side by side on the same exported models.

import { parseArgs } from 'node:util';
import { scenarioTexts } from '../src/check/source/library.ts';
import { warmUp } from './measurement.ts';
import { scalableModel, type Size } from './scalableModel.ts';
import {
  type Comparison,
  compareWithSpin,
  compileForSpin,
  type Subject,
} from './spinComparison.ts';
import { spinIsMissing } from './spinRun.ts';
import { type Spread, spreadText } from './spread.ts';

const USAGE = `Runs SPIN and pagerace side by side on the same exported models, taking turns.

usage: npm run -s bench:spin -- [--json] [--rounds N] [--only WORD] [--compile]

  --json      print one JSON array, an object a model
  --rounds    how often each is searched (default: 5)
  --only      only the models with this word in their name
  --compile   only compile SPIN's verifiers, which are kept: measure later, when nothing else runs
  --help      print this

Ratios are of CPU time, as min / median / max. Needs spin and gcc (apt-get install spin gcc).`;

/** The next larger ones take SPIN minutes and more than a gigabyte: see docs/SCALE.md. */
const SIZES: readonly Size[] = [
  { faulters: 2, punchers: 1, pages: 1 },
  { faulters: 1, punchers: 3, pages: 1 },
  { faulters: 3, punchers: 1, pages: 1 },
];

const SCENARIOS: readonly (readonly [name: string, kernel: string])[] = [
  ['hole-punch', '2.6.23'],
  ['hole-punch', '5.15'],
  ['truncate', '2.4'],
];

function subjects(): Subject[] {
  const named = SCENARIOS.map(([name, kernel]) => {
    const text = scenarioTexts.get(`${name}.race`);
    if (text === undefined) throw new Error(`${name} is not in the catalogue`);
    return { name: `${name}, ${kernel}`, text, kernel };
  });
  const grown = SIZES.map((size) => {
    const { faulters, punchers, pages } = size;
    const name = `faulters ${faulters}, punchers ${punchers}, pages ${pages}`;
    return { name, text: scalableModel(size), kernel: '5.15' };
  });
  return [...named, ...grown];
}

export function benchSpin(args: readonly string[]): void {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '5' },
      only: { type: 'string', default: '' },
      compile: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const missing = spinIsMissing();
  const rounds = Number(values.rounds);
  const wanted = subjects().filter(({ name }) => name.includes(values.only));
  if (values.help) say(USAGE);
  else if (!(rounds >= 1)) throw new Error('--rounds is a number from 1 on');
  else if (missing !== null) say(values.json ? '[]' : `Nothing measured: ${missing}.`);
  else if (values.compile) wanted.forEach(compile);
  else run(wanted, rounds, values.json);
}

function compile(subject: Subject): void {
  const seconds = Object.entries(compileForSpin(subject));
  const took = seconds.map(([manner, spent]) => `${manner} ${spent.toFixed(1)} s`);
  say(`${subject.name}: ${took.join(', ')} of CPU time`);
}

/** Each model is printed as soon as it is measured, since a run takes long. */
function run(wanted: readonly Subject[], rounds: number, json: boolean): void {
  warmUp('search');
  const found = wanted.map((subject) => {
    const comparison = compareWithSpin(subject, rounds);
    if (!json) say(described(comparison));
    return comparison;
  });
  if (json) say(JSON.stringify(found, null, 2));
}

function described(c: Comparison): string {
  const ratio = (spread: Spread | null) => (spread === null ? 'not measured' : spreadText(spread));
  const { exact, natural, reduced } = c.spinStates;
  const rate = c.spinStatesPerCpuSecond;
  return [
    c.model,
    `  states             ${c.states}; SPIN: exact ${exact}, natural ${natural}, reduced ${reduced}; ours reduced ${c.reducedStates}`,
    `  states / CPU s     ${ratio(c.statesPerCpuSecond)}; SPIN: exact ${ratio(rate.exact)}, natural ${ratio(rate.natural)}`,
    `  throughputRatio    ${ratio(c.throughputRatio)}`,
    `  exactSearchRatio   ${ratio(c.exactSearchRatio)}`,
    `  verdictSpeedup     ${ratio(c.verdictSpeedup)}; ours, in s: whole ${ratio(c.verdictSeconds)}, with reductions ${ratio(c.reducedVerdictSeconds)}`,
    `  bytesPerState      ${c.bytesPerState}; SPIN: ${c.spinBytesPerState}`,
    `  reducedStatesRatio ${ratio(c.reducedStatesRatio)}`,
    '',
  ].join('\n');
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
