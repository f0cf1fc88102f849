import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawn } from '../../base/drawn.testing.ts';
import { randomRun } from '../scene/randomWorld.testing.ts';
import { planWorld, type WorldPlan } from '../plan/worldPlan.ts';
import { routeEdges, type Point, type RouteColumn, type RouteRequest } from './worldRoute.ts';

const ROOM = { top: 30, bottom: 400 };

function column(left: number, ...boxes: readonly (readonly [number, number])[]): RouteColumn {
  return { left, right: left + 100, boxes: boxes.map(([top, bottom]) => ({ top, bottom })) };
}

function request(
  key: string,
  columns: readonly RouteColumn[],
  from: number,
  y: number,
  to: number,
  box = 0,
): RouteRequest {
  const target = columns[to]!.boxes[box]!;
  return {
    key,
    from: { column: from, x: columns[from]!.right, y },
    to: { column: to, x: columns[to]!.left, y: target.top + 46, box: target },
  };
}

test('neighbours in line are joined by a straight line', () => {
  const columns = [column(0, [70, 200]), column(150, [70, 200])];
  const routes = routeEdges([request('a', columns, 0, 116, 1)], columns, ROOM);
  expect(routes.get('a')).toEqual([
    [100, 116],
    [150, 116],
  ]);
});

test('an edge runs over the card between its ends, the longer one outside', () => {
  const columns = [
    column(0, [70, 200]),
    column(150, [70, 200]),
    column(300, [70, 200]),
    column(450, [70, 200]),
  ];
  const routes = routeEdges(
    [request('long', columns, 0, 116, 3), request('short', columns, 1, 116, 3)],
    columns,
    ROOM,
  );
  const highest = (key: string) => Math.min(...routes.get(key)!.map(([, y]) => y));
  expect(highest('long')).toBeLessThan(highest('short'));
  expect(highest('short')).toBeLessThan(70);
});

test('edges to one card arrive at ports of their own', () => {
  const columns = [column(0, [70, 300]), column(150, [70, 200])];
  const requests = [90, 116, 116, 280].map((y, at) => request(`e${at}`, columns, 0, y, 1));
  const ports = [...routeEdges(requests, columns, ROOM).values()].map(
    (points) => points.at(-1)![1],
  );
  expect(new Set(ports).size).toBe(4);
  expect(ports).toEqual(ports.toSorted((a, b) => a - b));
});

test('no route runs through a card, on any stage', () => {
  fc.assert(
    fc.property(
      randomRun,
      fc.constantFrom('workbench', 'hall', 'phone'),
      ({ run, tasks }, variant) => {
        const size =
          variant === 'phone' ? { width: 390, height: 700 } : { width: 1240, height: 880 };
        expect(throughCards(planWorld(run, tasks, { variant, size }))).toEqual([]);
      },
    ),
    drawn(80),
  );
});

/** Routes with a piece inside a card that is neither their start nor their end. */
function throughCards({ routes, cards }: WorldPlan): string[] {
  return [...routes].flatMap(([key, points]) =>
    points.slice(1).flatMap((point, at) =>
      [...cards.values()]
        .filter((card) => !key.startsWith(card.id) && !key.includes(`>${card.id}`))
        .filter((card) => inside([points[at]!, point], card))
        .map((card) => `${key} through ${card.id}`),
    ),
  );
}

function inside(
  [a, b]: readonly [Point, Point],
  card: { x: number; y: number; width: number; height: number },
): boolean {
  const spanX = Math.max(a[0], b[0]) > card.x + 1 && Math.min(a[0], b[0]) < card.x + card.width - 1;
  const spanY =
    Math.max(a[1], b[1]) > card.y + 1 && Math.min(a[1], b[1]) < card.y + card.height - 1;
  return spanX && spanY;
}
