// The option `--jobs` of the commands that search many configurations.

import { availableParallelism } from 'node:os';
import { UsageError } from './readArguments.ts';

/** How many threads search; where nothing is said, as many as there are processors. */
export function readJobs(text: string | undefined): number {
  if (text === undefined) return availableParallelism();
  if (!/^[1-9]\d{0,2}$/.test(text))
    throw new UsageError(`--jobs is a number from 1 to 999, not “${text}”`);
  return Number(text);
}
