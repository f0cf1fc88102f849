// What can still become of each state of an explored graph: which ends, and whether a good one.

import { ENDINGS, NO_END, type StateGraph } from './stateGraph.ts';

/** Ends that have a bit of their own; all others share the last one. */
export const MOST_DISTINGUISHED = 30;

export interface ReachableEnds {
  /** By state: bits of the ends that some run from it comes to, by number of the end. */
  readonly reach: Uint32Array;
  /** By state: 1 where some run from it ends well: nothing is broken on the way, nor in the end. */
  readonly good: Uint8Array;
  /** By state: 1 where some run from it leaves the graph, so that there may be more than is said. */
  readonly open: Uint8Array;
}

/** The bit of an end in `reach`. */
export function endBit(end: number): number {
  return 1 << Math.min(end, MOST_DISTINGUISHED);
}

/**
 * Most moves lead to a state with a larger number, so a pass from the last state to the first settles
 * nearly everything; passes go on until one changes nothing.
 */
export function reachableEnds(graph: StateGraph): ReachableEnds {
  const { states, end, cut } = graph;
  const reach = new Uint32Array(states);
  const good = new Uint8Array(states);
  for (let state = 0; state < states; state++) {
    const which = end[state] ?? NO_END;
    if (which !== NO_END) reach[state] = endBit(which);
    if (ENDINGS[graph.ending[state] ?? 0] === 'quiescent' && graph.broken[state] === 0)
      good[state] = 1;
  }
  const ends = { reach, good, open: cut.slice() };
  for (let changed = true; changed; ) {
    changed = false;
    for (let state = states - 1; state >= 0; state--)
      if (lookAhead(graph, ends, state)) changed = true;
  }
  return ends;
}

/** Whether something was learned from the successors. */
function lookAhead(
  graph: StateGraph,
  { reach, good, open }: ReachableEnds,
  state: number,
): boolean {
  const { edges, target, breaks, broken } = graph;
  let ends = reach[state] ?? 0;
  let well = good[state] ?? 0;
  let leaves = open[state] ?? 0;
  for (let edge = edges[state] ?? 0; edge < (edges[state + 1] ?? 0); edge++) {
    const to = target[edge] ?? 0;
    ends |= reach[to] ?? 0;
    leaves |= open[to] ?? 0;
    if (breaks[edge] === 0 && broken[state] === 0) well |= good[to] ?? 0;
  }
  ends >>>= 0;
  if (ends === reach[state] && well === good[state] && leaves === open[state]) return false;
  reach[state] = ends;
  good[state] = well;
  open[state] = leaves;
  return true;
}
