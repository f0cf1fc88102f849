// The combinations of fixes of the program on the stage, and the configurations of each.

import { type FoldedRow, foldRows } from '../../check/verdict/fixMatrix.ts';
import type { Config } from '../../lang/program/configurations.ts';
import type { Program } from '../../lang/program/program.ts';
import { remember } from './remember.ts';

export const matrixRows: (program: Program) => readonly FoldedRow[] = remember(
  (program) => [program],
  foldRows,
);

export const matrixConfigs: (program: Program) => readonly Config[] = remember(
  (program) => [program],
  (program) => matrixRows(program).flatMap(({ configs }) => configs),
);
