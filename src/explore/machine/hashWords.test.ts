import { describe, expect, it } from 'vitest';
import { hashWords } from './hashWords.ts';

const STATES = 65_536;

describe('hashWords', () => {
  /**
   * Packed states differ in few bits, and a bad hash piles them up. Of random hashes about
   * 63% of as many buckets would be hit; both ends of the hash are used, so both are asked.
   */
  it.each([
    { where: 'in their low bits', state: (n: number) => [n & 255, n >>> 8] },
    { where: 'in their high bits', state: (n: number) => [(n & 255) << 24, (n >>> 8) << 24] },
    { where: 'in the last word', state: (n: number) => [5, n] },
    { where: 'by equal amounts in all words', state: (n: number) => [n, n, n] },
    { where: 'in bits far apart', state: (n: number) => [(n & 0x5555) * 0x10001, n & 0xaaaa] },
  ])('scatters states that differ $where', ({ state }) => {
    const low = new Set<number>();
    const high = new Set<number>();
    for (let n = 0; n < STATES; n++) {
      const words = Uint32Array.from(state(n));
      const hash = hashWords(words, 0, words.length);
      low.add(hash & (STATES - 1));
      high.add(hash >>> 16);
    }
    expect(low.size / STATES).toBeGreaterThan(0.62);
    expect(high.size / STATES).toBeGreaterThan(0.62);
  });

  it('reads the words at the offset only', () => {
    const words = Uint32Array.of(9, 1, 2, 9);
    expect(hashWords(words, 1, 2)).toBe(hashWords(Uint32Array.of(1, 2), 0, 2));
  });

  it('tells numbers of words apart', () => {
    const zeros = new Uint32Array(3);
    expect(new Set([1, 2, 3].map((words) => hashWords(zeros, 0, words))).size).toBe(3);
  });
});
