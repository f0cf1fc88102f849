import { describe, expect, test } from 'vitest';
import {
  block,
  cpu,
  file,
  mm,
  page,
  play,
  punchRun,
  punchTasks,
  ref,
  staleRun,
  staleTasks,
  taskInfo,
  word,
} from '../scene/fixtureWorld.testing.ts';
import { fallenPages, worldLinks } from './worldLink.ts';

const PAGE = 'pages[0]';

describe('a TLB entry', () => {
  const tasks = [taskInfo(0, 'user', 'cpu0', 'mm0')];
  const looks = (entry: Parameters<typeof word>, pte: Parameters<typeof word>) => {
    const start = [
      cpu('cpu0', [word(...entry)]),
      mm('mm0', [word(...pte)]),
      page(PAGE, true),
      page('pages[1]', true),
    ];
    const { world } = play(start, tasks, []).moments[0]!;
    return worldLinks(world, tasks).map(({ key, look }) => `${key} ${look}`);
  };

  test.each([
    ['says what its PTE says', [PAGE, 'wd'], [PAGE, 'wd'], 'cpu0.tlb[0]>mm0.pte[0] tie'],
    ['has a bit that its PTE has lost', [PAGE, 'wd'], [PAGE, 'd'], `cpu0.tlb[0]>${PAGE} stale`],
    [
      'points to a page that its PTE has left',
      [PAGE, 'w'],
      ['pages[1]', 'w'],
      `cpu0.tlb[0]>${PAGE} stale`,
    ],
    ['outlives its PTE', [PAGE], [null], `cpu0.tlb[0]>${PAGE} stale`],
    ['outlives its page', [PAGE, '', true], [null], `cpu0.tlb[0]>${PAGE} stale`],
  ] as const)('that %s', (_, entry, pte, expected) => {
    expect(looks([...entry], [...pte])).toContain(expected);
  });

  test('that is empty leads nowhere', () => {
    expect(looks([null], [PAGE])).toEqual([`mm0.pte[0]>${PAGE} plain`]);
  });
});

test('a PTE is broken once its page has left the cache, and once the page is free', () => {
  const start = [mm('mm0', [word(PAGE)]), ...file('F', [ref(PAGE)], []), page(PAGE, true)];
  const tasks = [taskInfo(0, 'zap', null, 'mm0')];
  const run = play(start, tasks, [
    { task: 0, writes: { [`${PAGE}.mapping`]: ref('F.i_data') } },
    { task: 0, writes: { [`${PAGE}.mapping`]: ref(null), 'F.i_data.i_pages[0]': ref(null) } },
    { task: 0, free: PAGE, writes: { 'mm0.pte[0]': word(PAGE, '', true) } },
  ]);
  const worlds = run.moments.map(({ world }) => world);
  const looks = worlds.map((world, at) =>
    worldLinks(world, tasks, fallenPages(worlds.slice(0, at + 1)))
      .filter(({ from }) => from === 'mm0.pte[0]')
      .map(({ look }) => look),
  );
  expect(looks).toEqual([['plain'], ['plain'], ['broken'], ['broken']]);
});

test('a page falls out of its slot when it loses its mapping, not before it ever had one', () => {
  const worlds = staleRun().moments.map(({ world }) => world);
  const fallen = worlds.map((_, at) => [...fallenPages(worlds.slice(0, at + 1))]);
  expect(fallen).toEqual([[], [], [], [], [], [], [], [PAGE], [PAGE], []]);
});

test('a page that is allocated again in the same place has not fallen', () => {
  const start = [...file('F', [ref(null)], []), page(PAGE, true)];
  const run = play(
    start,
    [taskInfo(0, 'a', null, null)],
    [
      { task: 0, writes: { [`${PAGE}.mapping`]: ref('F.i_data') } },
      { task: 0, free: PAGE, writes: { [`${PAGE}.mapping`]: ref(null) } },
      { task: 0, alloc: PAGE },
    ],
  );
  const reborn = run.moments.map(({ world }, at) => ({
    ...world,
    objects: world.objects.map((object) =>
      at === 3 && object.id === PAGE ? { ...object, name: 'P2' } : object,
    ),
  }));
  expect([...fallenPages(reborn)]).toEqual([]);
});

test('the references at the end of the punch run', () => {
  const { world } = punchRun().moments.at(-1)!;
  expect(worldLinks(world, punchTasks).map(({ key, look }) => `${key} ${look}`)).toEqual([
    'cpu0.tlb[0]>mm0.pte[0] tie',
    'mm0.pte[0]>pages[0] plain',
    'F.i_data.i_pages[0]>pages[0] plain',
    'G.bmap[0]>B1 plain',
    'pages[0].blk>B1 plain',
  ]);
  expect(worldLinks(staleRun().moments[0]!.world, staleTasks)).toHaveLength(5);
});

test('a DAX entry leads from a PTE straight to a block', () => {
  const start = [mm('mm0', [word('B1')]), block('B1', null)];
  const { world } = play(start, [], []).moments[0]!;
  expect(worldLinks(world, [])).toMatchObject([
    { from: 'mm0.pte[0]', toCard: 'B1', look: 'plain' },
  ]);
});
