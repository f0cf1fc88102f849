// A file's text to its syntax tree, with every independent error reported once.

import { Diagnostics } from './diagnostic.ts';
import { DECLARATION_STARTS, parseDeclaration } from './parseDeclaration.ts';
import { recovering } from './recover.ts';
import type { Declaration, SourceFile } from './syntax.ts';
import { type Paint, TokenCursor } from './tokenCursor.ts';
import { type Token, type Tokens, tokenize } from './tokenize.ts';

export interface ParsedFile extends SourceFile {
  readonly painted: readonly PaintedRange[];
  /** What could not be read; the names in it may be declared there. */
  readonly broken: readonly Token[];
}

/** What the parser understood a range of the text to be, in order, without overlaps. */
export interface PaintedRange {
  readonly from: number;
  readonly to: number;
  readonly paint: Paint;
}

export function parseFile(name: string, text: string, diagnostics: Diagnostics): ParsedFile {
  const tokens = tokenize(name, text, diagnostics);
  const { declarations, cursor, found } = readTokens(name, tokens);
  for (const d of found.list) diagnostics.add(d);
  return { name, text, declarations, painted: paint(cursor), broken: cursor.broken };
}

interface Reading {
  readonly declarations: readonly Declaration[];
  readonly cursor: TokenCursor;
  readonly found: Diagnostics;
}

/** Braces say where a block ends; when they do not fit, indentation often knows which one is wrong. */
function readTokens(name: string, tokens: Tokens): Reading {
  const byBraces = readOnce(name, tokens, false);
  if (byBraces.found.list.length === 0) return byBraces;
  const byLayout = readOnce(name, tokens, true);
  return byLayout.found.list.length <= byBraces.found.list.length ? byLayout : byBraces;
}

function readOnce(name: string, tokens: Tokens, byLayout: boolean): Reading {
  const found = new Diagnostics();
  const cursor = new TokenCursor(name, tokens, found, byLayout);
  const declarations: Declaration[] = [];
  while (findsDeclaration(cursor)) {
    const before = cursor.position;
    recovering(
      cursor,
      () => void declarations.push(...parseDeclaration(cursor)),
      () => {
        if (cursor.position === before) cursor.next();
        cursor.skipDeclaration(DECLARATION_STARTS);
      },
    );
  }
  return { declarations, cursor, found };
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

/** False at the end of the file. After an error, what begins no declaration belongs to what was broken. */
function findsDeclaration(cursor: TokenCursor): boolean {
  const begins = DECLARATION_STARTS.has(cursor.peek().text) && cursor.peek().kind === 'word';
  const inside = cursor.byLayout && cursor.peek().indent > 0 && cursor.isBroken;
  if (inside || (!begins && cursor.followsBroken)) cursor.skipDeclaration(DECLARATION_STARTS);
  return !cursor.atEnd;
}
