// The names of a program and their meanings, before any body is checked.

import { unreachable } from '../../base/assert.ts';
import type { Diagnostics, Span } from '../syntax/diagnostic.ts';
import { nearestName } from '../syntax/nearestName.ts';
import { typedInstead } from '../syntax/typedInstead.ts';
import { calculate, isArithmetic } from '../program/arithmetic.ts';
import { errnoValue } from '../program/errno.ts';
import type { Field, Option, Pool, Struct, Type } from '../program/program.ts';
import type { Declaration, Expression, Name, TypeSyntax } from '../syntax/syntax.ts';
import type { Paint } from '../syntax/tokenCursor.ts';
import type { Token } from '../syntax/tokenize.ts';

export type FunctionSyntax = Extract<Declaration, { kind: 'function' }>;
export type TaskSyntax = Extract<Declaration, { kind: 'task' }>;
export type PropertySyntax = Extract<Declaration, { kind: 'property' }>;

/** A name of one value: a constant, an enum's value, a data token. */
export interface NamedValue {
  readonly type: Type;
  readonly value: number;
  readonly file: string;
}

export interface GlobalName {
  readonly type: Type;
  readonly ghost: boolean;
  readonly file: string;
}

export interface Scope {
  readonly diagnostics: Diagnostics;
  readonly texts: ReadonlyMap<string, string>;
  /** The resolved meanings of names, by position; the parser alone does not know them. */
  readonly meanings: Map<string, Paint>;
  /** For each file itself and those whose declarations it sees. */
  readonly uses: ReadonlyMap<string, ReadonlySet<string>>;
  readonly structs: Map<string, Struct>;
  readonly enums: Map<string, readonly string[]>;
  readonly values: Map<string, NamedValue>;
  readonly globals: Map<string, GlobalName>;
  readonly pools: Map<string, Pool>;
  readonly functions: Map<string, FunctionSyntax[]>;
  readonly options: Map<string, Option>;
  readonly tasks: Map<string, TaskSyntax>;
  readonly properties: Map<string, PropertySyntax>;
  /** Calls that order memory, by name, with the file in which each is met first. */
  readonly ordering: Map<string, string>;
  /** Names that may be declared in text with syntax errors: they are not reported as unknown. */
  readonly perhaps: Set<string>;
  /** Whether a file that declares things may be missing. */
  readonly incomplete: boolean;
  /** Where those names stand, by file and in order. */
  readonly unread: ReadonlyMap<string, readonly Token[]>;
}

/** The properties that every program has without declaring them. */
export const BUILT_IN_PROPERTIES: ReadonlyMap<string, string> = new Map([
  ['no_deadlock', 'until all tasks have ended, some task can always take a step'],
  ['no_oops', 'no NULL dereference, no use after free, no BUG_ON'],
  ['no_stuck', 'from every reachable state the end can be reached'],
  ['no_lock_leak', 'no task ends with a lock held'],
  ['no_warning', 'no WARN_ON is hit'],
]);

/** What a violation of one of them means. */
export const BUILT_IN_VIOLATIONS: ReadonlyMap<string, string> = new Map([
  ['no_deadlock', 'No task can go on, and some have not ended'],
  ['no_oops', 'The kernel dies: NULL dereference, use after free, or BUG_ON'],
  ['no_stuck', 'From here no run comes to an end any more'],
  ['no_lock_leak', 'A task ended with a lock held'],
  ['no_warning', 'A WARN_ON was hit'],
]);

/** Reports once that a name is unknown, or that `owner` does not have it, with a suggestion. */
export function reportUnknown(
  scope: Scope,
  code: 'RC101' | 'RC103' | 'RC104' | 'RC401',
  what: string,
  name: Name,
  candidates: Iterable<string>,
  owner: string | null = null,
): void {
  if (scope.perhaps.has(name.name) || (scope.incomplete && code !== 'RC104')) return;
  if (scope.diagnostics.isFull) return;
  const cause = owner === null ? `name ${name.name}` : `${what} ${name.name} of ${owner}`;
  const nearest = nearestName(name.name, candidates);
  const near = nearest === null ? null : `did you mean “${nearest}”?`;
  const mend = insteadOf(what, name.name) ?? near;
  const message =
    owner === null ? `unknown ${what} “${name.name}”` : `${owner} has no ${what} “${name.name}”`;
  scope.diagnostics.error(code, name.at, message, mend, cause);
}

function insteadOf(what: string, name: string): string | null {
  if (what === 'function') return typedInstead('call', name);
  return what === 'name' ? typedInstead('value', name) : null;
}

/** A type as written to a type; an unknown type is reported and becomes void, which fits everything. */
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
        return unknownType(scope, 'enum', base.name, scope.enums.keys());
      return { kind: 'enum', name: base.name.name };
    case 'struct':
      if (base.out) reportOut(scope, syntax);
      return resolveStruct(scope, base.name, base.pointer);
    case 'mutex':
    case 'spinlock':
    case 'rwsem':
    case 'bitlock':
    case 'semaphore':
    case 'completion':
      return { kind: 'lock', lock: base.kind };
    case 'bool':
    case 'data':
    case 'void':
      return { kind: base.kind };
    default:
      return unreachable(base);
  }
}

function reportOut(scope: Scope, { at }: TypeSyntax): void {
  const message = 'a pointer to a pointer: only a parameter can be one';
  scope.diagnostics.error('RC201', at, message, 'write one *');
}

