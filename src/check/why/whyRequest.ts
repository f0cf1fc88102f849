// From a request to its answer: why a witness broke its property.

import type { Config, Limits } from '../verdict/report.ts';
import { requestedProgram } from '../source/requestedProgram.ts';
import { whyItBroke } from './whyItBroke.ts';
import type { WhyProgress, WhyReport } from './whyReport.ts';

export interface WhyRequest {
  readonly scenario: string;
  /** Null: the text that the catalogue has. */
  readonly text: string | null;
  readonly config: Config;
  readonly property: string;
  readonly witness: string;
  readonly limits: Limits;
}

/** Throws, in one line, where there is no such program or the witness breaks nothing. */
export function whyRequest(request: WhyRequest): Generator<WhyProgress, WhyReport> {
  const program = requestedProgram(request.scenario, request.text);
  return whyItBroke(program, request.config, request);
}
