// Where hints stand.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tipPlace } from './tipPlace.ts';

const PAGE = { width: 1000, height: 600 };
const TIP = { width: 100, height: 40 };

it.each([
  ['over its element', 'top', { left: 400, top: 300, width: 20, height: 20 }, { x: 360, y: 252 }],
  ['under it', 'bottom', { left: 400, top: 300, width: 20, height: 20 }, { x: 360, y: 328 }],
  ['left of it', 'left', { left: 400, top: 300, width: 20, height: 20 }, { x: 292, y: 290 }],
  ['right of it', 'right', { left: 400, top: 300, width: 20, height: 20 }, { x: 428, y: 290 }],
  [
    'under it where there is no room over it',
    'top',
    { left: 400, top: 10, width: 20, height: 20 },
    { x: 360, y: 38 },
  ],
  ['within the page', 'top', { left: 0, top: 300, width: 20, height: 20 }, { x: 6, y: 252 }],
] as const)('a hint stands %s', (_, side, anchor, place) => {
  expect(tipPlace(anchor, TIP, PAGE, side)).toEqual(place);
});

it('a hint is never off the page', () => {
  const box = fc.record({
    left: fc.integer({ min: -50, max: 1050 }),
    top: fc.integer({ min: -50, max: 650 }),
    width: fc.integer({ min: 0, max: 300 }),
    height: fc.integer({ min: 0, max: 300 }),
  });
  fc.assert(
    fc.property(box, fc.constantFrom('top', 'bottom', 'left', 'right'), (anchor, side) => {
      const { x, y } = tipPlace(anchor, TIP, PAGE, side);
      expect(x >= 0 && y >= 0 && x + TIP.width <= PAGE.width && y + TIP.height <= PAGE.height).toBe(
        true,
      );
    }),
  );
});
