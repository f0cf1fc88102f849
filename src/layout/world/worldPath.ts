// Routes as drawing: rounded paths, the part that a pulse has covered, arrow heads.

import type { Point } from './worldRoute.ts';

/** An SVG path along the points, every corner rounded over at most `bend` pixels. */
export function roundedPath(points: readonly Point[], bend: number): string {
  const pieces = points.map((point, at) => {
    const [before, next] = [points[at - 1], points[at + 1]];
    if (!before) return `M${show(point)}`;
    if (!next) return `L${show(point)}`;
    const reach = Math.min(bend, distance(before, point) / 2, distance(point, next) / 2);
    return `L${show(towards(point, before, reach))}Q${show(point)} ${show(towards(point, next, reach))}`;
  });
  return pieces.join('');
}

function show([x, y]: Point): string {
  return `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`;
}

/** The point `by` pixels from `from` on the way to `to`. */
function towards(from: Point, to: Point, by: number): Point {
  const long = distance(from, to);
  const t = long === 0 ? 0 : by / long;
  return [from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t];
}

export function routeLength(points: readonly Point[]): number {
  return points.slice(1).reduce((sum, point, at) => sum + distance(points[at]!, point), 0);
}

/** The lines of the first `share` (0 to 1) of a way that may have breaks. */
export function startOfWay(
  pieces: readonly (readonly Point[])[],
  share: number,
): (readonly Point[])[] {
  let left = pieces.reduce((sum, piece) => sum + routeLength(piece), 0) * share;
  const part: (readonly Point[])[] = [];
  for (const piece of pieces) {
    const long = routeLength(piece);
    if (long >= left) return [...part, startOfRoute(piece, left)];
    part.push(piece);
    left -= long;
  }
  return part;
}

function startOfRoute(points: readonly Point[], length: number): Point[] {
  let left = length;
  const part: Point[] = points.slice(0, 1);
  for (let at = 1; at < points.length; at += 1) {
    const leg = distance(points[at - 1]!, points[at]!);
    if (leg >= left) return [...part, towards(points[at - 1]!, points[at]!, left)];
    part.push(points[at]!);
    left -= leg;
  }
  return part;
}

/** The same way, shorter at its end: room for an arrow head. */
export function shortened(points: readonly Point[], by: number): readonly Point[] {
  const [end, before] = [points.at(-1), points.at(-2)];
  if (!end || !before || distance(before, end) <= by) return points;
  return [...points.slice(0, -1), towards(end, before, by)];
}

/** The direction, in degrees, in which a route arrives. */
export function arrival(points: readonly Point[]): number {
  const end = points.at(-1)!;
  const before = points.findLast((point) => distance(point, end) > 0.5) ?? end;
  return (Math.atan2(end[1] - before[1], end[0] - before[0]) * 180) / Math.PI;
}

/** The longest straight line of a route: where there is most room for a mark. */
export function longestLine(points: readonly Point[]): {
  readonly at: Point;
  readonly angle: number;
  readonly length: number;
} {
  let best = 1;
  for (let at = 2; at < points.length; at += 1) {
    if (distance(points[at - 1]!, points[at]!) > distance(points[best - 1]!, points[best]!))
      best = at;
  }
  const [a, b] = [points[best - 1]!, points[best] ?? points[best - 1]!];
  const angle = (Math.atan2(b[1] - a[1], b[0] - a[0]) * 180) / Math.PI;
  return { at: [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2], angle, length: distance(a, b) };
}

/** A curve from one point to another, and points on it to see what it passes. */
export interface Bow {
  readonly path: string;
  readonly samples: readonly Point[];
}

const SAMPLES = 32;

/** Bulges to the left of its way by `bulge` pixels, to the right when that is negative. */
export function bow(a: Point, b: Point, bulge: number): Bow {
  const long = Math.max(1, distance(a, b));
  const [nx, ny] = [(b[1] - a[1]) / long, (a[0] - b[0]) / long];
  const control: Point = [(a[0] + b[0]) / 2 + nx * 2 * bulge, (a[1] + b[1]) / 2 + ny * 2 * bulge];
  const samples = Array.from({ length: SAMPLES + 1 }, (_, at) =>
    quadratic(a, control, b, at / SAMPLES),
  );
  return { path: `M${show(a)}Q${show(control)} ${show(b)}`, samples };
}

function quadratic(a: Point, c: Point, b: Point, t: number): Point {
  const mix = (at: 0 | 1) => (1 - t) ** 2 * a[at] + 2 * t * (1 - t) * c[at] + t ** 2 * b[at];
  return [mix(0), mix(1)];
}

/** A loop is as wide as this part of its reach. */
export const LOOP_WIDTH = 0.75;
const LOOP_RISE = 46;

/** From a point back to itself, on its left: a task that waits for itself. */
export function loop([x, y]: Point, reach: number): Bow {
  const rise = Math.max(reach, LOOP_RISE);
  const path = `M${show([x, y])}C${show([x - reach, y - rise])} ${show([x - reach, y + rise])} ${show([x, y])}`;
  return {
    path,
    samples: [
      [x - reach * LOOP_WIDTH, y - 1],
      [x - reach * LOOP_WIDTH, y],
      [x - reach * LOOP_WIDTH, y + 1],
    ],
  };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}
