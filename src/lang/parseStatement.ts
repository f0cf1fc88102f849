// Statements. A broken one costs one message; the next one is parsed as if nothing had happened.

import { parseCollection, parseExpression } from './parseExpression.ts';
import { isTypeStart, parseType } from './parseType.ts';
import type { Expression, Name, Statement } from './syntax.ts';
import { SyntaxFault, type TokenCursor } from './tokenCursor.ts';

/** `{ … }` */
export function parseBlock(c: TokenCursor): Statement[] {
  c.expect('{');
  const body: Statement[] = [];
  while (!c.is('}') && !c.atEnd) {
    const before = c.position;
    try {
      body.push(...parseLabelled(c));
    } catch (fault) {
      if (!(fault instanceof SyntaxFault)) throw fault;
      c.skipStatement();
      if (c.position === before) c.next();
    }
  }
  c.expect('}');
  return body;
}

/** A statement with the labels before it; a label may also end a block. */
function parseLabelled(c: TokenCursor): Statement[] {
  const labels: Statement[] = [];
  while (c.peek().kind === 'word' && c.is(':', 1)) {
    const from = c.peek().from;
    const name = c.name('a label', 'label');
    c.expect(':');
    labels.push({ kind: 'label', name, at: c.spanFrom(from) });
  }
  return c.is('}') ? labels : [...labels, parseStatement(c)];
}

export function parseStatement(c: TokenCursor): Statement {
  const from = c.peek().from;
  if (c.is('{')) return { kind: 'block', body: parseBlock(c), at: c.spanFrom(from) };
  const keyword = c.peek().text;
  const parse = c.peek().kind === 'word' ? BY_KEYWORD.get(keyword) : undefined;
  if (parse !== undefined) return parse(c, from);
  if (c.is('wait') && c.is('until', 1)) return parseWait(c, from);
  if (isTypeStart(c)) return parseDeclaration(c, from);
  const statement = parseSimple(c, from);
  c.expect(';');
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
  c.expect(';');
  return { kind: 'declare', type, name, value, at: c.spanFrom(from) };
}

function parseCondition(c: TokenCursor): Expression {
  c.expect('(');
  const condition = parseExpression(c);
  c.expect(')');
  return condition;
}

function parseIf(c: TokenCursor, from: number): Statement {
  c.next();
  const condition = parseCondition(c);
  const then = parseStatement(c);
  const otherwise = c.accept('else') ? parseStatement(c) : null;
  return { kind: 'if', condition, then, else: otherwise, at: c.spanFrom(from) };
}

function parseWhile(c: TokenCursor, from: number): Statement {
  c.next();
  const condition = parseCondition(c);
  return { kind: 'while', condition, body: parseStatement(c), at: c.spanFrom(from) };
}

function parseFor(c: TokenCursor, from: number): Statement {
  c.next();
  c.expect('(');
  const variable = c.name('the name of a loop variable');
  c.expect('in');
  const over = parseCollection(c);
  c.expect(')');
  return { kind: 'for', variable, over, body: parseStatement(c), at: c.spanFrom(from) };
}

function parseGoto(c: TokenCursor, from: number): Statement {
  c.next();
  const label: Name = c.name('a label', 'label');
  c.expect(';');
  return { kind: 'goto', label, at: c.spanFrom(from) };
}

function parseReturn(c: TokenCursor, from: number): Statement {
  c.next();
  const value = c.is(';') ? null : parseExpression(c);
  c.expect(';');
  return { kind: 'return', value, at: c.spanFrom(from) };
}

function parseJump(c: TokenCursor, from: number, kind: 'break' | 'continue'): Statement {
  c.next();
  c.expect(';');
  return { kind, at: c.spanFrom(from) };
}

function parsePrefixed(c: TokenCursor, from: number, kind: 'atomic' | 'ghost'): Statement {
  c.next();
  return { kind, body: parseStatement(c), at: c.spanFrom(from) };
}

function parseWait(c: TokenCursor, from: number): Statement {
  c.next('keyword');
  c.next('keyword');
  const until = parseCondition(c);
  c.expect(';');
  return { kind: 'wait', until, at: c.spanFrom(from) };
}

function parseChoose(c: TokenCursor, from: number): Statement {
  c.next();
  c.expect('{');
  const branches = [];
  do {
    const label = c.name('the label of a branch', 'label');
    c.expect(':');
    const body: Statement[] = [];
    while (!c.is('}') && !(c.peek().kind === 'word' && c.is(':', 1))) body.push(parseStatement(c));
    branches.push({ label, body });
  } while (!c.is('}') && !c.atEnd);
  c.expect('}');
  return { kind: 'choose', branches, at: c.spanFrom(from) };
}
