// The layout of a state graph: one layer per depth, and within a layer an order with few edge crossings. Time is one
// axis; on the other only nearness has a meaning.

/** A graph by its edges; `layer` is any number that grows with time. */
export interface Layered {
  readonly nodes: number;
  /** By node. */
  readonly layer: ArrayLike<number>;
  readonly from: ArrayLike<number>;
  readonly to: ArrayLike<number>;
}

export interface StateLayout {
  /** By node: layers are 1 apart, from 0 on, and none is empty. */
  readonly time: Float64Array;
  /** By node: nodes of a layer are at least 1 apart, and the smallest is 0. */
  readonly across: Float64Array;
  readonly layers: number;
  /** The largest of `across`. */
  readonly breadth: number;
}

/** Sweeps that order the layers; more sweeps change little. */
const ORDERINGS = 6;
/** Sweeps that move nodes towards their neighbours. */
const PULLS = 4;

/** The same for the same graph. */
export function layOutStates(graph: Layered): StateLayout {
  const layers = layersOf(graph);
  const near = neighboursOf(graph);
  const rank = new Float64Array(graph.nodes);
  const wish = new Float64Array(graph.nodes);
  for (const layer of layers) layer.forEach((node, place) => (rank[node] = place));
  for (let sweep = 0; sweep < ORDERINGS; sweep++)
    for (const layer of sweep % 2 === 0 ? layers : layers.toReversed())
      orderLayer(layer, rank, sweep % 2 === 0 ? near.before : near.after, wish);
  const across = spread(layers, near, rank);
  const least = across.reduce((least, y) => Math.min(least, y), Infinity);
  const time = new Float64Array(graph.nodes);
  layers.forEach((layer, t) => layer.forEach((node) => (time[node] = t)));
  const shifted = across.map((y) => y - least);
  const breadth = shifted.reduce((most, y) => Math.max(most, y), 0);
  return { time, across: shifted, layers: layers.length, breadth };
}

/** Nodes by layer, the earliest first, each layer in the order of its numbers. */
function layersOf({ nodes, layer }: Layered): number[][] {
  const byLayer = new Map<number, number[]>();
  for (let node = 0; node < nodes; node++) {
    const at = layer[node] ?? 0;
    const there = byLayer.get(at);
    if (there === undefined) byLayer.set(at, [node]);
    else there.push(node);
  }
  return [...byLayer].toSorted(([a], [b]) => a - b).map(([, there]) => there);
}

/** By node, the nodes that are drawn near it, in a list from `start[node]` up to `start[node + 1]`. */
interface Neighbours {
  readonly start: Uint32Array;
  readonly list: Uint32Array;
}

interface Near {
  /** Those of earlier layers, and those of later ones. */
  readonly before: Neighbours;
  readonly after: Neighbours;
}

/** Edges within a layer are ignored. Flat arrays for speed: the visitor waits while 10,000 nodes are laid out. */
function neighboursOf({ nodes, layer, from, to }: Layered): Near {
  const early = new Uint32Array(from.length);
  const late = new Uint32Array(from.length);
  let pairs = 0;
  for (let edge = 0; edge < from.length; edge++) {
    const [a, b] = [from[edge] ?? 0, to[edge] ?? 0];
    const ahead = (layer[b] ?? 0) - (layer[a] ?? 0);
    if (ahead === 0) continue;
    early[pairs] = ahead > 0 ? a : b;
    late[pairs++] = ahead > 0 ? b : a;
  }
  const [earlier, later] = [early.subarray(0, pairs), late.subarray(0, pairs)];
  return { before: listed(nodes, later, earlier), after: listed(nodes, earlier, later) };
}

/** For each node of `keys`, its entries in `values`, in their order. */
function listed(nodes: number, keys: Uint32Array, values: Uint32Array): Neighbours {
  const start = new Uint32Array(nodes + 1);
  for (const node of keys) start[node + 1] = (start[node + 1] ?? 0) + 1;
  for (let node = 0; node < nodes; node++)
    start[node + 1] = (start[node + 1] ?? 0) + (start[node] ?? 0);
  const next = start.slice();
  const list = new Uint32Array(keys.length);
  keys.forEach((node, pair) => {
    const at = next[node] ?? 0;
    list[at] = values[pair] ?? 0;
    next[node] = at + 1;
  });
  return { start, list };
}

/** The mean of a value over a node's neighbours; `otherwise` if it has none. */
function mean(
  { start, list }: Neighbours,
  of: Float64Array,
  node: number,
  otherwise: number,
): number {
  const [first, last] = [start[node] ?? 0, start[node + 1] ?? 0];
  if (first === last) return otherwise;
  let sum = 0;
  for (let at = first; at < last; at++) sum += of[list[at] ?? 0] ?? 0;
  return sum / (last - first);
}

/** Sorts a layer by the mean place of each node's neighbours, with `wish` as scratch; the sort is stable. */
function orderLayer(
  layer: number[],
  rank: Float64Array,
  near: Neighbours,
  wish: Float64Array,
): void {
  for (const node of layer) wish[node] = mean(near, rank, node, rank[node] ?? 0);
  layer.sort((a, b) => (wish[a] ?? 0) - (wish[b] ?? 0) || (rank[a] ?? 0) - (rank[b] ?? 0));
  const middle = (layer.length - 1) / 2;
  layer.forEach((node, place) => (rank[node] = place - middle));
}

/** Keeps the order, and brings each node as near to the mean of its neighbours as the others allow. */
function spread(layers: readonly number[][], near: Near, rank: Float64Array): Float64Array {
  const across = rank.slice();
  for (let sweep = 0; sweep < PULLS; sweep++) {
    const down = sweep % 2 === 0;
    for (const layer of down ? layers : layers.toReversed()) {
      const wish = layer.map((node) =>
        mean(down ? near.before : near.after, across, node, across[node] ?? 0),
      );
      apart(wish).forEach((y, place) => (across[layer[place] ?? 0] = y));
    }
  }
  return across;
}

/**
 * The places nearest to the wished ones (least squares) that are in their order and at least 1 apart:
 * neighbours that would overlap become one block, which lies at the mean of its wishes.
 */
export function apart(wishes: readonly number[]): number[] {
  const blocks: { sum: number; size: number }[] = [];
  wishes.forEach((wish, place) => {
    let block = { sum: wish - place, size: 1 };
    for (let last = blocks.at(-1); last !== undefined; last = blocks.at(-1)) {
      if (last.sum / last.size < block.sum / block.size) break;
      block = { sum: last.sum + block.sum, size: last.size + block.size };
      blocks.pop();
    }
    blocks.push(block);
  });
  const bases = blocks.flatMap(({ sum, size }) => Array.from({ length: size }, () => sum / size));
  return bases.map((base, place) => base + place);
}
