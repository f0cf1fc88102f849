// Statements without effect, and unreachable statements.

import { calculate } from '../program/arithmetic.ts';
import type { Expr, Program, Property, Stmt } from '../program/program.ts';
import { bodiesOf, everyExpression, everyStatement } from '../program/programWalk.ts';
import type { Diagnostics, Span } from '../syntax/diagnostic.ts';
import { accesses } from './stepRule.ts';

interface Judge {
  readonly diagnostics: Diagnostics;
  readonly textOf: (at: Span) => string;
}

/** Only the scenario's own text is judged. */
export function checkIdleStatements(
  program: Program,
  textOf: (at: Span) => string,
  diagnostics: Diagnostics,
): void {
  const judge: Judge = { diagnostics, textOf };
  const bodies = [...[...program.functions.values()].flat(), ...program.tasks];
  for (const { at, body, locals } of bodies) {
    if (at.file !== program.name) continue;
    checkReached(judge, body);
    const isCall = (e: Expr): boolean =>
      e.kind === 'local' && locals[e.local]?.kind === 'temporary';
    for (const s of everyStatement(body)) checkEffect(judge, s, isCall);
  }
  for (const property of program.properties)
    if (property.at.file === program.name) checkProperty(judge, property);
}

// Without effect

function checkEffect(judge: Judge, s: Stmt, isCall: (e: Expr) => boolean): void {
  const { diagnostics, textOf } = judge;
  const says = (message: string): void => diagnostics.warn('RC311', s.at, message, 'delete it');
  if (isSelfAssignment(s, textOf)) return says(`“${textOf(s.at)}” changes nothing`);
  if ((s.kind === 'atomic' || s.kind === 'ghost') && s.body.length === 0)
    return says(`this ${s.kind} does nothing`);
  if (s.kind === 'for' && s.body.length === 0) return says('this for does nothing');
  if (s.kind === 'if' && isEmptyIf(s, isCall)) return says('this if does nothing in either branch');
  checkConstant(judge, s);
}

function isSelfAssignment(s: Stmt, textOf: Judge['textOf']): boolean {
  if (s.kind === 'set') return s.value.kind === 'local' && s.value.local === s.local;
  if (s.kind !== 'store' || s.operator !== '=' || s.value.kind !== 'load') return false;
  return textOf(s.place.at) === textOf(s.value.place.at);
}

/** A condition that reads is a step, and one that calls or tries a lock has an effect. */
function isEmptyIf(s: Extract<Stmt, { kind: 'if' }>, isCall: (e: Expr) => boolean): boolean {
  if (s.then.length > 0 || s.else.length > 0) return false;
  return accesses(s.condition).length === 0 && !everyExpression(s.condition).some(isCall);
}

/** `while (true)` is how a loop without an end is written, and `assert(false, …)` how an unreachable place is written. */
function checkConstant({ diagnostics, textOf }: Judge, s: Stmt): void {
  const condition = conditionOf(s);
  if (condition === null || !isConstant(condition, textOf)) return;
  const value = valueOf(condition) !== 0;
  if ((s.kind === 'while' && value) || (s.kind === 'assert' && value === (s.variant !== 'assert')))
    return;
  const message = `“${textOf(condition.at)}” is always ${value}`;
  diagnostics.warn('RC311', condition.at, message, 'test something that can change');
}

function conditionOf(s: Stmt): Expr | null {
  if (s.kind === 'if' || s.kind === 'while' || s.kind === 'assert') return s.condition;
  return s.kind === 'wait' ? s.until : null;
}

function checkProperty({ diagnostics, textOf }: Judge, { name, condition }: Property): void {
  if (condition === null || !isConstant(condition, textOf)) return;
  const message = `“${name}” is always ${valueOf(condition) !== 0}`;
  diagnostics.warn('RC311', condition.at, message, 'test something that can change');
}

/** Of numbers alone. A named constant may be changed, so a condition on it is not constant. */
function isConstant(e: Expr, textOf: Judge['textOf']): boolean {
  const plain = everyExpression(e).every(({ kind }) =>
    ['constant', 'not', 'binary'].includes(kind),
  );
  return plain && !/[A-Za-z_]/.test(textOf(e.at).replace(/\b(true|false)\b/g, ''));
}

function valueOf(e: Expr): number {
  if (e.kind === 'constant') return e.value;
  if (e.kind === 'not') return valueOf(e.operand) === 0 ? 1 : 0;
  return e.kind === 'binary' ? OPERATORS[e.operator](valueOf(e.left), valueOf(e.right)) : 0;
}

const OPERATORS: Readonly<
  Record<Extract<Expr, { kind: 'binary' }>['operator'], (a: number, b: number) => number>
> = {
  '||': (a, b) => Number(a !== 0 || b !== 0),
  '&&': (a, b) => Number(a !== 0 && b !== 0),
  '=>': (a, b) => Number(a === 0 || b !== 0),
  '==': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
  '<': (a, b) => Number(a < b),
  '<=': (a, b) => Number(a <= b),
  '>': (a, b) => Number(a > b),
  '>=': (a, b) => Number(a >= b),
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '%': (a, b) => calculate('%', a, b),
};

// Never reached

/** True when no run leaves the statements at their end. */
function checkReached(judge: Judge, body: readonly Stmt[]): boolean {
  let ended = false;
  for (const s of body) {
    if (everyStatement([s]).some(({ kind }) => kind === 'label')) ended = false;
    else if (ended) {
      const message = `no run reaches “${judge.textOf(s.at)}”`;
      judge.diagnostics.warn('RC312', s.at, message, 'delete it, or put a label before it');
      return true;
    }
    const inside = bodiesOf(s).map((inner) => checkReached(judge, inner));
    ended ||= leaves(s, inside);
  }
  return ended;
}

/** Whether what follows is unreachable; `inside`: for each of its bodies, whether its end is unreachable. */
function leaves(s: Stmt, inside: readonly boolean[]): boolean {
  if (['return', 'goto', 'break', 'continue'].includes(s.kind)) return true;
  if (s.kind === 'while') return isConstantlyTrue(s.condition) && !breaks(s.body);
  return s.kind !== 'for' && inside.length > 0 && inside.every(Boolean);
}

function isConstantlyTrue(e: Expr): boolean {
  return e.kind === 'constant' && e.value !== 0;
}

/** Whether a `break` ends the loop of this body. */
function breaks(body: readonly Stmt[]): boolean {
  return body.some(
    (s) =>
      s.kind === 'break' || (s.kind !== 'while' && s.kind !== 'for' && bodiesOf(s).some(breaks)),
  );
}
