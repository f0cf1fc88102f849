// From a request to its search.

import { checkConfiguration } from '../verdict/checkConfiguration.ts';
import type { CheckRequest } from './checkerMessage.ts';
import { readReductions } from '../verdict/reductions.ts';
import type { Progress, Report } from '../verdict/report.ts';
import { programOf } from '../source/programSource.ts';

/** Throws, in one line, where there is nothing to search: the page asks for good programs only. */
export function* searchRequest(
  { source, config, limits, reduce = [] }: CheckRequest,
  now: () => number,
): Generator<Progress, Report, void> {
  const program = programOf(source);
  // Reductions are for spaces too large to be searched whole, as the search for the fewest switches would.
  const switches = reduce.length === 0;
  const options = { limits, switches, reduce: readReductions(reduce), now };
  return yield* checkConfiguration(program, config, options);
}
