// Expressions for their effect: calls, lock operations, counts, assertions.

import type { BodyContext } from '../scope/bodyContext.ts';
import { isBuiltIn } from '../program/builtIn.ts';
import { checkAssign } from './checkAssign.ts';
import { lockArgument } from './checkBuiltIn.ts';
import { countArguments, hoistCall } from './checkCall.ts';
import { checkKernelCall, isKernelCall, noteOrder, pointedAt } from './checkKernelCall.ts';
import { kernelCall } from '../program/kernelCalls.ts';
import { checkCondition } from './checkValue.ts';
import { isLockOperation } from '../syntax/lockKinds.ts';
import type { Expr, Stmt } from '../program/program.ts';
import { reportUnknown } from '../scope/scope.ts';
import type { Expression, Statement } from '../syntax/syntax.ts';

type CallSyntax = Extract<Expression, { kind: 'call' }>;
type Of<K extends Statement['kind']> = Extract<Statement, { kind: K }>;

export function checkEvaluate(b: BodyContext, s: Of<'evaluate'>): Stmt[] {
  const e = s.value;
  if (e.kind === 'bump' && e.target.kind === 'name' && b.global(e.target.name) === undefined)
    return bumpLocal(b, e);
  if (e.kind === 'call') return checkCallStatement(b, e);
  const value = b.expression(e, null);
  if (!changes(value) && value.type.kind !== 'void') {
    b.scope.diagnostics.error(
      'RC202',
      e.at,
      `“${b.text(e.at)}” does nothing`,
      'assign it, or delete it',
    );
  }
  return [{ kind: 'evaluate', value, at: s.at }];
}

/** `down_trylock` is the opposite of what the model's try yields. */
function changes(value: Expr): boolean {
  if (value.kind === 'not' && value.operand.kind === 'trylock') return changes(value.operand);
  return ['bump', 'exchange', 'trylock'].includes(value.kind);
}

function bumpLocal(b: BodyContext, e: Extract<Expression, { kind: 'bump' }>): Stmt[] {
  const value: Expression = { kind: 'number', value: 1, at: e.at };
  return checkAssign(b, {
    kind: 'assign',
    operator: e.by === 1 ? '+=' : '-=',
    target: e.target,
    value,
    at: e.at,
  });
}

function checkCallStatement(b: BodyContext, e: Extract<Expression, { kind: 'call' }>): Stmt[] {
  const name = e.callee.name;
  if (b.mode === 'ghost' && name !== 'assert' && isBuiltIn(name)) {
    const mend = 'write it outside the ghost statement';
    b.scope.diagnostics.error('RC305', e.at, `“${name}” changes what the kernel does`, mend);
    return [];
  }
  if (isLockOperation(name)) {
    const place = lockArgument(b, e);
    return place === null ? [] : [{ kind: 'lock', operation: name, place, at: e.at }];
  }
  if (name === 'free') return checkFree(b, e);
  if (name === 'assert' || name === 'BUG_ON' || name === 'WARN_ON')
    return checkAssertion(b, e, name);
  if (isKernelCall(b, e)) return checkKernelStatement(b, e);
  if (b.scope.functions.has(name)) {
    hoistCall(b, e, false);
    return [];
  }
  return [{ kind: 'evaluate', value: b.expression(e, null), at: e.at }];
}

/** READ_ONCE, smp_mb and their like as statements of their own. */
function checkKernelStatement(b: BodyContext, e: CallSyntax): Stmt[] {
  const known = kernelCall(e.callee.name);
  const [target, value] = e.args;
  if (known === null || !countArguments(b, e, known.arguments, known.arguments)) return [];
  if (known.is === 'nothing') {
    noteOrder(b, e);
    return [];
  }
  if ((known.is === 'write' || known.is === 'store') && target !== undefined && value !== undefined)
    return writeOnce(b, e, known.is === 'store' ? pointedAt(b, e, target) : target, value);
  const result = checkKernelCall(b, e);
  return result.kind === 'local' || result.type.kind === 'void' ? [] : [{ kind: 'evaluate', value: result, at: e.at }]; // prettier-ignore
}

function writeOnce(
  b: BodyContext,
  e: CallSyntax,
  target: Expression | null,
  value: Expression,
): Stmt[] {
  noteOrder(b, e);
  return target === null
    ? []
    : checkAssign(b, { kind: 'assign', operator: '=', target, value, at: e.at });
}

function checkFree(b: BodyContext, e: Extract<Expression, { kind: 'call' }>): Stmt[] {
  const arg = e.args[0];
  if (!countArguments(b, e, 1, 1) || arg === undefined) return [];
  const pointer = b.expression(arg, null);
  const { type } = pointer;
  const pooled =
    type.kind === 'reference' &&
    [...b.scope.pools.values()].some((pool) => pool.struct === type.struct);
  if (type.kind === 'reference' && pooled)
    return [{ kind: 'free', pointer, struct: type.struct, at: e.at }];
  if (type.kind !== 'void' && !b.scope.perhaps.has('pool'))
    b.scope.diagnostics.error('RC201', arg.at, `“${b.text(arg.at)}” does not point into a pool`);
  return [];
}

const KINDS = {
  BUG_ON: { variant: 'bug', property: 'no_oops' },
  WARN_ON: { variant: 'warn', property: 'no_warning' },
} as const;

function checkAssertion(
  b: BodyContext,
  e: Extract<Expression, { kind: 'call' }>,
  name: 'assert' | 'BUG_ON' | 'WARN_ON',
): Stmt[] {
  const [condition, asserted] = e.args;
  const count = name === 'assert' ? 2 : 1;
  if (!countArguments(b, e, count, count) || condition === undefined) return [];
  if (name !== 'assert') {
    const checked = checkCondition(b, condition);
    return [{ kind: 'assert', ...KINDS[name], condition: checked, at: e.at }];
  }
  const checked = b.within('ghost', () => checkCondition(b, condition));
  const property = assertedProperty(b, asserted ?? condition);
  return property === null
    ? []
    : [{ kind: 'assert', variant: 'assert', property, condition: checked, at: e.at }];
}

function assertedProperty(b: BodyContext, arg: Expression): string | null {
  const property = arg.kind === 'name' ? b.scope.properties.get(arg.name) : undefined;
  if (property?.variant === 'assertion') return property.name.name;
  if (property !== undefined) {
    const message = `“${property.name.name}” is judged by itself (${property.variant}): only an assertion is asserted`;
    const mend = 'declare assertion NAME "…"; and assert that';
    b.scope.diagnostics.error('RC101', arg.at, message, mend);
    return null;
  }
  const assertions = [...b.scope.properties.values()]
    .filter((p) => p.variant === 'assertion')
    .map((p) => p.name.name);
  reportUnknown(b.scope, 'RC101', 'assertion', { name: b.text(arg.at), at: arg.at }, assertions);
  return null;
}
