// The fix matrix as the page shows it: what is known of all sets of changes by now.

import {
  changeWords,
  type FixMatrix,
  fixMatrix,
  foldRows,
  type MatrixRow,
} from '../check/fixMatrix.ts';
import type { Program } from '../lang/program.ts';
import { remember } from './remember.ts';
import { configKey } from './replayers.ts';
import type { SessionState } from './store.ts';

const rowsOf = remember((program: Program) => [program], foldRows);

/** How many sets of changes there are: with one there is nothing to compare. */
export function selectSets(program: Program): number {
  return rowsOf(program).length;
}

/** Null until somebody asks for it. */
export const selectMatrix: (state: SessionState) => FixMatrix | null = remember(
  ({ program, checks, matrix }) => [program, checks, matrix.asked],
  ({ program, checks, matrix }) => {
    if (!matrix.asked) return null;
    const reportOf = (config: SessionState['configuration']['config']) => {
      const check = checks.get(configKey(config));
      return check?.kind === 'done' ? check.report : null;
    };
    return fixMatrix(program, reportOf, rowsOf(program));
  },
);

/** Whether configurations of the matrix are being searched, or wait for it. */
export function selectSearching({ checks }: SessionState): boolean {
  return [...checks.values()].some(({ kind }) => kind === 'waiting' || kind === 'running');
}

/** The changes of a set, each as one word; `no change` for none. */
export function setWords({ changes }: Pick<MatrixRow, 'changes'>): readonly string[] {
  const words = changeWords(changes);
  return words.length === 0 ? ['no change'] : words;
}

/** Whether the configuration on the stage is one of the row's. */
export function isOnStage(
  { changes }: MatrixRow,
  { program, configuration }: SessionState,
): boolean {
  return rowsOf(program).some(
    (row) =>
      row.changes === changes &&
      row.configs.some((config) => configKey(config) === configKey(configuration.config)),
  );
}
