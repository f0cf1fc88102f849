// Known values of a body's locals on a path through it: arguments, constants, and what its conditions imply.

import { unreachable } from '../../base/assert.ts';
import { type Config, decide } from '../program/configurations.ts';
import { calculate } from '../program/arithmetic.ts';
import type { Expr, Operator } from '../program/program.ts';

/** By local: its value. A local that is missing may have any value. */
export type Known = ReadonlyMap<number, number>;

/** The values that both have. */
export function commonTo(a: Known, b: Known): Known {
  return new Map([...a].filter(([local, value]) => b.get(local) === value));
}

export function withValue(known: Known, local: number, value: number | null): Known {
  const next = new Map(known);
  if (value === null) next.delete(local);
  else next.set(local, value);
  return next;
}

/** The value of an expression, if locals and options decide it; else null. */
export function valueIn(e: Expr, known: Known, config: Config): number | null {
  switch (e.kind) {
    case 'constant':
      return e.value;
    case 'local':
      return known.get(e.local) ?? null;
    case 'option':
      return asNumber(decide(e, config));
    case 'not':
      return negated(valueIn(e.operand, known, config));
    case 'binary':
      return computed(e.operator, valueIn(e.left, known, config), valueIn(e.right, known, config));
    case 'part':
    case 'word':
    case 'load':
    case 'address':
    case 'current':
    case 'exchange':
    case 'bump':
    case 'trylock':
    case 'allocate':
    case 'quantified':
    case 'done':
    case 'held':
      return null;
    default:
      return unreachable(e);
  }
}

function asNumber(value: boolean | null): number | null {
  return value === null ? null : Number(value);
}

function negated(value: number | null): number | null {
  return value === null ? null : Number(value === 0);
}

function computed(operator: Operator, a: number | null, b: number | null): number | null {
  if (operator === '=>') return either(negated(a), b);
  if (operator === '&&') return negated(either(negated(a), negated(b)));
  if (operator === '||') return either(a, b);
  return a === null || b === null ? null : compared(operator, a, b);
}

function either(a: number | null, b: number | null): number | null {
  if (a !== null && b !== null) return Number(a !== 0 || b !== 0);
  return (a ?? 0) !== 0 || (b ?? 0) !== 0 ? 1 : null;
}

function compared(operator: Exclude<Operator, '&&' | '||' | '=>'>, a: number, b: number): number {
  switch (operator) {
    case '==':
      return Number(a === b);
    case '!=':
      return Number(a !== b);
    case '<':
      return Number(a < b);
    case '<=':
      return Number(a <= b);
    case '>':
      return Number(a > b);
    case '>=':
      return Number(a >= b);
    case '+':
    case '-':
    case '*':
    case '%':
      return calculate(operator, a, b);
    default:
      return unreachable(operator);
  }
}

/** The values that follow if a condition holds, or if it fails. */
export function learned(e: Expr, holds: boolean, known: Known): Known {
  if (e.kind === 'not') return learned(e.operand, !holds, known);
  if (e.kind === 'local') return learnedOfLocal(e, holds, known);
  if (e.kind !== 'binary') return known;
  const { operator, left, right } = e;
  if (operator === (holds ? '&&' : '||')) return learned(right, holds, learned(left, holds, known));
  if (operator === '=>' && !holds) return learned(right, false, learned(left, true, known));
  const equal = operator === (holds ? '==' : '!=');
  return equal && left.kind === 'local' && right.kind === 'constant'
    ? withValue(known, left.local, right.value)
    : known;
}

/** A number or a pointer that is not zero may have many values. */
function learnedOfLocal(
  { local, type }: Extract<Expr, { kind: 'local' }>,
  holds: boolean,
  known: Known,
): Known {
  if (!holds) return withValue(known, local, 0);
  return type.kind === 'bool' ? withValue(known, local, 1) : known;
}
