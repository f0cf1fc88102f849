// From a request to the state graph.

import { drawGraph, type GraphWish } from './drawGraph.ts';
import type { GraphReport } from './graphReport.ts';
import type { Config, Progress } from '../verdict/report.ts';
import { type ProgramSource, programOf } from '../source/programSource.ts';

export interface GraphRequest extends GraphWish {
  readonly source: ProgramSource;
  readonly config: Config;
}

/** Throws, in one line, where there is no such program. */
export function graphRequest(request: GraphRequest): Generator<Progress, GraphReport, void> {
  const program = programOf(request.source);
  return drawGraph(program, request.config, request);
}
