// The state graph in words: what was merged and what is left out, what a node is, what it leads to.

import type { GraphEnd, GraphReport } from '../../check/graph/graphReport.ts';
import type { Detail, Look } from '../../explore/graph/mergedGraph.ts';
import { countOf, countText } from '../words/searchSentence.ts';

export const DETAIL_NAMES: Readonly<Record<Detail, string>> = {
  state: 'every state',
  run: 'runs without a choice merged',
  location: 'same program counters merged',
  depth: 'same depth merged',
  ahead: 'same reachable ends merged',
};

const MERGED: Readonly<Record<Detail, string>> = {
  state: 'Each end is one node.',
  run: 'A run without a choice is one node. Each end is one node.',
  location:
    'States with the same program counters and the same reachable ends are one node. A run without a choice is one node.',
  depth:
    'States of one depth with the same reachable ends are one node. A run without a choice is one node.',
  ahead:
    'States with the same reachable ends are one node, so every step drawn excludes at least one end.',
};

export const LOOK_WORDS: Readonly<Record<Look, string>> = {
  open: 'a good end can still be reached',
  lost: 'no good end can be reached',
  unknown: 'unknown, some successors are not drawn',
  broken: 'a property breaks here',
  good: 'a good end',
  bad: 'an end with a broken property',
  deadlock: 'a deadlock',
  panic: 'an oops',
};

/** Steps that are drawn at once; of more in the picture, every n-th is. */
export const MOST_STEPS = 8000;

/** `28,435 states; 1,219 drawn. States of …` and, where something is left out, what. */
export function graphSentence({ graph, drawn }: GraphReport): string {
  const { states, cutDepth, limits } = graph;
  const sizes = `${countOf(states, 'state')}; ${countText(drawn.nodes)} drawn.`;
  const merged = drawn.nodes < states ? MERGED[drawn.detail] : '';
  const leftOut =
    drawn.leftOut > 0
      ? `Left out: the ${countText(drawn.leftOut)} nodes furthest from the start.`
      : '';
  const shallow =
    cutDepth === null
      ? ''
      : `Only the first ${countOf(cutDepth, 'layer')} of states, up to ${countText(cutDepth - 1)} steps from the start.`;
  const steps =
    drawn.from.length > MOST_STEPS
      ? `Of ${countText(drawn.from.length)} steps, those that break something and a part of the others are drawn until you zoom in.`
      : '';
  const limit = limits.length === 0 ? '' : `Limits reached: ${limits.join(', ')}.`;
  return [sizes, merged, leftOut, shallow, steps, limit].filter((part) => part !== '').join(' ');
}

/** `After 12 steps: …`; of many states `34 states, the first after 12 steps: …`. */
export function nodeSentence(report: GraphReport, node: number): string {
  const { drawn } = report;
  const size = drawn.size[node] ?? 0;
  const depth = drawn.depth[node] ?? 0;
  const when = depth === 0 ? 'at the start' : `after ${countOf(depth, 'step')}`;
  const text = size === 1 ? when : `${countOf(size, 'state')}, the first ${when}`;
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}: ${lookText(report, node)}`;
}

function lookText({ drawn, ends, properties }: GraphReport, node: number): string {
  const look = drawn.look[node] ?? 'open';
  const end = ends.find((one) => one.end === drawn.end[node]);
  const bits = drawn.broken[node] ?? 0;
  const broken = properties.filter((_, i) => ((bits >> i) & 1) === 1);
  const breaks = broken.length === 0 ? '' : `, breaks ${broken.join(', ')}`;
  if (end !== undefined) return `${endText(end)}${breaks}`;
  return look === 'broken' ? `breaks ${broken.join(', ')}` : LOOK_WORDS[look];
}

/** `x = A, finished`. */
export function endText({ values, ending }: Pick<GraphEnd, 'values' | 'ending'>): string {
  return [...values.map(({ place, value }) => `${place} = ${value}`), ending].join(', ');
}

export interface Lit {
  readonly nodes: Uint8Array;
  readonly states: number;
}

/** What can be highlighted: the states from which only one end can be reached, or no good end. */
export type Unavoidable = { readonly end: number } | 'no good end';

export function litNodes({ drawn }: GraphReport, chosen: Unavoidable): Lit {
  const bit = chosen === 'no good end' ? 0 : 1 << Math.min(chosen.end, 30);
  const isLit = (node: number): boolean => {
    if (chosen !== 'no good end') return drawn.open[node] === 0 && drawn.reach[node] === bit >>> 0;
    const look = drawn.look[node] ?? 'open';
    return look === 'lost' || look === 'bad' || look === 'deadlock' || look === 'panic';
  };
  const nodes = Uint8Array.from({ length: drawn.nodes }, (_, node) => (isLit(node) ? 1 : 0));
  const states = nodes.reduce(
    (sum, lit, node) => sum + (lit === 1 ? (drawn.size[node] ?? 0) : 0),
    0,
  );
  return { nodes, states };
}
