import { describe, expect, it } from 'vitest';
import { assert, AssertionFailure, at, unreachable } from './assert.ts';

describe('assert', () => {
  it('passes a condition that holds', () => {
    expect(() => assert(Math.max(1, 2) === 2, 'order')).not.toThrow();
  });

  it('throws its message as an AssertionFailure', () => {
    expect(() => assert(Math.max(1, 2) === 1, 'a page has one index')).toThrow(
      new AssertionFailure('a page has one index'),
    );
  });

  it('narrows the type of what it checked', () => {
    const owner: string | null = ['f', null][0] ?? null;
    assert(owner !== null, 'somebody owns it');
    expect(owner.length).toBe(1);
  });
});

describe('at', () => {
  it.each([
    { items: ['a', 'b'], index: 0, found: 'a' },
    { items: ['a', 'b'], index: 1, found: 'b' },
    { items: [undefined], index: 0, found: undefined },
    { items: new Uint8Array([7, 8]), index: 1, found: 8 },
    { items: 'fp', index: 1, found: 'p' },
  ])('reads $index of $items', ({ items, index, found }) => {
    expect(at<unknown>(items, index)).toBe(found);
  });

  it.each([
    { index: -1, says: 'index -1 is outside 0..1' },
    { index: 2, says: 'index 2 is outside 0..1' },
    { index: 0.5, says: 'index 0.5 is outside 0..1' },
    { index: Number.NaN, says: 'index NaN is outside 0..1' },
  ])('refuses $index', ({ index, says }) => {
    expect(() => at(['a', 'b'], index)).toThrow(new AssertionFailure(says));
  });
});

describe('unreachable', () => {
  it('names the value that should not exist', () => {
    expect(() => unreachable('surprise' as never)).toThrow('unreachable: "surprise"');
  });
});
