// What an editor asks of the language itself: how a text is coloured, which words are its own.

import { USAGE } from '../../lang/program/builtIn.ts';
import { Diagnostics } from '../../lang/syntax/diagnostic.ts';
import { DECLARATION_STARTS } from '../../lang/syntax/parseDeclaration.ts';
import { type PaintedRange, parseFile } from '../../lang/syntax/parseFile.ts';
import { typeName } from '../../lang/scope/scope.ts';
import { RESERVED } from '../../lang/syntax/tokenCursor.ts';

/** By the one grammar there is, errors and all; in order, without overlaps. */
export function paintText(text: string): readonly PaintedRange[] {
  return parseFile('', text, new Diagnostics()).painted;
}

/** How each built-in operation is written, by name. */
export const builtIns: ReadonlyMap<string, string> = USAGE;

export const keywords: readonly string[] = [...new Set([...RESERVED, ...DECLARATION_STARTS])];

/** How people write a type. */
export const typeText = typeName;
