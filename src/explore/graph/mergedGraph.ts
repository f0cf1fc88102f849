// An explored graph, merged until it can be drawn: alike states are one node, and so is a run without a choice.

import { assert, unreachable } from '../../base/assert.ts';
import type { ReachableEnds } from './reachableEnds.ts';
import { ENDINGS, NO_END, type StateGraph } from './stateGraph.ts';

/**
 * From the finest to the coarsest. In each, all states of one end are one node.
 *
 * - `state`: every other state is a node.
 * - `run`: a run of states with one way in and one way out is one.
 * - `location`: so are states in which all tasks have the same program counters, with the same ahead of them.
 * - `depth`: so are states of one depth with the same ahead of them.
 * - `ahead`: so are all states with the same ahead of them, so that a step between nodes decides something.
 */
export const DETAILS = ['state', 'run', 'location', 'depth', 'ahead'] as const;
export type Detail = (typeof DETAILS)[number];

/**
 * What a node is.
 *
 * - `open`: some run from it ends well. `lost`: none does. `unknown`: none was found, and not all was looked at.
 * - `broken`: it breaks a property itself.
 * - `good`, `bad`, `deadlock`, `panic`: a run ends in it: well, with something broken, stuck, or in an oops.
 */
export type Look = 'open' | 'lost' | 'unknown' | 'broken' | 'good' | 'bad' | 'deadlock' | 'panic';

/** In `task`, of an edge that several tasks take. */
export const SEVERAL_TASKS = -1;
/** In `nodeOf`, of a state that is not drawn. */
export const NOT_DRAWN = 0xffff_ffff;

/** Nodes are numbered in the order of their nearest states: 0 has the initial one. */
export interface MergedGraph {
  readonly detail: Detail;
  readonly nodes: number;
  /** By state: its node, or NOT_DRAWN. */
  readonly nodeOf: Uint32Array;
  /** By node: its nearest state, how many states it is, and how far the nearest one is. */
  readonly first: Uint32Array;
  readonly size: Uint32Array;
  readonly depth: Uint32Array;
  /** By node: what it is, the end that it is or NO_END, bits of what is broken in it. */
  readonly look: readonly Look[];
  readonly end: Int32Array;
  readonly broken: Uint32Array;
  /** By node: bits of the ends that can still be reached; 1 where that may not be all. */
  readonly reach: Uint32Array;
  readonly open: Uint8Array;
  /** By edge, each pair of nodes once; none leads from a node to itself. */
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** By edge: whose step it is, or SEVERAL_TASKS; 1 where such a step breaks a property. */
  readonly task: Int8Array;
  readonly breaks: Uint8Array;
  /** Nodes that are not drawn since there were too many. */
  readonly leftOut: number;
}

/** Merges to that detail, and draws `most` nodes, the nearest ones, where there are more. */
export function mergeStates(
  graph: StateGraph,
  reachable: ReachableEnds,
  detail: Detail,
  moveTask: readonly number[],
  most: number,
): MergedGraph {
  const looks = looksOf(graph, reachable);
  const alike = numbered(graph.states, keysOf(graph, reachable, looks, detail));
  const quotient = joined(graph, reachable, looks, alike, moveTask);
  const merged =
    detail === 'state' ? quotient : joinRuns(graph, reachable, looks, quotient, moveTask);
  return clipped({ ...merged, detail, leftOut: 0 }, most);
}

type Joined = Omit<MergedGraph, 'detail' | 'leftOut'>;

function looksOf(graph: StateGraph, { good, open }: ReachableEnds): Look[] {
  const look = (state: number): Look => {
    const broken = graph.broken[state] !== 0;
    const ending = ENDINGS[graph.ending[state] ?? 0];
    switch (ending) {
      case 'quiescent':
        return broken ? 'bad' : 'good';
      case 'panicked':
        return 'panic';
      case 'deadlocked':
        return 'deadlock';
      case undefined:
      case 'running':
        if (broken) return 'broken';
        if (good[state] === 1) return 'open';
        return open[state] === 1 ? 'unknown' : 'lost';
      default:
        return unreachable(ending);
    }
  };
  return Array.from({ length: graph.states }, (_, state) => look(state));
}

/** What two states must agree in to be one node. */
function keysOf(
  graph: StateGraph,
  { reach, open }: ReachableEnds,
  looks: readonly Look[],
  detail: Detail,
): (state: number) => string | number {
  const { end, depth, pc, broken } = graph;
  return (state) => {
    if (end[state] !== NO_END) return `end ${end[state]} ${looks[state]}`;
    if (detail === 'state' || detail === 'run') return state;
    const where = { location: pc[state], depth: depth[state], ahead: '' }[detail];
    return `${where} ${looks[state]} ${broken[state]} ${reach[state]} ${open[state]}`;
  };
}

/** Numbers equal keys alike, in the order in which they come. */
function numbered(states: number, keyOf: (state: number) => string | number): Uint32Array {
  const numbers = new Map<string | number, number>();
  return Uint32Array.from({ length: states }, (_, state) => {
    const key = keyOf(state);
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  });
}

