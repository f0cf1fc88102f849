// Statements. A broken one costs one message; the next one is parsed as if nothing had happened.

import { parseCollection, parseExpression } from './parseExpression.ts';
import { leftOutWord } from './leftOut.ts';
import { isTypeStart, parseStar, parseType } from './parseType.ts';
import { parseBraced, parseOne, parseUpTo, recovering } from './recover.ts';
import type { Expression, Name, Statement, SwitchCase, TypeSyntax } from './syntax.ts';
import { RESERVED, SYNTAX_FAULT, type TokenCursor } from './tokenCursor.ts';

/** `{ … }`. `indent`: how far the line is indented that its owner begins in. */
export function parseBlock(c: TokenCursor, indent: number): Statement[] {
  const body: Statement[] = [];
  parseBraced(c, indent, () => {
    body.push(...parseLabelOrStatement(c));
  });
  return body;
}

function parseLabelOrStatement(c: TokenCursor): Statement[] {
  const label = parseLabel(c);
  return label === null ? parseOne(c, parseStatement) : [label];
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
  const own = parseByTwoWords(c, from);
  if (own !== null) return own;
  if (isTypeStart(c) || c.is('const')) return parseDeclaration(c, from);
  if (c.is('else')) {
    c.report(c.peek(), 'else without an if before it', null);
    throw SYNTAX_FAULT;
  }
  const statement = parseSimple(c, from);
  c.expectEnd();
  return { ...statement, at: c.spanFrom(from) };
}

/** Statements that begin with a word which may also name something. */
function parseByTwoWords(c: TokenCursor, from: number): Statement | null {
  const { kind, text } = c.peek();
  if (c.is(';') || (c.is('fallthrough') && c.is(';', 1))) return parseEmpty(c, from);
  if (kind !== 'word') return null;
  if (c.is('wait') && c.is('until', 1)) return parseWait(c, from);
  if (c.is('switch') && c.is('(', 1)) return parseSwitch(c, from);
  const second = c.peek(1);
  if (c.is('do') && (c.is('{', 1) || (second.kind === 'word' && !c.is('in', 1))))
    return parseDo(c, from);
  if (second.kind !== 'word' && !c.is('*', 1)) return null;
  if (text === 'static' && second.kind === 'word') return c.refuseLeftOut(STATIC_LOCAL);
  const leftOut = second.kind === 'word' ? leftOutWord(text) : null;
  return leftOut === null ? null : c.refuseLeftOut(leftOut);
}

const STATIC_LOCAL = { message: 'a static local outlives its call, so it is shared', mend: 'declare it outside of the function' }; // prettier-ignore

/** `;` alone. */
function parseEmpty(c: TokenCursor, from: number): Statement {
  if (!c.is(';')) c.next('keyword');
  c.next();
  return { kind: 'block', body: [], at: c.spanFrom(from) };
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
  const declared = parseDeclarators(c, from);
  c.expectEnd();
  return { ...declared, at: c.spanFrom(from) };
}

/** `const struct page *page = NULL, *next`: one statement for each name. */
function parseDeclarators(c: TokenCursor, from: number): Statement {
  const constant = c.accept('const');
  const type = parseType(c);
  const first = parseDeclarator(c, from, constant, type);
  const all = [first];
  while (c.accept(',')) {
    const start = c.peek().from;
    all.push(parseDeclarator(c, start, constant, parseStar(c, type)));
  }
  return all.length === 1 ? first : { kind: 'block', body: all, at: c.spanFrom(from) };
}

function parseDeclarator(
  c: TokenCursor,
  from: number,
  constant: boolean,
  type: TypeSyntax,
): Statement {
  if (c.is('*')) c.refuse('a pointer points to a struct, never to a number', 'use the variable itself, or pass the struct that it is in'); // prettier-ignore
  const name = c.name('the name of a variable');
  const value = c.accept('=') ? parseExpression(c) : null;
  return { kind: 'declare', constant, type, name, value, at: c.spanFrom(from) };
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

/** `do … while (condition);` */
function parseDo(c: TokenCursor, from: number): Statement {
  c.next('keyword');
  const body = parseBody(c);
  c.expect('while');
  const condition = parseCondition(c);
  c.expectEnd();
  return { kind: 'do', body, condition, at: c.spanFrom(from) };
}

/** Tokens before the first `;` of a `for`: what is longer is read as a `for` of the language. */
const LONGEST_HEAD = 100;

/** Whether C's `for` follows: it has semicolons before its `)`. */
function isCount(c: TokenCursor): boolean {
  if (c.is('in', 1) && !c.is('{', 2)) return false;
  for (let ahead = 0, depth = 0; depth >= 0 && ahead < LONGEST_HEAD; ahead += 1) {
    const { kind, text } = c.peek(ahead);
    if (kind === 'end') return false;
    if (kind !== 'punctuation') continue;
    if (text === ';') return true;
    depth += Number(text === '{') - Number(text === '}');
  }
  return false;
}

/** `for (i = 0; i < n; i++) …`, from its first part on. */
function parseCount(c: TokenCursor, from: number): Statement {
  const start = c.is(';')
    ? null
    : parsePart(c, isTypeStart(c) || c.is('const') ? parseDeclarators : parseSimple);
  c.expect(';');
  const condition = c.is(';') ? null : parseExpression(c);
  c.expect(';');
  const step = c.is(')') ? null : parsePart(c, parseSimple);
  c.expect(')');
  return { kind: 'count', start, condition, step, body: parseBody(c), at: c.spanFrom(from) };
}

function parsePart(c: TokenCursor, parse: Parse): Statement {
  const part = parse(c, c.peek().from);
  return c.is(',') ? c.refuseLeftOut(COMMA) : part;
}

const COMMA = { message: '“,” between two statements', mend: 'write one of them before the loop or in its body' }; // prettier-ignore

function parseSwitch(c: TokenCursor, from: number): Statement {
  const { indent } = c.next('keyword');
  const subject = parseCondition(c);
  const cases: SwitchCase[] = [];
  parseBraced(c, indent, () => void cases.push(...parseOne(c, parseCase)));
  return { kind: 'switch', subject, cases, at: c.spanFrom(from) };
}

function startsCase(c: TokenCursor): boolean {
  return (c.is('case') && !c.is('=', 1)) || (c.is('default') && c.is(':', 1));
}

/** `case A: case B: …`, up to the next one. */
function parseCase(c: TokenCursor): SwitchCase {
  const { from } = c.peek();
  if (!startsCase(c)) return c.fail('“case” or “default”');
  const values: (Expression | null)[] = [];
  while (startsCase(c)) {
    values.push(c.next('keyword').text === 'case' ? parseExpression(c) : null);
    c.expect(':');
  }
  const at = c.spanFrom(from);
  const body: Statement[] = [];
  while (!c.is('}') && !c.atEnd && !startsCase(c)) body.push(...parseLabelOrStatement(c));
  return { values, body, at };
}

function parseFor(c: TokenCursor, from: number): Statement {
  c.next();
  c.expect('(');
  if (isCount(c)) return parseCount(c, from);
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
