// The option `--reduce LIST` of commands that search: which reductions are on.

import { readReductions, type Reduction, REDUCTIONS } from '../check/verdict/reductions.ts';
import { UsageError } from './readArguments.ts';

export function readReduce(text: string | undefined): readonly Reduction[] {
  if (text === undefined) return [];
  if (text === 'all') return REDUCTIONS;
  try {
    return readReductions(text.split(','));
  } catch (error) {
    throw new UsageError(`--reduce: ${error instanceof Error ? error.message : ''}, and all`);
  }
}
