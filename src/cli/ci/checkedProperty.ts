// One expected verdict of a check, with its place in the text: what annotations and JUnit files list.

import { configurationTitle } from '../../check/link/configurationWords.ts';
import type { LinkedConfiguration } from '../../check/link/link.ts';
import type { Report } from '../../check/verdict/report.ts';
import { lineOf } from '../../check/source/locatedDiagnostic.ts';
import { failureTexts } from '../failureText.ts';
import type { Source } from '../openSource.ts';
import { type Outcome, outcomeOf } from '../outcome.ts';

export interface CheckedProperty {
  /** The file as it was given on the command line. */
  readonly file: string;
  /** Of the expect line, counted from 1. */
  readonly line: number;
  readonly configuration: string;
  readonly property: string;
  readonly outcome: Exclude<Outcome, 'unasked'>;
  /** What was expected and found, and the runs that show it; empty where all is as expected. */
  readonly message: string;
  /** Of the whole search of the configuration. */
  readonly seconds: number;
}

/** Those that `expect` lines name; the others count neither way. */
export function checkedProperties(
  source: Source,
  reported: LinkedConfiguration,
  report: Report,
): CheckedProperty[] {
  return report.findings.flatMap((finding) => {
    const outcome = outcomeOf(finding);
    if (outcome === 'unasked') return [];
    const { property } = finding;
    const [failure = ''] = failureTexts(source.name, reported, { ...report, findings: [finding] });
    const limit = `unknown (${finding.limit})`;
    return {
      file: source.name,
      line: expectLine(source, property),
      configuration: configurationTitle(reported),
      property,
      outcome,
      message: outcome === 'undecided' ? limit : failure,
      seconds: report.ms / 1000,
    };
  });
}

function expectLine({ program }: Source, property: string): number {
  const named = program.expectations.find(({ properties }) => properties.includes(property));
  const text = program.files.at(-1)?.text ?? '';
  return lineOf(text, named?.clauses[0]?.at.from ?? 0);
}
