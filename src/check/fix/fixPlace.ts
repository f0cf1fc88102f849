// Where in the text a fix may begin: the statements of the steps in question, in every function around them that may be
// edited. User space is none of the kernel's, and what a task does there may span system calls.

import type { Statement } from '../../lang/syntax/syntax.ts';
import { at } from '../../base/assert.ts';
import type { FunctionText } from '../edit/functionText.ts';
import { type PlaceInList, placesAround } from '../edit/statementRange.ts';
import type { Frame } from '../edit/stepFrames.ts';
import { isUserProgram } from '../edit/userProgram.ts';

/** A statement in a list, and all lists around it. */
export interface FixPlace extends PlaceInList {
  readonly within: FunctionText;
}

export function statementAt({ list, index }: PlaceInList): Statement {
  return at(list, index);
}

export function isEditable(within: FunctionText, userMode: ReadonlySet<string>): boolean {
  if (within.atomic || userMode.has(within.name)) return false;
  return !isUserProgram(within);
}

/** Each once, the innermost function of each step first. */
export function fixPlaces(
  steps: readonly (readonly Frame[])[],
  userMode: ReadonlySet<string>,
): FixPlace[] {
  const places = steps.flatMap((frames) =>
    frames
      .filter(({ within }) => isEditable(within, userMode))
      .toReversed()
      .flatMap(({ within, offset }) =>
        placesAround(within.body, offset)
          .toReversed()
          .map((place) => ({ ...place, within })),
      ),
  );
  return places.filter(
    (place, i) =>
      places.findIndex(({ list, index }) => list === place.list && index === place.index) === i,
  );
}
