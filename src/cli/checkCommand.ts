// `check`: every configuration of scenarios or files against their `expect` lines.

import { DEFAULT_LIMITS } from '../check/verdict/checkConfiguration.ts';
import { scenarioNames } from '../check/catalogue/catalogue.ts';
import { readCatalogue } from '../check/catalogue/catalogueIndex.ts';
import { loadScenario } from '../check/source/loadScenario.ts';
import { planChecks, type PlannedCheck } from '../check/link/plannedCheck.ts';
import { type Reduction, REDUCTIONS } from '../check/verdict/reductions.ts';
import type { Limits, Report } from '../check/verdict/report.ts';
import { readMaxBytes } from './maxBytes.ts';
import { readMaxStates } from './maxStates.ts';
import { readReduce } from './reduce.ts';
import { readArguments, withUsage } from './readArguments.ts';
import { configurationTitle } from '../check/link/configurationWords.ts';
import { EXIT, type ExitCode } from './exitCode.ts';
import { failureTexts } from './failureText.ts';
import { outcomeOf, type Tally, tally } from './outcome.ts';
import { resultRows } from './resultRow.ts';
import { LEGEND, ResultTable } from './resultTable.ts';
import { openSource, type Source } from './openSource.ts';
import { restsTexts } from './restsText.ts';
import { searchVerdicts } from './searchVerdicts.ts';
import type { Terminal } from './terminal.ts';

const USAGE = `Checks .race scenarios in every valid configuration against their expect lines.

usage: npm run -s check -- [options] [FILES…]

  FILES              paths of .race files, or names of the catalogue's scenarios;
                     without any, the whole catalogue. \`use\` finds the kernel library.
  --json             print one JSON array instead of the table
  --verbose          say under each configuration what its verdicts “holds” rest on: the functions whose
                     comments say that they may hide a race or a deadlock
  --max-states N     search at most N states a configuration (${DEFAULT_LIMITS.maxStates.toLocaleString('en-US')})
  --max-bytes N      take at most N bytes for a configuration, N with K, M or G (${DEFAULT_LIMITS.maxBytes / 2 ** 20}M)
  --no-switches      do not look for the runs with the fewest context switches
  --reduce LIST      search fewer states, with the same verdicts: states count those, and runs need not be
                     shortest ones; LIST is \`all\`, or some of ${REDUCTIONS.join(',')}
  --list             list the scenarios and their kernels, and check nothing
  --help             print this

A row is a property in a configuration. Rows of which an expect line speaks pass or fail;
the others count neither way, and neither do those that a limit left unknown.

exit: 2  something could not be read: an option, a file, a program (the others are checked)
      1  a verdict is not the expected one
      3  a limit cut a search short
      0  all as expected
Where several apply, the first of these counts.`;

interface Wishes {
  readonly json: boolean;
  readonly verbose: boolean;
  readonly limits: Limits;
  readonly switches: boolean;
  readonly reduce: readonly Reduction[];
}

