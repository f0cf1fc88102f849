// Conditions over options, as in `when`, `require` and `expect`.

import { openBody } from './checkExpression.ts';
import { checkCondition, constant } from './checkValue.ts';
import type { Expr } from '../program/program.ts';
import type { Scope } from '../scope/scope.ts';
import type { Expression } from '../syntax/syntax.ts';

/** A condition that may name options and nothing else. */
export function optionCondition(scope: Scope, e: Expression): Expr {
  const b = openBody(scope, 'option', null, e.at);
  const condition = checkCondition(b, e);
  if (!onlyOptions(condition))
    scope.diagnostics.error('RC401', e.at, `“${b.text(e.at)}” tests more than options`);
  // What could not be understood rules no configuration out.
  return condition.type.kind === 'void' ? constant(1, condition.type, e.at) : condition;
}

/** Null stands for no condition. */
export function optionalCondition(scope: Scope, e: Expression | null): Expr | null {
  return e === null ? null : optionCondition(scope, e);
}

function onlyOptions(e: Expr): boolean {
  if (e.kind === 'not') return onlyOptions(e.operand);
  if (e.kind === 'binary') return onlyOptions(e.left) && onlyOptions(e.right);
  return e.kind === 'option' || e.kind === 'constant';
}
