// What reductions save: states and CPU time of each search without reductions, with each alone and with all, one after
// the other.

import { planChecks } from '../src/check/link/plannedCheck.ts';
import { searchReduced } from '../src/check/verdict/reducedSearch.ts';
import { type Reduction, REDUCTIONS } from '../src/check/verdict/reductions.ts';
import type { Limits } from '../src/check/verdict/report.ts';
import { buildModel } from '../src/model/build/model.ts';
import { readProgram } from './measurement.ts';

const WAYS = ['whole', ...REDUCTIONS, 'all'] as const;
type Way = (typeof WAYS)[number];

interface Cost {
  /** Of all attempts together. */
  readonly states: number;
  /** Milliseconds of CPU time. */
  readonly ms: number;
}

interface Saving {
  readonly name: string;
  readonly costs: Readonly<Record<Way, Cost>>;
  /** Reductions that were given up, if all were switched on. */
  readonly givenUp: readonly Reduction[];
  /** The limits that ended any of the searches. */
  readonly limits: readonly string[];
}

export interface Text {
  readonly name: string;
  /** What it is summed up with. */
  readonly group: string;
  readonly text: string;
  readonly limits: Limits;
}

function reductionsOf(way: Way): readonly Reduction[] {
  if (way === 'whole') return [];
  return way === 'all' ? REDUCTIONS : [way];
}

/** Every configuration of a text; throws if the verdicts differ, which would be a bug. */
function* measureSavings({ name, text, limits }: Text): Generator<Saving> {
  const program = readProgram(name, text);
  for (const { configuration, reported } of planChecks(program)) {
    const modelOf = () => buildModel(program, configuration.config);
    // The first model of a program builds what its models share. None of the measured ones should be the first.
    modelOf();
    const found = ofWays((way) => timed(() => searchReduced(modelOf(), limits, reductionsOf(way))));
    const limited = [...new Set(WAYS.flatMap((way) => found[way].found.report.limits))];
    const verdicts = ofWays((way) => verdictsOf(found[way].found));
    const other = WAYS.find((way) => verdicts[way] !== verdicts.whole);
    if (limited.length === 0 && other !== undefined)
      throw new Error(`${name}: other verdicts with ${other}`);
    const options = Object.entries(reported.options).map(([option, value]) => `${option}=${value}`);
    yield {
      name: [`${name}${reported.kernel === null ? '' : `, ${reported.kernel}`}`, ...options].join(
        ' ',
      ),
      costs: ofWays((way) => ({ states: found[way].found.states, ms: found[way].ms })),
      givenUp: REDUCTIONS.filter((one) => !found.all.found.left.includes(one)),
      limits: limited,
    };
  }
}

function ofWays<T>(of: (way: Way) => T): Record<Way, T> {
  const [whole, merge, order] = [of('whole'), of('merge'), of('order')];
  return { whole, merge, order, pages: of('pages'), tasks: of('tasks'), all: of('all') };
}

type Found = ReturnType<typeof searchReduced> extends Generator<unknown, infer F> ? F : never;

function verdictsOf({ report }: Found): string {
  return report.verdicts.map(({ name, verdict }) => `${name} ${verdict}`).join();
}

function timed(begin: () => Generator<unknown, Found>): { found: Found; ms: number } {
  const cpu = process.cpuUsage();
  const work = begin();
  for (;;) {
    const next = work.next();
    if (next.done !== true) continue;
    const { user, system } = process.cpuUsage(cpu);
    return { found: next.value, ms: (user + system) / 1000 };
  }
}

/** A line for each text as soon as it is done, then the sums; or every configuration as one JSON array. */
export function benchReduction(texts: Iterable<Text>, json: boolean): void {
  const groups = new Map<string, Saving[]>();
  if (!json) process.stdout.write(head());
  for (const text of texts) {
    const savings = [...measureSavings(text)];
    groups.set(text.group, [...(groups.get(text.group) ?? []), ...savings]);
    if (!json) process.stdout.write(line(sumOf(savings), text.name + noteOn(savings)));
  }
  const all = [...groups.values()].flat();
  if (json) process.stdout.write(`${JSON.stringify(all, null, 2)}\n`);
  else process.stdout.write(sums(groups, all));
}

function sums(groups: ReadonlyMap<string, readonly Saving[]>, all: readonly Saving[]): string {
  const lines = [...groups].map(([name, savings]) => line(sumOf(savings), name));
  return `\n${lines.join('')}${line(sumOf(all), 'all')}${times(sumOf(all))}`;
}

function noteOn(savings: readonly Saving[]): string {
  const givenUp = savings.filter((one) => one.givenUp.length > 0).length;
  const notes = [
    ...(givenUp === 0 ? [] : [`given up in ${givenUp} of ${savings.length}`]),
    ...new Set(savings.flatMap(({ limits }) => limits)),
  ];
  return notes.length === 0 ? '' : ` (${notes.join(', ')})`;
}

function sumOf(all: readonly Saving[]): Record<Way, Cost> {
  return ofWays((way) =>
    all.reduce(
      ({ states, ms }, { costs }) => ({
        states: states + costs[way].states,
        ms: ms + costs[way].ms,
      }),
      { states: 0, ms: 0 },
    ),
  );
}

/** States, then the share that is left with each, then milliseconds without and with all. */
function line(costs: Record<Way, Cost>, name: string): string {
  const { whole, all } = costs;
  const shares = WAYS.slice(1).map((way) => (costs[way].states / whole.states).toFixed(3));
  const ms = [whole, all].map((cost) => Math.round(cost.ms).toString());
  return row([whole.states.toLocaleString('en-US'), ...shares, ...ms], name);
}

function head(): string {
  return row(['states', ...WAYS.slice(1), 'ms', 'ms, all'], '');
}

function times(costs: Record<Way, Cost>): string {
  const seconds = WAYS.map((way) => `${way} ${(costs[way].ms / 1000).toFixed(1)}`);
  return `seconds of CPU time: ${seconds.join(', ')}\n`;
}

function row(values: readonly string[], name: string): string {
  return `${`${values.map((value) => value.padStart(10)).join('')}  ${name}`.trimEnd()}\n`;
}
