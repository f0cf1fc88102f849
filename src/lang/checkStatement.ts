// Statements: types, locals that appear with their first value, and built-in operations told from calls.

import type { BodyContext } from './bodyContext.ts';
import { isBuiltIn } from './builtIn.ts';
import {
  checkCollection,
  checkCondition,
  checkExpression,
  checkValue,
  countArguments,
  hoistCall,
  lockArgument,
  outParameter,
  reportGhost,
  resolvePlace,
  withoutCalls,
  writablePlace,
  zeroOf,
} from './checkExpression.ts';
import { isLockOperation } from './lockOperations.ts';
import type { Expr, Place, Stmt, Type } from './program.ts';
import { reportUnknown, resolveByValue, typeName } from './scope.ts';
import type { Expression, Name, Statement } from './syntax.ts';

type Of<K extends Statement['kind']> = Extract<Statement, { kind: K }>;

export function checkStatements(b: BodyContext, statements: readonly Statement[]): Stmt[] {
  return statements.flatMap((statement) => checkStatement(b, statement));
}

/** One statement, with the calls of its expressions before it. */
function checkStatement(b: BodyContext, s: Statement): Stmt[] {
  const before = b.hoisted;
  const calls: Stmt[] = [];
  b.hoisted = calls;
  const checked = maySee(b, s) ? checkOne(b, s, calls) : [];
  b.hoisted = before;
  return [...calls, ...checked];
}

const GHOSTLY: readonly Statement['kind'][] = [
  'block',
  'declare',
  'assign',
  'evaluate',
  'if',
  'for',
  'ghost',
];

/** A ghost statement watches; what blocks, chooses or jumps would change what it watches. */
function maySee(b: BodyContext, s: Statement): boolean {
  if (b.mode !== 'ghost' || GHOSTLY.includes(s.kind)) return true;
  const mend = 'write it outside the ghost statement';
  b.scope.diagnostics.error(
    'RC305',
    s.at,
    `“${firstWord(b, s)}” changes what the kernel does`,
    mend,
  );
  return false;
}

function firstWord(b: BodyContext, s: Statement): string {
  return /^\w*/.exec(b.text(s.at))?.[0] ?? s.kind;
}

function checkOne(b: BodyContext, s: Statement, calls: Stmt[]): Stmt[] {
  const { at } = s;
  switch (s.kind) {
    case 'block':
      return checkStatements(b, s.body);
    case 'declare':
      return checkDeclare(b, s);
    case 'assign':
      return checkAssign(b, s);
    case 'evaluate':
      return checkEvaluate(b, s);
    case 'if':
      return checkIf(b, s);
    case 'while':
      return checkWhile(b, s, calls);
    case 'for':
      return checkFor(b, s);
    case 'label':
      return [{ kind: 'label', name: s.name.name, at }];
    case 'goto':
      return [{ kind: 'goto', label: s.label.name, at }];
    case 'return':
      return checkReturn(b, s);
    case 'break':
    case 'continue':
      return checkJump(b, s);
    case 'atomic':
      return [{ kind: 'atomic', body: checkStatement(b, s.body), at }];
    case 'ghost':
      return [{ kind: 'ghost', body: b.within('ghost', () => checkStatement(b, s.body)), at }];
    case 'wait':
      return checkWait(b, s);
    case 'choose':
      return checkChoose(b, s);
  }
}

function checkIf(b: BodyContext, s: Of<'if'>): Stmt[] {
  const condition = checkCondition(b, s.condition);
  const then = checkStatement(b, s.then);
  const otherwise = s.else === null ? [] : checkStatement(b, s.else);
  return [{ kind: 'if', condition, then, else: otherwise, at: s.condition.at }];
}

/** The calls of the condition run ahead of every test. */
function checkWhile(b: BodyContext, s: Of<'while'>, calls: Stmt[]): Stmt[] {
  const condition = checkCondition(b, s.condition);
  const before = calls.splice(0);
  const body = inLoop(b, () => checkStatement(b, s.body));
  return [{ kind: 'while', before, condition, body, at: s.condition.at }];
}

function inLoop<T>(b: BodyContext, check: () => T): T {
  b.loops += 1;
  const checked = check();
  b.loops -= 1;
  return checked;
}

