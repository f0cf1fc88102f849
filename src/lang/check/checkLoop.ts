// Loops: those of the language, and C's `do … while` and counting `for`, which are lowered to them.

import { LIMITS } from '../syntax/limits.ts';
import type { BodyContext, Jumps } from '../scope/bodyContext.ts';
import { checkCollection } from './checkCollection.ts';
import { BOOL, checkCondition, constant, INT } from './checkValue.ts';
import type { Expr, Stmt } from '../program/program.ts';
import type { Span } from '../syntax/diagnostic.ts';
import { innerStatements } from '../syntax/innerStatements.ts';
import { tryConstantInt } from '../scope/scope.ts';
import type { Expression, Statement } from '../syntax/syntax.ts';

type Of<K extends Statement['kind']> = Extract<Statement, { kind: K }>;

/** Checks one statement; statements hold loops, and loops statements. */
export type CheckStatement = (b: BodyContext, s: Statement) => Stmt[];

/** Where `break` and `continue` are what they say. */
const PLAIN: Jumps = {
  break: (at) => [{ kind: 'break', at }],
  continue: (at) => [{ kind: 'continue', at }],
};

export function checkWhile(
  b: BodyContext,
  s: Of<'while'>,
  calls: Stmt[],
  check: CheckStatement,
): Stmt[] {
  // prettier-ignore
  const condition = checkCondition(b, s.condition);
  const before = calls.splice(0);
  const body = b.inLoop(PLAIN, () => check(b, s.body));
  return [{ kind: 'while', before, condition, body, at: s.condition.at }];
}

export function checkFor(b: BodyContext, s: Of<'for'>, check: CheckStatement): Stmt[] {
  const { over, type } = checkCollection(b, s.over);
  return b.scoped(s.variable.name, type, 'loop', (local) => {
    const body = b.inLoop(PLAIN, () => check(b, s.body));
    return [{ kind: 'for', local, over, body, at: s.at }];
  });
}

export function checkJump(b: BodyContext, s: Of<'break' | 'continue'>): Stmt[] {
  const jump = b.jumps?.[s.kind];
  if (jump) return jump(s.at);
  b.scope.diagnostics.error('RC109', s.at, `${s.kind} stands in no loop`, 'write return or goto');
  return [];
}

/** Statements that are run once, and that `break` leaves: a `for` of one round. */
export function once(b: BodyContext, at: Span, body: () => readonly Stmt[]): Stmt {
  const type = { kind: 'int', range: { low: 0, high: 0 } } as const;
  const local = b.declare('(once)', type, 'loop');
  return { kind: 'for', local, over: { kind: 'range', low: 0, high: 0 }, body: body(), at };
}

/**
 * `do B while (c);` is `while (true) { B if (!c) break; }`. Where a `continue` in B has to come to the test, B stands
 * in a part that is run once: `continue` leaves that, and `break` says so to the test.
 */
export function checkDo(b: BodyContext, s: Of<'do'>, calls: Stmt[], check: CheckStatement): Stmt[] {
  const { at } = s;
  const again = alwaysIs(b, s.condition);
  const parted = again === false || jumps(s.body, 'continue');
  const body = parted ? bodyOnce(b, s, again !== false, check) : b.inLoop(PLAIN, () => check(b, s.body)); // prettier-ignore
  if (again === false) return body;
  const condition = checkCondition(b, s.condition);
  const test = again ? [] : [...calls.splice(0), unless(condition, [{ kind: 'break', at }])];
  return [{ kind: 'while', before: [], condition: constant(1, BOOL, at), body: [...body, ...test], at }]; // prettier-ignore
}

/** What a condition is in every run, where its text says so: `do { … } while (0)`. */
function alwaysIs(b: BodyContext, e: Expression): boolean | null {
  if (e.kind === 'name' && (e.name === 'true' || e.name === 'false')) return e.name === 'true';
  const known = tryConstantInt(b.scope, e);
  return known === null ? null : known !== 0;
}

function bodyOnce(b: BodyContext, s: Of<'do'>, again: boolean, check: CheckStatement): Stmt[] {
  const { at } = s;
  const leaves = again && jumps(s.body, 'break') ? b.temporary(BOOL) : null;
  const set = (local: number, value: 0 | 1, where: Span): Stmt => ({
    kind: 'set',
    local,
    value: constant(value, BOOL, where),
    at: where,
  });
  const inner: Jumps = {
    break: (where) => [...(leaves === null ? [] : [set(leaves, 1, where)]), { kind: 'break', at: where }], // prettier-ignore
    continue: (where) => [{ kind: 'break', at: where }],
  };
  const part = once(b, at, () => b.inLoop(inner, () => check(b, s.body)));
  if (leaves === null) return [part];
  const test = b.localExpr(leaves, at);
  return [
    set(leaves, 0, at),
    part,
    { kind: 'if', condition: test, then: [{ kind: 'break', at }], else: [], at },
  ];
}

function unless(condition: Expr, then: readonly Stmt[]): Stmt {
  const { at } = condition;
  return { kind: 'if', condition: { kind: 'not', operand: condition, type: BOOL, at }, then, else: [], at }; // prettier-ignore
}

