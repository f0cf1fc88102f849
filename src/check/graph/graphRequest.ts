// From a request to the state graph: the scenario is read here, since a program does not travel between threads.

import { drawGraph, type GraphWish } from './drawGraph.ts';
import type { GraphReport } from './graphReport.ts';
import type { Config, Progress } from '../verdict/report.ts';
import { requestedProgram } from '../source/requestedProgram.ts';

export interface GraphRequest extends GraphWish {
  readonly scenario: string;
  /** Null: the text that the catalogue has. */
  readonly text: string | null;
  readonly config: Config;
}

/** Throws, in one line, where there is no such program. */
export function graphRequest(request: GraphRequest): Generator<Progress, GraphReport, void> {
  const program = requestedProgram(request.scenario, request.text);
  return drawGraph(program, request.config, request);
}
