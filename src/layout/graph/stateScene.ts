// The state graph on a surface: places in pixels before any zoom, and the node under a pointer.

import type { MergedGraph } from '../../explore/graph/mergedGraph.ts';
import { apart, layOutStates, type StateLayout } from './stateLayout.ts';

export interface Surface {
  readonly width: number;
  readonly height: number;
  /** Time runs downwards, else to the right. */
  readonly downwards: boolean;
  /** Pixels between two ends at which their marks do not overlap. */
  readonly mark: number;
}

export interface StateScene {
  /** By node. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Pixels between two layers, and between two nodes of the fullest part of one. */
  readonly stride: number;
  readonly gap: number;
}

export interface Transform {
  readonly x: number;
  readonly y: number;
  readonly k: number;
}

/** The margin for marks, and the largest distance between few nodes. */
const RIM = 30;
const WIDEST_STRIDE = 110;
const WIDEST_GAP = 72;

/** Layers are depths; all ends lie in the last layer. */
export function layOutGraph({ nodes, depth, end, from, to }: MergedGraph): StateLayout {
  const last = depth.reduce((most, one) => Math.max(most, one), 0) + 1;
  const layer = depth.map((one, node) => ((end[node] ?? -1) < 0 ? one : last));
  return layOutStates({ nodes, layer, from, to });
}

/** The nodes in which runs end. */
export function endNodes({ nodes, end }: Pick<MergedGraph, 'nodes' | 'end'>): number[] {
  return Array.from({ length: nodes }, (_, node) => node).filter((node) => (end[node] ?? -1) >= 0);
}

/** `ends` lie in a layer of their own, and further apart than other nodes, since their marks are large. */
export function placeStates(
  layout: StateLayout,
  surface: Surface,
  ends: readonly number[],
): StateScene {
  const { width, height, downwards, mark } = surface;
  const [long, short] = downwards ? [height, width] : [width, height];
  const stride = Math.min(WIDEST_STRIDE, (long - 2 * RIM) / Math.max(1, layout.layers - 1));
  const gap = Math.min(WIDEST_GAP, (short - 2 * RIM) / Math.max(1, layout.breadth));
  const begin = (long - stride * (layout.layers - 1)) / 2;
  const time = layout.time.map((t) => begin + t * stride);
  const across = layout.across.map((y) => short / 2 + (y - layout.breadth / 2) * gap);
  spreadEnds(across, ends, mark, short);
  return downwards ? { x: across, y: time, stride, gap } : { x: time, y: across, stride, gap };
}

/** In their order, as near to their old places as the marks and the margins allow. */
function spreadEnds(
  across: Float64Array,
  ends: readonly number[],
  mark: number,
  room: number,
): void {
  const last = ends.length - 1;
  const step = Math.max(1, Math.min(mark, (room - 2 * RIM) / Math.max(1, last)));
  const order = ends.toSorted((a, b) => (across[a] ?? 0) - (across[b] ?? 0));
  const places = apart(order.map((node) => (across[node] ?? 0) / step));
  const [least, most] = [RIM / step, (room - RIM) / step - last];
  order.forEach((node, at) => {
    const wish = (places[at] ?? 0) - at;
    across[node] = step * (at + Math.max(least, Math.min(most, wish)));
  });
}

/** Ends whose marks would lie on each other at a zoom of `k`, together; `mark`: pixels from one to the next. */
export function clusterEnds(
  { x, y }: Pick<StateScene, 'x' | 'y'>,
  ends: readonly number[],
  k: number,
  mark: number,
): number[][] {
  const far = (a: number, b: number): number =>
    k * Math.hypot((x[a] ?? 0) - (x[b] ?? 0), (y[a] ?? 0) - (y[b] ?? 0));
  const order = ends.toSorted((a, b) => (x[a] ?? 0) - (x[b] ?? 0) || (y[a] ?? 0) - (y[b] ?? 0));
  const clusters: number[][] = [];
  for (const node of order) {
    const cluster = clusters.at(-1);
    const before = cluster?.at(-1);
    if (cluster !== undefined && before !== undefined && far(before, node) < mark)
      cluster.push(node);
    else clusters.push([node]);
  }
  return clusters;
}

/** Radius of a node that is one state, in pixels of the screen. */
export function radiusAt({ stride, gap }: Pick<StateScene, 'stride' | 'gap'>, k: number): number {
  return Math.min(7, Math.max(1.1, Math.min(stride, gap * 1.6) * k * 0.24));
}

/** The nearest node within `reach` pixels of a point of the screen; null where there is none. */
export function nodeAt(
  { x, y }: Pick<StateScene, 'x' | 'y'>,
  { x: dx, y: dy, k }: Transform,
  point: readonly [x: number, y: number],
  reach: number,
): number | null {
  let nearest: number | null = null;
  let least = reach;
  for (let node = 0; node < x.length; node++) {
    const far = Math.hypot((x[node] ?? 0) * k + dx - point[0], (y[node] ?? 0) * k + dy - point[1]);
    if (far <= least) {
      least = far;
      nearest = node;
    }
  }
  return nearest;
}
