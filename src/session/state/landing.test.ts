// What the landing page lists, and what its filter lets through.
import { describe, expect, it } from 'vitest';
import { scenarioNames } from '../../check/catalogue/catalogue.ts';
import { CHAPTERS, LADDER } from '../../scenarios/chapters.ts';
import { filterChapters, filterChoices, listChapters, listLadder, NO_FILTER } from './landing.ts';

const chapters = listChapters();
const names = (listed: typeof chapters): string[] =>
  listed.flatMap(({ scenarios }) => scenarios.map(({ name }) => name));

describe('the chapters', () => {
  it('have every scenario of the catalogue in one place', () => {
    expect(names(chapters).toSorted()).toEqual([...scenarioNames]);
    expect(CHAPTERS.flatMap(({ scenarios }) => scenarios).toSorted()).toEqual([...scenarioNames]);
  });

  it('have a ladder whose rungs all exist', () => {
    expect(listLadder()).toHaveLength(LADDER.length);
  });
});

describe('the filter', () => {
  it('lets everything through at first', () => {
    expect(filterChapters(chapters, NO_FILTER)).toEqual(chapters);
  });

  it.each([
    ['words in any order', { ...NO_FILTER, text: 'Fault  hole' }, 'hole-punch'],
    ['a lock', { ...NO_FILTER, lock: 'invalidate_lock' }, 'hole-punch'],
    ['what goes wrong', { ...NO_FILTER, outcome: 'deadlock' }, 'i_mutex-in-fault'],
    ['a kernel', { ...NO_FILTER, kernel: '2.6.23' }, 'hole-punch'],
  ])('finds by %s', (_, filter, found) => {
    const left = names(filterChapters(chapters, filter));
    expect(left).toContain(found);
    expect(left.length).toBeLessThan(names(chapters).length);
  });

  it('offers kernels in the order of their versions, and only what some scenario has', () => {
    const { kernels, locks, outcomes } = filterChoices(chapters);
    expect(kernels.indexOf('2.6.9')).toBeLessThanOrEqual(kernels.indexOf('2.6.23'));
    expect(kernels.indexOf('2.6.23')).toBeLessThan(kernels.indexOf('5.15'));
    for (const lock of locks)
      expect(filterChapters(chapters, { ...NO_FILTER, lock })).not.toEqual([]);
    for (const outcome of outcomes)
      expect(filterChapters(chapters, { ...NO_FILTER, outcome })).not.toEqual([]);
  });
});
