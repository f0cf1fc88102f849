// Assignments: to places, to locals, which the first assignment declares, and to parts of words.

import { canBeHeld } from './checkBuiltIn.ts';
import { countType } from '../program/countType.ts';
import type { BodyContext } from '../scope/bodyContext.ts';
import { outParameter } from './checkExpression.ts';
import { reportGhost, reportNoArrow, resolvePlace, writablePlace } from './checkPlace.ts';
import { checkValue, zeroOf } from './checkValue.ts';
import type { Expr, Place, Stmt, Type } from '../program/program.ts';
import { resolveByValue, typeName } from '../scope/scope.ts';
import type { Expression, Statement } from '../syntax/syntax.ts';

type Of<K extends Statement['kind']> = Extract<Statement, { kind: K }>;

export function checkDeclare(b: BodyContext, s: Of<'declare'>): Stmt[] {
  const type = resolveByValue(b.scope, s.type);
  if (b.find(s.name.name) !== null) {
    b.scope.diagnostics.error(
      'RC102',
      s.name.at,
      `“${s.name.name}” is declared twice`,
      'rename one of them',
    );
    return [];
  }
  if (s.type.base.kind === 'void') {
    b.scope.diagnostics.error('RC201', s.type.at, `“${s.name.name}” cannot be void`);
    return [];
  }
  const value = s.value === null ? zeroOf(b, type, s.at) : checkValue(b, s.value, type);
  const local = b.declare(s.name.name, type, 'variable');
  b.markAssigned(local);
  if (s.constant && type.kind !== 'reference') b.markConstant(local);
  return s.value === null ? [] : [{ kind: 'set', local, value, at: s.at }];
}

export function checkAssign(b: BodyContext, s: Of<'assign'>): Stmt[] {
  if (s.target.kind === 'dereference') return assignOut(b, s, s.target);
  if (s.target.kind === 'name' && b.global(s.target.name) === undefined)
    return assignLocal(b, s, s.target);
  const part = s.target.kind === 'member' ? localPart(b, s.target) : null;
  if (part !== null) return assignPart(b, s, part);
  const place = writablePlace(b, s.target);
  if (place === null) return [];
  return assignPlace(b, s, place);
}

function assignPlace(b: BodyContext, s: Of<'assign'>, place: Place): Stmt[] {
  if (place.type.kind === 'lock') return holdLock(b, s, place);
  if (s.operator !== '=' && place.type.kind !== 'int') {
    b.scope.diagnostics.error(
      'RC201',
      s.target.at,
      `“${b.text(s.target.at)}” is ${typeName(place.type)} and no number`,
    );
  }
  if (place.type.kind === 'object' || place.type.kind === 'array') {
    const message = `“${b.text(place.at)}” is ${typeName(place.type)}, which is not a single cell`;
    b.scope.diagnostics.error('RC202', place.at, message, 'assign its parts one by one');
    return [];
  }
  const value = checkValue(b, s.value, place.type);
  return [{ kind: 'store', place, operator: s.operator, value, at: s.at }];
}

/**
 * `page->PG_locked = current;`: an object that no other task can reach yet is locked without a wait.
 * `P.PG_locked = io;` in init: the world starts with the lock held by that task.
 * `F.slots = 2;` in init: a semaphore starts with that count.
 */
function holdLock(b: BodyContext, s: Of<'assign'>, place: Place): Stmt[] {
  const counts = countType(place.type);
  const isTask = s.value.kind === 'name' && b.scope.tasks.has(s.value.name);
  if (b.mode === 'init' && s.operator === '=' && counts !== null && !isTask) {
    const value = checkValue(b, s.value, counts);
    return [{ kind: 'store', place, operator: s.operator, value, at: s.at }];
  }
  if (!canBeHeld(b, place, s.target)) return [];
  if (b.mode === 'kernel' && s.value.kind === 'name' && s.value.name === 'current') {
    return [{ kind: 'hold', place, task: null, at: s.at }];
  }
  if (b.mode === 'init' && s.value.kind === 'name' && b.scope.tasks.has(s.value.name)) {
    return [{ kind: 'hold', place, task: s.value.name, at: s.at }];
  }
  b.scope.diagnostics.error(
    'RC202',
    s.target.at,
    `the lock “${b.text(s.target.at)}” is taken and released, not assigned`,
  );
  return [];
}

