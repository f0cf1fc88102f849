import { describe, expect, test } from 'vitest';
import {
  crowdRun,
  crowdTasks,
  punchRun,
  punchTasks,
  staleRun,
  staleTasks,
} from './fixtureWorld.testing.ts';
import { blendScenes, GLIDE_MS, isOver, sceneAtPosition, sceneOf, turnTo } from './motion.ts';
import { drawWorld } from './worldPicture.ts';
import { planWorld } from '../plan/worldPlan.ts';
import type { Scene } from '../plan/worldScene.ts';

function scenesOf(run: ReturnType<typeof punchRun>, tasks: typeof punchTasks): Scene[] {
  const plan = planWorld(run, tasks, { variant: 'workbench', size: { width: 772, height: 562 } });
  return run.moments.map((_, at) => drawWorld(plan, at));
}

const RUNS = [
  ['punch', scenesOf(punchRun(), punchTasks)],
  ['stale', scenesOf(staleRun(), staleTasks)],
  ['crowd', scenesOf(crowdRun(), crowdTasks)],
] as const;

/** Numbers to three places: sums in another order differ in the last bits. */
function rounded(scene: Scene): unknown {
  return JSON.parse(JSON.stringify(scene), (_, value: unknown) =>
    typeof value === 'number' ? Math.round(value * 1000) / 1000 : value,
  );
}

describe.each(RUNS)('in %s', (_, scenes) => {
  const pairs = scenes.slice(1).map((scene, at) => [scenes[at]!, scene] as const);

  test('the way back is the way there', () => {
    for (const [a, b] of pairs) {
      for (const t of [0.1, 0.3, 0.49, 0.7]) {
        expect(rounded(blendScenes(a, b, t))).toEqual(rounded(blendScenes(b, a, 1 - t)));
      }
    }
  });

  test('it begins and ends at the very pictures', () => {
    for (const [a, b] of pairs) {
      expect(blendScenes(a, b, 0)).toBe(a);
      expect(blendScenes(a, b, 1)).toBe(b);
    }
  });

  test('a picture blended with itself is itself', () => {
    for (const scene of scenes) {
      const sorted = rounded(blendScenes(scene, scene, 0.25));
      expect(rounded(blendScenes(scene, scene, 0.75))).toEqual(sorted);
    }
  });

  test('no opacity and no progress leaves 0 to 1', () => {
    for (const [a, b] of pairs) {
      const { cards, edges, rings, trails, tokens } = blendScenes(a, b, 0.4);
      const marks = cards.flatMap((card) => card.marks);
      const shares = [...cards, ...marks, ...edges, ...rings, ...trails, ...tokens].map(
        ({ opacity }) => opacity,
      );
      for (const share of [...shares, ...trails.map(({ progress }) => progress)]) {
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
      }
    }
  });
});

describe('a glide', () => {
  const scenes = RUNS[0][1];
  const [from, to, beyond] = [scenes[4]!, scenes[6]!, scenes[2]!];
  const glide = { from, to, since: 1000 };

  test('is over in less than 300 ms', () => {
    expect(GLIDE_MS).toBeLessThan(300);
    expect(isOver(glide, 1000 + GLIDE_MS - 1)).toBe(false);
    expect(isOver(glide, 1000 + GLIDE_MS)).toBe(true);
  });

  test('stands still before its start and after its end', () => {
    expect(sceneOf(glide, 900)).toBe(from);
    expect(sceneOf(glide, 5000)).toBe(to);
  });

  test('goes on from where it was interrupted, without a leap', () => {
    const now = 1000 + GLIDE_MS / 3;
    const turned = turnTo(glide, beyond, now);
    expect(sceneOf(turned, now)).toEqual(sceneOf(glide, now));
    expect(sceneOf(turned, now + GLIDE_MS)).toBe(beyond);
  });

  test('moves a token evenly to both sides of its middle', () => {
    const x = (time: number) => sceneOf(glide, time).tokens.find(({ task }) => task === 0)!.x;
    const early = x(1000 + GLIDE_MS / 4) - x(1000);
    const late = x(1000 + GLIDE_MS) - x(1000 + (GLIDE_MS * 3) / 4);
    expect(early).toBeCloseTo(late, 6);
  });
});

describe('between two steps', () => {
  const scenes = RUNS[0][1];
  const draw = (at: number) => scenes[at]!;

  test('a whole position is a moment', () => {
    expect(sceneAtPosition(draw, 7)).toBe(scenes[7]);
  });

  test('a fraction is on the way, and its trail as far as the fraction', () => {
    const trail = sceneAtPosition(draw, 12.25).trails.find(({ at }) => at === 13);
    expect(trail?.progress).toBeCloseTo(0.25);
  });

  test('the trail of the step before fades meanwhile', () => {
    const trail = sceneAtPosition(draw, 13.25).trails.find(({ at }) => at === 13);
    expect(trail).toMatchObject({ progress: 1, opacity: 0.75 });
  });
});
