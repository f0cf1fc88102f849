// `matrix`: every valid combination of fixes of a scenario against its properties, and the minimal ones.

import { at } from '../base/assert.ts';
import { DEFAULT_LIMITS } from '../check/verdict/checkConfiguration.ts';
import {
  changesOf,
  differenceOf,
  type FixMatrix,
  fixMatrix,
  foldRows,
  type MatrixRow,
} from '../check/verdict/fixMatrix.ts';
import type { Config, Limits, Report } from '../check/verdict/report.ts';
import { openingConfiguration } from '../check/link/namedConfiguration.ts';
import { chooseConfiguration } from './chooseConfiguration.ts';
import { EXIT, type ExitCode } from './exitCode.ts';
import { matrixText } from './matrixText.ts';
import { readJobs } from './jobs.ts';
import { readMaxStates } from './maxStates.ts';
import { openSource, type Source } from './openSource.ts';
import { readArguments, readOneName, withUsage } from './readArguments.ts';
import { readOption } from './readOption.ts';
import { searchInOrder } from './pool/searchPool.ts';
import type { Terminal } from './terminal.ts';

const USAGE = `Searches every valid set of changes of a scenario, in every world, and says which sets suffice.

usage: npm run -s matrix -- NAME|FILE [--kernel K] [--option NAME=VALUE] [--property P] [--json]

  NAME|FILE          a scenario of the catalogue, or the path of a .race file
  --kernel K         fixes of this kernel; without it, of the kernel that the scenario opens on
  --option NAME=VALUE
                     only combinations and worlds with this value (on or off for a switch)
  --property P       this property alone
  --json             print the matrix as one JSON object
  --max-states N     search at most N states a configuration (${DEFAULT_LIMITS.maxStates.toLocaleString('en-US')})
  --jobs N           search on N threads, each within the limits (as many as there are processors)
  --help             print this

A row is a set of changes. A property holds there when it holds in every world and model that goes
with the set. A fix is described by what it adds to the kernel and what it takes away. It is minimal when
the property holds with it, all that held still does, and no part of it suffices.

exit: 2  something could not be read: an option, a file, a program, the property
      3  a limit cut a search short
      0  all searched`;

export function matrixCommand(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  return withUsage(USAGE, terminal, () => {
    const { values, positionals } = readArguments({
      args: [...args],
      allowPositionals: true,
      options: {
        kernel: { type: 'string' },
        option: { type: 'string', multiple: true, default: [] },
        property: { type: 'string' },
        json: { type: 'boolean', default: false },
        'max-states': { type: 'string' },
        jobs: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) {
      terminal.out(USAGE);
      return EXIT.fine;
    }
    const jobs = readJobs(values.jobs);
    const name = readOneName(positionals);
    const source = openSource(name, terminal);
    if (source === null) return EXIT.unreadable;
    const limits = { ...DEFAULT_LIMITS, ...readMaxStates(values['max-states']) };
    const { json, property = null } = values;
    const options = Object.fromEntries(values.option.map(readOption));
    const kernel = values.kernel ?? openingConfiguration(source.program).kernel;
    const configuration = chooseConfiguration(source, { kernel, options }, terminal);
    if (configuration === null) return EXIT.unreadable;
    const base = configuration.config;
    return show(source, { base, options, property, limits, json, jobs }, terminal);
  });
}

interface Wishes {
  readonly base: Config;
  readonly options: Config;
  readonly property: string | null;
  readonly limits: Limits;
  readonly json: boolean;
  readonly jobs: number;
}

async function show(source: Source, wishes: Wishes, terminal: Terminal): Promise<ExitCode> {
  const { property, json } = wishes;
  const whole = await searchAll(source, wishes, terminal);
  const names = whole.properties.map(({ name }) => name);
  if (property !== null && !names.includes(property)) {
    terminal.err(`${source.name}: no property ${property}; there are ${names.join(', ')}`);
    return EXIT.unreadable;
  }
  const matrix = property === null ? whole : only(whole, property);
  terminal.out(
    json
      ? JSON.stringify(jsonOf(source.name, matrix), null, 2)
      : matrixText(source.name, source.program, matrix, terminal.paint),
  );
  const unknown = matrix.rows.some(({ cells }) => cells.some((c) => c.verdict === 'unknown'));
  return unknown ? EXIT.limit : EXIT.fine;
}

/** The keys of the JSON output are fixed, because scripts read them. The cells of a set are in its row. */
function jsonOf(scenario: string, { fixes, worlds, ...rest }: FixMatrix) {
  return {
    scenario,
    ...rest,
    worlds: worlds.map(({ name, kind, values }) => ({ name, sort: kind, values })),
    cures: fixes.map(({ property, sets }) => ({
      property,
      sets: sets.map(({ kernel, changes }) => ({
        kernel,
        changes,
        ...differenceOf(rest.base, changes),
      })),
    })),
  };
}

async function searchAll(
  { name, program }: Source,
  { base, options, limits, jobs }: Wishes,
  terminal: Terminal,
): Promise<FixMatrix> {
  const folded = foldRows(program, options);
  const configs = folded.flatMap((row) => row.configs);
  const searches = configs.map((config) => ({
    program,
    search: { config, limits, switches: 'never' as const },
    progress: () => {},
  }));
  const reports = new Map<Config, Report>();
  terminal.progress(`${name}: 1 of ${configs.length} configurations`);
  for await (const report of searchInOrder(searches, jobs)) {
    reports.set(at(configs, reports.size), report);
    terminal.progress(`${name}: ${reports.size} of ${configs.length} configurations`);
  }
  terminal.progress('');
  return fixMatrix(
    program,
    (config) => reports.get(config) ?? null,
    folded,
    changesOf(program, base),
  );
}

function only(matrix: FixMatrix, property: string): FixMatrix {
  const cut = (row: MatrixRow): MatrixRow => ({
    ...row,
    cells: row.cells.filter((cell) => cell.property === property),
  });
  return {
    ...matrix,
    properties: matrix.properties.filter(({ name }) => name === property),
    rows: matrix.rows.map(cut),
    fixes: matrix.fixes.filter((one) => one.property === property),
    origins: matrix.origins.filter((one) => one.property === property),
  };
}
