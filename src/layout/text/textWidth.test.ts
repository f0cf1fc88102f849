import { expect, it } from 'vitest';
import { proseWidth } from './textWidth.ts';

// Measured in Chromium 156 with the bundled Inter at 100 px.
it.each([
  ['P1.PG_locked', 634.3],
  ['mm0.mmap_sem', 801.4],
  ['F.i_mutex', 446.8],
  ['mm0.page_table_lock', 1026.4],
  ['F.i_data.invalidate_lock', 1084.6],
  ['no_foreign_write', 777.9],
  ['WWW', 300.5],
  ['iii', 72.7],
])('%s is at least as wide as in a browser, and hardly wider', (text, measured) => {
  expect(proseWidth(text, 100)).toBeGreaterThanOrEqual(measured - 1);
  expect(proseWidth(text, 100)).toBeLessThan(measured * 1.05);
});

it('takes a letter that it does not know for a wide one', () => {
  expect(proseWidth('→', 100)).toBe(102);
});
