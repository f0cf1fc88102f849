// Which files are refused before they are read as programs.
import { describe, expect, it } from 'vitest';
import { readSourceFile } from './readSourceFile.ts';

const decoder = new TextDecoder('utf-8', { fatal: true });
const KB = 1024;

describe('readSourceFile', () => {
  it('reads UTF-8', () => {
    const bytes = new TextEncoder().encode('title "Größe";');
    expect(readSourceFile('a.race', bytes, decoder)).toEqual({ ok: true, text: 'title "Größe";' });
  });

  it.each([
    ['a byte that no UTF-8 has', Uint8Array.of(0x61, 0xff), 'RC601'],
    ['a character that is cut short', Uint8Array.of(0xc3), 'RC601'],
    ['one byte more than 256 KB', new Uint8Array(256 * KB + 1), 'RC602'],
  ])('refuses %s', (_, bytes, code) => {
    const read = readSourceFile('a.race', bytes, decoder);
    expect(read).toMatchObject({ ok: false, diagnostic: { code, at: { file: 'a.race' } } });
  });

  it('reads exactly 256 KB', () => {
    expect(readSourceFile('a.race', new Uint8Array(256 * KB), decoder).ok).toBe(true);
  });
});
