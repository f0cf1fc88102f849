import { describe, expect, test } from 'vitest';
import type { Run } from '../../model/world/run.ts';
import type { TaskInfo } from '../../model/world/world.ts';
import {
  crowdRun,
  crowdTasks,
  deadlockRun,
  deadlockTasks,
  int,
  mm,
  page,
  play,
  punchRun,
  punchTasks,
  staleRun,
  staleTasks,
  wireRun,
  wireTasks,
  word,
} from './fixtureWorld.testing.ts';
import { drawWorld } from './worldPicture.ts';
import { planWorld, type WorldPlan } from '../plan/worldPlan.ts';
import type { CardMark, Scene } from '../plan/worldScene.ts';

const SIZE = { width: 772, height: 562 };

function planOf(run: Run, tasks: readonly TaskInfo[]): WorldPlan {
  return planWorld(run, tasks, { variant: 'workbench', size: SIZE });
}

const punch = planOf(punchRun(), punchTasks);
const stale = planOf(staleRun(), staleTasks);
const deadlock = planOf(deadlockRun(), deadlockTasks);
const wire = planOf(wireRun(), wireTasks);

function card(scene: Scene, id: string) {
  return scene.cards.find((each) => each.id === id);
}

function marks<K extends CardMark['kind']>(
  scene: Scene,
  id: string,
  kind: K,
): Extract<CardMark, { kind: K }>[] {
  return (card(scene, id)?.marks ?? []).filter(
    (mark): mark is Extract<CardMark, { kind: K }> => mark.kind === kind,
  );
}

function texts(scene: Scene, id: string): string[] {
  return marks(scene, id, 'text').map(({ text }) => text);
}

describe('a card says', () => {
  test.each([
    ['cpu0', ['cpu0', 'mm0', 'tlb[0]', 'wd', 'fault']],
    ['mm0', ['mm0', 'pte[0]', 'wd', 'page_table_lock']],
    ['F', ['F', 'i_size 1', 'i_pages[0]', 'P1', 'bmap[0]', 'NULL', 'i_mutex', 'invalidate_lock']],
    ['G', ['G', 'i_size 1', 'i_pages[0]', 'NULL', 'bmap[0]', 'B1', 'i_mutex', 'invalidate_lock']],
    ['pages[0]', ['P1', 'refcount 2', 'mapcount 1', 'uptodate', 'dirty', 'writeback', 'PG_locked']],
    ['B1', ['B1', 'owner']],
  ])('what %s is', (id, expected) => {
    expect(texts(drawWorld(punch, 21), id)).toEqual(expected);
  });

  test('which data it holds, and what the step wrote over', () => {
    const chips = marks(drawWorld(punch, 20), 'B1', 'chip').map(
      ({ text, lost }) => `${text}${lost ? ' lost' : ''}`,
    );
    expect(chips).toEqual(['W', 'S lost']);
  });

  test('which file a page and a block belong to', () => {
    const badges = ['pages[0]', 'B1'].map((id) => marks(drawWorld(punch, 20), id, 'badge')[0]!);
    expect(badges.map(({ text, outline }) => [text, outline])).toEqual([
      ['F[0]', 0],
      ['G', 1],
    ]);
    expect(card(drawWorld(punch, 20), 'B1')!.outline).toBe(1);
  });

  test('who holds its lock', () => {
    const locks = marks(drawWorld(stale, 4), 'mm0', 'lock').map(({ holders }) => holders);
    expect(locks).toEqual([
      [
        { task: 0, mode: 'shared' },
        { task: 1, mode: 'shared' },
      ],
      [{ task: 0, mode: 'exclusive' }],
    ]);
  });

  test('what the step read and wrote', () => {
    const tints = marks(drawWorld(punch, 7), 'pages[0]', 'tint');
    expect(tints).toEqual([]);
    expect(marks(drawWorld(punch, 7), 'F', 'tint')).toMatchObject([{ task: 0, how: 'read' }]);
    expect(marks(drawWorld(punch, 17), 'B1', 'tint')).toMatchObject([{ task: 1, how: 'write' }]);
  });

  test('its state in words', () => {
    const labels = new Map(drawWorld(punch, 16).cards.map(({ id, label }) => [id, label]));
    expect(labels.get('pages[0]')).toBe(
      'page P1: in F[0]; PG_locked held by flush, punch waiting; PG_uptodate; PG_dirty; not PG_writeback; refcount 2; mapcount 1; blk B1; bytes W',
    );
    expect(labels.get('cpu0')).toBe('cpu0: runs mm0; tlb[0] wd to P1');
  });
});