function checkJump(b: BodyContext, s: Of<'break' | 'continue'>): Stmt[] {
  if (b.loops === 0)
    b.scope.diagnostics.error('RC109', s.at, `${s.kind} stands in no loop`, 'write return or goto');
  return [{ kind: s.kind, at: s.at }];
}

/** What is waited for is looked at again and again, so no call can run once before. */
function checkWait(b: BodyContext, s: Of<'wait'>): Stmt[] {
  b.callMend = 'ask here for what it looks at';
  const until = withoutCalls(b, () => checkCondition(b, s.until));
  b.callMend = null;
  return [{ kind: 'wait', until, at: s.at }];
}

function checkChoose(b: BodyContext, s: Of<'choose'>): Stmt[] {
  s.branches.forEach(({ label }, i) => checkBranch(b, label, s.branches.slice(0, i)));
  const branches = s.branches.map(({ label, body }) => ({
    label: label.name,
    body: checkStatements(b, body),
  }));
  return [{ kind: 'choose', branches, at: s.at }];
}

/** A schedule names a branch by its label; a digit there says how often. */
function checkBranch(b: BodyContext, { name, at }: Name, earlier: Of<'choose'>['branches']): void {
  const { diagnostics } = b.scope;
  if (earlier.some(({ label }) => label.name === name))
    diagnostics.error('RC102', at, `branch “${name}” is declared twice`, 'rename one of them');
  else if (/[0-9]/.test(name))
    diagnostics.error(
      'RC501',
      at,
      `branch “${name}” has a digit in its name, which schedules would read as a count`,
      'rename it: use letters',
    );
}

function checkDeclare(b: BodyContext, s: Of<'declare'>): Stmt[] {
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
  return s.value === null ? [] : [{ kind: 'set', local, value, at: s.at }];
}

function checkAssign(b: BodyContext, s: Of<'assign'>): Stmt[] {
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
    const message = `“${b.text(place.at)}” is ${typeName(place.type)}, which is no single place`;
    b.scope.diagnostics.error('RC202', place.at, message, 'assign its parts one by one');
    return [];
  }
  const value = checkValue(b, s.value, place.type);
  return [{ kind: 'store', place, operator: s.operator, value, at: s.at }];
}

/**
 * `page->PG_locked = current;`: an object that nobody else knows yet is locked without a wait.
 * `P.PG_locked = io;` in init: the world starts with the lock held by that task.
 */
function holdLock(b: BodyContext, s: Of<'assign'>, place: Place): Stmt[] {
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
  if (known.sort === 'loop') {
    b.scope.diagnostics.error(
      'RC202',
      target.at,
      `the loop variable “${target.name}” cannot be assigned`,
    );
    return [];
  }
  const value = checkValue(b, s.value, known.type);
  b.refine(known.index, value.type);
  b.markAssigned(known.index);
  return [
    { kind: 'set', local: known.index, value: withOperator(b, s, known.index, value), at: s.at },
  ];
}

/** Ghosts are ghost statements' to write, and they write nothing else. */
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
  const value = checkExpression(b, s.value, null);
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

/** `n += 1` on a local is `n = n + 1`: it costs no step either way. */
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
  return local?.type.kind === 'word' && local.sort !== 'loop'
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

function checkEvaluate(b: BodyContext, s: Of<'evaluate'>): Stmt[] {
  const e = s.value;
  if (e.kind === 'bump' && e.target.kind === 'name' && b.global(e.target.name) === undefined)
    return bumpLocal(b, e);
  if (e.kind === 'call') return checkCallStatement(b, e);
  const value = checkExpression(b, e, null);
  if (!['bump', 'exchange', 'trylock'].includes(value.kind) && value.type.kind !== 'void') {
    b.scope.diagnostics.error(
      'RC202',
      e.at,
      `“${b.text(e.at)}” does nothing`,
      'assign it, or delete it',
    );
  }
  return [{ kind: 'evaluate', value, at: s.at }];
}

function bumpLocal(b: BodyContext, e: Extract<Expression, { kind: 'bump' }>): Stmt[] {
  const value: Expression = { kind: 'number', value: 1, at: e.at };
  return checkAssign(b, {
    kind: 'assign',
    operator: e.by === 1 ? '+=' : '-=',
    target: e.target,
    value,
    at: e.at,
  });
}

