// What reductions save: states and CPU time of each search, whole and reduced, one after the other.

import { planChecks } from '../src/check/plannedCheck.ts';
import { searchReduced } from '../src/check/reducedSearch.ts';
import { REDUCTIONS } from '../src/check/reductions.ts';
import type { Limits } from '../src/check/report.ts';
import { explore } from '../src/explore/explore.ts';
import type { SearchReport } from '../src/explore/searchReport.ts';
import { buildModel } from '../src/model/model.ts';
import { SearchMachine } from '../src/model/searchMachine.ts';
import { readProgram } from './measurement.ts';

interface Reduction {
  readonly name: string;
  readonly whole: number;
  /** States of all tries together. */
  readonly reduced: number;
  /** Milliseconds of CPU time. */
  readonly wholeMs: number;
  readonly reducedMs: number;
  /** Whether it was searched without reductions in the end. */
  readonly fellBack: boolean;
  /** What cut either search short. */
  readonly limits: readonly string[];
}

/** Every configuration of a text; throws where the verdicts differ, which they never may. */
function* measureReductions(name: string, text: string, limits: Limits): Generator<Reduction> {
  const program = readProgram(name, text);
  for (const { configuration, said } of planChecks(program)) {
    const whole = timed(() => explore(new SearchMachine(modelOf().machine), limits));
    const reduced = timed(() => searchReduced(modelOf(), limits, REDUCTIONS));
    const limited = [...whole.found.limits, ...reduced.found.report.limits];
    if (limited.length === 0 && verdicts(whole.found) !== verdicts(reduced.found.report))
      throw new Error(`${name}: other verdicts with reductions`);
    const options = Object.entries(said.options).map(([option, value]) => `${option}=${value}`);
    yield {
      name: [`${name}${said.kernel === null ? '' : `, ${said.kernel}`}`, ...options].join(' '),
      whole: whole.found.states,
      reduced: reduced.found.states,
      wholeMs: whole.ms,
      reducedMs: reduced.ms,
      fellBack: reduced.found.whole,
      limits: [...new Set(limited)],
    };
    function modelOf() {
      return buildModel(program, configuration.config);
    }
  }
}

function verdicts(report: SearchReport): string {
  return report.verdicts.map(({ name, verdict }) => `${name} ${verdict}`).join();
}

function timed<Found>(begin: () => Generator<unknown, Found>): { found: Found; ms: number } {
  const cpu = process.cpuUsage();
  const work = begin();
  for (;;) {
    const next = work.next();
    if (next.done !== true) continue;
    const { user, system } = process.cpuUsage(cpu);
    return { found: next.value, ms: Math.round((user + system) / 1000) };
  }
}

export interface Text {
  readonly name: string;
  readonly text: string;
  readonly limits: Limits;
}

/** A line for each search as soon as it is done, then the sum; or all as one JSON array. */
export function benchReduction(texts: Iterable<Text>, json: boolean): void {
  const all: Reduction[] = [];
  if (!json) process.stdout.write(line(['states', 'reduced', 'share', 'CPU ms', 'reduced'], ''));
  for (const { name, text, limits } of texts)
    for (const one of measureReductions(name, text, limits)) {
      all.push(one);
      if (!json) process.stdout.write(line(cells(one), one.name + noteOn(one)));
    }
  if (json) process.stdout.write(`${JSON.stringify(all, null, 2)}\n`);
  else process.stdout.write(line(cells(sumOf(all)), 'all'));
}

function noteOn({ fellBack, limits }: Reduction): string {
  const notes = [...(fellBack ? ['searched whole in the end'] : []), ...limits];
  return notes.length === 0 ? '' : ` (${notes.join(', ')})`;
}

type Costs = Pick<Reduction, 'whole' | 'reduced' | 'wholeMs' | 'reducedMs'>;

function sumOf(all: readonly Costs[]): Costs {
  const sum = (of: (one: Costs) => number): number => all.reduce((n, one) => n + of(one), 0);
  return {
    whole: sum((one) => one.whole),
    reduced: sum((one) => one.reduced),
    wholeMs: sum((one) => one.wholeMs),
    reducedMs: sum((one) => one.reducedMs),
  };
}

function cells({ whole, reduced, wholeMs, reducedMs }: Costs): string[] {
  const numbers = [whole, reduced].map((n) => n.toLocaleString('en-US'));
  return [...numbers, (reduced / whole).toFixed(3), `${wholeMs}`, `${reducedMs}`];
}

function line(values: readonly string[], name: string): string {
  return `${`${values.map((value) => value.padStart(11)).join('')}  ${name}`.trimEnd()}\n`;
}
