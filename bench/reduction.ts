// What reductions save: states and CPU time of each search, whole and reduced, one after the other.

import { planChecks } from '../src/check/plannedCheck.ts';
import { searchReduced } from '../src/check/reducedSearch.ts';
import type { Limits } from '../src/check/report.ts';
import { explore } from '../src/explore/explore.ts';
import type { SearchReport } from '../src/explore/searchReport.ts';
import { buildModel } from '../src/model/model.ts';
import { SearchMachine } from '../src/model/searchMachine.ts';
import { readProgram } from './measurement.ts';

export interface Reduction {
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
export function* measureReductions(
  name: string,
  text: string,
  limits: Limits,
): Generator<Reduction> {
  const program = readProgram(name, text);
  for (const { configuration, said } of planChecks(program)) {
    const whole = timed(() => explore(new SearchMachine(modelOf().machine), limits));
    const reduced = timed(() => searchReduced(modelOf(), limits));
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
