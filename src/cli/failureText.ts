// Unexpected verdicts in words, with the run that shows each.

import type { LinkedConfiguration } from '../check/link/link.ts';
import { scheduleLength } from '../check/link/link.ts';
import type { Finding, Report } from '../check/verdict/report.ts';
import { configurationTitle, showLine } from '../check/link/configurationWords.ts';
import { NEVER_FINISHES, outcomeOf } from './outcome.ts';

/** A paragraph for each verdict of the report that is not the expected one. */
export function failureTexts(
  source: string,
  reported: LinkedConfiguration,
  report: Report,
): string[] {
  return report.findings
    .filter((finding) => outcomeOf(finding) === 'failed')
    .map((finding) =>
      [
        `${source}, ${configurationTitle(reported)}: ${finding.property}`,
        `  ${finding.verdict === 'violated' ? finding.violation : finding.sentence}`,
        `  expected ${finding.expected}, found ${found(finding, report)}`,
        ...shown(source, reported, 'shortest run', finding.witness),
        ...shown(source, reported, 'fewest context switches', otherRun(finding)),
      ].join('\n'),
    );
}

function found({ verdict, limit, vacuous }: Finding, { states }: Report): string {
  if (vacuous)
    return `holds (never tested): no state or step of all ${states.toLocaleString('en-US')} states tests it`;
  if (verdict === 'unknown' && limit === NEVER_FINISHES)
    return `unknown (never finishes): none of the ${states.toLocaleString('en-US')} states is quiescent, so no run ends and the property is never evaluated`;
  if (verdict === 'unknown') return `unknown (${limit})`;
  if (verdict === 'violated') return 'violated';
  return `holds: all ${states.toLocaleString('en-US')} states were searched`;
}

/** Only if it differs from the shortest run. */
function otherRun({ witness, fewestSwitches }: Finding): string | null {
  return fewestSwitches === witness ? null : fewestSwitches;
}

function shown(
  source: string,
  reported: LinkedConfiguration,
  what: string,
  schedule: string | null,
): string[] {
  if (schedule === null) return [];
  // A property that the initial state breaks has an empty run.
  if (schedule === '') return [`  ${what}: broken in the initial state`];
  const steps = scheduleLength(schedule);
  return [
    `  ${what}, ${steps} ${steps === 1 ? 'step' : 'steps'}: ${schedule}`,
    `    ${showLine(source, reported, schedule)}`,
  ];
}
