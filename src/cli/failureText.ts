// What is not as expected, in words, with the run that shows it.

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
    return `holds (never tested): in all ${states.toLocaleString('en-US')} states, nothing puts it to the test`;
  if (verdict === 'unknown' && limit === NEVER_FINISHES)
    return `unknown (never finishes): none of the ${states.toLocaleString('en-US')} states is quiescent, so there is no end in which it could hold, not even vacuously`;
  if (verdict === 'unknown') return `unknown (${limit})`;
  if (verdict === 'violated') return 'violated';
  return `holds: all ${states.toLocaleString('en-US')} states were searched`;
}

/** Only where it is another run than the shortest. */
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
  // A property that the initial state breaks has a run without a step, which is nothing to show.
  if (schedule === '') return [`  ${what}: the initial state itself`];
  const steps = scheduleLength(schedule);
  return [
    `  ${what}, ${steps} ${steps === 1 ? 'step' : 'steps'}: ${schedule}`,
    `    ${showLine(source, reported, schedule)}`,
  ];
}
