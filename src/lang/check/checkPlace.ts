// Places in shared memory: root, path, and whether it may be read or written.

import type { BodyContext } from '../scope/bodyContext.ts';
import { checkValue, poison } from './checkValue.ts';
import type { Span } from '../syntax/diagnostic.ts';
import type { Expr, PathStep, Place, Type } from '../program/program.ts';
import { fieldOf, isUnread, noteMeaning, reportUnknown, structOfRole } from '../scope/scope.ts';
import type { Expression, Name } from '../syntax/syntax.ts';

type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

type Resolved =
  | { readonly kind: 'place'; readonly place: Place }
  | { readonly kind: 'value'; readonly value: Expr };

export function resolvePlace(b: BodyContext, e: Expression): Resolved {
  if (e.kind === 'name') return resolveName(b, e);
  if (e.kind === 'member') return resolveMember(b, e);
  if (e.kind === 'index') return resolveIndex(b, e);
  return { kind: 'value', value: b.expression(e, null) };
}

function resolveName(b: BodyContext, e: Extract<Expression, { kind: 'name' }>): Resolved {
  const local = b.find(e.name);
  if (local !== null && local.type.kind === 'word' && local.kind === 'loop') {
    return pcAt(b, { kind: 'cell', local: local.index }, [], local.type, e, false, false);
  }
  const global = local === null ? b.global(e.name) : undefined;
  if (global === undefined) return { kind: 'value', value: b.expression(e, null) };
  if (global.type.kind === 'lock') noteMeaning(b.scope, e.at, 'lock');
  return pcAt(b, { kind: 'global', name: e.name }, [], global.type, e, false, global.ghost);
}

function pcAt(
  b: BodyContext,
  root: Place['root'],
  path: readonly PathStep[],
  type: Type,
  e: Expression,
  constant: boolean,
  ghost: boolean,
): Resolved {
  if (ghost && b.mode === 'kernel') reportGhost(b, b.text(e.at), e.at);
  return { kind: 'place', place: { root, path, type, constant, ghost, at: e.at } };
}

export function reportGhost(b: BodyContext, text: string, at: Span): void {
  b.scope.diagnostics.error(
    'RC304',
    at,
    `“${text}” is a ghost, which no kernel code can read or write`,
    'write ghost before the statement, or drop it from the declaration',
  );
}

function resolveMember(b: BodyContext, e: Extract<Expression, { kind: 'member' }>): Resolved {
  if (e.object.kind === 'name' && e.object.name === 'current')
    return { kind: 'value', value: checkCurrent(b, e) };
  const out = outWord(b, e);
  const base = out ?? resolvePlace(b, e.object);
  const type = base.kind === 'place' ? base.place.type : base.value.type;
  if (type.kind === 'reference') return throughPointer(b, e, asValue(b, base), type.struct);
  if (type.kind === 'object' || type.kind === 'word')
    return intoStruct(b, out === null ? e : { ...e, arrow: false }, base, type.struct);
  if (type.kind === 'void') return { kind: 'value', value: poison(e.at) };
  const text = b.text(e.object.at);
  const mend = b.mode === 'option' ? `write ${text} => ${e.field.name}` : null;
  b.scope.diagnostics.error('RC103', e.field.at, `“${text}” has no fields`, mend);
  return { kind: 'value', value: poison(e.at) };
}

/** `ptep->w`: a field of the caller's word that an out parameter stands for. */
function outWord(b: BodyContext, e: Of<'member'>): Resolved | null {
  const local = e.object.kind === 'name' ? b.find(e.object.name) : null;
  if (local?.kind !== 'out' || local.type.kind !== 'word') return null;
  if (!e.arrow) reportNoArrow(b, e);
  return { kind: 'value', value: b.localExpr(local.index, e.object.at) };
}

export function reportNoArrow(b: BodyContext, { object, field }: Of<'member'>): void {
  const message = `“${b.text(object.at)}” points to a struct`;
  b.scope.diagnostics.error('RC203', field.at, message, `write ->${field.name}`);
}

/** `current->cpu` and `current->mm`: where the task runs; they never change. */
function checkCurrent(b: BodyContext, e: Of<'member'>): Expr {
  const what = e.field.name;
  if (what !== 'cpu' && what !== 'mm') {
    reportUnknown(b.scope, 'RC103', 'field', e.field, ['cpu', 'mm'], 'current');
    return poison(e.at);
  }
  const struct = structOfRole(b.scope, what, e.at);
  if (struct === null) return poison(e.at);
  return { kind: 'current', what, type: { kind: 'reference', struct: struct.name }, at: e.at };
}

