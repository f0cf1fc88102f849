// What counts as passed, as failed, and as neither.
import { describe, expect, it } from 'vitest';
import type { Finding, FoundVerdict, Report } from '../check/verdict/report.ts';
import type { ExpectedVerdict } from '../lang/program/configurations.ts';
import { outcomeOf, tally } from './outcome.ts';

function finding(
  expected: ExpectedVerdict | null,
  found: FoundVerdict,
  limit: string | null = null,
): Finding {
  const vacuous = found === 'holds (never tested)';
  return {
    property: 'p',
    sentence: 'it holds',
    violation: 'It does not hold',
    kind: 'always',
    verdict: vacuous ? 'holds' : found,
    vacuous,
    limit,
    expected,
    witness: null,
    fewestSwitches: null,
    rests: null,
  };
}

function report(findings: readonly Finding[], limits: readonly string[] = []): Report {
  const counts = { states: 1, transitions: 0, depth: 0, quiescent: 1, bytes: 1, ms: 1 };
  const none = { config: {}, reduce: [] };
  const census = { outcomes: [], complete: true };
  return { scenario: 's', kernel: null, ...none, findings, census, limits, ...counts };
}

describe('outcomeOf', () => {
  it.each([
    ['holds', 'holds', null, 'passed'],
    ['violated', 'violated', null, 'passed'],
    ['holds', 'violated', null, 'failed'],
    ['violated', 'holds', null, 'failed'],
    ['holds', 'holds (never tested)', null, 'failed'],
    ['holds vacuously', 'holds (never tested)', null, 'passed'],
    ['holds vacuously', 'holds', null, 'failed'],
    ['violated', 'holds (never tested)', null, 'failed'],
    ['holds', 'unknown', 'states 100', 'undecided'],
    ['holds', 'unknown', 'never finishes', 'failed'],
    ['holds vacuously', 'unknown', 'never finishes', 'failed'],
    ['violated', 'unknown', 'never finishes', 'failed'],
    [null, 'violated', null, 'unasked'],
    [null, 'unknown', 'states 100', 'unasked'],
  ] as const)('expected %s, found %s (%s): %s', (expected, verdict, limit, outcome) => {
    expect(outcomeOf(finding(expected, verdict, limit))).toBe(outcome);
  });
});

describe('tally', () => {
  it('counts over all reports, and sees a limit even where nothing was expected', () => {
    const passed = report([finding('holds', 'holds'), finding(null, 'violated')]);
    const limited = report([finding(null, 'unknown', 'states 1')], ['states 1']);
    expect(tally([passed, passed, limited])).toEqual({
      passed: 2,
      failed: 0,
      undecided: 0,
      limited: true,
    });
  });
});
