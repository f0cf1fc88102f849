// Statements: control flow, and which statements are allowed where.

import { unreachable } from '../../base/assert.ts';
import type { BodyContext } from '../scope/bodyContext.ts';
import { checkAssign, checkDeclare } from './checkAssign.ts';
import { withoutCalls } from './checkCall.ts';
import { checkEvaluate } from './checkEvaluate.ts';
import { checkCount, checkDo, checkFor, checkJump, checkWhile } from './checkLoop.ts';
import { checkSwitch } from './checkSwitch.ts';
import { checkCondition, checkValue } from './checkValue.ts';
import { changeIn, checkSteadyPlaces } from '../scope/steadyPlace.ts';
import type { Stmt } from '../program/program.ts';
import { typeName } from '../scope/scope.ts';
import type { Name, Statement } from '../syntax/syntax.ts';

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
  for (const one of checked) checkSteadyPlaces(b, one);
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

/** A ghost statement only observes, so it may not block, choose or jump. */
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
      return checkWhile(b, s, calls, checkStatement);
    case 'do':
      return checkDo(b, s, calls, checkStatement);
    case 'for':
      return checkFor(b, s, checkStatement);
    case 'count':
      return checkCount(b, s, checkStatement);
    case 'switch':
      return checkSwitch(b, s, checkStatement);
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
    default:
      return unreachable(s);
  }
}

function checkIf(b: BodyContext, s: Of<'if'>): Stmt[] {
  const condition = checkCondition(b, s.condition);
  const then = checkStatement(b, s.then);
  const otherwise = s.else === null ? [] : checkStatement(b, s.else);
  return [{ kind: 'if', condition, then, else: otherwise, at: s.condition.at }];
}

/** The condition of a wait is evaluated again and again, so a call in it cannot run once before. */
function checkWait(b: BodyContext, s: Of<'wait'>): Stmt[] {
  b.callMend = 'wait for the state that it reads';
  const until = withoutCalls(b, () => checkCondition(b, s.until));
  b.callMend = null;
  const change = changeIn(until);
  if (change !== undefined)
    b.scope.diagnostics.error(
      'RC306',
      change.at,
      `“${b.text(change.at)}” changes state, and a condition that is waited for may only read`,
      'wait first, then change it, inside one atomic',
    );
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

/** A schedule names a branch by its label; a digit after it is a repeat count. */
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

function checkReturn(b: BodyContext, s: Of<'return'>): Stmt[] {
  const { at } = s;
  const { diagnostics } = b.scope;
  if (s.value === null) {
    if (b.result !== null)
      diagnostics.error(
        'RC206',
        at,
        `return without the ${typeName(b.result)} that the function returns`,
      );
    return [{ kind: 'return', value: null, at }];
  }
  if (b.result !== null) return [{ kind: 'return', value: checkValue(b, s.value, b.result), at }];
  diagnostics.error(
    'RC206',
    s.value.at,
    'a return value in a function without a result',
    'write return;',
  );
  return [];
}
