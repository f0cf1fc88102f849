// The fix matrix as the page shows it: the results of all combinations of fixes so far.

import {
  changeWords,
  differenceOf,
  differenceWords,
  type FixMatrix,
  fixMatrix,
  type MatrixRow,
} from '../../check/verdict/fixMatrix.ts';
import type { Config } from '../../lang/program/configurations.ts';
import type { Program } from '../../lang/program/program.ts';
import { selectFixPlan } from './fixPlan.ts';
import { matrixConfigs, matrixRows } from '../state/matrixRows.ts';
import { remember } from '../state/remember.ts';
import { configKey } from '../state/replayers.ts';
import type { SessionState } from '../state/store.ts';

export { isNeverTested, neverTestedIn } from '../../check/verdict/fixMatrix.ts';

/** The number of combinations of fixes: with one there is nothing to compare. */
export function selectSets(program: Program): number {
  return matrixRows(program).length;
}

/** The changes of the matrix row of the configuration on the stage. */
export const selectStageChanges: (state: SessionState) => Config | null = remember(
  ({ program, configuration }) => [program, configuration],
  ({ program, configuration }) => {
    const key = configKey(configuration.config);
    const row = matrixRows(program).find(({ configs }) =>
      configs.some((config) => configKey(config) === key),
    );
    return row?.changes ?? null;
  },
);

/** Null where it is searched only on request, and was not requested. */
export const selectMatrix: (state: SessionState) => FixMatrix | null = remember(
  (state) => [state.program, state.checks, selectStageChanges(state), isLarge(state)],
  (state) => {
    const { program, checks } = state;
    if (isLarge(state)) return null;
    const reportOf = (config: Config) => {
      const check = checks.get(configKey(config));
      return check?.kind === 'done' ? check.report : null;
    };
    return fixMatrix(program, reportOf, matrixRows(program), selectStageChanges(state) ?? {});
  },
);

function isLarge(state: SessionState): boolean {
  const plan = selectFixPlan(state);
  return plan.kind === 'on-request' && plan.why.kind === 'many';
}

/** Whether a person, or a failure, stopped the search of some of its configurations. */
export function selectStopped({ program, checks }: SessionState): boolean {
  return matrixConfigs(program).some((config) => {
    const kind = checks.get(configKey(config))?.kind;
    return kind === 'stopped' || kind === 'failed';
  });
}

/** Whether configurations of the matrix are being searched or are queued. */
export function selectSearching({ checks }: SessionState): boolean {
  return [...checks.values()].some(({ kind }) => kind === 'waiting' || kind === 'running');
}

/** The changes of a set, each as one word; `defaults` for none. */
export function setWords({ changes }: Pick<MatrixRow, 'changes'>): readonly string[] {
  const words = changeWords(changes);
  return words.length === 0 ? ['defaults'] : words;
}

/** What a set adds to the kernel on the stage, and what it takes away; empty for that kernel itself. */
export function fixWords(base: Config, { changes }: Pick<MatrixRow, 'changes'>): readonly string[] {
  return differenceWords(differenceOf(base, changes));
}

/** `Since 4.3: batched_flush without checks_pending`; null where no kernel broke it. */
export function originText({ origins }: FixMatrix, property: string): string | null {
  const origin = origins.find((one) => one.property === property);
  if (origin === undefined) return null;
  const words = differenceWords(origin.difference).join(', ');
  const missing = origin.missing === null ? '' : ` without ${origin.missing}`;
  return `Since ${origin.kernel}: ${words}${missing}`;
}
