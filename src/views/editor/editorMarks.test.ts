// What stands beside an `expect` line, and beside a property.
import { expect, it } from 'vitest';
import type { Finding, Verdict } from '../../check/verdict/report.ts';
import type { ExpectedVerdict } from '../../lang/program/configurations.ts';
import { chipsOf } from './editorMarks.ts';

const finding = (
  property: string,
  verdict: Verdict,
  expected: ExpectedVerdict | null,
  vacuous = false,
): Finding => ({
  vacuous,
  property,
  sentence: property,
  violation: `${property} is broken`,
  kind: 'always',
  verdict,
  limit: verdict === 'unknown' ? 'bytes' : null,
  expected,
  witness: verdict === 'violated' ? 'ab' : null,
  fewestSwitches: null,
  rests: null,
});

it.each<[string, boolean, Finding[], [string, boolean][]]>([
  ['a property', false, [finding('a', 'violated', 'holds')], [['violated', true]]],
  [
    'an expectation',
    true,
    [finding('a', 'violated', 'violated')],
    [['violated, as expected', true]],
  ],
  [
    'one that fails',
    true,
    [finding('a', 'holds', 'violated')],
    [['holds, not as expected', false]],
  ],
  [
    'one that is never tested',
    true,
    [finding('a', 'holds', 'holds', true)],
    [['holds (never tested), not as expected', false]],
  ],
  ['a limit', true, [finding('a', 'unknown', 'holds')], [['unknown (bytes)', false]]],
  [
    'several alike',
    true,
    [finding('a', 'holds', 'holds'), finding('b', 'holds', 'holds')],
    [['both hold, as expected', true]],
  ],
  [
    'several unlike',
    true,
    [finding('a', 'holds', 'holds'), finding('b', 'violated', 'holds')],
    [
      ['a holds, as expected', true],
      ['b violated, not as expected', false],
    ],
  ],
])('%s', (_, expects, findings, chips) => {
  const found = chipsOf({ file: 'a.race', at: 0, expects, findings });
  expect(found.map(({ text, asExpected }) => [text, asExpected])).toEqual(chips);
});

it('plays the witness of whichever has one', () => {
  const findings = [
    { ...finding('a', 'violated', null), witness: null },
    finding('b', 'violated', null),
  ];
  expect(chipsOf({ file: '', at: 0, expects: false, findings })[0]?.finding.property).toBe('b');
});
