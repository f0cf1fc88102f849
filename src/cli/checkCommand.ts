// `check`: every configuration of scenarios or files against their `expect` lines.

import { writeFileSync } from 'node:fs';
import { type CheckedProperty, checkedProperties } from './ci/checkedProperty.ts';
import { githubAnnotations } from './ci/githubAnnotations.ts';
import { junitText } from './ci/junitText.ts';
import { DEFAULT_BASE, witnessHash } from './ci/witnessLink.ts';
import { DEFAULT_LIMITS } from '../check/verdict/checkConfiguration.ts';
import { scenarioNames } from '../check/catalogue/catalogue.ts';
import { readCatalogue } from '../check/catalogue/catalogueIndex.ts';
import { loadScenario } from '../check/source/loadScenario.ts';
import { planChecks, type PlannedCheck } from '../check/link/plannedCheck.ts';
import { type Reduction, REDUCTIONS } from '../check/verdict/reductions.ts';
import type { Limits, Progress, Report } from '../check/verdict/report.ts';
import { assert, at } from '../base/assert.ts';
import { readJobs } from './jobs.ts';
import { readMaxBytes } from './maxBytes.ts';
import { readMaxStates } from './maxStates.ts';
import { readReduce } from './reduce.ts';
import { readArguments, UsageError, withUsage } from './readArguments.ts';
import { configurationTitle } from '../check/link/configurationWords.ts';
import { EXIT, type ExitCode } from './exitCode.ts';
import { failureTexts } from './failureText.ts';
import { type Tally, tally } from './outcome.ts';
import { resultRows } from './resultRow.ts';
import { LEGEND, ResultTable } from './resultTable.ts';
import { openSource, type Source } from './openSource.ts';
import { restsTexts } from './restsText.ts';
import { searchInOrder } from './pool/searchPool.ts';
import type { VerdictSearch } from './pool/searchVerdicts.ts';
import type { Terminal } from './terminal.ts';

