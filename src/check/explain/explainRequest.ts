// From a request to its answer: why a witness breaks its property.

import { buildModel } from '../../model/build/model.ts';
import { NO_STUCK } from '../../explore/search/searchReport.ts';
import { runSchedule } from '../link/runSchedule.ts';
import { type ProgramSource, programOf } from '../source/programSource.ts';
import type { Config, Limits } from '../verdict/report.ts';
import { explainBreach, type Explained } from './explainBreach.ts';
import { firstBreach } from './explainRun.ts';

export interface ExplainRequest {
  readonly source: ProgramSource;
  readonly config: Config;
  readonly property: string;
  /** A schedule that breaks it. */
  readonly witness: string;
  readonly limits: Limits;
}

/** Throws, in one line, where there is no such program or the witness breaks nothing. */
export function* explainRequest(request: ExplainRequest): Generator<number, Explained> {
  const { source, config, property, witness, limits } = request;
  const program = programOf(source);
  const taken = runSchedule(program, config, witness);
  if (!taken.ok) throw new Error(`${witness} is no schedule here`);
  const { moves } = taken.run;
  // Only the search knows that a state is stuck: its witness ends there.
  const step = property === NO_STUCK ? moves.length : firstBreach(taken.run, property)?.step;
  if (step === undefined) throw new Error(`${witness} does not break ${property} here`);
  return yield* explainBreach(buildModel(program, config), property, moves.slice(0, step), limits);
}
