// Expressions: resolves names and types.

import { unreachable } from '../../base/assert.ts';
import { BodyContext, type Mode } from '../scope/bodyContext.ts';
import {
  type ArithmeticOperator,
  calculate,
  type Interval,
  isArithmetic,
  resultInterval,
} from '../program/arithmetic.ts';
import { errnoValue } from '../program/errno.ts';
import { BUILT_IN, checkTryLock, mayChange } from './checkBuiltIn.ts';
import { checkConditional } from './checkConditional.ts';
import { checkKernelCall, isKernelCall } from './checkKernelCall.ts';
import { checkUserCall, countArguments, withoutCalls } from './checkCall.ts';
import { checkCollection, elementsOf } from './checkCollection.ts';
import { checkAmong, checkOption, optionComparison } from './checkOption.ts';
import { asValue, reportGhost, resolvePlace, writablePlace } from './checkPlace.ts';
import { BOOL, checkCondition, checkValue, constant, INT, poison, zeroOf } from './checkValue.ts';
import type { Span } from '../syntax/diagnostic.ts';
import { isLockOperation, isTryLock } from '../syntax/lockKinds.ts';
import type { Expr, Operator, Type } from '../program/program.ts';
import {
  fits,
  isUnread,
  noteMeaning,
  reportUnknown,
  type Scope,
  typeName,
} from '../scope/scope.ts';
import { innerStatements } from '../syntax/innerStatements.ts';
import type { Expression, Statement } from '../syntax/syntax.ts';

type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

/** A body to be checked. `at`: the declaration that it belongs to. */
export function openBody(scope: Scope, mode: Mode, result: Type | null, at: Span): BodyContext {
  return new BodyContext(scope, mode, result, at, checkExpression);
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
    case 'conditional':
      return checkConditional(b, e, wanted);
    case 'call':
      return checkCall(b, e);
    case 'braces':
      return checkWord(b, e, wanted);
    case 'among':
      return checkAmong(b, e);
    case 'quantified':
      return checkQuantified(b, e);
    default:
      return unreachable(e);
  }
}

const LITERALS: ReadonlyMap<string, { readonly type: Type; readonly value: number }> = new Map([
  ['true', { type: BOOL, value: 1 }],
  ['false', { type: BOOL, value: 0 }],
  ['NULL', { type: { kind: 'null' }, value: 0 }],
]);

function checkName(b: BodyContext, e: Of<'name'>): Expr {
  const literal = LITERALS.get(e.name);
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
  const errno = errnoValue(e.name);
  if (errno !== null) {
    noteMeaning(b.scope, e.at, 'token');
    return constant(errno, INT, e.at);
  }
  if (b.mode === 'property' && isLocalSomewhere(b, e.name)) {
    const message = `“${e.name}” is a local, which no property sees`;
    b.scope.diagnostics.error('RC101', e.at, message, 'write it to a ghost where it is set, and ask that'); // prettier-ignore
    return poison(e.at);
  }
  reportUnknown(b.scope, 'RC101', 'name', e, candidates(b));
  return poison(e.at);
}

/** Whether some function or task sets a local of this name. */
function isLocalSomewhere({ scope }: BodyContext, name: string): boolean {
  const sets = (s: Statement): boolean =>
    (s.kind === 'assign' && s.target.kind === 'name' && s.target.name === name) ||
    (s.kind === 'declare' && s.name.name === name) ||
    innerStatements(s).some(sets);
  const bodies = [...[...scope.functions.values()].flat(), ...scope.tasks.values()];
  return bodies.some(({ body }) => body.some(sets));
}

function candidates(b: BodyContext): string[] {
  const { globals, values, options } = b.scope;
  return [...b.names, ...globals.keys(), ...values.keys(), ...options.keys()];
}

function readLocal(
  b: BodyContext,
  e: Of<'name'>,
  local: NonNullable<ReturnType<BodyContext['find']>>,
): Expr {
  if (local.ghost && b.mode === 'kernel') reportGhost(b, e.name, e.at);
  if (local.type.kind === 'word' && local.kind === 'loop') return asValue(b, resolvePlace(b, e));
  if (local.kind === 'out')
    b.scope.diagnostics.error(
      'RC203',
      e.at,
      `“${e.name}” stands for a local of the caller`,
      `write *${e.name}`,
      `out ${e.name} ${b.at.from}`,
    );
  return b.localExpr(local.index, e.at);
}

function checkMember(b: BodyContext, e: Of<'member'>): Expr {
  return asValue(b, resolvePlace(b, e));
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
      `“${b.text(e.of.at)}” is ${typeName(type)}: only the address of a struct can be taken`,
    );
  return poison(e.at);
}

/** `*pagep`: the caller's local that an out parameter is bound to. */
function checkDereference(b: BodyContext, e: Of<'dereference'>): Expr {
  const local = outParameter(b, e);
  return local === null ? poison(e.at) : b.localExpr(local, e.at);
}

