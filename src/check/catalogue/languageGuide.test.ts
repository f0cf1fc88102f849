// The guide's examples are whole programs: each is parsed, checked and searched, and held to its own
// expectations. After ```race an example may promise a diagnostic (`RC301`), or the shortest run that breaks
// a property (`both=abab`, or in one configuration `both[lock=false]=abab`).

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type Config, enumerateConfigurations } from '../../lang/program/configurations.ts';
import { renderDiagnostic } from '../../lang/syntax/diagnostic.ts';
import { DIAGNOSTIC_CODES } from '../../lang/syntax/diagnosticCode.ts';
import { LIMITS } from '../../lang/syntax/limits.ts';
import type { Program } from '../../lang/program/program.ts';
import { checkConfiguration, DEFAULT_LIMITS } from '../verdict/checkConfiguration.ts';
import { loadText } from '../source/loadScenario.ts';
import { isExpected, type Report } from '../verdict/report.ts';

interface Example {
  readonly chapter: string;
  readonly promises: readonly string[];
  readonly text: string;
}

const guide = readFileSync('docs/LANGUAGE.md', 'utf8');
const examples = examplesOf(guide);

function examplesOf(doc: string): Example[] {
  const chapters = [...doc.matchAll(/^## (.*)$/gm)];
  return [...doc.matchAll(/^```race *(.*)\n([^]*?)^```$/gm)].map((found) => ({
    chapter: chapters.findLast(({ index }) => index < found.index)?.[1] ?? '',
    promises: (found[1] ?? '').split(' ').filter((word) => word !== ''),
    text: found[2] ?? '',
  }));
}

it('has an example in most of its chapters', () => {
  expect(new Set(examples.map(({ chapter }) => chapter)).size).toBeGreaterThanOrEqual(8);
});

const promisesError = ({ promises }: Example) => promises.some((word) => word.startsWith('RC'));
const titled = (some: readonly Example[]) => some.map((one) => [one.chapter, one] as const);

it.each(titled(examples.filter(promisesError)))('%s: an error is explained', (_, example) => {
  const { diagnostics } = loadText('example', example.text);
  expect(diagnostics.map(({ code }) => code)).toEqual(example.promises);
});

it.each(titled(examples.filter((example) => !promisesError(example))))(
  '%s: every configuration does what its example expects',
  (_, { text, promises }) => {
    const { program, diagnostics } = loadText('example', text);
    expect(diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, text))).toEqual([]);
    if (program === null) return;
    const reports = enumerateConfigurations(program).map(({ config }) => search(program, config));
    const findings = reports.flatMap((report) => report.findings);
    const spoken = findings.filter(({ expected }) => expected !== null);
    expect(spoken.length).toBeGreaterThan(0);
    expect(spoken.filter((finding) => !isExpected(finding))).toEqual([]);
    expect(findings.filter(({ verdict }) => verdict === 'unknown')).toEqual([]);
    expect(promises.map((promise) => keptPromise(reports, promise))).toEqual(promises);
  },
);

/** The promise as the search has it. */
function keptPromise(reports: readonly Report[], promise: string): string {
  const [, property = '', option, value] = /^(\w+)(?:\[(\w+)=(\w+)\])?=/.exec(promise) ?? [];
  const report = reports.find(
    ({ config }) => option === undefined || String(config[option]) === value,
  );
  const found = report?.findings.find((finding) => finding.property === property);
  const where = option === undefined ? '' : `[${option}=${value}]`;
  return `${property}${where}=${found?.witness}`;
}

function search(program: Program, config: Config): Report {
  const searching = checkConfiguration(program, config, {
    limits: DEFAULT_LIMITS,
    switches: false,
    now: () => 0,
  });
  for (;;) {
    const slice = searching.next();
    if (slice.done === true) return slice.value;
  }
}

it('states the bounds of the compiler', () => {
  const stated = [...guide.matchAll(/^\| .* \| (\d+) \|$/gm)].map(([, bound]) => Number(bound));
  const { fileBytes, number, length, tasks, runs, properties, configurations, calls } = LIMITS;
  const { locals, statements, nesting, options, instances, cells } = LIMITS;
  expect(stated).toEqual([
    fileBytes,
    number,
    length,
    tasks,
    runs,
    properties,
    configurations,
    calls,
    locals,
    statements,
    nesting,
    options,
    instances,
    cells,
  ]);
});

it('lists the diagnostics of the compiler', () => {
  const rows = [...guide.matchAll(/^\| (RC\d+) \| (.*) \|$/gm)];
  expect(Object.fromEntries(rows.map(([, code, meaning]) => [code, meaning]))).toEqual(
    DIAGNOSTIC_CODES,
  );
});