describe('another machine', () => {
  test('stands in a part of its own, with the calls before it', () => {
    const scene = drawWorld(wire, 3);
    const box = (id: string) => card(scene, id)!;
    expect(scene.labels.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['calls', 'server']),
    );
    const { x, y, border } = scene.machine!;
    expect(border).toBe('corner');
    expect([box('S').x > x, box('S').y > y]).toEqual([true, true]);
    expect(box('calls[0]').y + box('calls[0]').height).toBeLessThan(y);
    expect(drawWorld(punch, 3).machine).toBeNull();
  });

  test('says so where no call is on its way', () => {
    const labels = (at: number) => drawWorld(wire, at).labels.map(({ text }) => text);
    expect(labels(0)).toContain('no calls');
    expect(labels(3)).not.toContain('no calls');
  });

  test('is joined by a letter for each call that is on its way', () => {
    const letters = (at: number) =>
      drawWorld(wire, at).cards.flatMap(({ look, id }) => (look === 'letter' ? [id] : []));
    const lines = (at: number) =>
      drawWorld(wire, at).edges.flatMap(({ look, link }) => (look === 'wire' ? [link] : []));
    expect([0, 2, 3, 4, 5].map(letters)).toEqual([
      [],
      ['calls[0]'],
      ['calls[0]', 'calls[1]'],
      ['calls[0]'],
      [],
    ]);
    expect(lines(3)).toEqual(['calls[0]>S', 'calls[1]>S']);
  });
});

test('flags go by the names that the kernel prints, in full', () => {
  expect(texts(drawWorld(wire, 1), 'F')).toEqual(
    expect.arrayContaining(['INVALID_DATA', 'DATA_INVAL_DEFER', 'attr_expired']),
  );
});

test('where there are several files, an address space says which it maps', () => {
  expect(texts(drawWorld(wire, 0), 'mm0')).toContain('maps F');
  expect(texts(drawWorld(punch, 0), 'mm0')).not.toContain('maps F');
});

test('a page that a PTE maps and no file has ever had is a private copy', () => {
  const start = [
    mm('mm0', [word('pages[0]', 'w')]),
    page('pages[0]', true),
    page('pages[1]', true),
  ];
  const plan = planOf(play(start, [], []), []);
  expect(texts(drawWorld(plan, 0), 'pages[0]')).toContain('private');
  expect(texts(drawWorld(stale, 8), 'pages[0]')).toContain('no mapping');
});

describe('how a card looks', () => {
  test.each([
    ['a page in the cache', stale, 6, 'pages[0]', 'plain'],
    ['a page out of its slot', stale, 7, 'pages[0]', 'fallen'],
    ['a free page that something points to', stale, 9, 'pages[0]', 'free'],
    ['a free page that nothing points to', stale, 0, 'pages[1]', undefined],
    ['a block of a file', punch, 16, 'B1', 'plain'],
    ['a block without owner', punch, 17, 'B1', 'freed'],
  ] as const)('%s', (_, plan, at, id, look) => {
    expect(card(drawWorld(plan, at), id)?.look).toBe(look);
  });

  test('free pages are counted beside their station', () => {
    expect(drawWorld(punch, 0).labels.map(({ text }) => text)).toContain('+4 free');
    expect(drawWorld(punch, 9).labels.map(({ text }) => text)).toContain('+3 free');
  });
});

describe('a token', () => {
  const at = (plan: WorldPlan, moment: number, task: number) =>
    drawWorld(plan, moment).tokens[task]!;

  test('is in its seat before the first step', () => {
    const seat = punch.cards.get('cpu0')!;
    expect(at(punch, 0, 0)).toMatchObject({
      x: seat.x + seat.seats[0]!.x,
      y: seat.y + seat.seats[0]!.y,
      name: null,
    });
  });

  test('sits on the edge of the card that it touched, and says its name when it moved last', () => {
    const page = punch.cards.get('pages[0]')!;
    const token = at(punch, 13, 0);
    expect(token.name).toBe('fault');
    expect(token.y).toBe(page.y - 5);
    expect(token.x).toBeGreaterThan(page.x);
  });

  test('goes home when its task is done', () => {
    const seat = punch.cards.get('cpu0')!.seats[0]!;
    expect(at(punch, 15, 0)).toMatchObject({
      state: 'done',
      y: punch.cards.get('cpu0')!.y + seat.y,
    });
  });

  test('queues beside the lock, the first nearest', () => {
    const plan = planOf(crowdRun(), crowdTasks);
    const [first, second] = [at(plan, 8, 0), at(plan, 8, 2)];
    expect([first.state, second.state]).toEqual(['blocked', 'blocked']);
    expect(second.x).toBeLessThan(first.x);
    expect(second.y).toBe(first.y);
  });
});

