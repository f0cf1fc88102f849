// Walking a drawn state graph from node to node by keys.

import type { MergedGraph } from '../../explore/graph/mergedGraph.ts';
import type { StateLayout } from './stateLayout.ts';

export type Direction = 'on' | 'back' | 'before' | 'behind';

export interface Neighbour {
  readonly node: number;
  /** The task whose step leads there; negative: several tasks. */
  readonly task: number;
  readonly breaks: boolean;
}

/** Where the node's steps lead to, or come from. */
export function neighbours(
  { from, to, task, breaks }: MergedGraph,
  node: number,
  side: 'on' | 'back',
): Neighbour[] {
  const [here, there] = side === 'on' ? [from, to] : [to, from];
  const found: Neighbour[] = [];
  for (let edge = 0; edge < here.length; edge++) {
    if (here[edge] !== node) continue;
    found.push({ node: there[edge] ?? 0, task: task[edge] ?? -1, breaks: breaks[edge] === 1 });
  }
  return found;
}

/**
 * `on` and `back` follow a step: the run's step if the run passes here, else the one with the smallest change of
 * direction. `before` and `behind` go to the next node of the same layer. The node itself
 * if there is none.
 */
export function walk(
  graph: MergedGraph,
  layout: StateLayout,
  run: readonly number[],
  node: number,
  direction: Direction,
): number {
  if (direction === 'before' || direction === 'behind') return beside(layout, node, direction);
  const ways = neighbours(graph, node, direction).map((one) => one.node);
  return alongRun(run, node, ways, direction) ?? straightest(layout, node, ways);
}

/** A run may stay in a node of many states for several steps. */
function alongRun(
  run: readonly number[],
  node: number,
  ways: readonly number[],
  direction: 'on' | 'back',
): number | undefined {
  const next = direction === 'on' ? run[run.lastIndexOf(node) + 1] : run[run.indexOf(node) - 1];
  return run.includes(node) ? ways.find((way) => way === next) : undefined;
}

function straightest({ across }: StateLayout, node: number, ways: readonly number[]): number {
  const aside = (way: number): number => Math.abs((across[way] ?? 0) - (across[node] ?? 0));
  return ways.toSorted((a, b) => aside(a) - aside(b))[0] ?? node;
}

function beside({ time, across }: StateLayout, node: number, side: 'before' | 'behind'): number {
  const sign = side === 'before' ? -1 : 1;
  let best = node;
  let least = Infinity;
  for (let other = 0; other < time.length; other++) {
    const far = ((across[other] ?? 0) - (across[node] ?? 0)) * sign;
    if (time[other] !== time[node] || far <= 0 || far >= least) continue;
    best = other;
    least = far;
  }
  return best;
}