function joined(
  graph: StateGraph,
  { reach, open }: ReachableEnds,
  looks: readonly Look[],
  nodeOf: Uint32Array,
  moveTask: readonly number[],
): Joined {
  const nodes = nodeOf.reduce((most, node) => Math.max(most, node + 1), 0);
  const by = {
    first: new Uint32Array(nodes),
    size: new Uint32Array(nodes),
    depth: new Uint32Array(nodes),
    look: Array.from({ length: nodes }, (): Look => 'open'),
    end: new Int32Array(nodes),
    broken: new Uint32Array(nodes),
    reach: new Uint32Array(nodes),
    open: new Uint8Array(nodes),
  };
  for (let state = graph.states - 1; state >= 0; state--) {
    const node = nodeOf[state] as number;
    by.first[node] = state;
    by.size[node] = (by.size[node] as number) + 1;
    by.depth[node] = graph.depth[state] as number;
    by.look[node] = looks[state] as Look;
    by.end[node] = graph.end[state] as number;
    by.broken[node] = (by.broken[node] as number) | (graph.broken[state] as number);
    by.reach[node] = (by.reach[node] as number) | (reach[state] as number);
    by.open[node] = (by.open[node] as number) | (open[state] as number);
  }
  return { nodes, nodeOf, ...by, ...joinedEdges(graph, nodeOf, nodes, moveTask) };
}

function joinedEdges(
  { states, edges, target, move, breaks }: StateGraph,
  nodeOf: Uint32Array,
  nodes: number,
  moveTask: readonly number[],
): Pick<Joined, 'from' | 'to' | 'task' | 'breaks'> {
  const numbers = new Map<number, number>();
  const found: { from: number; to: number; task: number; breaks: number }[] = [];
  for (let state = 0; state < states; state++) {
    const from = nodeOf[state] as number;
    for (let edge = edges[state] as number; edge < (edges[state + 1] as number); edge++) {
      const to = nodeOf[target[edge] as number] as number;
      if (to === from) continue;
      const task = moveTask[move[edge] as number] as number;
      const bad = breaks[edge] === 0 ? 0 : 1;
      const known = found[numbers.get(from * nodes + to) ?? -1];
      if (known === undefined) {
        numbers.set(from * nodes + to, found.length);
        found.push({ from, to, task, breaks: bad });
      } else {
        if (known.task !== task) known.task = SEVERAL_TASKS;
        known.breaks |= bad;
      }
    }
  }
  return {
    from: Uint32Array.from(found, ({ from }) => from),
    to: Uint32Array.from(found, ({ to }) => to),
    task: Int8Array.from(found, ({ task }) => task),
    breaks: Uint8Array.from(found, (edge) => edge.breaks),
  };
}

/** A node with one way out goes into its successor's where that has one way in, and both look alike. */
function joinRuns(
  graph: StateGraph,
  reachable: ReachableEnds,
  looks: readonly Look[],
  whole: Joined,
  moveTask: readonly number[],
): Joined {
  const { nodes, from, to } = whole;
  const waysOut = new Uint32Array(nodes);
  const waysIn = new Uint32Array(nodes);
  from.forEach((node) => (waysOut[node] = (waysOut[node] as number) + 1));
  to.forEach((node) => (waysIn[node] = (waysIn[node] as number) + 1));
  const before = new Int32Array(nodes).fill(-1);
  for (let edge = 0; edge < from.length; edge++) {
    const [a, b] = [from[edge] as number, to[edge] as number];
    if (waysOut[a] === 1 && waysIn[b] === 1 && a < b && mayJoin(whole, edge)) before[b] = a;
  }
  const head = new Uint32Array(nodes);
  for (let node = 0; node < nodes; node++)
    head[node] = before[node] === -1 ? node : (head[before[node] as number] as number);
  const nodeOf = numbered(graph.states, (state) => head[whole.nodeOf[state] as number] as number);
  return joined(graph, reachable, looks, nodeOf, moveTask);
}

function mayJoin(
  { from, to, look, end, broken, reach, open, breaks }: Joined,
  edge: number,
): boolean {
  const [a, b] = [from[edge] as number, to[edge] as number];
  const ends = end[a] !== NO_END || end[b] !== NO_END;
  const same = [broken, reach, open].every((values) => values[a] === values[b]);
  return same && look[a] === look[b] && !ends && breaks[edge] === 0;
}

function clipped(graph: MergedGraph, most: number): MergedGraph {
  if (graph.nodes <= most) return graph;
  assert(most > 0, 'the initial state is always drawn');
  const { from, to, task, breaks, first, size, depth, look, end, broken, reach, open } = graph;
  const inside = (_: number, edge: number): boolean =>
    (from[edge] as number) < most && (to[edge] as number) < most;
  return {
    detail: graph.detail,
    nodes: most,
    nodeOf: graph.nodeOf.map((node) => (node < most ? node : NOT_DRAWN)),
    first: first.slice(0, most),
    size: size.slice(0, most),
    depth: depth.slice(0, most),
    look: look.slice(0, most),
    end: end.slice(0, most),
    broken: broken.slice(0, most),
    reach: reach.slice(0, most),
    open: open.slice(0, most),
    from: from.filter(inside),
    to: to.filter(inside),
    task: task.filter(inside),
    breaks: breaks.filter(inside),
    leftOut: graph.nodes - most,
  };
}
