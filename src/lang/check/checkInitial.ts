// What a variable holds at the start: `{ .owner = &F, .bytes = { A } }`.

import type { BodyContext } from '../scope/bodyContext.ts';
import { countType } from '../program/countType.ts';
import { openBody } from './checkExpression.ts';
import { checkValue } from './checkValue.ts';
import type { Expr, Global, Initial, Type } from '../program/program.ts';
import { fieldOf, reportUnknown, type Scope } from '../scope/scope.ts';
import type { Declaration, Expression } from '../syntax/syntax.ts';

export function checkGlobal(scope: Scope, d: Extract<Declaration, { kind: 'variable' }>): Global {
  const type: Type = scope.globals.get(d.name.name)?.type ?? { kind: 'void' };
  const b = openBody(scope, 'init', null, d.at);
  const value = d.value === null ? null : checkInitial(b, d.value, type);
  return { name: d.name.name, type, ghost: d.ghost, value, at: d.name.at };
}

function checkInitial(b: BodyContext, e: Expression, type: Type): Initial {
  if (type.kind === 'array' && e.kind === 'braces') {
    if (e.items.length > type.length)
      b.scope.diagnostics.error(
        'RC207',
        e.at,
        `${e.items.length} values for ${type.length} elements`,
      );
    return { kind: 'items', items: e.items.map((item) => checkInitial(b, item.value, type.of)) };
  }
  if (type.kind === 'object' && e.kind === 'braces') return checkInitialFields(b, e, type.struct);
  return { kind: 'value', value: checkInitialValue(b, e, type) };
}

function checkInitialValue(b: BodyContext, e: Expression, type: Type): Expr {
  const value = checkValue(b, e, countType(type) ?? type);
  const fixed = value.kind === 'constant' || value.kind === 'address' || value.kind === 'word';
  if (!fixed)
    b.scope.diagnostics.error(
      'RC208',
      e.at,
      `“${b.text(e.at)}” is not constant`,
      'set it in init { … }',
    );
  return value;
}

function checkInitialFields(
  b: BodyContext,
  e: Extract<Expression, { kind: 'braces' }>,
  struct: string,
): Initial {
  const names = b.scope.structs.get(struct)?.fields.map((f) => f.name) ?? [];
  const fields = new Map<string, Initial>();
  e.items.forEach((item, i) => {
    const name = item.field?.name ?? names[i] ?? '';
    const field = fieldOf(b.scope, struct, name);
    if (field === undefined) {
      const unknown = item.field ?? { name: b.text(item.at), at: item.at };
      return reportUnknown(b.scope, 'RC103', 'field', unknown, names, `struct ${struct}`);
    }
    fields.set(name, checkInitial(b, item.value, field.type));
  });
  return { kind: 'fields', fields };
}
