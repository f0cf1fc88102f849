// Arithmetic on whole numbers: the operators, what they yield, and the range of it.

import { unreachable } from '../../base/assert.ts';
import type { Operator } from './program.ts';

export type ArithmeticOperator = Extract<Operator, '+' | '-' | '*' | '%'>;

/** Lowest and highest value. */
export type Interval = readonly [number, number];

const ARITHMETIC: readonly Operator[] = ['+', '-', '*', '%'];

export function isArithmetic(operator: Operator): operator is ArithmeticOperator {
  return ARITHMETIC.includes(operator);
}

/** `%` has the sign of its left side, as in C; its right side is a constant above 0. */
export function calculate(operator: ArithmeticOperator, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '%':
      // JavaScript distinguishes 0 and -0; the models do not.
      return (left % right) + 0;
    default:
      return unreachable(operator);
  }
}

export function resultInterval(
  operator: ArithmeticOperator,
  [a, b]: Interval,
  right: Interval,
): Interval {
  // prettier-ignore
  const [c, d] = right;
  switch (operator) {
    case '+':
      return [a + c, b + d];
    case '-':
      return [a - d, b - c];
    case '*': {
      const ends = [a * c, a * d, b * c, b * d];
      return [Math.min(...ends), Math.max(...ends)];
    }
    case '%':
      return [a < 0 ? Math.max(a, 1 - d) : 0, b > 0 ? Math.min(b, d - 1) : 0];
    default:
      return unreachable(operator);
  }
}
