// Whether a verdict is the expected one.

import { type Finding, isExpected, type Report } from '../check/verdict/report.ts';

/** `unasked`: no `expect` line names it. `undecided`: a limit was reached first. */
export type Outcome = 'passed' | 'failed' | 'undecided' | 'unasked';

/**
 * A `finally` property of a model in which nothing ever finishes is undecided: no `expect` line can expect it.
 */
export const NEVER_FINISHES = 'never finishes';

export function outcomeOf(finding: Finding): Outcome {
  const { expected, verdict, limit } = finding;
  if (expected === null) return 'unasked';
  if (isExpected(finding)) return 'passed';
  return verdict === 'unknown' && limit !== NEVER_FINISHES ? 'undecided' : 'failed';
}

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly undecided: number;
  /** Whether a limit was reached in any report. */
  readonly limited: boolean;
}

export function tally(reports: readonly Report[]): Tally {
  const outcomes = reports.flatMap((report) => report.findings.map(outcomeOf));
  const count = (wanted: Outcome): number => outcomes.filter((one) => one === wanted).length;
  return {
    passed: count('passed'),
    failed: count('failed'),
    undecided: count('undecided'),
    limited: reports.some(({ limits }) => limits.length > 0),
  };
}
