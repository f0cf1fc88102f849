import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignPositions } from './followed.ts';

/** steps of the old run · of the new one · only in the new · only in the old · positions */
const table: [string, number, number, number[], number[], number[]][] = [
  ['the same run', 4, 4, [], [], [0, 1, 2, 3, 4]],
  ['two steps more', 3, 5, [2, 3], [], [0, 1, 4, 5]],
  ['two steps less', 4, 2, [], [2, 3], [0, 1, 1, 1, 2]],
  ['other steps', 3, 3, [2], [2], [0, 1, 1, 3]],
  ['a divergence', 5, 2, [], [], [0, 1, 2, 2, 2, 2]],
  ['a divergence behind a new step', 5, 3, [3], [], [0, 1, 2, 2, 2, 3]],
  ['a divergence at once', 3, 0, [], [], [0, 0, 0, 0]],
  ['a run that was nothing', 0, 0, [], [], [0]],
];

describe('positions', () => {
  it.each(table)('of %s', (_what, from, to, inserted, skipped, positions) => {
    expect(alignPositions(from, to, inserted, skipped)).toEqual(positions);
  });

  it('never go back, and never leave the run', () => {
    const steps = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 6 });
    fc.assert(
      fc.property(fc.nat(12), fc.nat(12), steps, steps, (from, to, inserted, skipped) => {
        const positions = alignPositions(from, to, inserted, skipped);
        expect(positions.length).toBe(from + 1);
        expect(positions.toSorted((a, b) => a - b)).toEqual(positions);
        expect(Math.max(...positions)).toBeLessThanOrEqual(to);
      }),
    );
  });
});
