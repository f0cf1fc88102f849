// Requests to workers about the text on the stage. Every request is made here, so all of them use the same limits.

import { type ProgramSource, sourceOf } from '../../check/source/programSource.ts';
import type { CheckRequest } from '../../check/worker/checkerMessage.ts';
import type { Reduction } from '../../check/verdict/reductions.ts';
import type { Limits } from '../../check/verdict/report.ts';
import type { Config } from '../../lang/program/configurations.ts';
import { configKey } from '../state/replayers.ts';
import { selectMaxBytes } from '../state/select.ts';
import type { SessionState } from '../state/store.ts';

/** The common part of every request: the text, the configuration, and the memory limit. */
export interface StageQuestion {
  readonly source: ProgramSource;
  readonly config: Config;
  readonly limits: Limits;
}

/** The memory limit that the person chose, or the default. */
export function stageQuestion(
  state: SessionState,
  limits: Limits,
  config: Config = state.configuration.config,
): StageQuestion {
  return {
    source: sourceOf(state.program),
    config,
    limits: { ...limits, maxBytes: selectMaxBytes(state, limits) },
  };
}

export function checkQuestion(
  state: SessionState,
  config: Config,
  limits: Limits,
  reduce: readonly Reduction[],
): CheckRequest {
  return { ...stageQuestion(state, limits, config), reduce };
}

/** Whether a later state shows the same program in the same configuration. */
export function isSameStage(state: SessionState): (later: SessionState) => boolean {
  const { program } = state;
  const key = configKey(state.configuration.config);
  return (later) => later.program === program && configKey(later.configuration.config) === key;
}

/** Equal for equal texts: a text may leave the stage and return. */
export function textKey({ scenario, source }: SessionState): string {
  return source.original ? scenario : `${scenario}\n${source.staged}`;
}
