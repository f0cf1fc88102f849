// States packed and unpacked again.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at } from '../../base/assert.ts';
import { everyValue, type PackedCell, Packing } from './packing.ts';

/** Cells, scattered over a memory, with the values of one state for each. */
const cellsAndStates = fc
  .array(
    fc.oneof(
      fc
        .tuple(fc.integer({ min: -300, max: 300 }), fc.integer({ min: 0, max: 300 }))
        .map(([low, more]) => everyValue(low, low + more)),
      fc
        .uniqueArray(fc.integer({ min: -20, max: 70_000 }), { minLength: 1, maxLength: 6 })
        .map((some) => some.sort((a, b) => a - b)),
    ),
    { maxLength: 40 },
  )
  .chain((values) => {
    const state = fc.tuple(...values.map((some) => fc.constantFrom(...some)));
    return fc.record({
      values: fc.constant(values),
      states: fc.array(state, { minLength: 1, maxLength: 5 }),
    });
  });

/** Every third cell of a memory, in another order than it lies there. */
function packingOf(values: readonly (readonly number[])[]) {
  const cells: PackedCell[] = values.map((some, i) => ({ cell: 3 * i + 1, values: some }));
  const packing = new Packing(cells.toReversed(), cells.length);
  /** The memory of one state. */
  const memoryOf = (state: readonly number[]): Int32Array => {
    const memory = new Int32Array(3 * values.length + 3);
    cells.forEach(({ cell }, i) => (memory[cell] = at(state, i)));
    return memory;
  };
  return { packing, cells, memoryOf };
}

describe('packing', () => {
  it('gives back what it was given', () => {
    fc.assert(
      fc.property(cellsAndStates, ({ values, states }) => {
        const { packing, memoryOf } = packingOf(values);
        const memory = memoryOf(at(states, 0));
        const known = new Uint32Array(packing.words);
        packing.pack(memory, known, 0);
        for (const state of states) {
          const words = new Uint32Array(packing.words + 2);
          packing.pack(memoryOf(state), words, 1);
          packing.unpack(words, 1, memory, known);
          expect(memory).toEqual(memoryOf(state));
          expect([words[0], words[packing.words + 1]]).toEqual([0, 0]);
        }
      }),
    );
  });

  it('tells any two states apart', () => {
    fc.assert(
      fc.property(cellsAndStates, ({ values, states }) => {
        const { packing, memoryOf } = packingOf(values);
        const packed = states.map((state) => {
          const words = new Uint32Array(packing.words);
          packing.pack(memoryOf(state), words, 0);
          return words.join();
        });
        expect(new Set(packed).size).toBe(new Set(states.map((state) => state.join())).size);
      }),
    );
  });

  it.each([
    ['what has one value costs nothing', [[3], [0], [-1]], 0, 1],
    [
      'two values cost a bit, whichever they are',
      [
        [0, 60_000],
        [-5, 5],
      ],
      2,
      1,
    ],
    ['five values cost three', [everyValue(0, 4)], 3, 1],
    [
      'no cell lies across a border',
      [everyValue(0, 65_535), everyValue(0, 65_535), everyValue(0, 1)],
      33,
      2,
    ],
    [
      'small ones fill what large ones leave',
      [everyValue(0, 65_535), everyValue(0, 16_383), everyValue(0, 3)],
      32,
      1,
    ],
  ])('%s', (_, values, bits, words) => {
    const { packing } = packingOf(values);
    expect([packing.bits, packing.words]).toEqual([bits, words]);
  });
});

describe('packing some cells again', () => {
  it('is the same as packing all, and puts the memory back', () => {
    const changing = cellsAndStates.chain(({ values, states }) =>
      fc.record({
        values: fc.constant(values),
        before: fc.constant(at(states, 0)),
        after: fc.tuple(
          ...at(states, 0).map((old, i) =>
            fc.constantFrom(old, at(states, states.length - 1)[i] ?? old),
          ),
        ),
      }),
    );
    fc.assert(
      fc.property(changing, ({ values, before, after }) => {
        const { packing, cells, memoryOf } = packingOf(values);
        const [some, all] = [new Uint32Array(packing.words), new Uint32Array(packing.words)];
        packing.pack(memoryOf(after), all, 0);
        packing.pack(memoryOf(before), some, 0);
        const changed = cells.filter((_, i) => before[i] !== after[i]).map(({ cell }) => cell);
        const memory = memoryOf(after);
        packing.repack(packing.numbersOf(changed), memory, memoryOf(before), some, 0);
        expect(some).toEqual(all);
        expect(memory).toEqual(memoryOf(before));
      }),
    );
  });
});
