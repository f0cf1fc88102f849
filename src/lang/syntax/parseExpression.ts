// Expressions: C's, as far as a model needs them, with `forall`, `exists`, `=>` and `in { … }` beside them.

import { leftOutWord } from './leftOut.ts';
import { parseList, parseUpTo } from './recover.ts';
import type { BinaryOperator, Collection, Expression, Initializer } from './syntax.ts';
import type { TokenCursor } from './tokenCursor.ts';

/** Loosest first. `=>` groups to the right, the others to the left; comparisons do not chain. */
const LEVELS: readonly (readonly BinaryOperator[])[] = [
  ['=>'],
  ['||'],
  ['&&'],
  ['==', '!='],
  ['<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '%'],
];
const EQUALITY = 3;
const SUM = 5;
const COMPARISONS = LEVELS.slice(EQUALITY, EQUALITY + 2);

/** Words that begin a type and can name nothing. */
const TYPE_WORDS: ReadonlySet<string> = new Set(['struct', 'enum', 'bool', 'int', 'void', 'unsigned']); // prettier-ignore

export function parseExpression(c: TokenCursor): Expression {
  const { from } = c.peek();
  const condition = parseLevel(c, 0);
  return c.accept('?') ? c.nested(() => parseConditional(c, condition, from)) : condition;
}

/** `a ? b : c` binds loosest, and groups to the right. */
function parseConditional(c: TokenCursor, condition: Expression, from: number): Expression {
  const then = parseExpression(c);
  c.expect(':');
  const otherwise = parseExpression(c);
  return { kind: 'conditional', condition, then, else: otherwise, at: c.spanFrom(from) };
}

/** A quantifier may stand wherever an operand may, and reaches as far as it can. */
function parseQuantified(c: TokenCursor): Expression {
  const from = c.peek().from;
  const quantifier = c.next().text === 'forall' ? 'forall' : 'exists';
  if (c.is('struct') || c.is('int'))
    c.refuse('a quantifier names its variable without a type', 'write forall p in struct page, …');
  const variable = c.name('the name of a variable');
  c.expect('in');
  const collection = parseCollection(c);
  c.expect(',');
  const body = parseExpression(c);
  return { kind: 'quantified', quantifier, variable, collection, body, at: c.spanFrom(from) };
}

export function parseCollection(c: TokenCursor): Collection {
  const from = c.peek().from;
  if (c.accept('struct')) {
    return { kind: 'struct', name: c.name('the name of a struct', 'type'), at: c.spanFrom(from) };
  }
  if (c.peek().kind === 'word' && !c.is('..', 1) && !c.is('-', 1) && !c.is('+', 1)) {
    return { kind: 'named', name: c.name('a pool or an array'), at: c.spanFrom(from) };
  }
  const low = parseSum(c);
  c.expect('..');
  const high = parseSum(c);
  return { kind: 'range', low, high, at: c.spanFrom(from) };
}

/** Sums only: what a bound of a range can be. */
export function parseSum(c: TokenCursor): Expression {
  return parseLevel(c, SUM);
}

function parseLevel(c: TokenCursor, level: number): Expression {
  const operators = LEVELS[level];
  if (operators === undefined) return parseUnary(c);
  const from = c.peek().from;
  const first = parseLevel(c, level + 1);
  if (level === EQUALITY && c.is('in')) return parseAmong(c, first, from);
  let left = first;
  let depth = 0;
  for (let operator = takeOne(c, operators); operator !== null; operator = takeOne(c, operators)) {
    if (left !== first && COMPARISONS.includes(operators)) reportChain(c);
    const right = operator === '=>' ? c.nested(() => parseLevel(c, 0)) : parseLevel(c, level + 1);
    left = { kind: 'binary', operator, left, right, at: c.spanFrom(from) };
    c.limitNesting((depth += 1));
  }
  return left;
}

function takeOne(c: TokenCursor, operators: readonly BinaryOperator[]): BinaryOperator | null {
  return operators.find((operator) => c.accept(operator)) ?? null;
}

/** `a == b == c` would compare a truth value with c, which nobody means. */
function reportChain(c: TokenCursor): void {
  if (c.previous !== null)
    c.report(c.previous, 'comparisons do not chain', 'put one of them in parentheses');
}

/** `subject in { a, b }` binds like a comparison. */
function parseAmong(c: TokenCursor, subject: Expression, from: number): Expression {
  c.next('keyword');
  if (c.is('{') && c.is('}', 1)) c.report(c.peek(), 'no value between the braces', null);
  const values = parseList(c, '{', '}', () => c.name('a value of the option', 'option'));
  return { kind: 'among', subject, values, at: c.spanFrom(from) };
}

function parseUnary(c: TokenCursor): Expression {
  return c.nested(() => parsePrefix(c));
}

function parsePrefix(c: TokenCursor): Expression {
  const from = c.peek().from;
  if (c.is('-')) return parseMinus(c, from);
  if (c.accept('!')) return { kind: 'not', operand: parseUnary(c), at: c.spanFrom(from) };
  if (c.accept('&')) return { kind: 'address', of: parseUnary(c), at: c.spanFrom(from) };
  if (c.accept('*')) return { kind: 'dereference', of: parseUnary(c), at: c.spanFrom(from) };
  if (c.is('++') || c.is('--')) {
    const by = c.next().text === '++' ? 1 : -1;
    return { kind: 'bump', by, target: parseUnary(c), at: c.spanFrom(from) };
  }
  return parsePostfix(c);
}

/** `-n` is `0 - n`. */
function parseMinus(c: TokenCursor, from: number): Expression {
  c.next();
  const left: Expression = { kind: 'number', value: 0, at: c.spanFrom(from) };
  const right = parseUnary(c);
  return { kind: 'binary', operator: '-', left, right, at: c.spanFrom(from) };
}

function parsePostfix(c: TokenCursor): Expression {
  const from = c.peek().from;
  let expression = parsePrimary(c);
  for (let depth = 0; ; depth += 1) {
    c.limitNesting(depth);
    if (c.is('.') || c.is('->')) {
      const arrow = c.next().text === '->';
      const field = c.name('the name of a field', 'field');
      expression = { kind: 'member', object: expression, field, arrow, at: c.spanFrom(from) };
    } else if (c.accept('[')) {
      const index = parseUpTo(c, ']', parseExpression);
      c.expect(']');
      expression = { kind: 'index', object: expression, index, at: c.spanFrom(from) };
    } else {
      return expression;
    }
  }
}

function parsePrimary(c: TokenCursor): Expression {
  const token = c.peek();
  const at = c.span(token.from, token.to);
  if (token.kind === 'number') return { kind: 'number', value: c.number('a number'), at };
  if (token.kind === 'string')
    c.refuse('a text in quotes is no value', 'delete the call that prints it, or name the value with an enum'); // prettier-ignore
  if (c.is('(')) return parseParenthesized(c);
  if (c.is('{')) return parseBraces(c);
  if (c.is('forall') || c.is('exists')) return parseQuantified(c);
  if (['true', 'false', 'NULL', 'current'].includes(token.text) && token.kind === 'word') {
    c.next();
    return { kind: 'name', name: token.text, at };
  }
  if (c.is('sizeof')) c.refuseLeftOut(SIZEOF);
  if (token.kind === 'word' && c.is('(', 1)) return parseCall(c);
  return { kind: 'name', ...c.name('an expression') };
}

const SIZEOF = { message: '“sizeof”: nothing has a size in bytes here', mend: 'name the number with const' }; // prettier-ignore
const CAST = { message: 'a cast: no type is ever made another', mend: 'delete the type and its parentheses' }; // prettier-ignore

function parseParenthesized(c: TokenCursor): Expression {
  c.expect('(');
  const { text, kind } = c.peek();
  if (kind === 'word' && (TYPE_WORDS.has(text) || (c.is(')', 1) && leftOutWord(text) !== null)))
    c.refuseLeftOut(CAST);
  const inner = parseUpTo(c, ')', parseExpression);
  c.expect(')');
  return inner;
}

function parseCall(c: TokenCursor): Expression {
  const from = c.peek().from;
  const callee = c.name('the name of a function', 'function');
  const args = parseList(c, '(', ')', () => parseExpression(c));
  return { kind: 'call', callee, args, at: c.spanFrom(from) };
}

/** `{}`, `{page, 1, 1}` or `{ .owner = &F }`. */
export function parseBraces(c: TokenCursor): Expression {
  const from = c.peek().from;
  const items = parseList(c, '{', '}', () => parseInitializer(c));
  return { kind: 'braces', items, at: c.spanFrom(from) };
}

function parseInitializer(c: TokenCursor): Initializer {
  const from = c.peek().from;
  let field = null;
  if (c.accept('.')) {
    field = c.name('the name of a field', 'field');
    c.expect('=');
  }
  const value = parseExpression(c);
  return { field, value, at: c.spanFrom(from) };
}
