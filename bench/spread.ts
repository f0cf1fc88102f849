// The median and the range of several measurements.

import { at } from '../src/base/assert.ts';

export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** Of at least one value; to three significant digits. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b).map((value) => Number(value.toPrecision(3)));
  const last = sorted.length - 1;
  const median = (at(sorted, Math.floor(last / 2)) + at(sorted, Math.ceil(last / 2))) / 2;
  return { min: at(sorted, 0), median: Number(median.toPrecision(3)), max: at(sorted, last) };
}

export function spreadText({ min, median, max }: Spread): string {
  return `${min} / ${median} / ${max}`;
}
