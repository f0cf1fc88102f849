// The built-in operations that have a value.

import type { BodyContext } from '../scope/bodyContext.ts';
import { countArguments } from './checkCall.ts';
import { resolvePlace, writablePlace } from './checkPlace.ts';
import { BOOL, checkValue, poison } from './checkValue.ts';
import {
  isLockOperation,
  isTryLock,
  LOCK_OPERATIONS,
  LOCKS,
  type LockKind,
  operationsOn,
  TRY_LOCKS,
  type TryLock,
} from '../syntax/lockKinds.ts';
import type { Expr, Place } from '../program/program.ts';
import { noteMeaning, reportUnknown, typeName } from '../scope/scope.ts';
import type { Expression } from '../syntax/syntax.ts';

type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

interface BuiltIn {
  readonly least: number;
  readonly most: number;
  readonly check: (b: BodyContext, e: Of<'call'>) => Expr;
}

export const BUILT_IN: ReadonlyMap<string, BuiltIn> = new Map<string, BuiltIn>([
  ['xchg', { least: 2, most: 2, check: checkExchange }],
  ['alloc', { least: 1, most: 1, check: checkAllocate }],
  ['done', { least: 1, most: 1, check: checkDone }],
  ['held', { least: 1, most: 2, check: checkHeld }],
]);

/** Whether an expression that changes something is allowed here; reports it if not. */
export function mayChange(b: BodyContext, e: Expression): boolean {
  if (b.mode === 'kernel' || b.mode === 'init') return true;
  const text = b.text(e.at);
  if (b.mode === 'ghost')
    b.scope.diagnostics.error(
      'RC305',
      e.at,
      `“${text}” changes what the kernel sees`,
      'write it before, without ghost',
    );
  else
    b.scope.diagnostics.error(
      'RC306',
      e.at,
      `“${text}” changes state, and only reading is allowed here`,
    );
  return false;
}

function checkExchange(b: BodyContext, e: Of<'call'>): Expr {
  if (!mayChange(b, e)) return poison(e.at);
  const target = e.args[0] as Expression;
  const place = writablePlace(b, target.kind === 'address' ? target.of : target);
  if (place === null) return poison(e.at);
  const value = checkValue(b, e.args[1] as Expression, place.type);
  return { kind: 'exchange', place, value, type: place.type, at: e.at };
}

function checkAllocate(b: BodyContext, e: Of<'call'>): Expr {
  if (!mayChange(b, e)) return poison(e.at);
  const arg = e.args[0] as Expression;
  const pool = arg.kind === 'name' ? b.scope.pools.get(arg.name) : undefined;
  if (pool === undefined && arg.kind === 'name' && needsPool(b, arg.name, e)) return poison(e.at);
  if (pool === undefined) {
    reportUnknown(
      b.scope,
      'RC101',
      'pool',
      { name: b.text(arg.at), at: arg.at },
      b.scope.pools.keys(),
    );
    return poison(e.at);
  }
  return {
    kind: 'allocate',
    pool: pool.name,
    type: { kind: 'reference', struct: pool.struct },
    at: e.at,
  };
}

/** A library file says by its name which pool it needs; the scenario declares it. */
function needsPool(b: BodyContext, name: string, { at }: Of<'call'>): boolean {
  const { texts, structs, perhaps, incomplete, diagnostics } = b.scope;
  if (at.file === [...texts.keys()].at(-1) || incomplete || perhaps.has(name)) return false;
  const struct = name.replace(/s$/, '');
  perhaps.add('pool');
  const message = `${at.file} takes objects from a pool “${name}”, which this scenario does not declare`;
  const mend = `write pool struct ${structs.has(struct) ? struct : '…'} ${name}[2]; in the scenario`;
  diagnostics.error('RC101', at, message, mend, `name ${name}`);
  return true;
}

