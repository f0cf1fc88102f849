// The shortest way from one state of an explored graph to any that is wanted.

import type { StateGraph } from './stateGraph.ts';

export interface Way {
  /** The machine's moves. */
  readonly moves: readonly number[];
  /** Where they lead. */
  readonly state: number;
}

/** Null where no run from there comes to such a state. */
export function shortestWay(
  graph: StateGraph,
  from: number,
  isWanted: (state: number) => boolean,
): Way | null {
  const edgeInto = new Map<number, { readonly before: number; readonly move: number } | null>([
    [from, null],
  ]);
  for (const state of edgeInto.keys()) {
    if (isWanted(state)) return { moves: movesTo(edgeInto, state), state };
    for (let edge = graph.edges[state] ?? 0; edge < (graph.edges[state + 1] ?? 0); edge++) {
      const target = graph.target[edge] ?? 0;
      if (!edgeInto.has(target))
        edgeInto.set(target, { before: state, move: graph.move[edge] ?? 0 });
    }
  }
  return null;
}

function movesTo(
  edgeInto: ReadonlyMap<number, { readonly before: number; readonly move: number } | null>,
  state: number,
): number[] {
  const moves: number[] = [];
  for (let edge = edgeInto.get(state); edge; edge = edgeInto.get(edge.before))
    moves.push(edge.move);
  return moves.toReversed();
}

/** The states that a run of these moves stands in, the initial one first; it ends where the graph does. */
export function statesAlong(graph: StateGraph, moves: readonly number[]): number[] {
  const along = graph.states === 0 ? [] : [0];
  for (const move of moves) {
    const state = along.at(-1) ?? 0;
    const first = graph.edges[state] ?? 0;
    const way = graph.move.subarray(first, graph.edges[state + 1] ?? 0).indexOf(move);
    if (way === -1) break;
    along.push(graph.target[first + way] ?? 0);
  }
  return along;
}
