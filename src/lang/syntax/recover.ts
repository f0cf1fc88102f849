// Going on after an error: where a list, a block or a statement ends when it is not written as it should be.

import { at } from '../../base/assert.ts';
import type { Expression } from './syntax.ts';
import { SyntaxFault, type TokenCursor } from './tokenCursor.ts';
import type { Token } from './tokenize.ts';

/** What `parse` yields, or after an error what `goOn` does; what was taken for it is broken then. */
export function recovering<T>(c: TokenCursor, parse: () => T, goOn: () => T): T {
  const before = c.position;
  try {
    return parse();
  } catch (fault) {
    if (!(fault instanceof SyntaxFault)) throw fault;
    c.breakSince(before);
    return goOn();
  }
}

/** Items between marks, separated by commas; a comma may follow the last. */
export function parseList<T>(c: TokenCursor, open: string, close: string, parseItem: () => T): T[] {
  c.expect(open);
  const items: T[] = [];
  while (!c.is(close) && mayBeginItem(c)) {
    const before = c.position;
    recovering(
      c,
      () => void items.push(parseItem()),
      () => c.skipTo(','),
    );
    if (c.accept(',')) continue;
    if (c.is(close)) break;
    c.reportExpected(`“,” or “${close}”`, close);
    if (c.position === before) break;
  }
  c.expect(close);
  return items;
}

/** Whether the next token can stand in a list at all. */
function mayBeginItem(c: TokenCursor): boolean {
  if (c.atEnd || (c.byLayout && c.startsLine && c.peek().indent === 0)) return false;
  return ![';', ')', ']', '}', '=', '->'].some((text) => c.is(text));
}

/** An expression before `close`; one that cannot be read stands for anything. */
export function parseUpTo(
  c: TokenCursor,
  close: string,
  parse: (c: TokenCursor) => Expression,
): Expression {
  const { from } = c.peek();
  return recovering(
    c,
    () => parse(c),
    (): Expression => {
      c.skipTo(close);
      return { kind: 'number', value: 0, at: c.spanFrom(from) };
    },
  );
}

/** `{ … }`. `indent`: how far the line is indented that its owner begins in; `parseNext` takes one thing in it. */
export function parseBraced(c: TokenCursor, indent: number, parseNext: () => void): void {
  const block = openBlock(c, indent);
  if (block === null) return;
  while (blockGoesOn(c, block)) parseNext();
}

/** What `parse` takes; nothing, if that cannot be read. */
export function parseOne<T>(c: TokenCursor, parse: (c: TokenCursor) => T): T[] {
  const { indent } = c.peek();
  const before = c.position;
  return recovering(
    c,
    () => [parse(c)],
    () => {
      c.skipStatement(indent);
      if (c.position === before) c.next();
      return [];
    },
  );
}

/** A block while it is read. */
interface OpenBlock {
  /** How far the line is indented that its owner begins in, and which line its brace is in. */
  readonly indent: number;
  readonly line: number;
}

/** Takes the `{`. Null: there is no block, which has been reported. */
function openBlock(c: TokenCursor, indent: number): OpenBlock | null {
  if (c.accept('{')) {
    const line = c.previous?.line ?? 0;
    if (c.byLayout && c.is('{') && !c.startsLine) c.refuseToken('one “{” too many');
    return { indent, line };
  }
  c.reportExpected('“{”', '{');
  const follows = c.startsLine && c.peek().indent > indent;
  if (c.byLayout && follows) return { indent, line: c.peek().line };
  c.skipLine();
  return c.accept('{') ? { indent, line: c.previous?.line ?? 0 } : null;
}

/** Whether the block goes on here; takes its `}`, or reports that there is none. */
function blockGoesOn(c: TokenCursor, block: OpenBlock): boolean {
  const brace = c.is('}');
  if (c.atEnd || (c.byLayout && endsBefore(c, block))) {
    c.reportExpected('“}”', '}');
    return false;
  }
  if (!brace) return true;
  if (c.byLayout && isStray(c, block)) {
    const opens = lineThatOpens(c);
    if (opens !== null) c.reportMissing('{', opens);
    c.refuseToken('one “}” too many');
    return true;
  }
  c.next();
  return false;
}

/** By its indentation, what comes next stands outside the block. */
function endsBefore(c: TokenCursor, { indent, line }: OpenBlock): boolean {
  const token = c.peek();
  if (!c.startsLine || token.line === line) return false;
  if (c.is('}')) return token.indent < indent;
  return token.indent <= indent && !c.is(':', 1) && !c.is('case');
}

/** By its indentation, this `}` closes something else. */
function isStray(c: TokenCursor, { indent, line }: OpenBlock): boolean {
  const token = c.peek();
  return c.startsLine ? token.indent > indent : token.line !== line;
}

/** The last token of the line that this `}` closes, by its indentation, where the `{` is missing there. */
function lineThatOpens(c: TokenCursor): Token | null {
  const { tokens } = c.source;
  const { line, indent } = c.peek();
  for (let i = c.position - 1; i >= 0; i -= 1) {
    const token = at(tokens, i);
    if (token.line === line || token.indent > indent) continue;
    return token.indent < indent || [';', '{', '}'].includes(token.text) ? null : token;
  }
  return null;
}
