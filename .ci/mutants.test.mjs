import { describe, expect, it } from 'vitest';
import { counting, identity, mutantsOf, mutated, quotas, shuffled } from './mutants.mjs';

const TEXT = `const a = 1;\nexport function f(b: number): boolean {\n  assert(b > 0, 'never');\n  return a < b;\n}\n`;

describe('the mutants of a text', () => {
  it('are texts that differ at the place that they name', async () => {
    const found = await mutantsOf('a.ts', TEXT);
    const texts = found.map((mutant) => mutated(TEXT, mutant));
    expect(new Set(texts).size).toBe(found.length);
    expect(texts).toContain(TEXT.replace('a < b', 'a >= b'));
    for (const { line, column, original } of found)
      expect(TEXT.split('\n')[line - 1]?.slice(column - 1)).toContain(original.split('\n')[0]);
  });

  it('leave messages of assertions alone', async () => {
    const found = await mutantsOf('a.ts', TEXT);
    expect(found.map(({ original }) => original)).not.toContain(`'never'`);
  });

  it('can be counted, one by one', async () => {
    const chosen = (await mutantsOf('a.ts', TEXT)).filter(({ original }) => original === 'a < b');
    const { text, ids } = await counting('a.ts', TEXT, chosen, 'x');
    expect(new Set(ids.values())).toEqual(new Set(chosen.map(identity)));
    for (const id of ids.keys()) expect(text).toContain(`"${id}"`);
  });
});

describe('a sample', () => {
  it('is the same for the same seed', () => {
    const items = Array.from({ length: 50 }, (_, n) => n);
    expect(shuffled(items, 7)).toEqual(shuffled(items, 7));
    expect(shuffled(items, 7)).not.toEqual(shuffled(items, 8));
    expect(shuffled(items, 7).sort((a, b) => a - b)).toEqual(items);
  });

  it.each([
    { sizes: [10, 30, 60], sample: 10, drawn: [1, 3, 6] },
    { sizes: [1, 1, 1], sample: 2, drawn: [1, 0, 1] },
    { sizes: [2, 3], sample: 100, drawn: [2, 3] },
    { sizes: [], sample: 5, drawn: [] },
  ])('of $sample from $sizes takes $drawn', ({ sizes, sample, drawn }) => {
    const named = new Map(sizes.map((size, n) => [`folder ${n}`, size]));
    expect([...quotas(named, sample).values()]).toEqual(drawn);
  });
});
