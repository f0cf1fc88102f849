// One configuration searched for its verdicts, from a command: nobody there reads the census.

import { checkConfiguration } from '../../check/verdict/checkConfiguration.ts';
import type { CheckOptions } from '../../check/verdict/checkConfiguration.ts';
import type { Config, Finding, Progress, Report } from '../../check/verdict/report.ts';
import type { Program } from '../../lang/program/program.ts';
import { outcomeOf } from '../outcome.ts';

/** What to search; plain data, so that it can go to another thread. */
export interface VerdictSearch extends Pick<CheckOptions, 'limits' | 'reduce'> {
  readonly config: Config;
  /** Whether a second search finds the runs with the fewest switches: where a violation is not expected. */
  readonly switches: 'always' | 'unexpected' | 'never';
}

export function searchVerdicts(
  program: Program,
  search: VerdictSearch,
  progress: (slice: Progress) => void = () => {},
): Report {
  const report = searchOnce(program, search, search.switches === 'always', progress);
  if (search.switches !== 'unexpected' || !report.findings.some(isSurprise)) return report;
  return { ...searchOnce(program, search, true, progress), ms: report.ms };
}

function isSurprise(finding: Finding): boolean {
  return finding.verdict === 'violated' && outcomeOf(finding) === 'failed';
}

function searchOnce(
  program: Program,
  { config, limits, reduce = [] }: VerdictSearch,
  switches: boolean,
  progress: (slice: Progress) => void,
): Report {
  const now = (): number => performance.now();
  const options = { limits, reduce, switches, census: false, now };
  const slices = checkConfiguration(program, config, options);
  for (;;) {
    const slice = slices.next();
    if (slice.done === true) return slice.value;
    progress(slice.value);
  }
}
