// When a state tests a condition: if none does, the condition holds vacuously.

import { unreachable } from '../../base/assert.ts';
import type { Expr } from '../../lang/program/program.ts';

/**
 * `P => Q` and `!P || Q` are tested where P is true and Q is tested; `forall` where one of its elements tests its
 * body, so never over an empty set; `A && B` where A or B is tested; anything else everywhere.
 */
export function testOf(e: Expr): Expr {
  switch (e.kind) {
    case 'binary':
      return testOfBinary(e);
    case 'quantified':
      return e.quantifier === 'forall'
        ? { ...e, quantifier: 'exists', body: testOf(e.body) }
        : always(e);
    case 'not':
      return testOfNot(e.operand);
    case 'constant':
    case 'local':
    case 'part':
    case 'word':
    case 'load':
    case 'address':
    case 'current':
    case 'option':
    case 'exchange':
    case 'bump':
    case 'trylock':
    case 'allocate':
    case 'done':
    case 'held':
      return always(e);
    default:
      return unreachable(e);
  }
}

function testOfBinary(e: Extract<Expr, { kind: 'binary' }>): Expr {
  const { left, right } = e;
  if (e.operator === '=>') return { ...e, operator: '&&', right: testOf(right) };
  if (e.operator === '&&') return either(e, testOf(left), testOf(right));
  if (e.operator === '||' && left.kind === 'not')
    return { ...e, operator: '&&', left: left.operand, right: testOf(right) };
  return always(e);
}

/** Of `!e`: a negated `exists` is a `forall` of the negation. */
function testOfNot(e: Expr): Expr {
  if (e.kind === 'not') return testOf(e.operand);
  if (e.kind === 'quantified' && e.quantifier === 'exists')
    return { ...e, body: testOfNot(e.body) };
  if (e.kind === 'binary' && e.operator === '||')
    return either(e, testOfNot(e.left), testOfNot(e.right));
  return always(e);
}

function either(e: Extract<Expr, { kind: 'binary' }>, left: Expr, right: Expr): Expr {
  return { ...e, operator: '||', left, right };
}

function always({ at }: Expr): Expr {
  return { kind: 'constant', value: 1, type: { kind: 'bool' }, at };
}
