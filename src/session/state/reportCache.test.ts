// The cache keeps complete searches, of no more than a few texts.
import { expect, it } from 'vitest';
import type { Report } from '../../check/verdict/report.ts';
import { ReportCache } from './reportCache.ts';

function report(limits: readonly string[] = []): Report {
  return {
    scenario: 'one',
    kernel: null,
    config: {},
    findings: [],
    census: { outcomes: [], complete: true },
    states: 1,
    transitions: 0,
    depth: 0,
    quiescent: 1,
    bytes: 1,
    reduce: [],
    limits,
    ms: 1,
  };
}

it('keeps apart what was found with other reductions', () => {
  const cache = new ReportCache();
  const [whole, reduced] = [report(), report()];
  cache.keep('text', [], 'config', whole);
  cache.keep('text', ['order'], 'config', reduced);
  expect(cache.find('text', []).get('config')).toBe(whole);
  expect(cache.find('text', ['order']).get('config')).toBe(reduced);
  expect(cache.find('text', ['merge']).size).toBe(0);
});

it('keeps nothing that a limit cut short', () => {
  const cache = new ReportCache();
  cache.keep('text', [], 'config', report(['states 10']));
  expect(cache.find('text', []).size).toBe(0);
});

it('forgets the text that was used longest ago', () => {
  const cache = new ReportCache();
  for (let text = 0; text < 16; text++) cache.keep(`text ${text}`, [], 'config', report());
  cache.keep('text 0', [], 'another', report());
  cache.keep('text 16', [], 'config', report());
  expect(cache.find('text 0', []).size).toBe(2);
  expect(cache.find('text 1', []).size).toBe(0);
  expect(cache.find('text 2', []).size).toBe(1);
});
