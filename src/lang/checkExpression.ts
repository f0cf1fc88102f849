// Expressions and places: names to what they stand for, types, and calls taken out to run before their
// statement. One file, because a place contains expressions and an expression places.

import { at as item } from '../base/assert.ts';
import { BUILT_IN_FUNCTIONS, USAGE } from './builtIn.ts';
import type { BodyContext, Signature } from './bodyContext.ts';
import type { Span } from './diagnostic.ts';
import {
  isLockOperation,
  isTryLock,
  LOCK_OPERATIONS,
  operationsOn,
  TRY_LOCKS,
} from './lockOperations.ts';
import type { Expr, Loop, Operator, Option, PathStep, Place, Type } from './program.ts';
import {
  constantInt,
  fieldOf,
  fits,
  isUnread,
  noteMeaning,
  reportUnknown,
  structOfRole,
  typeName,
} from './scope.ts';
import type { Collection, Expression, Name } from './syntax.ts';

type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

const BOOL: Type = { kind: 'bool' };
const INT: Type = { kind: 'int', range: null };

/** Stands for what could not be understood; its type fits everywhere, so one error stays one message. */
export function poison(at: Span): Expr {
  return { kind: 'constant', value: 0, type: { kind: 'void' }, at };
}

function constant(value: number, type: Type, at: Span): Expr {
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
  const value = checkExpression(b, e, wanted);
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
  const value = checkExpression(b, e, BOOL);
  if (['bool', 'int', 'reference', 'null', 'void', 'data'].includes(value.type.kind)) return value;
  const message = `“${b.text(e.at)}” is ${typeName(value.type)} and no condition`;
  const [first] = value.type.kind === 'enum' ? (b.scope.enums.get(value.type.name) ?? []) : [];
  const mend = first === undefined ? null : `compare it: ${b.text(e.at)} == ${first}`;
  b.scope.diagnostics.error('RC201', e.at, message, mend);
  return poison(e.at);
}

export function checkExpression(b: BodyContext, e: Expression, wanted: Type | null): Expr {
  switch (e.kind) {
    case 'number':
      return constant(e.value, INT, e.at);
    case 'name':
      return checkName(b, e);
    case 'member':
      return checkMember(b, e);
    case 'index':
      return asValue(b, resolvePlace(b, e));
    case 'address':
      return checkAddress(b, e);
    case 'not':
      return { kind: 'not', operand: checkCondition(b, e.operand), type: BOOL, at: e.at };
    case 'dereference':
      return checkDereference(b, e);
    case 'bump':
      return checkBump(b, e);
    case 'binary':
      return checkBinary(b, e);
    case 'call':
      return checkCall(b, e);
    case 'braces':
      return checkWord(b, e, wanted);
    case 'among':
      return checkAmong(b, e);
    case 'quantified':
      return checkQuantified(b, e);
  }
}

const LITERALS: Readonly<Record<string, { readonly type: Type; readonly value: number }>> = {
  true: { type: BOOL, value: 1 },
  false: { type: BOOL, value: 0 },
  NULL: { type: { kind: 'null' }, value: 0 },
};

function checkName(b: BodyContext, e: Of<'name'>): Expr {
  const literal = LITERALS[e.name];
  if (literal !== undefined) return constant(literal.value, literal.type, e.at);
  const local = b.find(e.name);
  if (local !== null) return readLocal(b, e, local);
  if (b.global(e.name) !== undefined) return asValue(b, resolvePlace(b, e));
  const value = b.value(e.name);
  if (value !== undefined) {
    noteMeaning(b.scope, e.at, 'token');
    return constant(value.value, value.type, e.at);
  }
  const option = b.scope.options.get(e.name);
  if (option !== undefined && !(b.mayHideLocals && option.values !== null))
    return checkOption(b, e, option);
  if (b.mayHideLocals) return poison(e.at);
  reportUnknown(b.scope, 'RC101', 'name', e, candidates(b));
  return poison(e.at);
}

function candidates(b: BodyContext): string[] {
  const { globals, values, options } = b.scope;
  return [...b.names, ...globals.keys(), ...values.keys(), ...options.keys()];
}

