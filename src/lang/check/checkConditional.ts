// `c ? a : b`: an `if` ahead of its statement, which puts one of the two into a local.

import type { BodyContext } from '../scope/bodyContext.ts';
import { BOOL, checkCondition, INT, poison } from './checkValue.ts';
import type { Expr, Stmt, Type } from '../program/program.ts';
import { fits, typeName } from '../scope/scope.ts';
import type { Expression } from '../syntax/syntax.ts';

type Conditional = Extract<Expression, { kind: 'conditional' }>;

export function checkConditional(b: BodyContext, e: Conditional, wanted: Type | null): Expr {
  const { hoisted } = b;
  if (b.mode !== 'kernel' && b.mode !== 'init') return asCondition(b, e);
  if (hoisted === null) {
    const mend = b.callMend ?? `name it first: t = ${b.text(e.at)};`;
    b.scope.diagnostics.error('RC205', e.at, '“?:” cannot stand here', mend);
    return poison(e.at);
  }
  const condition = checkCondition(b, e.condition);
  const then = b.hoisting(() => b.expression(e.then, wanted));
  const otherwise = b.hoisting(() => b.expression(e.else, wanted ?? then.checked.type));
  const type = commonType(b, e, then.checked, otherwise.checked);
  if (type === null) return poison(e.at);
  const local = b.temporary(type);
  const branch = (side: typeof then): Stmt[] => [...side.before, { kind: 'set', local, value: side.checked, at: side.checked.at }]; // prettier-ignore
  hoisted.push({ kind: 'if', condition, then: branch(then), else: branch(otherwise), at: e.condition.at }); // prettier-ignore
  return b.localExpr(local, e.at);
}

/** Null after reporting that no place can hold both. */
function commonType(b: BodyContext, e: Conditional, left: Expr, right: Expr): Type | null {
  if (left.type.kind === 'int' || right.type.kind === 'int') {
    const numbers = [left, right].every(({ type }) => ['int', 'bool', 'void'].includes(type.kind));
    if (numbers) return INT;
  }
  const known = (x: Expr): number | null => (x.kind === 'constant' ? x.value : null);
  if (fits(right.type, left.type, known(right)) && left.type.kind !== 'null') return left.type;
  if (fits(left.type, right.type, known(left))) return right.type;
  const message = `${typeName(left.type)} and ${typeName(right.type)} on the two sides of “:”`;
  b.scope.diagnostics.error('RC201', e.at, message, 'make both of one type');
  return null;
}

/** Where nothing can run ahead: true or false, as `(c => a) && (c || b)`. */
function asCondition(b: BodyContext, e: Conditional): Expr {
  const { at } = e;
  const condition = checkCondition(b, e.condition);
  const [then, otherwise] = [checkCondition(b, e.then), checkCondition(b, e.else)];
  for (const side of [then, otherwise]) {
    if (side.type.kind === 'bool' || side.type.kind === 'void') continue;
    const message = `“${b.text(side.at)}” is ${typeName(side.type)}: here “?:” yields true or false`;
    const c = b.text(e.condition.at);
    const mend = `say what is wanted in each case: (${c} => …) && (!(${c}) => …)`;
    b.scope.diagnostics.error('RC201', side.at, message, mend);
    return poison(at);
  }
  const first: Expr = { kind: 'binary', operator: '=>', left: condition, right: then, type: BOOL, at }; // prettier-ignore
  const second: Expr = { kind: 'binary', operator: '||', left: condition, right: otherwise, type: BOOL, at }; // prettier-ignore
  return { kind: 'binary', operator: '&&', left: first, right: second, type: BOOL, at };
}
