// Walking the state graph: where a run lies in it, and the shortest way to a node.

import { shortestWay, statesAlong } from '../../explore/graph/shortestWay.ts';
import type { Model } from '../../model/build/model.ts';
import type { Move } from '../../model/world/run.ts';
import type { GraphReport } from './graphReport.ts';

/** The states that the run stands in, the initial one first; fewer than it has where the graph ends before. */
export function runStates(report: GraphReport, model: Model, moves: readonly Move[]): number[] {
  const numbers = moves.map(({ task, choice }) =>
    model.moves.findIndex((one) => one.task === task && one.choice === choice),
  );
  return statesAlong(report.graph, numbers);
}

/** The moves from that state to the nearest one of the node; null where none leads there. */
export function movesToNode(
  { graph, drawn }: GraphReport,
  model: Model,
  from: number,
  node: number,
): Move[] | null {
  const way = shortestWay(graph, from, (state) => drawn.nodeOf[state] === node);
  return way && way.moves.flatMap((move) => model.moves[move] ?? []);
}
