import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BitRows } from './bitRows.ts';

const SIZE = 70;
const members = fc.uniqueArray(fc.nat(SIZE - 1), { maxLength: 40 });
const rising = (some: Iterable<number>): number[] => [...some].sort((a, b) => a - b);

describe('rows of bits', () => {
  test('are sets', () => {
    fc.assert(
      fc.property(members, members, members, (first, second, gone) => {
        const rows = new BitRows(3, SIZE);
        for (const member of first) rows.add(0, member);
        for (const member of second) rows.add(2, member);
        const grows = second.some((member) => !first.includes(member));
        expect(rows.addAll(0, rows, 2)).toBe(grows);
        for (const member of gone) rows.remove(0, member);
        const left = new Set([...first, ...second].filter((member) => !gone.includes(member)));
        expect(rows.members(0)).toEqual(rising(left));
        expect(rows.members(1)).toEqual([]);
        expect(rows.members(2)).toEqual(rising(second));
        rows.clear(2);
        expect(rows.members(2)).toEqual([]);
      }),
    );
  });

  test('of no numbers at all are empty', () => {
    const rows = new BitRows(2, 0);
    expect(rows.addAll(0, rows, 1)).toBe(false);
    expect(rows.members(1)).toEqual([]);
  });
});
