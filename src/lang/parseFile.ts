// A file's text to its syntax tree, with every independent error reported once.

import type { Diagnostics } from './diagnostic.ts';
import { DECLARATION_STARTS, parseDeclaration } from './parseDeclaration.ts';
import type { Declaration, SourceFile } from './syntax.ts';
import { type Paint, SyntaxFault, TokenCursor } from './tokenCursor.ts';
import { tokenize } from './tokenize.ts';

export interface ParsedFile extends SourceFile {
  readonly painted: readonly PaintedRange[];
}

/** What the parser understood a range of the text to be, in order, without overlaps. */
export interface PaintedRange {
  readonly from: number;
  readonly to: number;
  readonly paint: Paint;
}

export function parseFile(name: string, text: string, diagnostics: Diagnostics): ParsedFile {
  const cursor = new TokenCursor(name, tokenize(name, text, diagnostics), diagnostics);
  const declarations: Declaration[] = [];
  while (!cursor.atEnd) {
    const before = cursor.position;
    try {
      declarations.push(...parseDeclaration(cursor));
    } catch (fault) {
      if (!(fault instanceof SyntaxFault)) throw fault;
      if (cursor.position === before) cursor.next();
      cursor.skipDeclaration(DECLARATION_STARTS);
    }
  }
  return { name, text, declarations, painted: paint(cursor) };
}

function paint(cursor: TokenCursor): PaintedRange[] {
  const { tokens, comments } = cursor.source;
  const painted: PaintedRange[] = comments.map(({ from, to }) => ({ from, to, paint: 'comment' }));
  tokens.forEach((token, i) => {
    const own = cursor.paints[i];
    if (token.kind !== 'end' && own) painted.push({ from: token.from, to: token.to, paint: own });
  });
  return painted.sort((a, b) => a.from - b.from);
}
