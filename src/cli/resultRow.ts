// One line of `check --json`: a property in a configuration.

import {
  type Config,
  type FoundVerdict,
  foundVerdict,
  type Report,
} from '../check/verdict/report.ts';
import type { ExpectedVerdict } from '../lang/program/configurations.ts';
import type { HidingNote } from '../check/verdict/restsOn.ts';

export interface ResultRow {
  readonly scenario: string;
  readonly kernel: string | null;
  readonly config: Config;
  readonly property: string;
  readonly expected: ExpectedVerdict | null;
  readonly verdict: FoundVerdict;
  readonly limit?: string;
  readonly states: number;
  readonly transitions: number;
  readonly ms: number;
  /** The reductions that were on, where some were. */
  readonly reduce?: Report['reduce'];
  readonly witness?: string;
  /** Where the page shows the witness, with `--link`. */
  readonly link?: string;
  readonly fewestSwitches?: string;
  /**
   * Where it holds: what the functions that it depends on leave out or add, and that may hide a violation.
   */
  readonly restsOn?: readonly HidingNote[];
}

/** `linkTo`: the address of a witness; null where none is wanted. */
export function resultRows(
  scenario: string,
  report: Report,
  linkTo: (witness: string) => string | null,
): ResultRow[] {
  const { kernel, config, states, transitions, reduce } = report;
  const ms = Math.round(report.ms);
  return report.findings.map((finding): ResultRow => {
    const { property, expected, limit, witness, fewestSwitches, rests } = finding;
    const link = witness === null ? null : linkTo(witness);
    return {
      scenario,
      kernel,
      config,
      property,
      expected,
      verdict: foundVerdict(finding),
      ...(limit === null ? {} : { limit }),
      states,
      transitions,
      ms,
      ...(reduce.length === 0 ? {} : { reduce }),
      ...(witness === null ? {} : { witness }),
      ...(link === null ? {} : { link }),
      ...(fewestSwitches === null ? {} : { fewestSwitches }),
      ...(rests === null ? {} : { restsOn: rests.notes }),
    };
  });
}
