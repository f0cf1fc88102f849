// Options in expressions: an on/off one by itself, one with values compared.

import type { BodyContext } from '../scope/bodyContext.ts';
import { BOOL, poison } from './checkValue.ts';
import type { Expr, Option } from '../program/program.ts';
import { noteMeaning, reportUnknown } from '../scope/scope.ts';
import type { Expression } from '../syntax/syntax.ts';

type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

/** An on/off option read as a condition. */
export function checkOption(b: BodyContext, e: Of<'name'>, option: Option): Expr {
  noteMeaning(b.scope, e.at, 'option');
  if (option.values === null)
    return { kind: 'option', option: e.name, values: [true], type: BOOL, at: e.at };
  b.scope.diagnostics.error(
    'RC401',
    e.at,
    `option “${e.name}” has values`,
    `write ${e.name} == ${option.values.at(-1)}`,
    `values of option ${e.name}`,
  );
  return poison(e.at);
}

/** `fill_lock == invalidate_lock`: the right side is no name of the program but a value of the option. */
export function optionComparison(b: BodyContext, e: Of<'binary'>): Expr | null {
  if (e.left.kind !== 'name' || b.find(e.left.name) !== null) return null;
  const option = b.scope.options.get(e.left.name);
  if (!option?.values || (e.operator !== '==' && e.operator !== '!=')) return null;
  if (e.right.kind !== 'name' || !option.values.includes(e.right.name)) {
    const name = { name: b.text(e.right.at), at: e.right.at };
    reportUnknown(b.scope, 'RC401', 'value', name, option.values, `option ${option.name}`);
    return poison(e.at);
  }
  for (const side of [e.left, e.right]) noteMeaning(b.scope, side.at, 'option');
  const test: Expr = {
    kind: 'option',
    option: option.name,
    values: [e.right.name],
    type: BOOL,
    at: e.at,
  };
  return e.operator === '==' ? test : { kind: 'not', operand: test, type: BOOL, at: e.at };
}

export function checkAmong(b: BodyContext, e: Of<'among'>): Expr {
  const name = e.subject.kind === 'name' && b.find(e.subject.name) === null ? e.subject.name : '';
  const option = b.scope.options.get(name);
  if (!option?.values) {
    b.scope.diagnostics.error(
      'RC401',
      e.subject.at,
      `“${b.text(e.subject.at)}” is no option with values`,
    );
    return poison(e.at);
  }
  noteMeaning(b.scope, e.subject.at, 'option');
  for (const value of e.values) {
    if (!option.values.includes(value.name))
      reportUnknown(b.scope, 'RC401', 'value', value, option.values, `option ${option.name}`);
  }
  return {
    kind: 'option',
    option: option.name,
    values: e.values.map((v) => v.name),
    type: BOOL,
    at: e.at,
  };
}
