// Edits that may close a race, made from the steps that decide it and from the values that were outdated.

import type { Program } from '../../lang/program/program.ts';
import type { Frame } from '../edit/stepFrames.ts';
import { extendHolds } from './extendHolds.ts';
import type { FixCandidate } from './fixCandidate.ts';
import { fixPlaces } from './fixPlace.ts';
import { moveStatements } from './moveStatements.ts';
import { recheckReads } from './recheckReads.ts';

/** Steps by the statements that make them, from the task's body inwards. */
export interface FixSteps {
  /** Of the decisive orders, and where the property breaks. */
  readonly deciding: readonly (readonly Frame[])[];
  readonly outdated: readonly {
    readonly read: readonly Frame[];
    readonly used: readonly (readonly Frame[])[];
  }[];
}

export function fixCandidates(
  program: Program,
  userMode: ReadonlySet<string>,
  { deciding, outdated }: FixSteps,
): FixCandidate[] {
  const places = fixPlaces([...outdated.map(({ read }) => read), ...deciding], userMode);
  const rechecked = outdated.map(({ read, used }) => ({
    reads: fixPlaces([read], userMode),
    uses: fixPlaces(used, userMode),
  }));
  return [
    ...extendHolds(program, places),
    ...recheckReads(program, rechecked),
    ...moveStatements(program, places),
  ];
}
