// The text in a link: what goes in comes out, and what was tampered with is said, never thrown.
import { createHash } from 'node:crypto';
import { deflateSync, strToU8 } from 'fflate';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../lang/syntax/limits.ts';
import { decodeBase64url, encodeBase64url } from './base64url.ts';
import { scenarioTexts } from '../source/library.ts';
import { maxLinkLength } from './link.ts';
import { checksum, dictionary, dictionaryId } from './textDictionary.ts';
import { packText, unpackText } from './textLink.ts';

const wrongOf = (payload: string): string => {
  const unpacked = unpackText(payload);
  return unpacked.ok ? '' : unpacked.wrong;
};

/** Packed by somebody who keeps to the form and to nothing else. */
function forged(bytes: Uint8Array): string {
  const packed = deflateSync(bytes, { dictionary });
  const whole = new Uint8Array(4 + packed.length);
  new DataView(whole.buffer).setUint32(0, checksum(bytes));
  whole.set(packed, 4);
  return `1.${dictionaryId}.${encodeBase64url(whole)}`;
}

describe('letters for bytes', () => {
  it('give the bytes back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(decodeBase64url(encodeBase64url(bytes))).toEqual(bytes);
      }),
    );
  });

  it('are those that Node has for them', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(encodeBase64url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
      }),
    );
  });
});

describe('the dictionary', () => {
  it('is frozen: a link can be read only with the one it was packed with', () => {
    expect(createHash('sha256').update(dictionary).digest('hex')).toBe(
      'fdcc91b4a6cf3d08e4eecd19b35cdd65bf6a7f3d303d9bbc733959cee0fbd6a1',
    );
    expect(dictionaryId).toBe('d0kf');
    expect(dictionary.length).toBeLessThan(32 * 1024);
  });

  it('still reads a link of the first day', () => {
    expect(unpackText('1.d0kf.uf1PAIOdOgedhwd2ybOBsQe9kMAI4jJrLgA')).toEqual({
      ok: true,
      text: 'title "A first link";\nint 0..2 count;\n',
    });
  });
});

describe('a packed text', () => {
  it('comes out as it went in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 3000 }), (text) => {
        expect(unpackText(packText(text))).toEqual({ ok: true, text });
      }),
    );
  });

  it.each([...scenarioTexts])('of %s fits into a link', (_, text) => {
    const packed = packText(text);
    expect(unpackText(packed)).toEqual({ ok: true, text });
    expect(packed.length).toBeLessThan(maxLinkLength / 2);
  });

  it('that was cut short anywhere says so', () => {
    const packed = packText(scenarioTexts.get('truncate.race')?.replaceAll('fault', 'flaut') ?? '');
    for (let end = 0; end < packed.length; end += 1)
      expect(wrongOf(packed.slice(0, end))).toMatch(/cut short|dictionary|not what was packed/);
    expect(wrongOf(packed.slice(0, -1))).toMatch(/^is cut short: copy the whole link again/);
  });

  it('that was changed anywhere is never taken for another text', () => {
    const text = 'int 0..2 count; task a { count = 1; } é';
    const packed = packText(text);
    const change = fc.tuple(fc.nat(packed.length - 1), fc.constantFrom(...'AZaz09-_.+/é'));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const letters = [...packed];
        for (const [at, letter] of changes) letters[at] = letter;
        const unpacked = unpackText(letters.join(''));
        if (unpacked.ok) expect(unpacked.text).toBe(text);
        else expect(unpacked.wrong).not.toBe('');
      }),
    );
  });

  it('of any sort never throws', () => {
    fc.assert(
      fc.property(fc.string(), fc.uint8Array({ maxLength: 200 }), (noise, bytes) => {
        expect(unpackText(noise).ok).toBe(false);
        unpackText(`1.${dictionaryId}.${noise}`);
        unpackText(`1.${dictionaryId}.${encodeBase64url(bytes)}`);
      }),
    );
  });
});

describe('what is refused', () => {
  it.each([
    ['2.abcd.AAAA', 'has the version 2, and this page reads version 1: load the page again'],
    ['1.zzzz.AAAA', `was packed with the dictionary zzzz, and this page has ${dictionaryId}`],
    [`1.${dictionaryId}.AA+A`, 'has a “+” in it, which no link has'],
    [`1.${dictionaryId}.AAAA`, 'is cut short'],
    ['', 'is cut short'],
  ])('%s: %s', (payload, says) => {
    expect(wrongOf(payload)).toContain(says);
  });

  it('is a text that swells beyond what a file may have', () => {
    expect(wrongOf(forged(new Uint8Array(LIMITS.fileBytes + 1)))).toMatch(
      /^unpacks to more than 256 KB/,
    );
    expect(wrongOf(forged(new Uint8Array(50_000_000)))).toMatch(/^unpacks to more than 256 KB/);
    expect(unpackText(forged(new Uint8Array(LIMITS.fileBytes))).ok).toBe(true);
  });

  it('is a text that is not UTF-8', () => {
    expect(wrongOf(forged(new Uint8Array([0x61, 0xff])))).toMatch(/^is not UTF-8/);
    expect(wrongOf(forged(strToU8('é')))).toBe('');
  });
});