function assignLocal(
  b: BodyContext,
  s: Of<'assign'>,
  target: Extract<Expression, { kind: 'name' }>,
): Stmt[] {
  const known = b.find(target.name);
  if (known === null) return introduceLocal(b, s, target);
  if (!mayAssignLocal(b, target, known.ghost)) return [];
  if (known.kind === 'loop') {
    b.scope.diagnostics.error(
      'RC202',
      target.at,
      `the loop variable “${target.name}” cannot be assigned`,
    );
    return [];
  }
  if (known.constant) {
    const mend = 'drop const from its declaration';
    b.scope.diagnostics.error('RC202', target.at, `“${target.name}” is const`, mend);
    return [];
  }
  if (s.operator !== '=' && known.type.kind === 'reference') {
    const message = `“${b.text(s.at)}” calculates with a pointer`;
    b.scope.diagnostics.error('RC005', s.at, message, 'index an array: &pages[i]');
    return [];
  }
  const value = checkValue(b, s.value, known.type);
  b.refine(known.index, value.type);
  b.markAssigned(known.index);
  return [
    { kind: 'set', local: known.index, value: withOperator(b, s, known.index, value), at: s.at },
  ];
}

/** Only ghost statements write ghosts, and they write nothing else. */
function mayAssignLocal(
  b: BodyContext,
  { name, at }: Extract<Expression, { kind: 'name' }>,
  ghost: boolean,
): boolean {
  if (b.mode === 'kernel' && ghost) reportGhost(b, name, at);
  if (b.mode !== 'ghost' || ghost) return true;
  const message = `a ghost statement writes “${name}”, which the kernel can read`;
  b.scope.diagnostics.error('RC305', at, message, 'drop ghost, or use another name');
  return false;
}

function introduceLocal(
  b: BodyContext,
  s: Of<'assign'>,
  target: Extract<Expression, { kind: 'name' }>,
): Stmt[] {
  const { scope } = b;
  const value = b.expression(s.value, null);
  if (b.value(target.name) !== undefined || s.operator !== '=') {
    const [what, mend] =
      s.operator === '='
        ? ['cannot be assigned', 'choose another name']
        : ['has no value yet', `write ${target.name} = 0; first`];
    scope.diagnostics.error('RC202', target.at, `“${target.name}” ${what}`, mend);
    return [];
  }
  const local = b.declare(target.name, value.type, 'variable');
  b.markAssigned(local);
  return [{ kind: 'set', local, value, at: s.at }];
}

/** `*pagep = page;` */
function assignOut(
  b: BodyContext,
  s: Of<'assign'>,
  target: Extract<Expression, { kind: 'dereference' }>,
): Stmt[] {
  const local = outParameter(b, target);
  if (local === null) return [];
  b.markAssigned(local);
  return [
    {
      kind: 'set',
      local,
      value: checkValue(b, s.value, b.localExpr(local, target.at).type),
      at: s.at,
    },
  ];
}

/** `n += 1` on a local is `n = n + 1`: neither is a step. */
function withOperator(b: BodyContext, s: Of<'assign'>, local: number, value: Expr): Expr {
  if (s.operator === '=') return value;
  const left = b.localExpr(local, s.target.at);
  return {
    kind: 'binary',
    operator: s.operator === '+=' ? '+' : '-',
    left,
    right: value,
    type: left.type,
    at: s.at,
  };
}

/** `old.d` where `old` is a word held in a local. */
function localPart(b: BodyContext, target: Extract<Expression, { kind: 'member' }>) {
  if (target.object.kind !== 'name') return null;
  const local = b.find(target.object.name);
  if (local?.kind === 'out' && !target.arrow) reportNoArrow(b, target);
  return local?.type.kind === 'word' && local.kind !== 'loop'
    ? { local: local.index, target }
    : null;
}

function assignPart(
  b: BodyContext,
  s: Of<'assign'>,
  part: NonNullable<ReturnType<typeof localPart>>,
): Stmt[] {
  const resolved = resolvePlace(b, part.target);
  const type: Type = resolved.kind === 'value' ? resolved.value.type : resolved.place.type;
  b.markAssigned(part.local);
  return [
    {
      kind: 'set-part',
      local: part.local,
      field: part.target.field.name,
      value: checkValue(b, s.value, type),
      at: s.at,
    },
  ];
}
