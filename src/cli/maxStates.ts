// The option `--max-states` of every command that searches.

import type { Limits } from '../check/verdict/report.ts';
import { UsageError } from './readArguments.ts';

export function readMaxStates(text: string | undefined): Partial<Limits> {
  if (text === undefined) return {};
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new UsageError(`--max-states is a number of at least 1, not “${text}”`);
  return { maxStates: Number(text) };
}
