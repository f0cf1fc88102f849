// What the landing page lists, and what its filter lets through.
import { describe, expect, it } from 'vitest';
import { scenarioNames } from '../../check/catalogue/catalogue.ts';
import { CHAPTERS, LADDER } from '../../scenarios/chapters.ts';
import {
  filterChoices,
  filterScenarios,
  formatFilter,
  listChapters,
  listFlagships,
  listLadder,
  NO_FILTER,
  parseFilter,
} from './landing.ts';
import { allTexts } from '../../check/source/library.ts';
import { searchTexts } from './searchText.ts';

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

  it('have six flagships, all with a bad end to play', () => {
    expect(listFlagships().map(({ indexed }) => indexed.bad !== null)).toEqual(Array(6).fill(true));
  });
});

describe('the filter', () => {
  it('lets everything through at first', () => {
    expect(filterScenarios(chapters, NO_FILTER)).toEqual(chapters.flatMap((one) => one.scenarios));
  });

  it.each([
    ['words in any order', { ...NO_FILTER, text: 'Fault  hole' }, 'hole-punch'],
    ['a lock', { ...NO_FILTER, lock: 'invalidate_lock' }, 'hole-punch'],
    ['what goes wrong', { ...NO_FILTER, outcome: 'deadlock' }, 'i_mutex-in-fault'],
    ['a kernel', { ...NO_FILTER, kernel: '2.6.23' }, 'hole-punch'],
  ])('finds by %s', (_, filter, found) => {
    const left = filterScenarios(chapters, filter).map(({ name }) => name);
    expect(left).toContain(found);
    expect(left.length).toBeLessThan(names(chapters).length);
  });

  it('offers kernels in the order of their versions, and only what some scenario has', () => {
    const { kernels, locks, outcomes } = filterChoices(chapters);
    expect(kernels.indexOf('2.6.9')).toBeLessThanOrEqual(kernels.indexOf('2.6.23'));
    expect(kernels.indexOf('2.6.23')).toBeLessThan(kernels.indexOf('5.15'));
    for (const lock of locks)
      expect(filterScenarios(chapters, { ...NO_FILTER, lock })).not.toEqual([]);
    for (const outcome of outcomes)
      expect(filterScenarios(chapters, { ...NO_FILTER, outcome })).not.toEqual([]);
  });
});

describe('the search in the texts', () => {
  const deep = searchTexts(allTexts);
  const found = (text: string) =>
    filterScenarios(chapters, { ...NO_FILTER, text }, deep).map(({ name }) => name);

  it.each([
    ['a commit', '730633f0b7f9', 'cached-needs-no-lock'],
    ['a function of its own text', 'filemap_map_pages', 'cached-needs-no-lock'],
    ['a function of the library', 'filemap_create_page', 'evict-free-evict'],
    ['words of its story, across two lines of text', 'memory that somebody else has meanwhile', 'munmap'], // prettier-ignore
  ])('finds by %s', (_, text, name) => {
    expect(filterScenarios(chapters, { ...NO_FILTER, text }).map((one) => one.name)).not.toContain(
      name,
    );
    expect(found(text)).toContain(name);
  });

  it('lists first what has the words in its title', () => {
    expect(found('seqtex')[0]).toBe('seqtex');
  });
});

describe('a filter in the address', () => {
  it.each([
    ['#/', NO_FILTER],
    ['#/?text=hole+punch', { ...NO_FILTER, text: 'hole punch' }],
    ['#/?outcome=lost+data&lock=i_mutex&kernel=2.6.23', { text: '', outcome: 'lost data', lock: 'i_mutex', kernel: '2.6.23' }], // prettier-ignore
  ])('%s', (hash, filter) => {
    expect(formatFilter(filter)).toBe(hash);
    expect(parseFilter(hash)).toEqual(filter);
  });
});
