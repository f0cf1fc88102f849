import { describe, expect, it } from 'vitest';
import { neededTexts } from './neededTexts.ts';

const library = { names: ['truncate', 'hole-punch'], first: 'hole-punch' };

describe('an address needs', () => {
  it.each([
    ['#/truncate', 'truncate'],
    ['#/truncate/2.4/f3@2~abcd', 'truncate'],
    ['', 'hole-punch'],
    ['#/', 'hole-punch'],
    ['#/nowhere', 'hole-punch'],
    ['#/mine.race', null],
    ['#/mine.race:1.d0kf.gRydxQMA', null],
  ])('%s: %s', (hash, needed) => {
    expect(neededTexts(hash, library)).toBe(needed);
  });
});
