// docs/LANGUAGE.md keeps its word: each program in it is sound and does what its expect lines say.

import { expect, test } from 'vitest';
import languageDoc from '../../docs/LANGUAGE.md?raw';
import { enumerateConfigurations } from '../lang/configurations.ts';
import { renderDiagnostic } from '../lang/diagnostic.ts';
import { DIAGNOSTIC_CODES } from '../lang/diagnosticCode.ts';
import { checkConfiguration, DEFAULT_LIMITS } from './checkConfiguration.ts';
import { loadText } from './loadScenario.ts';
import type { Report } from './report.ts';

interface Example {
  readonly heading: string;
  /** After ```race: a diagnostic's code, or `property=schedule`, or `property[option=value]=schedule`. */
  readonly promises: readonly string[];
  readonly text: string;
}

function examplesOf(doc: string): Example[] {
  const headings = [...doc.matchAll(/^## (.*)$/gm)];
  return [...doc.matchAll(/^```race *(.*)\n([^]*?)^```$/gm)].map((found) => ({
    heading: headings.findLast(({ index }) => index < found.index)?.[1] ?? '',
    promises: (found[1] ?? '').split(' ').filter((word) => word !== ''),
    text: found[2] ?? '',
  }));
}

const examples = examplesOf(languageDoc);

function checkAll(text: string): Report[] {
  const { program, diagnostics } = loadText('example', text);
  expect(diagnostics.map((d) => renderDiagnostic(d, text))).toEqual([]);
  if (program === null) return [];
  return enumerateConfigurations(program).map(({ config }) => {
    const options = { limits: DEFAULT_LIMITS, switches: false, now: () => 0 };
    const search = checkConfiguration(program, config, options);
    for (let turn = search.next(); ; turn = search.next()) if (turn.done) return turn.value;
  });
}

/** `lost[lock=false]=abab`: the shortest run that breaks `lost` in the first such configuration. */
function keeps(reports: readonly Report[], promise: string): void {
  const [, property = '', option, value, schedule] =
    /^(\w+)(?:\[(\w+)=(\w+)\])?=(\S+)$/.exec(promise) ?? [];
  const report = reports.find(
    ({ config }) => option === undefined || String(config[option]) === value,
  );
  const found = report?.findings.find((finding) => finding.property === property);
  expect(found?.witness).toBe(schedule);
}

test.each(examples.map((example) => [example.heading, example] as const))(
  '%s',
  (_, { promises, text }) => {
    const codes = promises.filter((promise) => promise.startsWith('RC'));
    if (codes.length > 0) {
      expect(loadText('example', text).diagnostics.map((d) => d.code)).toEqual(codes);
      return;
    }
    const reports = checkAll(text);
    const spoken = reports.flatMap(({ findings, config }) =>
      findings
        .filter((finding) => finding.expected !== null)
        .map(({ property, verdict, expected }) => ({ property, verdict, expected, config })),
    );
    expect(spoken.length).toBeGreaterThan(0);
    expect(spoken.filter(({ verdict, expected }) => verdict !== expected)).toEqual([]);
    for (const promise of promises) keeps(reports, promise);
  },
);

test('the table of diagnostics is the one of the compiler', () => {
  const rows = [...languageDoc.matchAll(/^\| (RC\d+) \| (.*) \|$/gm)];
  expect(Object.fromEntries(rows.map(([, code, meaning]) => [code, meaning]))).toEqual(
    DIAGNOSTIC_CODES,
  );
});
