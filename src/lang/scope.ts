// Every name of a program and what it stands for, before any body is looked at.

import type { Diagnostics, Span } from './diagnostic.ts';
import { nearestName } from './nearestName.ts';
import type { Field, Option, Pool, Struct, Type } from './program.ts';
import type { Declaration, Expression, Name, TypeSyntax } from './syntax.ts';

export type FunctionSyntax = Extract<Declaration, { kind: 'function' }>;
export type TaskSyntax = Extract<Declaration, { kind: 'task' }>;
export type PropertySyntax = Extract<Declaration, { kind: 'property' }>;

/** A name that stands for one value: a constant, an enum's value, a data token. */
export interface NamedValue {
  readonly type: Type;
  readonly value: number;
}

export interface Scope {
  readonly diagnostics: Diagnostics;
  readonly structs: Map<string, Struct>;
  readonly enums: Map<string, readonly string[]>;
  readonly values: Map<string, NamedValue>;
  readonly globals: Map<string, { readonly type: Type; readonly ghost: boolean }>;
  readonly pools: Map<string, Pool>;
  readonly functions: Map<string, FunctionSyntax[]>;
  readonly options: Map<string, Option>;
  readonly tasks: Map<string, TaskSyntax>;
  readonly properties: Map<string, PropertySyntax>;
}

/** The properties that every program has without declaring them. */
export const BUILT_IN_PROPERTIES: Readonly<Record<string, string>> = {
  no_deadlock: 'some task can always go on until all have ended',
  no_oops: 'no NULL dereference, no use after free, no BUG_ON',
  no_stuck: 'from everywhere the end can still be reached',
  no_lock_leak: 'no task ends with a lock held',
  no_warning: 'no WARN_ON is hit',
};

/** Says that a name is unknown, with the one that was probably meant. */
export function reportUnknown(
  scope: Scope,
  code: 'RC101' | 'RC103' | 'RC104' | 'RC401',
  what: string,
  name: Name,
  candidates: Iterable<string>,
): void {
  const nearest = nearestName(name.name, candidates);
  const mend = nearest === null ? null : `did you mean “${nearest}”?`;
  scope.diagnostics.error(code, name.at, `unknown ${what} “${name.name}”`, mend);
}

/** A type as written to a type; what is unknown is reported and becomes void, which fits everything. */
export function resolveType(scope: Scope, syntax: TypeSyntax): Type {
  const { base } = syntax;
  switch (base.kind) {
    case 'int': {
      if (base.range === null) return { kind: 'int', range: null };
      const low = constantInt(scope, base.range.low);
      const high = constantInt(scope, base.range.high);
      if (low > high)
        scope.diagnostics.error(
          'RC207',
          syntax.at,
          `empty range ${low}..${high}`,
          `write ${high}..${low}`,
        );
      return { kind: 'int', range: { low, high: Math.max(low, high) } };
    }
    case 'enum':
      if (!scope.enums.has(base.name.name))
        reportUnknown(scope, 'RC101', 'enum', base.name, scope.enums.keys());
      return { kind: 'enum', name: base.name.name };
    case 'struct':
      return resolveStruct(scope, base.name, base.pointer);
    case 'mutex':
    case 'spinlock':
    case 'rwsem':
    case 'bitlock':
      return { kind: 'lock', lock: base.kind };
    default:
      return { kind: base.kind };
  }
}

function resolveStruct(scope: Scope, name: Name, pointer: boolean): Type {
  const struct = scope.structs.get(name.name);
  if (struct === undefined) {
    reportUnknown(scope, 'RC101', 'struct', name, scope.structs.keys());
    return { kind: 'void' };
  }
  if (pointer) return { kind: 'reference', struct: name.name };
  return struct.word ? { kind: 'word', struct: name.name } : { kind: 'object', struct: name.name };
}

/** The value of a constant int expression; 0 after reporting that it is none. */
export function constantInt(scope: Scope, expression: Expression): number {
  const value = tryConstantInt(scope, expression);
  if (value !== null) return value;
  scope.diagnostics.error(
    'RC208',
    expression.at,
    'not a constant number',
    'use a number, or a name that const declares',
  );
  return 0;
}

function tryConstantInt(scope: Scope, e: Expression): number | null {
  if (e.kind === 'number') return e.value;
  if (e.kind === 'name') {
    const named = scope.values.get(e.name);
    return named?.type.kind === 'int' ? named.value : null;
  }
  if (e.kind !== 'binary' || (e.operator !== '+' && e.operator !== '-')) return null;
  const left = tryConstantInt(scope, e.left);
  const right = tryConstantInt(scope, e.right);
  if (left === null || right === null) return null;
  return e.operator === '+' ? left + right : left - right;
}

export function fieldOf(scope: Scope, struct: string, name: string): Field | undefined {
  return scope.structs.get(struct)?.fields.find((field) => field.name === name);
}

/** Reports a second declaration of a name; true when it is the first. */
export function declareOnce(
  scope: Scope,
  taken: { has(name: string): boolean },
  what: string,
  name: Name,
): boolean {
  if (!taken.has(name.name)) return true;
  scope.diagnostics.error(
    'RC102',
    name.at,
    `${what} “${name.name}” is declared twice`,
    'rename one of them',
  );
  return false;
}

/** How people write a type. */
export function typeName(type: Type): string {
  switch (type.kind) {
    case 'int':
      return type.range === null ? 'int' : `int ${type.range.low}..${type.range.high}`;
    case 'enum':
      return `enum ${type.name}`;
    case 'reference':
      return `struct ${type.struct} *`;
    case 'word':
    case 'object':
      return `struct ${type.struct}`;
    case 'array':
      return `${typeName(type.of)}[${type.length}]`;
    case 'lock':
      return type.lock;
    case 'null':
      return 'NULL';
    default:
      return type.kind;
  }
}

/** Whether a value of one type can stand where the other is wanted; `constant` is its value when it is known. */
export function fits(value: Type, wanted: Type, constant: number | null): boolean {
  if (value.kind === 'void' || wanted.kind === 'void') return true;
  switch (wanted.kind) {
    case 'bool':
      return value.kind === 'bool' || (value.kind === 'int' && (constant === 0 || constant === 1));
    case 'int':
      return value.kind === 'int' || value.kind === 'bool';
    case 'data':
      return value.kind === 'data' || (value.kind === 'int' && constant === 0);
    case 'enum':
      return value.kind === 'enum' && value.name === wanted.name;
    case 'reference':
      return (
        value.kind === 'null' || (value.kind === 'reference' && value.struct === wanted.struct)
      );
    case 'null':
      return value.kind === 'reference' || value.kind === 'null';
    case 'word':
      return value.kind === 'word' && value.struct === wanted.struct;
    default:
      return false;
  }
}

export function spanText(files: ReadonlyMap<string, string>, at: Span): string {
  return (files.get(at.file) ?? '').slice(at.from, at.to).replace(/\s+/g, ' ').trim();
}
