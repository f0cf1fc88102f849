// From a request to its answer: why a witness broke its property.

import type { Config, Limits } from '../verdict/report.ts';
import { type ProgramSource, programOf } from '../source/programSource.ts';
import { whyItBroke } from './whyItBroke.ts';
import type { WhyProgress, WhyReport } from './whyReport.ts';

export interface WhyRequest {
  readonly source: ProgramSource;
  readonly config: Config;
  readonly property: string;
  readonly witness: string;
  readonly limits: Limits;
}

/** Throws, in one line, where there is no such program or the witness breaks nothing. */
export function whyRequest(request: WhyRequest): Generator<WhyProgress, WhyReport> {
  const program = programOf(request.source);
  return whyItBroke(program, request.config, { ...request, edits: true });
}
