// The model that grows is a program in every size, and one whose verdicts are known.
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../src/check/verdict/checkConfiguration.ts';
import { type Measurement, measureAll, readProgram } from './measurement.ts';
import { scalableModel } from './scalableModel.ts';

describe('scalableModel', () => {
  it.each([
    [1, 1, 1],
    [3, 2, 2],
    [4, 4, 4],
  ])('with %i faulters, %i punchers, %i pages is a program', (faulters, punchers, pages) => {
    const program = readProgram('scalable', scalableModel({ faulters, punchers, pages }));
    expect(program.tasks).toHaveLength(faulters + punchers);
  });

  it.each([
    [1, 3, 2],
    [2, 1, 3],
    [1, 4, 3],
    [1, 6, 4],
  ])(
    'with %i faulters and %i punchers of one page has %i in the pool',
    (faulters, punchers, room) => {
      const text = scalableModel({ faulters, punchers, pages: 1 });
      expect(text).toContain(`pages[${room}] named P`);
    },
  );

  it('has one configuration, and grows with each task', () => {
    const statesOf = (faulters: number, punchers: number): number => {
      const text = scalableModel({ faulters, punchers, pages: 1 });
      const found: Measurement[] = [...measureAll('scalable', text, DEFAULT_LIMITS)];
      expect(found.map(({ limits }) => limits)).toEqual([[]]);
      return found[0]?.states ?? 0;
    };
    const smallest = statesOf(1, 1);
    expect(statesOf(1, 2)).toBeGreaterThan(2 * smallest);
    expect(statesOf(2, 1)).toBeGreaterThan(2 * smallest);
  });
});