export function reportGhost(b: BodyContext, text: string, at: Span): void {
  b.scope.diagnostics.error(
    'RC304',
    at,
    `“${text}” is a ghost, which no kernel code can read or write`,
    'write ghost before the statement, or drop it from the declaration',
  );
}

function readLocal(
  b: BodyContext,
  e: Of<'name'>,
  local: NonNullable<ReturnType<BodyContext['find']>>,
): Expr {
  if (local.ghost && b.mode === 'kernel') reportGhost(b, e.name, e.at);
  if (local.type.kind === 'word' && local.sort === 'loop') return asValue(b, resolvePlace(b, e));
  if (local.sort === 'out')
    b.scope.diagnostics.error(
      'RC203',
      e.at,
      `“${e.name}” stands for a local of the caller`,
      `write *${e.name}`,
      `out ${e.name} ${b.at.from}`,
    );
  return b.localExpr(local.index, e.at);
}

/** An on/off option read as a condition. */
function checkOption(b: BodyContext, e: Of<'name'>, option: Option): Expr {
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

function checkMember(b: BodyContext, e: Of<'member'>): Expr {
  return asValue(b, resolvePlace(b, e));
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

function checkAddress(b: BodyContext, e: Of<'address'>): Expr {
  const resolved = resolvePlace(b, e.of);
  if (resolved.kind === 'place' && resolved.place.type.kind === 'object') {
    return {
      kind: 'address',
      place: resolved.place,
      type: { kind: 'reference', struct: resolved.place.type.struct },
      at: e.at,
    };
  }
  const type = resolved.kind === 'place' ? resolved.place.type : resolved.value.type;
  if (type.kind !== 'void')
    b.scope.diagnostics.error(
      'RC201',
      e.at,
      `“${b.text(e.of.at)}” is ${typeName(type)}: only a struct has an address that can be kept`,
    );
  return poison(e.at);
}

/** `*pagep`: the caller's local that an out parameter stands for. */
function checkDereference(b: BodyContext, e: Of<'dereference'>): Expr {
  const local = outParameter(b, e);
  return local === null ? poison(e.at) : b.localExpr(local, e.at);
}

export function outParameter(b: BodyContext, e: Of<'dereference'>): number | null {
  const local = e.of.kind === 'name' ? b.find(e.of.name) : null;
  if (local?.sort === 'out') return local.index;
  if (local === null && b.mayHideLocals) return null;
  b.scope.diagnostics.error(
    'RC203',
    e.at,
    `“${b.text(e.of.at)}” is no parameter of type struct … **`,
    'only such a parameter has something behind it that can be assigned',
  );
  return null;
}

function checkBump(b: BodyContext, e: Of<'bump'>): Expr {
  if (b.mode !== 'ghost' && !mayChange(b, e)) return poison(e.at);
  const place = writablePlace(b, e.target);
  if (place === null) return poison(e.at);
  if (place.type.kind !== 'int' && place.type.kind !== 'void')
    b.scope.diagnostics.error(
      'RC201',
      e.at,
      `“${b.text(place.at)}” is ${typeName(place.type)} and cannot be counted`,
    );
  return { kind: 'bump', place, by: e.by, type: place.type, at: e.at };
}

const LOGICAL: readonly Operator[] = ['&&', '||', '=>'];
const ARITHMETIC: readonly Operator[] = ['+', '-'];

function checkBinary(b: BodyContext, e: Of<'binary'>): Expr {
  const option = optionComparison(b, e);
  if (option !== null) return option;
  const { operator, at } = e;
  if (LOGICAL.includes(operator)) {
    const left = checkCondition(b, e.left);
    const right = withoutCalls(b, () => checkCondition(b, e.right));
    return { kind: 'binary', operator, left, right, type: BOOL, at };
  }
  const left = checkExpression(b, e.left, null);
  if (left.type.kind === 'void' && e.right.kind === 'name') return poison(at);
  const right = withoutCalls(b, () => checkExpression(b, e.right, left.type));
  if (ARITHMETIC.includes(operator)) return checkArithmetic(b, e, left, right);
  if (!comparable(left, right)) {
    b.scope.diagnostics.error(
      'RC201',
      at,
      `${typeName(left.type)} and ${typeName(right.type)} cannot be compared`,
    );
  }
  return { kind: 'binary', operator, left, right, type: BOOL, at };
}

function checkArithmetic(b: BodyContext, e: Of<'binary'>, left: Expr, right: Expr): Expr {
  for (const side of [left, right]) {
    if (side.type.kind !== 'int' && side.type.kind !== 'void') {
      b.scope.diagnostics.error(
        'RC201',
        side.at,
        `“${b.text(side.at)}” is ${typeName(side.type)} and no number`,
      );
    }
  }
  if (left.kind === 'constant' && right.kind === 'constant') {
    return constant(
      e.operator === '+' ? left.value + right.value : left.value - right.value,
      INT,
      e.at,
    );
  }
  return { kind: 'binary', operator: e.operator, left, right, type: INT, at: e.at };
}

function comparable(left: Expr, right: Expr): boolean {
  if (left.type.kind === 'word') return false;
  const known = (x: Expr): number | null => (x.kind === 'constant' ? x.value : null);
  return fits(left.type, right.type, known(left)) || fits(right.type, left.type, known(right));
}

/** `fill_lock == invalidate_lock`: the right side is no name of the program but a value of the option. */
function optionComparison(b: BodyContext, e: Of<'binary'>): Expr | null {
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

function checkAmong(b: BodyContext, e: Of<'among'>): Expr {
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

/** `{}`, `{page, 1, 1}`, `{ .page = page }`: a whole word at once. */
function checkWord(b: BodyContext, e: Of<'braces'>, wanted: Type | null): Expr {
  if (wanted?.kind === 'void') return poison(e.at);
  if (wanted?.kind !== 'word') {
    b.scope.diagnostics.error(
      'RC201',
      e.at,
      'braces can only stand where a word struct is wanted',
      'assign the fields one by one',
    );
    return poison(e.at);
  }
  const fields = b.scope.structs.get(wanted.struct)?.fields ?? [];
  const given = new Map<string, Expr>();
  e.items.forEach((item, i) => {
    const field = item.field === null ? fields[i] : fields.find((f) => f.name === item.field?.name);
    if (field === undefined) {
      const struct = b.scope.structs.get(wanted.struct);
      if (struct !== undefined && isUnread(b.scope, struct.at)) return;
      const name = item.field ?? { name: b.text(item.at), at: item.at };
      const names = fields.map((f) => f.name);
      return reportUnknown(b.scope, 'RC103', 'field', name, names, `struct ${wanted.struct}`);
    }
    given.set(field.name, checkValue(b, item.value, field.type));
  });
  const values = fields.map((field) => given.get(field.name) ?? zeroOf(b, field.type, e.at));
  return { kind: 'word', struct: wanted.struct, fields: values, type: wanted, at: e.at };
}

function checkQuantified(b: BodyContext, e: Of<'quantified'>): Expr {
  if (b.mode !== 'property' && b.mode !== 'ghost') {
    b.scope.diagnostics.error(
      'RC306',
      e.at,
      `${e.quantifier} sees all of the world at once, which no kernel code can`,
      'use a for loop',
    );
  }
  const { over, type } = checkCollection(b, e.collection);
  return b.scoped(e.variable.name, type, 'loop', (local) => {
    const body = checkCondition(b, e.body);
    return {
      kind: 'quantified',
      quantifier: e.quantifier,
      local,
      over,
      body,
      type: BOOL,
      at: e.at,
    };
  });
}

/** What a loop runs over, and the type of its variable. */
export function checkCollection(b: BodyContext, c: Collection): { over: Loop; type: Type } {
  if (c.kind === 'range') {
    const low = constantInt(b.scope, c.low);
    const high = constantInt(b.scope, c.high);
    return {
      over: { kind: 'range', low, high },
      type: { kind: 'int', range: { low, high: Math.max(low, high) } },
    };
  }
  return c.kind === 'struct' ? structCollection(b, c) : namedCollection(b, c);
}

function structCollection(
  b: BodyContext,
  c: Extract<Collection, { kind: 'struct' }>,
): { over: Loop; type: Type } {
  const struct = b.scope.structs.get(c.name.name);
  if (struct === undefined) {
    reportUnknown(b.scope, 'RC101', 'struct', c.name, b.scope.structs.keys());
    return { over: { kind: 'range', low: 0, high: -1 }, type: { kind: 'void' } };
  }
  if (!struct.word)
    return {
      over: { kind: 'objects', struct: struct.name },
      type: { kind: 'reference', struct: struct.name },
    };
  if (b.mode === 'kernel')
    b.scope.diagnostics.error(
      'RC306',
      c.at,
      `kernel code cannot run over every struct ${struct.name}`,
      'index the array that holds them',
    );
  return {
    over: { kind: 'cells', struct: struct.name },
    type: { kind: 'word', struct: struct.name },
  };
}

function namedCollection(
  b: BodyContext,
  c: Extract<Collection, { kind: 'named' }>,
): { over: Loop; type: Type } {
  const pool = b.scope.pools.get(c.name.name);
  const global = b.global(c.name.name)?.type;
  const element =
    pool?.struct ??
    (global?.kind === 'array' && global.of.kind === 'object' ? global.of.struct : null);
  if (element !== null) {
    return {
      over: { kind: 'elements', of: c.name.name, struct: element },
      type: { kind: 'reference', struct: element },
    };
  }
  reportUnknown(b.scope, 'RC101', 'pool or array', c.name, [
    ...b.scope.pools.keys(),
    ...b.scope.globals.keys(),
  ]);
  return { over: { kind: 'range', low: 0, high: -1 }, type: { kind: 'void' } };
}

/** Calls run before their statement, so none may stand where it is not certain to be reached. */
export function withoutCalls<T>(b: BodyContext, check: () => T): T {
  const before = b.hoisted;
  b.hoisted = null;
  const result = check();
  b.hoisted = before;
  return result;
}

function checkCall(b: BodyContext, e: Of<'call'>): Expr {
  const name = e.callee.name;
  const builtIn = BUILT_IN.get(name);
  if (builtIn !== undefined) {
    if (countArguments(b, e, builtIn.least, builtIn.most)) return builtIn.check(b, e);
    return poison(e.at);
  }
  if (isTryLock(name)) return checkTryLock(b, e, name);
  if (isLockOperation(name)) {
    b.scope.diagnostics.error(
      'RC206',
      e.at,
      `${name} has no value`,
      'write it as a statement of its own',
    );
    return poison(e.at);
  }
  return checkUserCall(b, e);
}

interface BuiltIn {
  readonly least: number;
  readonly most: number;
  readonly check: (b: BodyContext, e: Of<'call'>) => Expr;
}

const BUILT_IN: ReadonlyMap<string, BuiltIn> = new Map<string, BuiltIn>([
  ['xchg', { least: 2, most: 2, check: checkExchange }],
  ['alloc', { least: 1, most: 1, check: checkAllocate }],
  ['done', { least: 1, most: 1, check: checkDone }],
  ['held', { least: 1, most: 2, check: checkHeld }],
]);

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

/** Whether an expression that changes something may stand here; reported where it may not. */
function mayChange(b: BodyContext, e: Expression): boolean {
  if (b.mode === 'kernel' || b.mode === 'init') return true;
  const text = b.text(e.at);
  if (b.mode === 'ghost')
    b.scope.diagnostics.error(
      'RC305',
      e.at,
      `“${text}” changes what the kernel sees`,
      'write it before, without ghost',
    );
  else b.scope.diagnostics.error('RC306', e.at, `“${text}” changes something: here one only looks`);
  return false;
}

/** How a call is written. */
function usageOf(b: BodyContext, name: string): string {
  const builtIn = USAGE.get(name);
  if (builtIn !== undefined) return builtIn;
  const parameters = b.scope.functions.get(name)?.[0]?.parameters ?? [];
  return `${name}(${parameters.map((p) => b.text(p.at)).join(', ')})`;
}

function checkExchange(b: BodyContext, e: Of<'call'>): Expr {
  if (!mayChange(b, e)) return poison(e.at);
  const place = writablePlace(b, e.args[0] as Expression);
  if (place === null) return poison(e.at);
  const value = checkValue(b, e.args[1] as Expression, place.type);
  return { kind: 'exchange', place, value, type: place.type, at: e.at };
}

function checkAllocate(b: BodyContext, e: Of<'call'>): Expr {
  if (!mayChange(b, e)) return poison(e.at);
  const arg = e.args[0] as Expression;
  const pool = arg.kind === 'name' ? b.scope.pools.get(arg.name) : undefined;
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
  return place === null ? poison(e.at) : { kind: 'held', place, task, type: BOOL, at: e.at };
}

function checkTryLock(
  b: BodyContext,
  e: Of<'call'>,
  operation: Parameters<typeof TRY_LOCKS.get>[0],
): Expr {
  if (!mayChange(b, e)) return poison(e.at);
  const place = lockArgument(b, e);
  return place === null
    ? poison(e.at)
    : { kind: 'trylock', operation, place, type: BOOL, at: e.at };
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

function lockOf(operation: string): string | undefined {
  if (isTryLock(operation)) return TRY_LOCKS.get(operation);
  return isLockOperation(operation) ? LOCK_OPERATIONS.get(operation)?.lock : undefined;
}

function checkUserCall(b: BodyContext, e: Of<'call'>): Expr {
  const temporary = hoistCall(b, e, true);
  return temporary === null ? poison(e.at) : b.localExpr(temporary, e.at);
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
  const local = arg.kind === 'address' && arg.of.kind === 'name' ? b.find(arg.of.name) : null;
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
    `declare it: ${typeName(type)}page = NULL; and pass &page`,
    `argument ${i} of ${call.callee.name}`,
  );
  return poison(arg.at);
}

/** Puts a call before the statement at hand; its value lands in a temporary, or nowhere. */
export function hoistCall(b: BodyContext, e: Of<'call'>, wantsValue: boolean): number | null {
  const name = e.callee.name;
  if (!b.scope.functions.has(name)) {
    const known = [...b.scope.functions.keys(), ...BUILT_IN_FUNCTIONS];
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
    const message = `the call of ${name} runs kernel code: here one only looks`;
    diagnostics.error('RC306', e.at, message, 'ask for what it would find');
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

export type Resolved =
  | { readonly kind: 'place'; readonly place: Place }
  | { readonly kind: 'value'; readonly value: Expr };

export function resolvePlace(b: BodyContext, e: Expression): Resolved {
  if (e.kind === 'name') return resolveName(b, e);
  if (e.kind === 'member') return resolveMember(b, e);
  if (e.kind === 'index') return resolveIndex(b, e);
  return { kind: 'value', value: checkExpression(b, e, null) };
}

function resolveName(b: BodyContext, e: Extract<Expression, { kind: 'name' }>): Resolved {
  const local = b.find(e.name);
  if (local !== null && local.type.kind === 'word' && local.sort === 'loop') {
    return placeAt(b, { kind: 'cell', local: local.index }, [], local.type, e, false, false);
  }
  const global = local === null ? b.global(e.name) : undefined;
  if (global === undefined) return { kind: 'value', value: checkExpression(b, e, null) };
  if (global.type.kind === 'lock') noteMeaning(b.scope, e.at, 'lock');
  return placeAt(b, { kind: 'global', name: e.name }, [], global.type, e, false, global.ghost);
}

function placeAt(
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

function resolveMember(b: BodyContext, e: Extract<Expression, { kind: 'member' }>): Resolved {
  if (e.object.kind === 'name' && e.object.name === 'current')
    return { kind: 'value', value: checkCurrent(b, e) };
  const base = resolvePlace(b, e.object);
  const type = base.kind === 'place' ? base.place.type : base.value.type;
  if (type.kind === 'reference') return throughPointer(b, e, asValue(b, base), type.struct);
  if (type.kind === 'object' || type.kind === 'word') return intoStruct(b, e, base, type.struct);
  if (type.kind === 'void') return { kind: 'value', value: poison(e.at) };
  b.scope.diagnostics.error('RC103', e.field.at, `“${b.text(e.object.at)}” has no fields`);
  return { kind: 'value', value: poison(e.at) };
}

function throughPointer(
  b: BodyContext,
  e: Extract<Expression, { kind: 'member' }>,
  pointer: Expr,
  struct: string,
): Resolved {
  if (!e.arrow && b.mode !== 'property' && b.mode !== 'ghost') {
    b.scope.diagnostics.error(
      'RC203',
      e.field.at,
      `“${b.text(e.object.at)}” points to a struct`,
      `write ->${e.field.name}`,
    );
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
  return placeAt(b, root, longer, field.type, e, constant || field.constant, ghost || field.ghost);
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

/** A place that can be written, or null after saying why it cannot. */
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
