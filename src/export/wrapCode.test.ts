// Where code breaks when a column is narrow.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestPiece, wrapCode } from './wrapCode.ts';

describe('wrapCode', () => {
  it.each([
    ['fits', 'n++;', 10, ['n++;']],
    ['breaks between words', 'old = mm->pte[index];', 18, ['old =', '  mm->pte[index];']],
    ['breaks a long word after a bracket', 'f(alpha, beta)', 8, ['f(alpha,', '  beta)']],
    ['breaks a long word before an arrow', 'a->long_name', 11, ['a', '  ->long_name']],
    [
      'lets a name stand that is longer',
      'truncate_inode_pages_range()',
      9,
      ['truncate_inode_pages_range(', '  )'],
    ],
  ])('%s', (_, text, width, lines) => {
    expect(wrapCode(text, width, 2)).toEqual(lines);
  });

  const code = fc
    .array(fc.constantFrom('page', 'mapping', '->', '(', ')', ', ', ' = ', 'index', '.', '[0]'))
    .map((parts) => parts.join(''));

  it('loses nothing but blanks, and is wider than asked only where a piece is', () => {
    fc.assert(
      fc.property(code, fc.integer({ min: 4, max: 40 }), (text, width) => {
        const lines = wrapCode(text, width, 2);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
        const most = Math.max(width, longestPiece(text) + 2);
        expect(lines.filter((line) => line.length > most)).toEqual([]);
      }),
    );
  });
});