/** Whether a loop's body has a jump that belongs to that loop. */
export function jumps(s: Statement, kind: 'break' | 'continue'): boolean {
  if (s.kind === kind) return true;
  if (s.kind === 'while' || s.kind === 'for' || s.kind === 'do' || s.kind === 'count') return false;
  if (s.kind === 'switch' && kind === 'break') return false;
  return innerStatements(s).some((inner) => jumps(inner, kind));
}

/**
 * `for (i = 0; i < 4; i++) B` is `i = 0; while (i < 4) { B i++; }`, and a `continue` in B counts as well. Where the
 * bounds are constants and B leaves the counter alone, every round is written out, as it is for `for (i in 0..3)`, so
 * that it may stand in an `atomic`.
 */
export function checkCount(b: BodyContext, s: Of<'count'>, check: CheckStatement): Stmt[] {
  const rounds = (): Stmt[] => countRounds(b, s, check);
  return s.start?.kind === 'declare' ? b.enclosed(rounds) : rounds();
}

function countRounds(b: BodyContext, s: Of<'count'>, check: CheckStatement): Stmt[] {
  const start = s.start === null ? [] : check(b, s.start);
  const rounds = knownRounds(b, s);
  const loop = rounds === null ? openCount(b, s, check) : writtenCount(b, s, rounds, check);
  return [...start, ...loop];
}

function openCount(b: BodyContext, s: Of<'count'>, check: CheckStatement): Stmt[] {
  const { at } = s;
  const { before, checked: condition } = b.hoisting(() =>
    s.condition === null ? constant(1, BOOL, at) : checkCondition(b, s.condition),
  );
  const step = s.step;
  const count = (): Stmt[] => (step === null ? [] : check(b, step));
  const own: Jumps = { break: PLAIN.break, continue: (where) => [...count(), { kind: 'continue', at: where }] }; // prettier-ignore
  const body = b.inLoop(own, () => check(b, s.body));
  const test = s.condition?.at ?? at;
  return [{ kind: 'while', before, condition, body: [...body, ...count()], at: test }];
}

/** The counter, and its values in order. */
interface Rounds {
  readonly counter: string;
  readonly low: number;
  readonly high: number;
  /** What the counter holds when all rounds are over. */
  readonly end: number;
}

/** Null where the loop has to be left open. */
function knownRounds(b: BodyContext, s: Of<'count'>): Rounds | null {
  const counter = counterOf(s);
  const { condition, start } = s;
  if (counter === null || b.find(counter)?.type.kind !== 'int' || isTouched(s.body, counter)) return null; // prettier-ignore
  if (condition?.kind !== 'binary' || condition.left.kind !== 'name' || condition.left.name !== counter) return null; // prettier-ignore
  const low = start === null || !('value' in start) || start.value === null ? null : tryConstantInt(b.scope, start.value); // prettier-ignore
  const bound = tryConstantInt(b.scope, condition.right);
  if (low === null || bound === null || !['<', '<='].includes(condition.operator)) return null;
  const high = condition.operator === '<' ? bound - 1 : bound;
  return high - low >= LIMITS.length || high < low ? null : { counter, low, high, end: high + 1 };
}

/** The local that is set at the start and counted up by one. */
function counterOf({ start, step }: Of<'count'>): string | null {
  const name = start?.kind === 'declare' ? start.name.name : start?.kind === 'assign' && start.target.kind === 'name' ? start.target.name : null; // prettier-ignore
  if (name === null || step?.kind !== 'evaluate' || step.value.kind !== 'bump') return null;
  const { target, by } = step.value;
  return by === 1 && target.kind === 'name' && target.name === name ? name : null;
}

/** Whether a body sets the counter, or holds a label, of which there can be only one. */
function isTouched(s: Statement, counter: string): boolean {
  if (s.kind === 'label') return true;
  if (s.kind === 'assign' && s.target.kind === 'name' && s.target.name === counter) return true;
  if (s.kind === 'evaluate' && s.value.kind === 'bump' && s.value.target.kind === 'name') {
    if (s.value.target.name === counter) return true;
  }
  return innerStatements(s).some((inner) => isTouched(inner, counter));
}

function writtenCount(
  b: BodyContext,
  s: Of<'count'>,
  rounds: Rounds,
  check: CheckStatement,
): Stmt[] {
  // prettier-ignore
  const { at } = s;
  const { counter, low, high, end } = rounds;
  const index = b.find(counter)?.index ?? 0;
  const range = { low, high };
  const leaves = jumps(s.body, 'break') ? b.temporary(BOOL) : null;
  const mark = (value: 0 | 1, where: Span): Stmt[] =>
    leaves === null ? [] : [{ kind: 'set', local: leaves, value: constant(value, BOOL, where), at: where }]; // prettier-ignore
  const own: Jumps = { break: (where) => [...mark(1, where), { kind: 'break', at: where }], continue: PLAIN.continue }; // prettier-ignore
  const rest: Stmt = { kind: 'set', local: index, value: constant(end, INT, at), at };
  const local = b.declare('(round)', { kind: 'int', range }, 'loop');
  const round: Stmt = { kind: 'set', local: index, value: b.localExpr(local, at), at };
  const body = [round, ...b.inLoop(own, () => check(b, s.body))];
  const loop: Stmt = { kind: 'for', local, over: { kind: 'range', low, high }, body, at };
  const ended: Stmt[] = leaves === null ? [rest] : [unless(b.localExpr(leaves, at), [rest])];
  return [...mark(0, at), loop, ...ended];
}