export function checkCommand(args: readonly string[], terminal: Terminal): ExitCode {
  return withUsage(USAGE, terminal, () => {
    const { values, positionals } = readArguments({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        verbose: { type: 'boolean', short: 'v', default: false },
        'max-states': { type: 'string' },
        'max-bytes': { type: 'string' },
        'no-switches': { type: 'boolean', default: false },
        reduce: { type: 'string' },
        list: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return print(terminal, USAGE);
    if (values.list) return print(terminal, catalogueText());
    const limits = {
      ...DEFAULT_LIMITS,
      ...readMaxStates(values['max-states']),
      ...readMaxBytes(values['max-bytes']),
    };
    const wishes = {
      json: values.json,
      verbose: values.verbose,
      limits,
      switches: !values['no-switches'],
      reduce: readReduce(values.reduce),
    };
    return check(positionals.length === 0 ? scenarioNames : positionals, wishes, terminal);
  });
}

function print(terminal: Terminal, text: string): ExitCode {
  terminal.out(text);
  return EXIT.fine;
}

function catalogueText(): string {
  return readCatalogue()
    .flatMap(({ name, title, year }) => {
      const kernels = loadScenario(name)?.program?.kernels ?? [];
      return [
        `${name}: ${title}${year === null ? '' : ` (${year})`}`,
        ...kernels.map((k) => `  ${k.name}`),
      ];
    })
    .join('\n');
}

function check(names: readonly string[], wishes: Wishes, terminal: Terminal): ExitCode {
  const sources = names.map((name) => ({ name, source: openSource(name, terminal) }));
  const readable = sources.flatMap(({ source }) => (source === null ? [] : [source]));
  const unreadable = sources.flatMap(({ name, source }) => (source === null ? [name] : []));
  const reports = wishes.json
    ? printRows(readable, wishes, terminal)
    : printTables(readable, wishes, terminal);
  const counted = tally(reports);
  if (!wishes.json)
    terminal.out(`${counted.passed} passed, ${counted.failed} failed${notRead(unreadable)}`);
  return unreadable.length > 0 ? EXIT.unreadable : exitOf(counted);
}

/** The files of which the numbers before say nothing. */
function notRead(names: readonly string[]): string {
  return names.length === 0 ? '' : `, ${names.length} not read: ${names.join(', ')}`;
}

function exitOf({ failed, limited }: Tally): ExitCode {
  if (failed > 0) return EXIT.unexpected;
  return limited ? EXIT.limit : EXIT.fine;
}

function printRows(sources: readonly Source[], wishes: Wishes, terminal: Terminal): Report[] {
  const found = sources.flatMap((source) =>
    planChecks(source.program).map((planned) => ({
      source,
      report: search(source, planned, wishes.switches, wishes, terminal),
    })),
  );
  const rows = found.flatMap(({ source, report }) => resultRows(source.name, report));
  terminal.out(JSON.stringify(rows, null, 2));
  return found.map(({ report }) => report);
}

/** Each line is printed as soon as it is known; what is not as expected is told at the end. */
function printTables(sources: readonly Source[], wishes: Wishes, terminal: Terminal): Report[] {
  const failures: string[] = [];
  const reports = sources.flatMap((source) => printTable(source, wishes, terminal, failures));
  if (reports.length > 0) terminal.out(`${LEGEND}\n`);
  for (const text of failures) terminal.out(`${text}\n`);
  const limits = [...new Set(reports.flatMap((report) => report.limits))];
  if (limits.length > 0) terminal.out(`${limitText(limits, tally(reports))}\n`);
  return reports;
}

function limitText(limits: readonly string[], { undecided }: Tally): string {
  const verdicts = undecided === 1 ? 'expected verdict is' : 'expected verdicts are';
  return `a limit was hit (${limits.join(', ')}): ${undecided} ${verdicts} unknown`;
}

function printTable(
  source: Source,
  wishes: Wishes,
  terminal: Terminal,
  failures: string[],
): Report[] {
  const plan = planChecks(source.program);
  const table = new ResultTable(plan, terminal.paint);
  const reports = plan.map((planned, index) => {
    const report = searchTwice(source, planned, wishes, terminal);
    const properties = report.findings.map(({ property }) => property);
    if (index === 0) terminal.out(table.head(source.name, source.program, properties).join('\n'));
    terminal.out(table.row(index, report));
    if (wishes.verbose) for (const line of restsTexts(report)) terminal.out(line);
    failures.push(...failureTexts(source.name, planned.reported, report));
    return report;
  });
  terminal.out('');
  return reports;
}

/** Runs with the fewest switches cost a second search, so in a table only the unexpected gets one. */
function searchTwice(
  source: Source,
  planned: PlannedCheck,
  wishes: Wishes,
  terminal: Terminal,
): Report {
  const report = search(source, planned, false, wishes, terminal);
  const surprising = report.findings.some(
    (finding) => finding.verdict === 'violated' && outcomeOf(finding) === 'failed',
  );
  if (!wishes.switches || !surprising) return report;
  return { ...search(source, planned, true, wishes, terminal), ms: report.ms };
}

function search(
  source: Source,
  { configuration, reported }: PlannedCheck,
  switches: boolean,
  { limits, reduce }: Wishes,
  terminal: Terminal,
): Report {
  const { program, name } = source;
  const options = { limits, switches, reduce };
  const report = searchVerdicts(program, configuration.config, options, ({ states }) =>
    terminal.progress(
      `${name}, ${configurationTitle(reported)}: ${states.toLocaleString('en-US')} states`,
    ),
  );
  terminal.progress('');
  return report;
}
