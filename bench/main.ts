// `npm run bench`, `bench:spin` and `bench:browser`; the first is written here: what the search costs, in every configuration of every scenario and on a model that grows.

import { parseArgs } from 'node:util';
import { DEFAULT_LIMITS } from '../src/check/verdict/checkConfiguration.ts';
import { scenarioTexts } from '../src/check/source/library.ts';
import type { Limits } from '../src/check/verdict/report.ts';
import { CHAPTERS } from '../src/scenarios/chapters.ts';
import {
  type MachineKind,
  MACHINES,
  type Measurement,
  measureAll,
  readProgram,
  warmUp,
} from './measurement.ts';
import { benchBrowser } from './browser.ts';
import { benchReduction, type Text } from './reduction.ts';
import { scalableModel, type Size } from './scalableModel.ts';
import { benchSpin } from './spin.ts';

const USAGE = `Measures the search.

usage: npm run -s bench -- [--json] [--scenarios | --scalable] [--machine KIND | --reduce]

  --json       print one JSON array instead of tables
  --scenarios  only the catalogue's scenarios, in every configuration
  --scalable   only hole punch against page faults in growing sizes
  --machine    closures, wasm, or search (as the checker does it: one, then the other; the default)
  --reduce     each search without reductions, with each alone and with all: states, and CPU time
  --help       print this

Times are this machine's, now: compare only what was measured together.`;

/** Series of sizes: by faulters, then punchers, then pages, then the steps of the faulter. */
const SIZES: readonly Size[] = [
  { faulters: 1, punchers: 1, pages: 1 },
  { faulters: 2, punchers: 1, pages: 1 },
  { faulters: 3, punchers: 1, pages: 1 },
  { faulters: 1, punchers: 2, pages: 1 },
  { faulters: 1, punchers: 3, pages: 1 },
  { faulters: 1, punchers: 2, pages: 2 },
  { faulters: 2, punchers: 1, pages: 2 },
  { faulters: 2, punchers: 2, pages: 2 },
  { faulters: 1, punchers: 1, pages: 1, stores: 2 },
  { faulters: 1, punchers: 1, pages: 1, stores: 4 },
  { faulters: 1, punchers: 1, pages: 1, stores: 8 },
  { faulters: 1, punchers: 1, pages: 2 },
  { faulters: 1, punchers: 1, pages: 3 },
  { faulters: 1, punchers: 1, pages: 4 },
];

/** The largest sizes exceed the page's limit, which does not apply here. */
const SCALABLE_LIMITS: Limits = { maxStates: 12_000_000, maxBytes: 1024 * 1024 * 1024 };

interface Part {
  readonly title: string;
  readonly measurements: (kind: MachineKind) => Generator<Measurement>;
  /** What a line says it measured. */
  readonly nameOf: (measurement: Measurement) => string;
}

function* scenarios(kind: MachineKind): Generator<Measurement> {
  for (const [file, text] of scenarioTexts)
    yield* measureAll(file.replace(/\.race$/, ''), text, DEFAULT_LIMITS, kind);
}

function* scalable(kind: MachineKind): Generator<Measurement> {
  for (const size of SIZES) {
    const text = scalableModel(size);
    yield* measureAll(readProgram('scalable', text).title, text, SCALABLE_LIMITS, kind);
  }
}

const SCENARIOS: Part = { title: 'Scenarios', measurements: scenarios, nameOf: configurationName };
const SCALABLE: Part = {
  title: 'A model that grows, kernel 5.15',
  measurements: scalable,
  nameOf: ({ scenario }) => scenario,
};

const HEAD = [
  'states',
  'transitions',
  'states/CPU s',
  'B/state',
  'words',
  'bits',
  'text→verdict ms',
];

function cells(m: Measurement): string[] {
  const limit = m.limits.length > 0 ? '+' : '';
  return [
    m.states.toLocaleString('en-US') + limit,
    m.transitions.toLocaleString('en-US'),
    m.statesPerCpuSecond.toLocaleString('en-US'),
    m.bytesPerState.toFixed(1),
    `${m.words}`,
    `${m.bits}`,
    m.textToVerdictMs.toLocaleString('en-US'),
  ];
}

function line(values: readonly string[], name: string): string {
  const padded = values.map((value, i) =>
    value.padStart(Math.max(HEAD[i]?.length ?? 0, i === 0 ? 10 : 0) + 2),
  );
  return `${padded.join('')}  ${name}`.trimEnd();
}

function configurationName({ scenario, kernel, config }: Measurement): string {
  const options = Object.entries(config).flatMap(([name, value]) => {
    if (value === true) return [name];
    return value === false || value === 'none' ? [] : [`${name}=${value}`];
  });
  return [`${scenario}${kernel === null ? '' : `, ${kernel}`}`, ...options].join(' ');
}

/** Prints each line when it is known; the sum at the end is over all of them. */
function printTable({ title, measurements, nameOf }: Part, kind: MachineKind): void {
  process.stdout.write(`${title}\n${line(HEAD, '')}\n`);
  const all: Measurement[] = [];
  for (const measurement of measurements(kind)) {
    process.stdout.write(`${line(cells(measurement), nameOf(measurement))}\n`);
    all.push(measurement);
  }
  process.stdout.write(`${summary(all)}\n\n`);
}

function summary(all: readonly Measurement[]): string {
  const sum = (of: (m: Measurement) => number): number =>
    all.reduce((total, m) => total + of(m), 0);
  const states = sum((m) => m.states);
  const perSecond = Math.round(states / sum((m) => m.states / m.statesPerCpuSecond));
  const bytes = sum((m) => m.states * m.bytesPerState) / states;
  return `${states.toLocaleString('en-US')} states in all, ${perSecond.toLocaleString('en-US')} a second of CPU time, ${bytes.toFixed(1)} bytes a state`;
}

function scenarioParts(): Text[] {
  return [...scenarioTexts].map(([file, text]) => {
    const name = file.replace(/\.race$/, '');
    const group = CHAPTERS.find(({ scenarios }) => scenarios.includes(name))?.id ?? '';
    return { name, group, text, limits: DEFAULT_LIMITS };
  });
}

function scalableParts(): Text[] {
  return SIZES.map((size) => {
    const text = scalableModel(size);
    const name = readProgram('scalable', text).title;
    return { name, group: 'a model that grows', text, limits: SCALABLE_LIMITS };
  });
}

function benchSearch(): void {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      scenarios: { type: 'boolean', default: false },
      scalable: { type: 'boolean', default: false },
      machine: { type: 'string', default: 'search' },
      reduce: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  const kind = MACHINES.find((one) => one === values.machine);
  if (kind === undefined) throw new Error(`--machine is one of ${MACHINES.join(', ')}`);
  const wanted = [...(values.scalable ? [] : [SCENARIOS]), ...(values.scenarios ? [] : [SCALABLE])];
  warmUp(kind);
  if (values.reduce) {
    benchReduction(
      [...(values.scalable ? [] : scenarioParts()), ...(values.scenarios ? [] : scalableParts())],
      values.json,
    );
  } else if (values.json) {
    const found = wanted.flatMap((part) => [...part.measurements(kind)]);
    process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
  } else {
    for (const part of wanted) printTable(part, kind);
  }
}

const [part, ...rest] = process.argv.slice(2);
if (part === 'spin') benchSpin(rest);
else if (part === 'browser') await benchBrowser(rest);
else benchSearch();
