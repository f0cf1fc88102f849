// Commands that are printed to be pasted into a shell.
import { describe, expect, it } from 'vitest';
import { configurationTitle, showLine } from './configurationWords.ts';

describe('showLine', () => {
  it.each([
    [
      'hole-punch',
      { kernel: '5.15', options: {} },
      'npm run -s show -- hole-punch --kernel 5.15 --schedule f3p5',
    ],
    [
      'hole-punch',
      { kernel: 'ext4 4.5', options: { page: 'cached', evict_again: true } },
      "npm run -s show -- hole-punch --kernel 'ext4 4.5' --option page=cached --option evict_again=on --schedule f3p5",
    ],
    [
      "it's a file.race",
      { kernel: null, options: { lock: false } },
      "npm run -s show -- 'it'\\''s a file.race' --option lock=off --schedule f3p5",
    ],
  ])('for %s', (source, reported, line) => {
    expect(showLine(source, reported, 'f3p5')).toBe(line);
  });
});

describe('configurationTitle', () => {
  it.each([
    [{ kernel: null, options: {} }, 'default options'],
    [{ kernel: '5.15', options: { page: 'cached' } }, 'kernel 5.15, page=cached'],
  ])('of %o', (reported, title) => {
    expect(configurationTitle(reported)).toBe(title);
  });
});
