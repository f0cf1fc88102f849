// One configuration searched for its verdicts, from a command: nobody there reads the census.

import { checkConfiguration } from '../check/verdict/checkConfiguration.ts';
import type { CheckOptions } from '../check/verdict/checkConfiguration.ts';
import type { Config, Progress, Report } from '../check/verdict/report.ts';
import type { Program } from '../lang/program/program.ts';

export function searchVerdicts(
  program: Program,
  config: Config,
  options: Pick<CheckOptions, 'limits' | 'switches' | 'reduce'>,
  progress: (slice: Progress) => void = () => {},
): Report {
  const now = (): number => performance.now();
  const slices = checkConfiguration(program, config, { ...options, census: false, now });
  for (;;) {
    const slice = slices.next();
    if (slice.done === true) return slice.value;
    progress(slice.value);
  }
}
