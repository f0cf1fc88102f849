// Builds values with constant folding: what is known before the run becomes a constant.

import { unreachable } from '../../base/assert.ts';
import { calculate } from '../../lang/program/arithmetic.ts';
import type { Operator } from '../../lang/program/program.ts';
import type { Value } from './controlFlowGraph.ts';

export function constant(value: number): Value {
  return { kind: 'constant', value };
}

export function not(operand: Value): Value {
  return operand.kind === 'constant'
    ? constant(operand.value === 0 ? 1 : 0)
    : { kind: 'not', operand };
}

/** The object embedded in another; NULL has NULL in it. */
export function embed(table: readonly number[], of: Value): Value {
  return lookUp(table, of, null);
}

/** `limit` is reached where `of` lies outside the table. */
export function lookUp(table: readonly number[], of: Value, limit: string | null): Value {
  const known = of.kind === 'constant' ? table[of.value] : undefined;
  return known === undefined ? { kind: 'lookup', table, of, limit } : constant(known);
}

export function binary(operator: Operator, left: Value, right: Value): Value {
  if (left.kind === 'constant' && right.kind === 'constant')
    return constant(compute(operator, left.value, right.value));
  if (left.kind === 'constant') {
    const known = shortCut(operator, left.value !== 0, right);
    if (known !== null) return known;
  }
  return { kind: 'binary', operator, left, right };
}

/** `&&`, `||` and `=>` may be decided by their left side alone. */
function shortCut(operator: Operator, left: boolean, right: Value): Value | null {
  if (operator === '&&') return left ? truth(right) : constant(0);
  if (operator === '||') return left ? constant(1) : truth(right);
  if (operator === '=>') return left ? truth(right) : constant(1);
  return null;
}

/** A value as a condition: 0 or 1. */
function truth(value: Value): Value {
  return not(not(value));
}

export function compute(operator: Operator, left: number, right: number): number {
  switch (operator) {
    case '+':
    case '-':
    case '*':
    case '%':
      return calculate(operator, left, right);
    case '||':
    case '&&':
    case '=>':
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return decide(operator, left, right) ? 1 : 0;
    default:
      return unreachable(operator);
  }
}

function decide(operator: Operator, left: number, right: number): boolean {
  switch (operator) {
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    case '&&':
      return left !== 0 && right !== 0;
    case '||':
      return left !== 0 || right !== 0;
    case '=>':
    case '+':
    case '-':
    case '*':
    case '%':
      return left === 0 || right !== 0;
    default:
      return unreachable(operator);
  }
}

/** Every item must hold (`all`), or one at least (`any`). */
export function gather(kind: 'all' | 'any', items: readonly Value[]): Value {
  const neutral = kind === 'all' ? 1 : 0;
  const open = items.filter(
    (item) => item.kind !== 'constant' || (item.value !== 0) !== (neutral === 1),
  );
  const decided = open.find((item) => item.kind === 'constant');
  if (decided !== undefined) return constant(1 - neutral);
  if (open.length === 0) return constant(neutral);
  return { kind, items: open };
}