function throughPointer(
  b: BodyContext,
  e: Extract<Expression, { kind: 'member' }>,
  pointer: Expr,
  struct: string,
): Resolved {
  if (!e.arrow && b.mode !== 'property' && b.mode !== 'ghost') {
    reportNoArrow(b, e);
  }
  return member(b, e, { kind: 'pointer', pointer, struct }, [], struct, false, false);
}

function intoStruct(
  b: BodyContext,
  e: Extract<Expression, { kind: 'member' }>,
  base: Resolved,
  struct: string,
): Resolved {
  if (e.arrow) {
    b.scope.diagnostics.error(
      'RC203',
      e.field.at,
      `“${b.text(e.object.at)}” is no pointer`,
      `write .${e.field.name}`,
    );
  }
  if (base.kind === 'place') {
    const { root, path, constant, ghost } = base.place;
    return member(b, e, root, path, struct, constant, ghost);
  }
  const field = knownField(b, struct, e.field);
  if (field === null) return { kind: 'value', value: poison(e.at) };
  return {
    kind: 'value',
    value: { kind: 'part', word: base.value, field: field.name, type: field.type, at: e.at },
  };
}

function member(
  b: BodyContext,
  e: Extract<Expression, { kind: 'member' }>,
  root: Place['root'],
  path: readonly PathStep[],
  struct: string,
  constant: boolean,
  ghost: boolean,
): Resolved {
  const field = knownField(b, struct, e.field);
  if (field === null) return { kind: 'value', value: poison(e.at) };
  const longer: PathStep[] = [...path, { kind: 'field', struct, name: field.name }];
  return pcAt(b, root, longer, field.type, e, constant || field.constant, ghost || field.ghost);
}

function knownField(b: BodyContext, struct: string, name: Name) {
  const field = fieldOf(b.scope, struct, name.name);
  if (field?.type.kind === 'lock') noteMeaning(b.scope, name.at, 'lock');
  if (field !== undefined) return field;
  const known = b.scope.structs.get(struct);
  if (known !== undefined && isUnread(b.scope, known.at)) return null;
  const fields = known?.fields.map((f) => f.name) ?? [];
  reportUnknown(b.scope, 'RC103', 'field', name, fields, `struct ${struct}`);
  return null;
}

function resolveIndex(b: BodyContext, e: Extract<Expression, { kind: 'index' }>): Resolved {
  const base = resolvePlace(b, e.object);
  const index = checkValue(b, e.index, { kind: 'int', range: null });
  if (base.kind === 'value' || base.place.type.kind !== 'array') {
    const type = base.kind === 'value' ? base.value.type : base.place.type;
    if (type.kind !== 'void')
      b.scope.diagnostics.error('RC201', e.at, `“${b.text(e.object.at)}” is no array`);
    return { kind: 'value', value: poison(e.at) };
  }
  const { root, path, type, constant, ghost } = base.place;
  if (index.kind === 'constant' && index.value >= type.length) {
    b.scope.diagnostics.error(
      'RC207',
      e.index.at,
      `index ${index.value} is outside 0..${type.length - 1}`,
    );
  }
  const longer: PathStep[] = [...path, { kind: 'index', index, length: type.length }];
  return { kind: 'place', place: { root, path: longer, type: type.of, constant, ghost, at: e.at } };
}

/** What the place holds: one shared access, unless it never changes. */
export function asValue(b: BodyContext, resolved: Resolved): Expr {
  if (resolved.kind === 'value') return resolved.value;
  const { place } = resolved;
  const { type, at } = place;
  if (type.kind === 'object' || type.kind === 'array' || type.kind === 'lock') {
    const mend = type.kind === 'object' ? `write &${b.text(at)}` : null;
    b.scope.diagnostics.error(
      'RC201',
      at,
      `“${b.text(at)}” is ${type.kind === 'array' ? 'an array' : `a ${type.kind === 'lock' ? type.lock : 'struct'}`} and no value`,
      mend,
    );
    return poison(at);
  }
  return { kind: 'load', place, type, at };
}

/** A place that can be written, or null after reporting why it cannot. */
export function writablePlace(b: BodyContext, e: Expression): Place | null {
  const resolved = resolvePlace(b, e);
  if (resolved.kind === 'value') {
    if (resolved.value.type.kind !== 'void')
      b.scope.diagnostics.error('RC202', e.at, `“${b.text(e.at)}” cannot be assigned`);
    return null;
  }
  const { place } = resolved;
  if (place.constant && b.mode !== 'init') {
    b.scope.diagnostics.error(
      'RC202',
      e.at,
      `“${b.text(e.at)}” is const`,
      'drop const from its field, or set it in the initial value',
    );
    return null;
  }
  if (b.mode === 'ghost' && !place.ghost) {
    b.scope.diagnostics.error(
      'RC305',
      e.at,
      `a ghost statement writes “${b.text(e.at)}”, which the kernel can read`,
      'drop ghost, or declare it ghost',
    );
  }
  return place;
}