function checkCallStatement(b: BodyContext, e: Extract<Expression, { kind: 'call' }>): Stmt[] {
  const name = e.callee.name;
  if (b.mode === 'ghost' && name !== 'assert' && isBuiltIn(name)) {
    const mend = 'write it outside the ghost statement';
    b.scope.diagnostics.error('RC305', e.at, `“${name}” changes what the kernel does`, mend);
    return [];
  }
  if (isLockOperation(name)) {
    const place = lockArgument(b, e);
    return place === null ? [] : [{ kind: 'lock', operation: name, place, at: e.at }];
  }
  if (name === 'free') return checkFree(b, e);
  if (name === 'assert' || name === 'BUG_ON' || name === 'WARN_ON')
    return checkAssertion(b, e, name);
  if (b.scope.functions.has(name)) {
    hoistCall(b, e, false);
    return [];
  }
  return [{ kind: 'evaluate', value: checkExpression(b, e, null), at: e.at }];
}

function checkFree(b: BodyContext, e: Extract<Expression, { kind: 'call' }>): Stmt[] {
  const arg = e.args[0];
  if (!countArguments(b, e, 1, 1) || arg === undefined) return [];
  const pointer = checkExpression(b, arg, null);
  const { type } = pointer;
  const pooled =
    type.kind === 'reference' &&
    [...b.scope.pools.values()].some((pool) => pool.struct === type.struct);
  if (type.kind === 'reference' && pooled)
    return [{ kind: 'free', pointer, struct: type.struct, at: e.at }];
  if (type.kind !== 'void' && !b.scope.perhaps.has('pool'))
    b.scope.diagnostics.error('RC201', arg.at, `“${b.text(arg.at)}” does not point into a pool`);
  return [];
}

const SORTS = {
  BUG_ON: { sort: 'bug', property: 'no_oops' },
  WARN_ON: { sort: 'warn', property: 'no_warning' },
} as const;

function checkAssertion(
  b: BodyContext,
  e: Extract<Expression, { kind: 'call' }>,
  name: 'assert' | 'BUG_ON' | 'WARN_ON',
): Stmt[] {
  const [condition, asserted] = e.args;
  const count = name === 'assert' ? 2 : 1;
  if (!countArguments(b, e, count, count) || condition === undefined) return [];
  if (name !== 'assert') {
    const checked = checkCondition(b, condition);
    return [{ kind: 'assert', ...SORTS[name], condition: checked, at: e.at }];
  }
  const checked = b.within('ghost', () => checkCondition(b, condition));
  const property = assertedProperty(b, asserted ?? condition);
  return property === null
    ? []
    : [{ kind: 'assert', sort: 'assert', property, condition: checked, at: e.at }];
}

function assertedProperty(b: BodyContext, arg: Expression): string | null {
  const property = arg.kind === 'name' ? b.scope.properties.get(arg.name) : undefined;
  if (property?.sort === 'assertion') return property.name.name;
  const assertions = [...b.scope.properties.values()]
    .filter((p) => p.sort === 'assertion')
    .map((p) => p.name.name);
  reportUnknown(b.scope, 'RC101', 'assertion', { name: b.text(arg.at), at: arg.at }, assertions);
  return null;
}

function checkFor(b: BodyContext, s: Of<'for'>): Stmt[] {
  const { over, type } = checkCollection(b, s.over);
  return b.scoped(s.variable.name, type, 'loop', (local) => {
    const body = inLoop(b, () => checkStatement(b, s.body));
    return [{ kind: 'for', local, over, body, at: s.at }];
  });
}

function checkReturn(b: BodyContext, s: Of<'return'>): Stmt[] {
  const { at } = s;
  const { diagnostics } = b.scope;
  if (s.value === null) {
    if (b.result !== null)
      diagnostics.error('RC206', at, `return without the ${typeName(b.result)} that is promised`);
    return [{ kind: 'return', value: null, at }];
  }
  if (b.result !== null) return [{ kind: 'return', value: checkValue(b, s.value, b.result), at }];
  diagnostics.error('RC206', s.value.at, 'a value where none is promised', 'write return;');
  return [];
}
