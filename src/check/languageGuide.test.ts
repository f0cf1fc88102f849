// The guide's examples are whole programs: each is parsed, checked and searched, and held to its own expectations.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { at } from '../base/assert.ts';
import { type Config, enumerateConfigurations } from '../lang/configurations.ts';
import { renderDiagnostic } from '../lang/diagnostic.ts';
import type { Program } from '../lang/program.ts';
import { checkConfiguration, DEFAULT_LIMITS } from './checkConfiguration.ts';
import { loadText } from './loadScenario.ts';
import type { Report } from './report.ts';

const guide = readFileSync('docs/LANGUAGE.md', 'utf8');
const examples = [...guide.matchAll(/^## (.+)$|^```race\n([^]*?)^```$/gm)].reduce<
  [string, string][]
>((found, [, heading, text]) => {
  if (heading !== undefined) found.push([heading, '']);
  else if (text !== undefined) at(found, found.length - 1)[1] = text;
  return found;
}, []);
const programs = examples.filter(([, text]) => text !== '');

it('has an example in most of its chapters', () => {
  expect(programs.length).toBeGreaterThanOrEqual(7);
});

it.each(programs)('%s: every configuration does what its example expects', (_, text) => {
  const { program, diagnostics } = loadText('example', text);
  expect(diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, text))).toEqual([]);
  if (program === null) return;
  const findings = enumerateConfigurations(program).flatMap(
    ({ config }) => search(program, config).findings,
  );
  const spoken = findings.filter(({ expected }) => expected !== null);
  expect(spoken.length).toBeGreaterThan(0);
  expect(spoken.filter(({ verdict, expected }) => verdict !== expected)).toEqual([]);
  expect(findings.filter(({ verdict }) => verdict === 'unknown')).toEqual([]);
});

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
