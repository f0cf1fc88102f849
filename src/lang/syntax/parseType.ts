// Types as written. Each begins with a word of its own, so nothing has to be known to parse one.

import { LOCK_KINDS } from './lockKinds.ts';
import { parseSum } from './parseExpression.ts';
import type { Expression, TypeSyntax } from './syntax.ts';
import { RESERVED, type TokenCursor } from './tokenCursor.ts';

const PLAIN = ['bool', 'data', 'void', ...LOCK_KINDS] as const;

/** `unsigned n` is `int 0..255 n`: below 0 is a limit, as above. */
const UNSIGNED = 255;

export function isTypeStart(c: TokenCursor): boolean {
  const words = ['struct', 'enum', 'int', ...PLAIN].filter((word) => c.is(word));
  if (c.is('unsigned')) return true;
  // What is no reserved word may be the name of something: `completion = 1;`.
  return words.some((word) => RESERVED.has(word) || c.peek(1).kind === 'word');
}

export function parseType(c: TokenCursor): TypeSyntax {
  const from = c.peek().from;
  const plain = PLAIN.find((word) => c.is(word));
  if (plain !== undefined) {
    c.next('type');
    return { base: { kind: plain }, at: c.spanFrom(from) };
  }
  if (c.accept('int', 'type')) return parseInt(c, from);
  if (c.accept('unsigned', 'type')) return parseUnsigned(c, from);
  if (c.accept('enum')) {
    return {
      base: { kind: 'enum', name: c.name('the name of an enum', 'type') },
      at: c.spanFrom(from),
    };
  }
  if (c.accept('struct')) {
    const name = c.name('the name of a struct', 'type');
    const pointer = c.accept('*');
    const out = pointer && c.accept('*');
    return { base: { kind: 'struct', name, pointer, out }, at: c.spanFrom(from) };
  }
  return c.fail('a type');
}

/** The type of a further name in a list: as in C, each has a star of its own or none. */
export function parseStar(c: TokenCursor, { base, at }: TypeSyntax): TypeSyntax {
  return base.kind === 'struct'
    ? { base: { ...base, pointer: c.accept('*'), out: false }, at }
    : { base, at };
}

function parseUnsigned(c: TokenCursor, from: number): TypeSyntax {
  while (c.is('int') || c.is('long') || c.is('short') || c.is('char')) c.next('type');
  const type = parseInt(c, from);
  const { base, at } = type;
  if (base.kind !== 'int' || base.range !== null) return type;
  const bound = (value: number): Expression => ({ kind: 'number', value, at });
  return { base: { kind: 'int', range: { low: bound(0), high: bound(UNSIGNED) } }, at };
}

/** `int`, or `int 0..PAGES-1`: the bounds are sums of numbers and constants. */
function parseInt(c: TokenCursor, from: number): TypeSyntax {
  if (c.is('[')) c.refuse('a range stands without brackets', 'write int 0..7');
  const named = c.peek().kind === 'word' && ['..', '-', '+'].some((sign) => c.is(sign, 1));
  if (c.peek().kind !== 'number' && !c.is('-') && !named)
    return { base: { kind: 'int', range: null }, at: c.spanFrom(from) };
  const low = parseSum(c);
  if (c.is('...')) c.refuse('“...” has one dot too many', 'write two: 0..7');
  if (!c.is('..') && low.kind === 'binary')
    c.refuse('a range is written with two dots', 'write int 0..7');
  c.expect('..');
  const high = parseSum(c);
  return { base: { kind: 'int', range: { low, high } }, at: c.spanFrom(from) };
}
