// What was found of the last texts: whole searches alone, and no more than a few texts.
import { expect, it } from 'vitest';
import type { Report } from '../../check/verdict/report.ts';
import { ReportShelf } from './reportShelf.ts';

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
  const shelf = new ReportShelf();
  const [whole, reduced] = [report(), report()];
  shelf.keep('text', [], 'config', whole);
  shelf.keep('text', ['order'], 'config', reduced);
  expect(shelf.find('text', []).get('config')).toBe(whole);
  expect(shelf.find('text', ['order']).get('config')).toBe(reduced);
  expect(shelf.find('text', ['merge']).size).toBe(0);
});

it('keeps nothing that a limit cut short', () => {
  const shelf = new ReportShelf();
  shelf.keep('text', [], 'config', report(['states 10']));
  expect(shelf.find('text', []).size).toBe(0);
});

it('forgets the text that was used longest ago', () => {
  const shelf = new ReportShelf();
  for (let text = 0; text < 16; text++) shelf.keep(`text ${text}`, [], 'config', report());
  shelf.keep('text 0', [], 'another', report());
  shelf.keep('text 16', [], 'config', report());
  expect(shelf.find('text 0', []).size).toBe(2);
  expect(shelf.find('text 1', []).size).toBe(0);
  expect(shelf.find('text 2', []).size).toBe(1);
});