function unknownType(scope: Scope, what: string, name: Name, known: Iterable<string>): Type {
  reportUnknown(scope, 'RC101', what, name, known);
  return { kind: 'void' };
}

function resolveStruct(scope: Scope, name: Name, pointer: boolean): Type {
  const struct = scope.structs.get(name.name);
  if (struct === undefined) return unknownType(scope, 'struct', name, scope.structs.keys());
  if (pointer) return { kind: 'reference', struct: name.name };
  return struct.word ? { kind: 'word', struct: name.name } : { kind: 'object', struct: name.name };
}

/**
 * Whether a parameter stands for a local of the caller: `struct page **`, a pointer, or `struct pte *`, a word.
 */
export function isOut(scope: Scope, { base }: TypeSyntax): boolean {
  return base.kind === 'struct' && (base.out || isWordPointer(scope, base));
}

function isWordPointer(
  scope: Scope,
  base: Extract<TypeSyntax['base'], { kind: 'struct' }>,
): boolean {
  // prettier-ignore
  return base.pointer && scope.structs.get(base.name.name)?.word === true;
}

/** The type of a parameter; where it stands for a local of the caller, of that local. */
export function resolveParameter(scope: Scope, syntax: TypeSyntax): Type {
  const { base, at } = syntax;
  if (base.kind === 'struct' && !base.out && isWordPointer(scope, base))
    return { kind: 'word', struct: base.name.name };
  return resolveByValue(
    scope,
    base.kind === 'struct' ? { base: { ...base, out: false }, at } : syntax,
  );
}

/** The type of a result or a local: structs are passed and kept by their address. */
export function resolveByValue(scope: Scope, syntax: TypeSyntax): Type {
  const type = resolveType(scope, syntax);
  if (type.kind === 'object') {
    scope.diagnostics.error(
      'RC201',
      syntax.at,
      `struct ${type.struct} is no value: it has an address and is not copied`,
      `write struct ${type.struct} *`,
    );
    return { kind: 'void' };
  }
  if (type.kind !== 'lock') return type;
  const message = `a ${type.lock} is no value: it is a field or a variable`;
  scope.diagnostics.error('RC201', syntax.at, message, 'pass the struct that it is in');
  return { kind: 'void' };
}

/** The value of a constant int expression; after reporting that it is none, 1, which is valid as any size. */
export function constantInt(scope: Scope, expression: Expression): number {
  const value = tryConstantInt(scope, expression);
  if (value !== null) return value;
  if (expression.kind === 'name' && !isDeclared(scope, expression.name)) {
    reportUnknown(scope, 'RC101', 'constant', expression, scope.values.keys());
    return 1;
  }
  scope.diagnostics.error(
    'RC208',
    expression.at,
    'not a constant number',
    'use a number, or a name that const declares',
  );
  return 1;
}

function isDeclared({ values, globals, pools, options }: Scope, name: string): boolean {
  return [values, globals, pools, options].some((names) => names.has(name));
}

/** Null where it is none. */
export function tryConstantInt(scope: Scope, e: Expression): number | null {
  if (e.kind === 'number') return e.value;
  if (e.kind === 'name') {
    const named = scope.values.get(e.name);
    if (named !== undefined) noteMeaning(scope, e.at, 'token');
    if (named === undefined && !isDeclared(scope, e.name)) return errnoValue(e.name);
    return named?.type.kind === 'int' || named?.type.kind === 'void' ? named.value : null;
  }
  if (e.kind !== 'binary' || !isArithmetic(e.operator)) return null;
  const left = tryConstantInt(scope, e.left);
  const right = tryConstantInt(scope, e.right);
  if (left === null || right === null || (e.operator === '%' && right < 1)) return null;
  return calculate(e.operator, left, right);
}

/** The struct with a role; null after reporting that there is none. */
export function structOfRole(scope: Scope, role: 'cpu' | 'mm', at: Span): Struct | null {
  const struct = [...scope.structs.values()].find((s) => s.role === role);
  if (struct !== undefined) return struct;
  if (scope.perhaps.has(`@${role}`) || scope.perhaps.has(role)) return null;
  const message = `no struct has the role @${role}`;
  scope.diagnostics.error('RC101', at, message, `write struct … @${role} { … };`, message);
  return null;
}

/** Records what a name is, for its colour. */
export function noteMeaning(scope: Scope, at: Span, paint: Paint): void {
  scope.meanings.set(`${at.file} ${at.from}`, paint);
}

/** Whether anything between the ends of a declaration could not be read. */
export function isUnread(scope: Scope, at: Span): boolean {
  return (scope.unread.get(at.file) ?? []).some((t) => t.from >= at.from && t.to <= at.to);
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

/** A type as it is written. */
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
    case 'bool':
    case 'data':
    case 'void':
      return type.kind;
    default:
      return unreachable(type);
  }
}

/** Whether a value of one type can be used where the other is wanted; `constant` is its value if it is known. */
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
    case 'object':
    case 'lock':
    case 'array':
      return false;
    default:
      return unreachable(wanted);
  }
}

/** The text of a place on one line. */
export function spanText(texts: ReadonlyMap<string, string>, at: Span): string {
  return (texts.get(at.file) ?? '').slice(at.from, at.to).replace(/\s+/g, ' ').trim();
}
