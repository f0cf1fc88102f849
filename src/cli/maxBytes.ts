// The option `--max-bytes`: the memory of a search for visited set, frontier and parents together.

import type { Limits } from '../check/verdict/report.ts';
import { UsageError } from './readArguments.ts';

const units: Readonly<Record<string, number>> = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 };

/** A number of bytes, or of KB, MB or GB with that letter after it. */
export function readMaxBytes(text: string | undefined): Partial<Limits> {
  if (text === undefined) return {};
  const [, count, unit = ''] = /^([1-9]\d{0,11})([KMG]?)$/.exec(text) ?? [];
  if (count === undefined)
    throw new UsageError(
      `--max-bytes is a number of bytes such as 65536, 64K or 2G, not “${text}”`,
    );
  return { maxBytes: Number(count) * (units[unit] ?? 1) };
}
