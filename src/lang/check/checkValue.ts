// Whether a value has the type that its position needs.

import type { BodyContext } from '../scope/bodyContext.ts';
import type { Span } from '../syntax/diagnostic.ts';
import type { Expr, Type } from '../program/program.ts';
import { fits, typeName } from '../scope/scope.ts';
import type { Expression } from '../syntax/syntax.ts';

export const BOOL: Type = { kind: 'bool' };

export const INT: Type = { kind: 'int', range: null };

/** Replaces an expression with an error; its type fits everywhere, so one error gives one message. */
export function poison(at: Span): Expr {
  return { kind: 'constant', value: 0, type: { kind: 'void' }, at };
}

export function constant(value: number, type: Type, at: Span): Expr {
  return { kind: 'constant', value, type, at };
}

export function zeroOf(b: BodyContext, type: Type, at: Span): Expr {
  if (type.kind !== 'word')
    return constant(type.kind === 'int' ? Math.max(0, type.range?.low ?? 0) : 0, type, at);
  const fields = b.scope.structs.get(type.struct)?.fields ?? [];
  return {
    kind: 'word',
    struct: type.struct,
    fields: fields.map((f) => zeroOf(b, f.type, at)),
    type,
    at,
  };
}

/** An expression whose value fits `wanted`; otherwise that is reported. */
export function checkValue(
  b: BodyContext,
  e: Expression,
  wanted: Type,
  cause: string | null = null,
): Expr {
  const { diagnostics } = b.scope;
  const value = b.expression(e, wanted);
  const known = value.kind === 'constant' ? value.value : null;
  if (!fits(value.type, wanted, known)) {
    const message = `“${b.text(e.at)}” is ${typeName(value.type)}, wanted ${typeName(wanted)}`;
    diagnostics.error('RC201', e.at, message, null, cause);
    return poison(e.at);
  }
  if (known === null || value.type.kind === 'void') return value;
  if (wanted.kind !== 'int') return { ...value, type: wanted };
  const { range } = wanted;
  if (range !== null && (known < range.low || known > range.high))
    diagnostics.error(
      'RC207',
      e.at,
      `${known} is outside ${range.low}..${range.high}`,
      'widen the range where it is declared',
    );
  return value;
}

/** A condition, as C reads one: bool, int, or a pointer that is not NULL. */
export function checkCondition(b: BodyContext, e: Expression): Expr {
  const value = b.expression(e, BOOL);
  if (['bool', 'int', 'reference', 'null', 'void', 'data'].includes(value.type.kind)) return value;
  const message = `“${b.text(e.at)}” is ${typeName(value.type)} and no condition`;
  const [first] = value.type.kind === 'enum' ? (b.scope.enums.get(value.type.name) ?? []) : [];
  const mend = first === undefined ? null : `compare it: ${b.text(e.at)} == ${first}`;
  b.scope.diagnostics.error('RC201', e.at, message, mend);
  return poison(e.at);
}
