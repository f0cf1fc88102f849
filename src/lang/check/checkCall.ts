// Calls of the text's functions: they are moved out of expressions and run before the statement.

import { at as item } from '../../base/assert.ts';
import type { BodyContext, Signature } from '../scope/bodyContext.ts';
import { USAGE } from '../program/builtIn.ts';
import { checkValue, poison } from './checkValue.ts';
import type { Expr } from '../program/program.ts';
import { fits, reportUnknown, typeName } from '../scope/scope.ts';
import type { Expression } from '../syntax/syntax.ts';

type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

/** Calls run before their statement, so a call is an error where it may not be reached. */
export function withoutCalls<T>(b: BodyContext, check: () => T): T {
  const before = b.hoisted;
  b.hoisted = null;
  const result = check();
  b.hoisted = before;
  return result;
}

export function checkUserCall(b: BodyContext, e: Of<'call'>): Expr {
  const temporary = hoistCall(b, e, true);
  return temporary === null ? poison(e.at) : b.localExpr(temporary, e.at);
}

/** Puts a call before the current statement; its value goes to a temporary, or is dropped. */
export function hoistCall(b: BodyContext, e: Of<'call'>, wantsValue: boolean): number | null {
  const name = e.callee.name;
  if (!b.scope.functions.has(name)) {
    const known = [...b.scope.functions.keys(), ...USAGE.keys()];
    reportUnknown(b.scope, 'RC101', 'function', e.callee, known);
    return null;
  }
  const { hoisted } = b;
  const { diagnostics } = b.scope;
  if (b.mode === 'ghost') {
    const mend = `name its value before: t = ${b.text(e.at)};`;
    diagnostics.error('RC305', e.at, `the call of ${name} runs kernel code`, mend);
    return null;
  }
  if (b.mode === 'property' || b.mode === 'option') {
    const message = `the call of ${name} runs kernel code, and only reading is allowed here`;
    diagnostics.error('RC306', e.at, message, 'read the state that it would test');
    return null;
  }
  if (hoisted === null) {
    const mend = b.callMend ?? `name it first: t = ${b.text(e.at)};`;
    diagnostics.error('RC205', e.at, `the call of ${name} cannot stand here`, mend);
    return null;
  }
  const signature = b.signature(name);
  if (signature === null) return null;
  const { result, hasResult, parameters } = signature;
  if (!countArguments(b, e, parameters.length, parameters.length)) return null;
  const args = withoutCalls(b, () => parameters.map((_, i) => checkArgument(b, e, i, signature)));
  if (wantsValue && !hasResult) {
    const mend = 'write it as a statement of its own';
    diagnostics.error('RC206', e.at, `${name} has no value`, mend, `value of ${name}`);
    return null;
  }
  const temporary = wantsValue ? b.temporary(result) : null;
  hoisted.push({ kind: 'call', callee: name, args, result: temporary, at: e.at });
  return temporary;
}

/** An argument by value, or the address of a local for an out parameter. */
function checkArgument(
  b: BodyContext,
  call: Of<'call'>,
  i: number,
  { parameters }: Signature,
): Expr {
  const arg = item(call.args, i);
  const { type, out } = item(parameters, i);
  if (!out) return checkValue(b, arg, type, `argument ${i} of ${call.callee.name}`);
  const local = outLocal(b, arg);
  if (local !== null && fits(local.type, type, null)) {
    b.refine(local.index, type);
    b.markAssigned(local.index);
    return b.localExpr(local.index, arg.at);
  }
  if (local === null && b.mayHideLocals) return poison(arg.at);
  b.scope.diagnostics.error(
    'RC201',
    arg.at,
    `“${b.text(arg.at)}” is not the address of a local of type ${typeName(type)}`,
    type.kind === 'word'
      ? `copy it into a local: t = ${b.text(arg.kind === 'address' ? arg.of.at : arg.at)}; and pass &t`
      : `declare it: ${typeName(type)}page = NULL; and pass &page`,
    `argument ${i} of ${call.callee.name}`,
  );
  return poison(arg.at);
}

/** `&old`, or an out parameter that is passed on. */
function outLocal(b: BodyContext, arg: Expression): ReturnType<BodyContext['find']> {
  if (arg.kind === 'address' && arg.of.kind === 'name') return b.find(arg.of.name);
  const own = arg.kind === 'name' ? b.find(arg.name) : null;
  return own?.kind === 'out' ? own : null;
}

export function countArguments(
  b: BodyContext,
  e: Of<'call'>,
  least: number,
  most: number,
): boolean {
  if (e.args.length >= least && e.args.length <= most) return true;
  const wanted = least === most ? `${least}` : `${least} or ${most}`;
  const name = e.callee.name;
  b.scope.diagnostics.error(
    'RC106',
    e.at,
    `${name} takes ${wanted} argument${most === 1 ? '' : 's'}, given ${e.args.length}`,
    `write ${usageOf(b, name)}`,
    `arguments of ${name}, ${e.args.length} given`,
  );
  return false;
}

/** How a call is written. */
function usageOf(b: BodyContext, name: string): string {
  const builtIn = USAGE.get(name);
  if (builtIn !== undefined) return builtIn;
  const parameters = b.scope.functions.get(name)?.[0]?.parameters ?? [];
  return `${name}(${parameters.map((p) => b.text(p.at)).join(', ')})`;
}
