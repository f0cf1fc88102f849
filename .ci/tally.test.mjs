import { describe, expect, it } from 'vitest';
import { playwrightTally, stageTally, vitestTally } from './tally.mjs';

describe('what a stage counts', () => {
  it.each([
    { succeeded: true, failed: 0 },
    { succeeded: false, failed: 1 },
  ])('$failed failed where success is $succeeded', ({ succeeded, failed }) => {
    expect(stageTally(succeeded)).toEqual({ passed: 0, failed, skipped: 0 });
  });
});

describe("what Vitest's report counts", () => {
  const report = { numPassedTests: 7, numFailedTests: 2, numPendingTests: 1, numTodoTests: 3 };

  it.each([
    { case: 'every number', report, succeeded: false, tally: [7, 2, 4] },
    {
      case: 'a file that did not load',
      report: { numPassedTests: 7 },
      succeeded: false,
      tally: [7, 1, 0],
    },
    { case: 'no report', report: null, succeeded: true, tally: [0, 1, 0] },
    { case: 'all well', report: { numPassedTests: 7 }, succeeded: true, tally: [7, 0, 0] },
  ])('$case', ({ report: given, succeeded, tally: [passed, failed, skipped] }) => {
    expect(vitestTally(given, succeeded)).toEqual({ passed, failed, skipped });
  });
});

describe("what Playwright's report counts", () => {
  it.each([
    {
      case: 'every number',
      stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 2 },
      succeeded: false,
      tally: [4, 1, 2],
    },
    { case: 'a server that did not start', stats: {}, succeeded: false, tally: [0, 1, 0] },
    { case: 'all well', stats: { expected: 3 }, succeeded: true, tally: [3, 0, 0] },
  ])('$case', ({ stats, succeeded, tally: [passed, failed, skipped] }) => {
    expect(playwrightTally({ stats }, succeeded)).toEqual({ passed, failed, skipped });
  });

  it('no report is a failure', () => {
    expect(playwrightTally(null, true)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});