export function outParameter(b: BodyContext, e: Of<'dereference'>): number | null {
  const local = e.of.kind === 'name' ? b.find(e.of.name) : null;
  if (local?.kind === 'out') return local.index;
  if (local === null && b.mayHideLocals) return null;
  b.scope.diagnostics.error(
    'RC203',
    e.at,
    `“${b.text(e.of.at)}” is no parameter of type struct … **`,
    'only such a parameter can be assigned through',
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
  if (isArithmetic(operator)) return checkArithmetic(b, e, operator, left, right);
  if (!comparable(left, right)) {
    b.scope.diagnostics.error(
      'RC201',
      at,
      `${typeName(left.type)} and ${typeName(right.type)} cannot be compared`,
      isZero(left) || isZero(right) ? 'write NULL' : null,
    );
  }
  return { kind: 'binary', operator, left, right, type: BOOL, at };
}

function checkArithmetic(
  b: BodyContext,
  e: Of<'binary'>,
  operator: ArithmeticOperator,
  left: Expr,
  right: Expr,
): Expr {
  const type = INT;
  const { at } = e;
  for (const side of [left, right]) {
    if (side.type.kind === 'reference') {
      const message = `“${b.text(at)}” calculates with a pointer`;
      b.scope.diagnostics.error('RC005', at, message, 'index an array: &pages[i]');
      return poison(at);
    }
    if (side.type.kind !== 'int' && side.type.kind !== 'void') {
      b.scope.diagnostics.error(
        'RC201',
        side.at,
        `“${b.text(side.at)}” is ${typeName(side.type)} and no number`,
      );
    }
  }
  if (operator === '%' && !(right.kind === 'constant' && right.value >= 1)) {
    const message = `“${b.text(right.at)}” may be 0, and “%” takes a constant above 0`;
    b.scope.diagnostics.error('RC208', right.at, message, 'write a number or a name that const declares'); // prettier-ignore
    return poison(at);
  }
  if (left.kind === 'constant' && right.kind === 'constant')
    return constant(calculate(operator, left.value, right.value), INT, at);
  const result: Expr = { kind: 'binary', operator, left, right, type, at };
  const [low, high] = intervalOf(result);
  if (Math.max(-low, high) > LARGEST)
    b.scope.diagnostics.error('RC207', at, `“${b.text(at)}” may be as large as ${Math.max(-low, high)}`, 'narrow the ranges of what it is made of'); // prettier-ignore
  return result;
}

/** What every engine calculates in. */
const LARGEST = 2 ** 31 - 1;
/** A local whose range nobody declared holds no more. */
const LOCAL = 255;

function intervalOf(e: Expr): Interval {
  if (e.kind === 'constant') return [e.value, e.value];
  if (e.kind === 'binary' && isArithmetic(e.operator))
    return resultInterval(e.operator, intervalOf(e.left), intervalOf(e.right));
  if (e.type.kind !== 'int') return [0, 1];
  return e.type.range === null ? [-LOCAL, LOCAL] : [e.type.range.low, e.type.range.high];
}

function comparable(left: Expr, right: Expr): boolean {
  if (left.type.kind === 'word' && !(isWordValue(left) && isWordValue(right))) return false;
  const known = (x: Expr): number | null => (x.kind === 'constant' ? x.value : null);
  return fits(left.type, right.type, known(left)) || fits(right.type, left.type, known(right));
}

function isZero(e: Expr): boolean {
  return e.kind === 'constant' && e.type.kind === 'int' && e.value === 0;
}

/** Words are compared as cells, locals and literals; what changes one is named first. */
function isWordValue(e: Expr): boolean {
  if (e.kind === 'word') return e.fields.every(({ kind }) => kind === 'constant' || kind === 'local'); // prettier-ignore
  return e.kind === 'load' || e.kind === 'local';
}

/** `{}`, `{page, 1, 1}`, `{ .page = page }`: a whole word at once. */
function checkWord(b: BodyContext, e: Of<'braces'>, wanted: Type | null): Expr {
  if (wanted?.kind === 'void') return poison(e.at);
  if (wanted?.kind !== 'word') {
    b.scope.diagnostics.error(
      'RC201',
      e.at,
      'braces are only allowed where a word struct is expected',
      'assign the fields one by one',
    );
    return poison(e.at);
  }
  const struct = b.scope.structs.get(wanted.struct);
  if (struct === undefined || isUnread(b.scope, struct.at)) return poison(e.at);
  const { fields } = struct;
  const given = new Map<string, Expr>();
  e.items.forEach((item, i) => {
    const field = item.field === null ? fields[i] : fields.find((f) => f.name === item.field?.name);
    if (field === undefined) {
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
      `${e.quantifier} reads all objects at once, which kernel code cannot`,
      'use a for loop',
    );
  }
  const { over, type } = checkCollection(b, e.collection);
  return b.scoped(e.variable.name, type, 'loop', (local) => {
    const body = b.quantified(elementsOf(b.scope, over), e.at, () => checkCondition(b, e.body));
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
  return isKernelCall(b, e) ? checkKernelCall(b, e) : checkUserCall(b, e);
}
