import { describe, expect, it } from 'vitest';
import { parseTalk } from './parseTalk.ts';
import { spokenSeconds, wordsOf } from './pace.ts';

const TEXTS = import.meta.glob<string>('../talks/*.md', {
  query: '?raw',
  import: 'default',
  eager: true,
});

describe.each(Object.entries(TEXTS))('%s', (_, text) => {
  const { talk, diagnostics } = parseTalk(text);

  it('has no mistake', () => expect(diagnostics).toEqual([]));

  it('has notes for every beat', () => expect(wordsOf(talk)).not.toContain(0));

  it('can be said within its length, and leaves time for the hall', () => {
    const share = spokenSeconds(talk) / (talk.minutes ?? 0) / 60;
    expect(share).toBeLessThan(0.9);
    expect(share).toBeGreaterThan(0.5);
  });
});
