import { expect, it } from 'vitest';
import {
  durationText,
  progressSentence,
  reducedSentence,
  searchSentence,
  verdictText,
} from './searchSentence.ts';

it.each([
  [{ states: 1234, limits: [], ms: 31 }, 'All 1,234 states searched in 31 ms.'],
  [{ states: 1, limits: [], ms: 0.2 }, 'All 1 state searched in under 1 ms.'],
  [
    { states: 200_000, limits: ['states 200000'], ms: 4210 },
    'First 200,000 states only, in 4.2 s: limit states 200000 reached.',
  ],
  [
    { states: 96, limits: ['pool pages[4]', 'range refcount 0..7'], ms: 5 },
    'First 96 states only, in 5 ms: limit pool pages[4], limit range refcount 0..7 reached.',
  ],
])('says of %j whether it was all', (report, sentence) => {
  expect(searchSentence({ ...report, reduce: [] })).toBe(sentence);
});

it('says of a search with reductions what it is worth', () => {
  const report = { states: 9000, limits: [], ms: 12, reduce: ['merge', 'order'] as const };
  expect(searchSentence(report)).toBe('Searched completely, in 9,000 states in 12 ms.');
  expect(reducedSentence(report)).toMatch(
    /^With reductions \(merge, order\): verdicts are the same/,
  );
  expect(reducedSentence({ reduce: [] })).toBeNull();
});

it('says how far a search is and how fast', () => {
  const progress = { states: 48_211, transitions: 90_000, frontier: 9121, depth: 20 };
  expect(progressSentence(progress, 93)).toBe(
    'Searching: 48,211 states, 9,121 waiting, depth 20, 518,000 a second, 93 ms so far.',
  );
  expect(progressSentence(progress, 0)).toBe('Searching: 48,211 states, 9,121 waiting, depth 20.');
});

it.each([
  [999.4, '999 ms'],
  [1000, '1.0 s'],
  [61_000, '61.0 s'],
])('writes %d ms as %s', (ms, text) => {
  expect(durationText(ms)).toBe(text);
});

it('says why a verdict is unknown', () => {
  expect(verdictText({ verdict: 'unknown', limit: 'never finishes', vacuous: false })).toBe(
    'unknown (never finishes)',
  );
  expect(verdictText({ verdict: 'holds', limit: null, vacuous: false })).toBe('holds');
  expect(verdictText({ verdict: 'holds', limit: null, vacuous: true })).toBe(
    'holds (never tested)',
  );
});