const USAGE = `Checks .race scenarios in every valid configuration against their expect lines.

usage: npm run -s check -- [options] [FILES…]

  FILES              paths of .race files, or names of the catalogue's scenarios;
                     without any, the whole catalogue. \`use\` finds the kernel library.
  --json             print one JSON array instead of the table
  --format FORM      table (the default), json, or github: the table, then a workflow command of GitHub Actions for each
                     verdict that is not as expected
  --junit FILE       write the expected verdicts to FILE too, as JUnit XML
  --link             print the address of each witness on the page
  --base URL         where the page is (${DEFAULT_BASE})
  --verbose          say under each configuration what its verdicts “holds” rest on: the functions whose
                     comments say that they may hide a race or a deadlock
  --max-states N     search at most N states a configuration (${DEFAULT_LIMITS.maxStates.toLocaleString('en-US')})
  --max-bytes N      take at most N bytes for a configuration, N with K, M or G (${DEFAULT_LIMITS.maxBytes / 2 ** 20}M)
  --no-switches      do not look for the runs with the fewest context switches
  --reduce LIST      search fewer states, with the same verdicts: states count those, and runs need not be
                     shortest ones; LIST is \`all\`, or some of ${REDUCTIONS.join(',')}
  --jobs N           search on N threads, each within the limits (as many as there are processors)
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
  readonly format: Format;
  /** A file; null: none is written. */
  readonly junit: string | null;
  /** The page's address, for links to witnesses; null: none are printed. */
  readonly base: string | null;
  readonly verbose: boolean;
  readonly limits: Limits;
  readonly switches: VerdictSearch['switches'];
  readonly jobs: number;
  readonly reduce: readonly Reduction[];
}

export function checkCommand(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  return withUsage(USAGE, terminal, () => {
    const { values, positionals } = readArguments({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        format: { type: 'string' },
        junit: { type: 'string' },
        link: { type: 'boolean', default: false },
        base: { type: 'string', default: DEFAULT_BASE },
        verbose: { type: 'boolean', short: 'v', default: false },
        'max-states': { type: 'string' },
        'max-bytes': { type: 'string' },
        'no-switches': { type: 'boolean', default: false },
        reduce: { type: 'string' },
        jobs: { type: 'string' },
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
    const format = readFormat(values.format ?? (values.json ? 'json' : 'table'));
    const wishes: Wishes = {
      format,
      junit: values.junit ?? null,
      base: values.link ? readBase(values.base) : null,
      verbose: values.verbose,
      limits,
      // In a table only the unexpected gets a run with the fewest switches, which costs a second search.
      switches: values['no-switches'] ? 'never' : format === 'json' ? 'always' : 'unexpected',
      reduce: readReduce(values.reduce),
      jobs: readJobs(values.jobs),
    };
    return check(positionals.length === 0 ? scenarioNames : positionals, wishes, terminal);
  });
}

const FORMATS = ['table', 'json', 'github'] as const;
type Format = (typeof FORMATS)[number];

function readFormat(text: string): Format {
  const known = FORMATS.find((format) => format === text);
  if (known === undefined) throw new UsageError(`--format is one of ${FORMATS.join(', ')}`);
  return known;
}

function readBase(text: string): string {
  if (!URL.canParse(text)) throw new UsageError(`--base ${text}: not an address`);
  return text;
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

async function check(
  names: readonly string[],
  wishes: Wishes,
  terminal: Terminal,
): Promise<ExitCode> {
  const sources = names.map((name) => ({ name, source: openSource(name, terminal) }));
  const readable = sources.flatMap(({ source }) => (source === null ? [] : [source]));
  const unreadable = sources.flatMap(({ name, source }) => (source === null ? [name] : []));
  const planned = readable.map((source) => ({ source, plan: planChecks(source.program) }));
  const isJson = wishes.format === 'json';
  const reports = isJson
    ? await printRows(planned, wishes, terminal)
    : await printTables(planned, wishes, terminal);
  const counted = tally(reports);
  const checked = checkedIn(planned, reports);
  if (wishes.format === 'github') {
    for (const line of githubAnnotations(checked)) terminal.out(line);
    for (const file of unreadable) terminal.out(`::error file=${file}::this file has errors`);
  }
  if (wishes.junit !== null) writeFileSync(wishes.junit, junitText(checked, unreadable));
  if (!isJson) terminal.out(countText(counted, reports.length, unreadable));
  return unreadable.length > 0 ? EXIT.unreadable : exitOf(counted);
}

/** `reports`: one for each planned check, in order. */
function checkedIn(planned: readonly Planned[], reports: readonly Report[]): CheckedProperty[] {
  const checks = planned.flatMap(({ source, plan }) =>
    plan.map(({ reported }) => ({ source, reported })),
  );
  return reports.flatMap((report, i) => {
    const { source, reported } = at(checks, i);
    return checkedProperties(source, reported, report);
  });
}

/** Files that could not be read are not in the numbers; where nothing could be, there are none. */
function countText(counted: Tally, reports: number, unread: readonly string[]): string {
  const missing = unread.length === 0 ? '' : `${unread.length} not read: ${unread.join(', ')}`;
  if (reports === 0 && missing !== '') return missing;
  const numbers = `${counted.passed} passed, ${counted.failed} failed`;
  return missing === '' ? numbers : `${numbers}, ${missing}`;
}

function exitOf({ failed, limited }: Tally): ExitCode {
  if (failed > 0) return EXIT.unexpected;
  return limited ? EXIT.limit : EXIT.fine;
}

interface Planned {
  readonly source: Source;
  readonly plan: readonly PlannedCheck[];
}

/** The reports of all configurations, in their order. */
function searchAll(sources: readonly Planned[], wishes: Wishes, terminal: Terminal) {
  const { limits, reduce, switches } = wishes;
  const searches = sources.flatMap(({ source: { name, program }, plan }) =>
    plan.map(({ configuration, reported }) => ({
      program,
      search: { config: configuration.config, limits, reduce, switches },
      progress: ({ states }: Progress) =>
        terminal.progress(
          `${name}, ${configurationTitle(reported)}: ${states.toLocaleString('en-US')} states`,
        ),
    })),
  );
  return searchInOrder(searches, wishes.jobs);
}

async function printRows(
  sources: readonly Planned[],
  wishes: Wishes,
  terminal: Terminal,
): Promise<Report[]> {
  const found = searchAll(sources, wishes, terminal);
  const reports: Report[] = [];
  for await (const report of found) reports.push(report);
  terminal.progress('');
  const names = sources.flatMap(({ source, plan }) => plan.map(() => source.name));
  const links = sources.flatMap(({ source, plan }) =>
    plan.map((one) => (witness: string) => linkTo(source, one, witness, wishes)),
  );
  const rows = reports.flatMap((report, i) => resultRows(at(names, i), report, at(links, i)));
  terminal.out(JSON.stringify(rows, null, 2));
  return reports;
}

/** Each line is printed as soon as it is known; what is not as expected is printed at the end. */
async function printTables(
  sources: readonly Planned[],
  wishes: Wishes,
  terminal: Terminal,
): Promise<Report[]> {
  const failures: string[] = [];
  const reports: Report[] = [];
  const found = searchAll(sources, wishes, terminal);
  for (const planned of sources) {
    for (const index of planned.plan.keys()) {
      const report = await nextOf(found);
      terminal.progress('');
      printLine(planned, index, report, wishes, terminal);
      failures.push(...failureTexts(planned.source.name, at(planned.plan, index).reported, report));
      reports.push(report);
    }
    terminal.out('');
  }
  if (reports.length > 0) terminal.out(`${LEGEND}\n`);
  for (const text of failures) terminal.out(`${text}\n`);
  const limits = [...new Set(reports.flatMap((report) => report.limits))];
  if (limits.length > 0) terminal.out(`${limitText(limits, tally(reports))}\n`);
  return reports;
}

async function nextOf<T>(found: AsyncGenerator<T, void>): Promise<T> {
  const next = await found.next();
  assert(next.done !== true, 'every search has a report');
  return next.value;
}

function limitText(limits: readonly string[], { undecided }: Tally): string {
  const verdicts = undecided === 1 ? 'expected verdict is' : 'expected verdicts are';
  return `a limit was hit (${limits.join(', ')}): ${undecided} ${verdicts} unknown`;
}

/** A configuration, under the head of its scenario where it is the first. */
function printLine(
  { source, plan }: Planned,
  index: number,
  report: Report,
  { verbose, base }: Wishes,
  { out, paint }: Terminal,
): void {
  const table = new ResultTable(plan, paint);
  const properties = report.findings.map(({ property }) => property);
  if (index === 0) out(table.head(source.name, source.program, properties).join('\n'));
  out(table.row(index, report));
  if (verbose) for (const line of restsTexts(report)) out(line);
  for (const { property, witness } of report.findings) {
    const link = witness === null ? null : linkTo(source, at(plan, index), witness, { base });
    if (link !== null) out(`    ${property}: ${link}`);
  }
}

/** Null where no links are wanted, or the text is too long for one. */
function linkTo(
  source: Source,
  { configuration, reported }: PlannedCheck,
  witness: string,
  { base }: Pick<Wishes, 'base'>,
): string | null {
  if (base === null) return null;
  const hash = witnessHash(source, reported, configuration.config, witness);
  return hash === null ? null : new URL(hash, base).href;
}
