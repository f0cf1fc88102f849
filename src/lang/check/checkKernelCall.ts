// READ_ONCE, smp_mb, cmpxchg and their like, lowered to plain reads, writes and atomics.

import { unreachable } from '../../base/assert.ts';
import { accesses } from '../analysis/stepRule.ts';
import type { BodyContext } from '../scope/bodyContext.ts';
import { mayChange } from './checkBuiltIn.ts';
import { countArguments, withoutCalls } from './checkCall.ts';
import { writablePlace } from './checkPlace.ts';
import { BOOL, checkCondition, checkValue, poison } from './checkValue.ts';
import { kernelCall } from '../program/kernelCalls.ts';
import type { Expr, Place, Stmt } from '../program/program.ts';
import type { Expression } from '../syntax/syntax.ts';

type Call = Extract<Expression, { kind: 'call' }>;

/** Whether the name means one of them here. */
export function isKernelCall(b: BodyContext, { callee }: Call): boolean {
  return kernelCall(callee.name) !== null && !b.scope.functions.has(callee.name);
}

/** Where a value is wanted. */
export function checkKernelCall(b: BodyContext, e: Call): Expr {
  const known = kernelCall(e.callee.name);
  if (known === null || !countArguments(b, e, known.arguments, known.arguments))
    return poison(e.at);
  const [first, second] = e.args;
  noteOrder(b, e);
  switch (known.is) {
    case 'nothing':
    case 'write':
    case 'store': {
      const message = `${e.callee.name} has no value`;
      b.scope.diagnostics.error('RC206', e.at, message, 'write it as a statement of its own');
      return poison(e.at);
    }
    case 'value':
      return first === undefined ? poison(e.at) : checkCondition(b, first);
    case 'read':
      return first === undefined ? poison(e.at) : b.expression(first, null);
    case 'load': {
      const place = first === undefined ? null : pointedAt(b, e, first);
      return place === null ? poison(e.at) : b.expression(place, null);
    }
    case 'exchange':
      return b.expression({ ...e, callee: { ...e.callee, name: 'xchg' } }, null);
    case 'compare':
      return compareExchange(b, e);
    case 'same':
      if (first === undefined || second === undefined) return poison(e.at);
      return b.expression({ kind: 'binary', operator: '==', left: first, right: second, at: e.at }, null); // prettier-ignore
    default:
      return unreachable(known.is);
  }
}

/** That memory is in order is an assumption which the verdict names. */
export function noteOrder(b: BodyContext, { callee }: Call): void {
  if (kernelCall(callee.name)?.orders === true && !b.scope.ordering.has(callee.name))
    b.scope.ordering.set(callee.name, callee.at.file);
}

export function pointedAt(b: BodyContext, e: Call, arg: Expression): Expression | null {
  if (arg.kind === 'address') return arg.of;
  const message = `${e.callee.name} takes an address`;
  b.scope.diagnostics.error('RC201', arg.at, message, `write &${b.text(arg.at)}`);
  return null;
}

/** `cmpxchg(&place, old, new)`: one step ahead of its statement, as a call is. */
function compareExchange(b: BodyContext, e: Call): Expr {
  const [target, old, next] = e.args;
  if (!mayChange(b, e) || target === undefined || old === undefined || next === undefined)
    return poison(e.at);
  if (b.hoisted === null) {
    const mend = b.callMend ?? `name it first: t = ${b.text(e.at)};`;
    b.scope.diagnostics.error('RC205', e.at, `${e.callee.name} cannot stand here`, mend);
    return poison(e.at);
  }
  const place = writablePlace(b, target.kind === 'address' ? target.of : target);
  if (place === null) return poison(e.at);
  const expected = localArgument(b, e, old, place);
  const value = localArgument(b, e, next, place);
  const found = b.temporary(place.type);
  b.hoisted.push(exchangeIfSame(b, e, { place, expected, value, found }));
  return b.localExpr(found, e.at);
}

/** What is compared and what is written is known before the step. */
function localArgument(b: BodyContext, e: Call, arg: Expression, place: Place): Expr {
  const value = withoutCalls(b, () => checkValue(b, arg, place.type));
  const [shared] = accesses(value);
  if (shared === undefined) return value;
  const text = b.text(shared);
  const message = `the argument “${text}” is a shared access in the same statement as ${e.callee.name}`; // prettier-ignore
  b.scope.diagnostics.error('RC301', arg.at, message, `split it: t = ${text}; and pass t`);
  return value;
}

interface Exchange {
  readonly place: Place;
  readonly expected: Expr;
  readonly value: Expr;
  /** The local that gets what was found. */
  readonly found: number;
}

function exchangeIfSame(b: BodyContext, { at }: Call, exchange: Exchange): Stmt {
  const { place, expected, value, found } = exchange;
  const read: Expr = { kind: 'load', place, type: place.type, at };
  const left = b.localExpr(found, at);
  const same: Expr = { kind: 'binary', operator: '==', left, right: expected, type: BOOL, at };
  const write: Stmt = { kind: 'store', place, operator: '=', value, at };
  const body: Stmt[] = [
    { kind: 'set', local: found, value: read, at },
    { kind: 'if', condition: same, then: [write], else: [], at },
  ];
  return { kind: 'atomic', body, at };
}
