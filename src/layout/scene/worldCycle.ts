// A deadlock's cycle: each waiting task with the lock before it, and the path from that lock to the
// task that holds it, which also waits.

import { CARD, lockWidth } from '../plan/worldCard.ts';
import { indexWorld, rootOf } from '../world/worldIndex.ts';
import { bow, loop, LOOP_WIDTH, type Bow } from '../world/worldPath.ts';
import { placeOf, rowY, type PlacedCard, type WorldSize } from '../plan/worldPlace.ts';
import type { WorldPlan } from '../plan/worldPlan.ts';
import type { Point } from '../world/worldRoute.ts';
import { lockState, TOKEN_RADIUS } from '../world/worldQueue.ts';
import { rowKey } from '../world/worldRow.ts';
import type { SceneCycle, SceneToken } from '../plan/worldScene.ts';

interface Place {
  readonly left: number;
  readonly right: number;
  readonly y: number;
}

const MARGIN = 4;
const BULGES = [26, -26, 52, -52, 90, -90];

export function worldCycle(
  plan: WorldPlan,
  at: number,
  tokens: readonly SceneToken[],
): SceneCycle[] {
  const { world } = plan.run.moments[at]!;
  const index = indexWorld(world);
  const places = world.cycle.flatMap(({ task }): Place[] => {
    const { state } = world.tasks[task]!;
    const token = tokens.find((each) => each.task === task);
    if (state.kind !== 'blocked' || !state.on || !token) return [];
    const card = plan.cards.get(rootOf(index, state.on.object));
    if (!card) return [];
    const key = rowKey(state.on.object, state.on.field);
    const locked = lockWidth(lockState(world, state.on)?.holders.length ?? 1);
    const right = card.x + (placeOf(card, key)?.x ?? CARD.pad) + locked;
    return [{ left: token.x - TOKEN_RADIUS, right, y: rowY(card, key) }];
  });
  return places.map((place, n) => cyclePlace(place, places[(n + 1) % places.length]!, n, plan));
}

function cyclePlace(place: Place, next: Place, n: number, plan: WorldPlan): SceneCycle {
  const cards = [...plan.cards.values()];
  const high = 2 * TOKEN_RADIUS + 2 * MARGIN;
  const { path, samples } = wayTo(place, next, cards, plan);
  return {
    key: `cycle${n}`,
    x: place.left - MARGIN,
    y: place.y - high / 2,
    opacity: 1,
    width: place.right - place.left + 2 * MARGIN,
    height: high,
    path,
    samples,
    head: headOn(samples, cards),
  };
}

const LOOP = { least: 20, most: 60 };

/** How far a loop to the left of a place may reach without going behind a card. */
function roomBefore({ left, y }: Place, cards: readonly PlacedCard[]): number {
  const ends = cards
    .filter((card) => card.y < y + LOOP.most && card.y + card.height > y - LOOP.most)
    .map((card) => card.x + card.width)
    .filter((end) => end < left);
  const room = left - MARGIN - Math.max(0, ...ends);
  return Math.min(LOOP.most, Math.max(LOOP.least, room / LOOP_WIDTH));
}

/** The curve with the longest visible part: it runs behind the cards. */
function wayTo(place: Place, next: Place, cards: readonly PlacedCard[], picture: WorldSize): Bow {
  const end: Point = [next.left - MARGIN, next.y];
  if (place === next) return loop([place.left - MARGIN, place.y], roomBefore(place, cards));
  const start: Point = [place.left - MARGIN, place.y];
  const bows = BULGES.map((bulge) => bow(start, end, bulge));
  const inside = bows.filter(({ samples }) => samples.every((point) => isIn(point, picture)));
  const ways = inside.length > 0 ? inside : [bow(start, end, 0)];
  const seen = (way: Bow) => longestSeen(way.samples, cards).length;
  return ways.reduce((best, way) => (seen(way) > seen(best) ? way : best));
}

/** With room for the line's own width. */
function isIn([x, y]: Point, { width, height }: WorldSize): boolean {
  return x > 2 && y > 2 && x < width - 2 && y < height - 2;
}

function headOn(samples: readonly Point[], cards: readonly PlacedCard[]): SceneCycle['head'] {
  const stretch = longestSeen(samples, cards);
  const middle = stretch[Math.floor(stretch.length / 2)] ?? Math.floor(samples.length / 2);
  const [a, b] = [samples[middle - 1] ?? samples[0]!, samples[middle + 1] ?? samples.at(-1)!];
  const [x, y] = samples[middle]!;
  return { x, y, angle: (Math.atan2(b[1] - a[1], b[0] - a[0]) * 180) / Math.PI };
}

/** Places in `samples` of the longest stretch that no card covers. */
function longestSeen(samples: readonly Point[], cards: readonly PlacedCard[]): number[] {
  let [best, now]: [number[], number[]] = [[], []];
  samples.forEach((point, at) => {
    now = covered(point, cards) ? [] : [...now, at];
    if (now.length > best.length) best = now;
  });
  return best;
}

function covered([px, py]: Point, cards: readonly PlacedCard[]): boolean {
  return cards.some(
    ({ x, y, width, height }) => px > x && px < x + width && py > y && py < y + height,
  );
}