describe('a trail', () => {
  const trails = (moment: number) => drawWorld(punch, moment).trails;

  test('leads a store from the TLB by the PTE to the page, with its data', () => {
    expect(trails(13)).toMatchObject([
      {
        task: 0,
        breaks: false,
        dashed: false,
        links: ['cpu0.tlb[0]>mm0.pte[0]', 'mm0.pte[0]>pages[0]'],
        chip: { text: 'W' },
      },
    ]);
  });

  test('leads a read of the block to the page, against the reference', () => {
    const [trail] = trails(8);
    const route = punch.routes.get('pages[0].blk>B1')!;
    expect(trail!.pieces).toEqual([route.toReversed()]);
  });

  test('passes a PTE on the way back as on the way there', () => {
    const [there] = trails(13);
    const back = planOf(
      play([...punchRun().moments[13]!.world.objects], punchTasks, [
        {
          task: 0,
          reads: ['pages[0].bytes[0]'],
          writes: { 'cpu0.tlb[0]': word('pages[0]', 'wd') },
        },
      ]),
      punchTasks,
    );
    const [trail] = drawWorld(back, 1).trails;
    expect(trail!.pieces).toHaveLength(2);
    expect(trail!.pieces[0]![0]).toEqual(trail!.pieces[0]!.toSorted((a, b) => b[0] - a[0])[0]);
    expect(trail!.links).toEqual(there!.links);
  });

  test('is red where the step breaks a property, and only there', () => {
    expect(trails(20)).toMatchObject([{ task: 3, breaks: true, chip: { text: 'W' } }]);
    expect(trails(19)).toEqual([]);
  });

  test('is dashed along a stale entry', () => {
    expect(drawWorld(stale, 8).trails).toMatchObject([{ task: 1, dashed: true, breaks: true }]);
  });

  test('stands in the stead of its edges', () => {
    const covered = drawWorld(punch, 13)
      .edges.filter(({ opacity }) => opacity === 0)
      .map(({ link }) => link);
    expect(covered).toEqual(['cpu0.tlb[0]>mm0.pte[0]', 'mm0.pte[0]>pages[0]']);
  });
});

describe('a ring', () => {
  const rings = (plan: WorldPlan, at: number) => drawWorld(plan, at).rings.map(({ key }) => key);

  test('is around what the breaking step wrote, loud at that step', () => {
    expect(rings(punch, 16)).toEqual([]);
    expect(rings(punch, 17)).toEqual(['ring:F/true', 'ring:B1/true']);
    expect(rings(punch, 18)).toEqual(['ring:F/false', 'ring:B1/false']);
    expect(rings(punch, 20)).toEqual(['ring:F/false', 'ring:B1/true']);
  });

  test('is around what the property names, and loud on what the step wrote of that', () => {
    expect(rings(wire, 4)).toEqual(['ring:F/false', 'ring:S/true', 'ring:pages[0]/false']);
    expect(rings(wire, 5)).toEqual(['ring:F/false', 'ring:S/false', 'ring:pages[0]/false']);
  });

  test('is around nothing when the last step only dropped a reference', () => {
    const line = { task: 3, writes: { 'pages[0].refcount': int(1) }, broken: ['stale_block'] };
    const start = [...punchRun().moments.at(-1)!.world.objects];
    expect(rings(planOf(play(start, punchTasks, [line]), punchTasks), 1)).toEqual([]);
    const asserted = { task: 3, reads: ['pages[0].mapping'], breaks: ['no_oops'] };
    expect(rings(planOf(play(start, punchTasks, [asserted]), punchTasks), 1)).toEqual([
      'ring:pages[0]/true',
    ]);
  });

  test('alarms the references to it that are not sound', () => {
    const alarms = (at: number) => drawWorld(stale, at).edges.filter(({ alarm }) => alarm);
    expect(alarms(7)).toEqual([]);
    expect(alarms(8).map(({ link }) => link)).toEqual(['cpu1.tlb[0]>pages[0]']);
  });

  test('leaves a deadlock to its cycle', () => {
    const scene = drawWorld(deadlock, 5);
    expect(scene.rings).toEqual([]);
    expect(scene.cycles).toHaveLength(3);
  });
});

test('a cycle frames each waiting token and the lock before it', () => {
  const scene = drawWorld(deadlock, 5);
  scene.cycles.forEach(({ x, y, width, height }, at) => {
    const token = scene.tokens[at]!;
    expect(token.state).toBe('blocked');
    expect(token.x - 10).toBeGreaterThanOrEqual(x);
    expect(token.y).toBeCloseTo(y + height / 2);
    expect(x + width).toBeLessThan(x + 90);
  });
});

describe('what no known run touches', () => {
  const whole = punchRun();
  const early: Run = { ...whole, moments: whole.moments.slice(0, 5) };

  test('stands in full as long as nothing is known', () => {
    expect(card(drawWorld(planOf(early, punchTasks), 4), 'G')!.look).toBe('plain');
  });

  test('rests when other runs are known and do not touch it either', () => {
    const known = { ...whole, moments: whole.moments.slice(0, 16) };
    const plan = planWorld(early, punchTasks, {
      variant: 'workbench',
      size: SIZE,
      around: [known],
    });
    expect(card(drawWorld(plan, 4), 'G')).toMatchObject({ look: 'resting', height: 44 });
  });

  test('is not on a phone at all', () => {
    const known = { ...whole, moments: whole.moments.slice(0, 16) };
    const plan = planWorld(early, punchTasks, {
      variant: 'phone',
      size: { width: 390, height: 600 },
      around: [known],
    });
    expect(plan.cards.has('G')).toBe(false);
  });
});
