// The state graph of one configuration, as plain data: what was explored, and what is drawn of it.

import type { Detail, MergedGraph } from '../../explore/graph/mergedGraph.ts';
import type { StateGraph } from '../../explore/graph/stateGraph.ts';

/** An outcome, as a census tells it. */
export interface GraphEnd {
  /** Its number in the graph's `end`. */
  readonly end: number;
  readonly values: readonly { readonly place: string; readonly value: string }[];
  readonly ending: string;
  readonly states: number;
  /** What some of these states break. */
  readonly broken: readonly string[];
}

export interface DetailCount {
  readonly detail: Detail;
  readonly nodes: number;
}

export interface GraphReport {
  readonly graph: StateGraph;
  readonly drawn: MergedGraph;
  /** Nodes in each detail, from the finest on. */
  readonly details: readonly DetailCount[];
  /** Those in which something is broken first, then by the number of states. */
  readonly ends: readonly GraphEnd[];
  /** Names by bit of `broken`. */
  readonly properties: readonly string[];
}
