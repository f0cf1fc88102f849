// Edits that may close a race, made from the steps that decide it and from the values that were outdated.

import type { Model } from '../../model/build/model.ts';
import type { Frame } from '../edit/stepFrames.ts';
import { extendHolds } from './extendHolds.ts';
import { FieldAccesses } from './fieldAccess.ts';
import type { FixCandidate } from './fixCandidate.ts';
import { fixPlaces, isEditable } from './fixPlace.ts';
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
  { program, config }: Pick<Model, 'program' | 'config'>,
  userMode: ReadonlySet<string>,
  { deciding, outdated }: FixSteps,
): FixCandidate[] {
  const places = fixPlaces([...outdated.map(({ read }) => read), ...deciding], userMode);
  const rechecked = outdated.map(({ read, used }) => ({
    read: read.map((frame) => ({ ...frame, editable: isEditable(frame.within, userMode) })),
    uses: fixPlaces(used, userMode),
  }));
  return [
    ...extendHolds(program, places),
    ...recheckReads(program, rechecked),
    ...moveStatements(program, new FieldAccesses(program, config), places),
  ];
}
