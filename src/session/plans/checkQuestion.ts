// What the checker is asked of the text on the stage.

import { sourceOf } from '../../check/source/programSource.ts';
import type { CheckRequest } from '../../check/worker/checkerMessage.ts';
import type { Reduction } from '../../check/verdict/reductions.ts';
import type { Limits } from '../../check/verdict/report.ts';
import type { Config } from '../../lang/program/configurations.ts';
import { selectMaxBytes } from '../state/select.ts';
import type { SessionState } from '../state/store.ts';

/** Within the bytes that a person chose, or what the page thinks right. */
export function checkQuestion(
  state: SessionState,
  config: Config,
  limits: Limits,
  reduce: readonly Reduction[],
): CheckRequest {
  const { program } = state;
  return {
    source: sourceOf(program),
    config,
    limits: { ...limits, maxBytes: selectMaxBytes(state, limits) },
    reduce,
  };
}

/** Equal for equal texts: a text may leave the stage and come back. */
export function textKey({ scenario, source }: SessionState): string {
  return source.original ? scenario : `${scenario}\n${source.staged}`;
}