function observerOnly(b: BodyContext, e: Of<'call'>): void {
  if (b.mode === 'property' || b.mode === 'ghost') return;
  b.scope.diagnostics.error(
    'RC306',
    e.at,
    `${e.callee.name} is for properties, assertions and ghosts`,
  );
}

function checkTaskName(b: BodyContext, arg: Expression): string | null {
  if (arg.kind === 'name' && b.scope.tasks.has(arg.name)) return arg.name;
  reportUnknown(
    b.scope,
    'RC101',
    'task',
    { name: b.text(arg.at), at: arg.at },
    b.scope.tasks.keys(),
  );
  return null;
}

function checkDone(b: BodyContext, e: Of<'call'>): Expr {
  observerOnly(b, e);
  const task = checkTaskName(b, e.args[0] as Expression);
  return task === null ? poison(e.at) : { kind: 'done', task, type: BOOL, at: e.at };
}

function checkHeld(b: BodyContext, e: Of<'call'>): Expr {
  observerOnly(b, e);
  const place = lockPlace(b, e.args[0] as Expression, null);
  const task = e.args[1] === undefined ? null : checkTaskName(b, e.args[1]);
  if (place === null || !canBeHeld(b, place, e.args[0] as Expression)) return poison(e.at);
  return { kind: 'held', place, task, type: BOOL, at: e.at };
}

/** Reports a semaphore or a completion in an operation that needs a holder. */
export function canBeHeld(b: BodyContext, { type }: Place, e: Expression): boolean {
  if (type.kind !== 'lock' || LOCKS[type.lock].modes.length > 0) return true;
  const message = `“${b.text(e.at)}” is a ${type.lock}: it has a count and no holder`;
  b.scope.diagnostics.error('RC201', e.at, message);
  return false;
}

export function checkTryLock(b: BodyContext, e: Of<'call'>, operation: TryLock): Expr {
  if (!mayChange(b, e)) return poison(e.at);
  const place = lockArgument(b, e);
  if (place === null) return poison(e.at);
  const tried = { kind: 'trylock', operation, place, type: BOOL, at: e.at } as const;
  return TRY_LOCKS[operation].yields === 'taken'
    ? tried
    : { kind: 'not', operand: tried, type: BOOL, at: e.at };
}

/** `&inode->i_mutex` as the argument of a lock operation that fits its kind. */
export function lockArgument(b: BodyContext, e: Of<'call'>): Place | null {
  noteMeaning(b.scope, e.callee.at, 'lock');
  const arg = e.args[0];
  if (!countArguments(b, e, 1, 1) || arg === undefined) return null;
  if (arg.kind !== 'address') {
    b.scope.diagnostics.error(
      'RC201',
      arg.at,
      `${e.callee.name} takes the address of a lock`,
      `write &${b.text(arg.at)}`,
    );
    return null;
  }
  return lockPlace(b, arg.of, e.callee.name);
}

function lockPlace(b: BodyContext, e: Expression, operation: string | null): Place | null {
  const resolved = resolvePlace(b, e);
  const type = resolved.kind === 'place' ? resolved.place.type : resolved.value.type;
  if (resolved.kind === 'value' || type.kind !== 'lock') {
    if (type.kind !== 'void')
      b.scope.diagnostics.error(
        'RC201',
        e.at,
        `“${b.text(e.at)}” is ${typeName(type)} and no lock`,
      );
    return null;
  }
  const wanted = operation === null ? type.lock : lockOf(operation);
  if (wanted !== type.lock) {
    const message = `${operation} works on a ${wanted}, “${b.text(e.at)}” is a ${type.lock}`;
    const mend = `one of ${operationsOn(type.lock).join(', ')}`;
    b.scope.diagnostics.error('RC201', e.at, message, mend);
    return null;
  }
  return resolved.place;
}

function lockOf(operation: string): LockKind | undefined {
  if (isTryLock(operation)) return TRY_LOCKS[operation].lock;
  return isLockOperation(operation) ? LOCK_OPERATIONS[operation].lock : undefined;
}
