import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseTalk } from './parseTalk.ts';
import { spokenSeconds, wordsOf } from './pace.ts';

const FOLDER = new URL('../talks/', import.meta.url);
const NAMES = readdirSync(FOLDER);

describe.each(NAMES)('%s', (name) => {
  const { talk, diagnostics } = parseTalk(readFileSync(new URL(name, FOLDER), 'utf8'));

  it('has no mistake', () => expect(diagnostics).toEqual([]));

  it('has notes for every beat', () => expect(wordsOf(talk)).not.toContain(0));

  it('can be said within its length, and leaves time for the hall', () => {
    const share = spokenSeconds(talk) / (talk.minutes ?? 0) / 60;
    expect(share).toBeLessThan(0.9);
    expect(share).toBeGreaterThan(0.5);
  });
});
