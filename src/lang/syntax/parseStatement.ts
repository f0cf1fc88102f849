// Statements. A broken one costs one message; the next one is parsed as if nothing had happened.

import { parseCollection, parseExpression } from './parseExpression.ts';
import { isTypeStart, parseType } from './parseType.ts';
import { parseBraced, parseOne, parseUpTo, recovering } from './recover.ts';
import type { Expression, Name, Statement } from './syntax.ts';
import { RESERVED, SYNTAX_FAULT, type TokenCursor } from './tokenCursor.ts';

/** `{ … }`. `indent`: how far the line is indented that its owner begins in. */
export function parseBlock(c: TokenCursor, indent: number): Statement[] {
  const body: Statement[] = [];
  parseBraced(c, indent, () => {
    if (c.is(';')) return c.refuseToken('one “;” too many');
    const label = parseLabel(c);
    body.push(...(label === null ? parseOne(c, parseStatement) : [label]));
  });
  return body;
}

/** Labels stand in blocks; one may also end a block. */
function parseLabel(c: TokenCursor): Statement | null {
  if (c.peek().kind !== 'word' || !c.is(':', 1) || RESERVED.has(c.peek().text)) return null;
  const { from } = c.peek();
  const name = c.name('a label', 'label');
  c.next();
  return { kind: 'label', name, at: c.spanFrom(from) };
}

/** The statement that an `if`, a loop or a prefix governs. */
function parseBody(c: TokenCursor): Statement {
  const { from, indent } = c.peek();
  return recovering(
    c,
    () => parseStatement(c),
    (): Statement => {
      c.skipStatement(indent);
      return { kind: 'block', body: [], at: c.spanFrom(from) };
    },
  );
}

function parseStatement(c: TokenCursor): Statement {
  return c.nested(() => parseAny(c));
}

function parseAny(c: TokenCursor): Statement {
  const { from, indent, kind, text } = c.peek();
  if (c.is('{')) return { kind: 'block', body: parseBlock(c, indent), at: c.spanFrom(from) };
  const parse = kind === 'word' ? BY_KEYWORD.get(text) : undefined;
  if (parse !== undefined) return parse(c, from);
  if (c.is('wait') && c.is('until', 1)) return parseWait(c, from);
  if (isTypeStart(c)) return parseDeclaration(c, from);
  if (c.is('else')) {
    c.report(c.peek(), 'else without an if before it', null);
    throw SYNTAX_FAULT;
  }
  const statement = parseSimple(c, from);
  c.expectEnd();
  return { ...statement, at: c.spanFrom(from) };
}

type Parse = (c: TokenCursor, from: number) => Statement;

const BY_KEYWORD: ReadonlyMap<string, Parse> = new Map<string, Parse>([
  ['if', parseIf],
  ['while', parseWhile],
  ['for', parseFor],
  ['goto', parseGoto],
  ['return', parseReturn],
  ['break', (c, from) => parseJump(c, from, 'break')],
  ['continue', (c, from) => parseJump(c, from, 'continue')],
  ['atomic', (c, from) => parsePrefixed(c, from, 'atomic')],
  ['ghost', (c, from) => parsePrefixed(c, from, 'ghost')],
  ['choose', parseChoose],
]);

/** Assignments, `x++`, and expressions for their effect: what may also stand in a for. */
function parseSimple(c: TokenCursor, from: number): Statement {
  const target = parseExpression(c);
  for (const operator of ['=', '+=', '-='] as const) {
    if (!c.accept(operator)) continue;
    const value = parseExpression(c);
    return { kind: 'assign', operator, target, value, at: c.spanFrom(from) };
  }
  if (c.is('++') || c.is('--')) {
    const by = c.next().text === '++' ? 1 : -1;
    const value: Expression = { kind: 'bump', by, target, at: c.spanFrom(from) };
    return { kind: 'evaluate', value, at: value.at };
  }
  return { kind: 'evaluate', value: target, at: c.spanFrom(from) };
}

function parseDeclaration(c: TokenCursor, from: number): Statement {
  const type = parseType(c);
  const name = c.name('the name of a variable');
  const value = c.accept('=') ? parseExpression(c) : null;
  c.expectEnd();
  return { kind: 'declare', type, name, value, at: c.spanFrom(from) };
}

function parseCondition(c: TokenCursor): Expression {
  c.expect('(');
  const condition = parseUpTo(c, ')', parseExpression);
  c.expect(')');
  return condition;
}

function parseIf(c: TokenCursor, from: number): Statement {
  c.next();
  const condition = parseCondition(c);
  const then = parseBody(c);
  const otherwise = c.accept('else') ? parseBody(c) : null;
  return { kind: 'if', condition, then, else: otherwise, at: c.spanFrom(from) };
}

function parseWhile(c: TokenCursor, from: number): Statement {
  c.next();
  const condition = parseCondition(c);
  return { kind: 'while', condition, body: parseBody(c), at: c.spanFrom(from) };
}

function parseFor(c: TokenCursor, from: number): Statement {
  c.next();
  c.expect('(');
  const variable = c.name('the name of a loop variable');
  c.expect('in');
  const over = parseCollection(c);
  c.expect(')');
  return { kind: 'for', variable, over, body: parseBody(c), at: c.spanFrom(from) };
}

function parseGoto(c: TokenCursor, from: number): Statement {
  c.next();
  const label: Name = c.name('a label', 'label');
  c.expectEnd();
  return { kind: 'goto', label, at: c.spanFrom(from) };
}

function parseReturn(c: TokenCursor, from: number): Statement {
  c.next();
  const value = c.is(';') ? null : parseExpression(c);
  c.expectEnd();
  return { kind: 'return', value, at: c.spanFrom(from) };
}

function parseJump(c: TokenCursor, from: number, kind: 'break' | 'continue'): Statement {
  c.next();
  c.expectEnd();
  return { kind, at: c.spanFrom(from) };
}

function parsePrefixed(c: TokenCursor, from: number, kind: 'atomic' | 'ghost'): Statement {
  c.next();
  return { kind, body: parseBody(c), at: c.spanFrom(from) };
}

function parseWait(c: TokenCursor, from: number): Statement {
  c.next('keyword');
  c.next('keyword');
  const until = parseCondition(c);
  c.expectEnd();
  return { kind: 'wait', until, at: c.spanFrom(from) };
}

function parseChoose(c: TokenCursor, from: number): Statement {
  const { indent } = c.next();
  if (c.is('{') && c.is('}', 1)) c.report(c.peek(), 'a choice without branches', 'delete it');
  const branches: { label: Name; body: Statement[] }[] = [];
  parseBraced(c, indent, () => void branches.push(...parseOne(c, parseBranch)));
  return { kind: 'choose', branches, at: c.spanFrom(from) };
}

function parseBranch(c: TokenCursor): { label: Name; body: Statement[] } {
  const label = c.name('the label of a branch', 'label');
  c.expect(':');
  const body: Statement[] = [];
  const isLabel = (): boolean => c.peek().kind === 'word' && c.is(':', 1);
  const from = c.position;
  while (!c.is('}') && !c.atEnd && !isLabel()) body.push(...parseOne(c, parseStatement));
  if (c.position === from && isLabel()) c.refuseEmptyBranch(label, c.peek().text);
  return { label, body };
}
