import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawn } from '../../base/drawn.testing.ts';
import type { Run } from '../../model/world/run.ts';
import type { TaskInfo } from '../../model/world/world.ts';
import {
  crowdRun,
  crowdTasks,
  deadlockRun,
  deadlockTasks,
  punchRun,
  punchTasks,
  staleRun,
  staleTasks,
  wireRun,
  wireTasks,
} from '../scene/fixtureWorld.testing.ts';
import { randomRun } from '../scene/randomWorld.testing.ts';
import { sceneFaults } from '../scene/worldBoxes.testing.ts';
import { drawWorld } from '../scene/worldPicture.ts';
import { planWorld, type WorldPlanOptions } from './worldPlan.ts';
import type { Scene } from './worldScene.ts';

const SCREENS: readonly WorldPlanOptions[] = [
  { variant: 'workbench', size: { width: 772, height: 562 } },
  { variant: 'hall', size: { width: 1240, height: 880 } },
  { variant: 'phone', size: { width: 390, height: 600 } },
  { variant: 'workbench', size: { width: 1240, height: 720 } },
  { variant: 'workbench', size: { width: 480, height: 500 } },
];

const RUNS: readonly (readonly [string, Run, readonly TaskInfo[]])[] = [
  ['punch', punchRun(), punchTasks],
  ['stale', staleRun(), staleTasks],
  ['deadlock', deadlockRun(), deadlockTasks],
  ['crowd', crowdRun(), crowdTasks],
  ['wire', wireRun(), wireTasks],
];

function scenes(run: Run, tasks: readonly TaskInfo[], screen: WorldPlanOptions): Scene[] {
  const plan = planWorld(run, tasks, screen);
  return run.moments.map((_, at) => drawWorld(plan, at));
}

describe.each(SCREENS)('on $variant $size.width × $size.height', (screen) => {
  test.each(RUNS)(
    'nothing overlaps and nothing is outside in any moment of %s',
    (_, run, tasks) => {
      for (const scene of scenes(run, tasks, screen))
        expect(sceneFaults(scene), `after step ${scene.at}`).toEqual([]);
    },
  );

  test('nothing overlaps and nothing is outside in any world', () => {
    fc.assert(
      fc.property(randomRun, ({ run, tasks }) => {
        for (const scene of scenes(run, tasks, screen)) expect(sceneFaults(scene)).toEqual([]);
      }),
      drawn(60),
    );
  });
});

test.each(RUNS)('no card changes its place between steps of %s', (_, run, tasks) => {
  const plan = planWorld(run, tasks, SCREENS[0]!);
  for (const scene of run.moments.map((_each, at) => drawWorld(plan, at))) {
    for (const card of scene.cards.filter(({ look }) => look !== 'fallen')) {
      const { x, y } = plan.cards.get(card.id)!;
      expect([card.id, card.x, card.y]).toEqual([card.id, x, y]);
    }
  }
});

test('a run that goes on keeps the places it has', () => {
  const whole = punchRun();
  const early: Run = { ...whole, moments: whole.moments.slice(0, 8) };
  const before = planWorld(early, punchTasks, { ...SCREENS[0]!, around: [whole] });
  const after = planWorld(whole, punchTasks, { ...SCREENS[0]!, around: [whole] });
  expect([...before.cards.values()].map(place)).toEqual([...after.cards.values()].map(place));
});

test('places stay while a run is stepped, also before the first page is allocated', () => {
  const whole = punchRun();
  const parts = whole.moments.map((_, at) => ({
    ...whole,
    moments: whole.moments.slice(0, at + 1),
  }));
  const plans = parts.map((run) => planWorld(run, punchTasks, SCREENS[0]!));
  const places = plans.map((plan) => [...plan.cards.values()].map(place));
  for (const each of places) expect(each).toEqual(places[0]);
  expect(drawWorld(plans[0]!, 0).cards.map(({ id }) => id)).not.toContain('pages[0]');
});

test('a hall is drawn smaller rather than with its texts cut', () => {
  const size = { width: 1120, height: 600 };
  const narrow = planWorld(punchRun(), punchTasks, { variant: 'hall', size });
  expect(narrow.scale).toBeLessThan(1.6);
  const texts = drawWorld(narrow, 21).cards.flatMap(({ marks }) =>
    marks.flatMap((mark) => (mark.kind === 'text' ? [mark.text] : [])),
  );
  expect(texts.filter((text) => text.includes('…'))).toEqual([]);
});

test('edges run square where more than six stand at a time', () => {
  expect(planWorld(punchRun(), punchTasks, SCREENS[0]!).bend).toBe(16);
  expect(planWorld(crowdRun(), crowdTasks, SCREENS[0]!).bend).toBe(6);
});

function place({
  id,
  x,
  y,
  width,
  height,
}: {
  id: string;
  x: number;
  y: number;
  width: number;
  height: number;
}): string {
  return `${id} ${x},${y} ${width}×${height}`;
}

test.each(RUNS)('the places of %s', async (name, run, tasks) => {
  const pages = SCREENS.map((screen) => {
    const plan = planWorld(run, tasks, screen);
    const cards = [...plan.cards.values()].map(
      (card) => `  ${place(card)}${card.compact ? ' compact' : ''}`,
    );
    const routes = [...plan.routes].map(
      ([key, points]) =>
        `  ${key}: ${points.map((point) => point.map(Math.round).join(',')).join(' ')}`,
    );
    const head = `${screen.variant} ${Math.round(plan.width)}×${Math.round(plan.height)}`;
    return [head, ...cards, ...routes].join('\n');
  });
  await expect(`${pages.join('\n\n')}\n`).toMatchFileSnapshot(`../golden/world-${name}.txt`);
});
