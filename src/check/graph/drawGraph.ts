// The state graph of one configuration: explored, looked ahead in, and merged until it can be read.

import { at } from '../../base/assert.ts';
import { SLICE } from '../../explore/search/explore.ts';
import {
  type Detail,
  DETAILS,
  type MergedGraph,
  mergeStates,
} from '../../explore/graph/mergedGraph.ts';
import { reachableEnds } from '../../explore/graph/reachableEnds.ts';
import { NO_DEADLOCK } from '../../explore/search/searchReport.ts';
import { ENDINGS, exploreGraph, type StateGraph } from '../../explore/graph/stateGraph.ts';
import type { Program } from '../../lang/program/program.ts';
import { buildModel, type Model } from '../../model/build/model.ts';
import { endKey, readEnd } from '../../model/replay/runEnd.ts';
import { endingText } from '../verdict/census.ts';
import type { GraphEnd, GraphReport } from './graphReport.ts';
import type { Config, Limits, Progress } from '../verdict/report.ts';

export interface GraphWish {
  readonly limits: Limits;
  /** Null: the finest that is still readable. */
  readonly detail: Detail | null;
}

/** States that are explored at most: beyond, no picture says more, and a page has to hold them all. */
const MOST_STATES = 200_000;
/** Nodes that can be drawn while one walks. */
const MOST_NODES = 10_000;
/** The most nodes that are readable; a person may choose more. */
const READABLE = 600;

/** Yields progress after each slice of states; to cancel, stop asking. */
export function* drawGraph(
  program: Program,
  config: Config,
  { limits, detail }: GraphWish,
): Generator<Progress, GraphReport, void> {
  const model = buildModel(program, config);
  const { machine } = model;
  const maxStates = Math.min(limits.maxStates, MOST_STATES);
  const bounded = { maxBytes: limits.maxBytes, maxStates };
  const graph = yield* exploreGraph(machine, bounded, () => endKey(model), SLICE / 8);
  const reachable = reachableEnds(graph);
  const merged = DETAILS.map((detail) =>
    mergeStates(graph, reachable, detail, machine.moveTask, MOST_NODES),
  );
  return {
    graph,
    drawn: chosen(merged, detail),
    details: merged.map((one) => ({ detail: one.detail, nodes: one.nodes + one.leftOut })),
    ends: endsOf(model, graph),
    properties: machine.properties.map(({ name }) => name),
  };
}

function chosen(merged: readonly MergedGraph[], detail: Detail | null): MergedGraph {
  const asked = merged.find((one) => one.detail === detail);
  const readable = merged.find(({ nodes, leftOut }) => nodes + leftOut <= READABLE);
  return asked ?? readable ?? at(merged, merged.length - 1);
}

function endsOf(model: Model, graph: StateGraph): GraphEnd[] {
  const ends = graph.ends.map((key, end) => {
    const read = readEnd(model, key);
    return {
      end,
      values: read.values,
      ending: endingText(read),
      states: graph.end.reduce((sum, one) => sum + (one === end ? 1 : 0), 0),
      broken: [...brokenIn(model, graph, end), ...(read.oops === null ? [] : ['no_oops'])],
    };
  });
  const badness = ({ broken }: GraphEnd): number => Math.sign(broken.length);
  return ends.sort((a, b) => badness(b) - badness(a) || b.states - a.states);
}

function brokenIn({ machine }: Model, graph: StateGraph, end: number): string[] {
  let bits = 0;
  let stuck = false;
  for (let state = 0; state < graph.states; state++) {
    if (graph.end[state] !== end) continue;
    bits |= graph.broken[state] ?? 0;
    stuck ||= ENDINGS[graph.ending[state] ?? 0] === 'deadlocked';
  }
  const names = machine.properties.flatMap(({ name }, i) => ((bits >> i) & 1 ? [name] : []));
  return stuck ? [...names, NO_DEADLOCK] : names;
}
