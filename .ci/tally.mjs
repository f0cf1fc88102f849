// Counts from what the test runners report. A runner that failed without a failed test (a file
// that does not load, an error outside of tests, no report at all) counts as one failure.

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Tally
 * @typedef {Partial<Record<'numPassedTests' | 'numFailedTests' | 'numPendingTests' | 'numTodoTests', number>>} VitestReport
 * @typedef {{ stats?: Partial<Record<'expected' | 'unexpected' | 'flaky' | 'skipped', number>> }} PlaywrightReport
 */

/** @param {Tally} tally @param {boolean} succeeded @returns {Tally} */
function agreeing(tally, succeeded) {
  return succeeded || tally.failed > 0 ? tally : { ...tally, failed: 1 };
}

/** @param {boolean} succeeded @returns {Tally} a stage that either holds or fails */
export function stageTally(succeeded) {
  return agreeing({ passed: 0, failed: 0, skipped: 0 }, succeeded);
}

/** @param {VitestReport | null} report null when none was written @param {boolean} succeeded @returns {Tally} */
export function vitestTally(report, succeeded) {
  const tally = {
    passed: report?.numPassedTests ?? 0,
    failed: report?.numFailedTests ?? 0,
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
  };
  return agreeing(tally, succeeded && report !== null);
}

/** @param {PlaywrightReport | null} report null when none was written @param {boolean} succeeded @returns {Tally} */
export function playwrightTally(report, succeeded) {
  const tally = {
    passed: (report?.stats?.expected ?? 0) + (report?.stats?.flaky ?? 0),
    failed: report?.stats?.unexpected ?? 0,
    skipped: report?.stats?.skipped ?? 0,
  };
  return agreeing(tally, succeeded && report !== null);
}
