// Traversals of a checked program's statements and expressions.

import { unreachable } from '../../base/assert.ts';
import type { Expr, Place, Stmt } from './program.ts';

/** The bodies that a statement holds. */
export function bodiesOf(s: Stmt): readonly (readonly Stmt[])[] {
  switch (s.kind) {
    case 'if':
      return [s.then, s.else];
    case 'while':
      return [s.before, s.body];
    case 'for':
    case 'atomic':
    case 'ghost':
      return [s.body];
    case 'choose':
      return s.branches.map((branch) => branch.body);
    case 'set':
    case 'set-part':
    case 'store':
    case 'evaluate':
    case 'lock':
    case 'hold':
    case 'free':
    case 'wait':
    case 'call':
    case 'label':
    case 'goto':
    case 'return':
    case 'break':
    case 'continue':
    case 'assert':
      return [];
    default:
      return unreachable(s);
  }
}

/** Every statement of a body, outer ones before inner ones. */
export function everyStatement(body: readonly Stmt[]): readonly Stmt[] {
  const all: Stmt[] = [];
  const collect = (statements: readonly Stmt[]): void => {
    for (const s of statements) {
      all.push(s);
      bodiesOf(s).forEach(collect);
    }
  };
  collect(body);
  return all;
}

/** The expressions that a statement evaluates itself. */
export function expressionsOf(s: Stmt): readonly Expr[] {
  switch (s.kind) {
    case 'set':
    case 'set-part':
    case 'evaluate':
      return [s.value];
    case 'store':
      return [...placeParts(s.place), s.value];
    case 'lock':
    case 'hold':
      return placeParts(s.place);
    case 'free':
      return [s.pointer];
    case 'wait':
      return [s.until];
    case 'call':
      return s.args;
    case 'if':
    case 'while':
    case 'assert':
      return [s.condition];
    case 'return':
      return s.value === null ? [] : [s.value];
    case 'for':
    case 'label':
    case 'goto':
    case 'break':
    case 'continue':
    case 'atomic':
    case 'ghost':
    case 'choose':
      return [];
    default:
      return unreachable(s);
  }
}

/** An expression with everything inside it, outer ones first. */
export function everyExpression(e: Expr): readonly Expr[] {
  const all: Expr[] = [];
  const collect = (one: Expr): void => {
    all.push(one);
    partsOf(one).forEach(collect);
  };
  collect(e);
  return all;
}

function partsOf(e: Expr): readonly Expr[] {
  switch (e.kind) {
    case 'part':
      return [e.word];
    case 'word':
      return e.fields;
    case 'load':
    case 'address':
    case 'bump':
    case 'trylock':
    case 'held':
      return placeParts(e.place);
    case 'not':
      return [e.operand];
    case 'binary':
      return [e.left, e.right];
    case 'exchange':
      return [...placeParts(e.place), e.value];
    case 'quantified':
      return [e.body];
    case 'constant':
    case 'local':
    case 'current':
    case 'option':
    case 'allocate':
    case 'done':
      return [];
    default:
      return unreachable(e);
  }
}

/** The expressions that find a place. */
export function placeParts(place: Place): readonly Expr[] {
  const root = place.root.kind === 'pointer' ? [place.root.pointer] : [];
  return [...root, ...place.path.flatMap((step) => (step.kind === 'index' ? [step.index] : []))];
}
