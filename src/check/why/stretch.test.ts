// Stretches drawn out and in, against a plain search of all of them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawnIn, drawnOut, type Stretch, type Suffices } from './stretch.ts';

function finish<T>(search: Generator<unknown, T>): T {
  for (;;) {
    const slice = search.next();
    if (slice.done === true) return slice.value;
  }
}

/** Suffices when it reaches over all of these. */
const over = (needed: readonly Stretch[]): Suffices =>
  // oxlint-disable-next-line require-yield
  function* (stretches) {
    return needed.every(({ task, from, to }) =>
      stretches.some((one) => one.task === task && one.from <= from && one.to >= to),
    );
  };

const stretchOf = (task: number) =>
  fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20), fc.nat(20)).map(([a, b, c, d]) => {
    const [from = 0, seed = 0, seedTo = 0, to = 0] = [a, b, c, d].sort((x, y) => x - y);
    const length = Math.max(to, 1);
    const last = length - 1;
    return {
      needed: { task, from: Math.min(from, last), to, length },
      seed: {
        task,
        from: Math.min(seed, last),
        to: Math.max(seedTo, Math.min(seed, last)),
        length,
      },
    };
  });

describe('a stretch', () => {
  it('is drawn out to what is needed, and in again to no more than that', () => {
    fc.assert(
      fc.property(fc.tuple(stretchOf(0), stretchOf(1), stretchOf(2)), (given) => {
        const needed = given.map((one) => one.needed);
        const suffices = over(needed);
        const enough = finish(
          drawnOut(
            given.map((one) => one.seed),
            suffices,
          ),
        );
        expect(enough).not.toBeNull();
        expect(finish(drawnIn(enough ?? [], suffices))).toEqual(needed);
      }),
    );
  });

  it('of a task that is not needed is left out, but for the last two', () => {
    const all = [0, 1, 2].map((task) => ({ task, from: 0, to: 3, length: 4 }));
    const only = over([{ task: 2, from: 1, to: 2, length: 4 }]);
    const left = finish(drawnIn(all, only));
    expect(left.map(({ task }) => task)).toEqual([1, 2]);
    expect(left[1]).toMatchObject({ from: 1, to: 2 });
  });

  it('that never suffices is said to', () => {
    const [one] = [{ task: 0, from: 1, to: 1, length: 4 }];
    // oxlint-disable-next-line require-yield
    const never: Suffices = function* () {
      return false;
    };
    expect(finish(drawnOut([one], never))).toBeNull();
  });
});
