// A verdict as a view shows it, and whether it is the expected one.

import {
  type Finding,
  type FoundVerdict,
  foundVerdict as wordsOf,
  isExpected,
  type Verdict,
} from '../../check/verdict/report.ts';

/** `untested`: it holds, and nothing tested it. */
export type VerdictShape = Verdict | 'untested';

export function verdictShape({ verdict, vacuous }: Finding): VerdictShape {
  return vacuous ? 'untested' : verdict;
}

/** `holds (never tested)` where it holds vacuously. */
export function foundVerdict(finding: Finding): FoundVerdict {
  return wordsOf(finding);
}

/** True also if no `expect` line names it. */
export function isAsExpected(finding: Finding): boolean {
  return finding.expected === null || isExpected(finding);
}
