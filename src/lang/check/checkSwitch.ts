// C's `switch`, lowered to a chain of `if`s over its subject, which is read once.

import type { BodyContext, Jumps } from '../scope/bodyContext.ts';
import type { CheckStatement } from './checkLoop.ts';
import { jumps, once } from './checkLoop.ts';
import { BOOL, checkValue, constant } from './checkValue.ts';
import type { Expr, Stmt } from '../program/program.ts';
import type { Span } from '../syntax/diagnostic.ts';
import { typeName } from '../scope/scope.ts';
import type { Statement, SwitchCase } from '../syntax/syntax.ts';

type Of<K extends Statement['kind']> = Extract<Statement, { kind: K }>;

/** One case once its values are known. */
interface Case {
  readonly at: Span;
  /** When the switch jumps here. */
  readonly test: Expr;
  readonly isDefault: boolean;
  readonly body: readonly Statement[];
  /** Whether its end leaves the switch, or is never come to; otherwise it goes on with the next case. */
  readonly end: 'leaves' | 'jumps' | 'goes on';
}

/**
 * A `break` at the end of a case is the end of its branch. One within a case makes the switch a part that is run once,
 * which it leaves. A case that goes on into the next one sets a local that says so.
 */
export function checkSwitch(b: BodyContext, s: Of<'switch'>, check: CheckStatement): Stmt[] {
  const { at } = s;
  const value = b.expression(s.subject, null);
  if (!['int', 'enum', 'bool', 'data', 'void'].includes(value.type.kind)) {
    const message = `“${b.text(s.subject.at)}” is ${typeName(value.type)}, and no switch can tell its values apart`;
    b.scope.diagnostics.error('RC201', s.subject.at, message, 'write if and else');
    return [];
  }
  const subject = b.temporary(value.type);
  const read: Stmt = { kind: 'set', local: subject, value, at: s.subject.at };
  const cases = casesOf(b, s, b.localExpr(subject, s.subject.at));
  const breaks = cases.some(({ body }) => body.some((one) => jumps(one, 'break')));
  if (!breaks) return [read, ...branches(b, cases, check)];
  const outer = b.jumps;
  const again = outer !== null && s.cases.some(({ body }) => body.some((one) => jumps(one, 'continue'))); // prettier-ignore
  const continues = again ? b.temporary(BOOL) : null;
  const set = (flag: 0 | 1, where: Span): Stmt[] =>
    continues === null ? [] : [{ kind: 'set', local: continues, value: constant(flag, BOOL, where), at: where }]; // prettier-ignore
  const inner: Jumps = {
    break: (where) => [{ kind: 'break', at: where }],
    continue: continues === null ? null : (where) => [...set(1, where), { kind: 'break', at: where }], // prettier-ignore
  };
  const part = once(b, at, () => b.inLoop(inner, () => branches(b, cases, check)));
  const go: Stmt[] = continues === null || !outer?.continue ? [] : [{ kind: 'if', condition: b.localExpr(continues, at), then: outer.continue(at), else: [], at }]; // prettier-ignore
  return [read, ...set(0, at), part, ...go];
}

function casesOf(b: BodyContext, s: Of<'switch'>, subject: Expr): Case[] {
  const seen = new Map<number, Span>();
  const tests = s.cases.map((one) => one.values.flatMap((value) => (value === null ? [] : [equals(b, subject, value, seen)]))); // prettier-ignore
  const all = tests.flat();
  const defaults = s.cases.filter(({ values }) => values.includes(null));
  for (const { at } of defaults.slice(1))
    b.scope.diagnostics.error(
      'RC102',
      at,
      'this switch has a second “default”',
      'delete one of them',
    );
  return s.cases.map((one, i) => {
    const isDefault = one.values.includes(null);
    const test = isDefault ? not(any(all.filter((other) => !tests[i]?.includes(other)), one.at)) : any(tests[i] ?? [], one.at); // prettier-ignore
    return { at: one.at, test, isDefault, ...endOf(one, i === s.cases.length - 1) };
  });
}

/** What a case runs, and whether it leaves the switch at its end. */
function endOf({ body }: SwitchCase, last: boolean): Pick<Case, 'body' | 'end'> {
  const final = body.at(-1);
  if (final?.kind === 'break') return { body: body.slice(0, -1), end: 'leaves' };
  if (final?.kind === 'block' && final.body.at(-1)?.kind === 'break') {
    const shorter: Statement = { ...final, body: final.body.slice(0, -1) };
    return { body: [...body.slice(0, -1), shorter], end: 'leaves' };
  }
  if (final !== undefined && jumpsAway(final)) return { body, end: 'jumps' };
  return { body, end: last ? 'leaves' : 'goes on' };
}

/** Whether no run comes to the end of a statement. */
function jumpsAway(s: Statement): boolean {
  if (s.kind === 'block') return s.body.some(jumpsAway);
  if (s.kind === 'if') return s.else !== null && jumpsAway(s.then) && jumpsAway(s.else);
  return s.kind === 'return' || s.kind === 'goto' || s.kind === 'continue';
}

function equals(
  b: BodyContext,
  subject: Expr,
  e: SwitchCase['values'][number] & object,
  seen: Map<number, Span>,
): Expr {
  // prettier-ignore
  const value = checkValue(b, e, subject.type);
  if (value.kind !== 'constant') {
    const message = `“${b.text(e.at)}” is no constant, and a case has to be one`;
    b.scope.diagnostics.error('RC208', e.at, message, 'write if and else');
  } else if (value.type.kind !== 'void' && seen.has(value.value)) {
    b.scope.diagnostics.error(
      'RC102',
      e.at,
      `this switch has “${b.text(e.at)}” twice`,
      'delete one of them',
    );
  } else seen.set(value.value, e.at);
  return { kind: 'binary', operator: '==', left: subject, right: value, type: BOOL, at: e.at };
}

function any(tests: readonly Expr[], at: Span): Expr {
  const [first, ...rest] = tests;
  if (first === undefined) return constant(0, BOOL, at);
  return rest.reduce((left, right): Expr => ({ kind: 'binary', operator: '||', left, right, type: BOOL, at }), first); // prettier-ignore
}

function not(operand: Expr): Expr {
  return { kind: 'not', operand, type: BOOL, at: operand.at };
}

/** Where no case goes on into the next, each is the `else` of those before it; `default` comes last. */
function branches(b: BodyContext, cases: readonly Case[], check: CheckStatement): Stmt[] {
  if (cases.some(({ end }) => end === 'goes on')) return fallingThrough(b, cases, check);
  const bodies = cases.map((one) => ({ ...one, body: one.body.flatMap((s) => check(b, s)) }));
  const otherwise = bodies.find(({ isDefault }) => isDefault)?.body ?? [];
  return bodies
    .filter(({ isDefault }) => !isDefault)
    .reduceRight<
      Stmt[]
    >((rest, { test, body, at }) => (body.length + rest.length === 0 ? [] : [{ kind: 'if', condition: test, then: body, else: rest, at }]), otherwise);
}

/** A local says, ahead of each case, whether the one before it goes on into it. */
function fallingThrough(b: BodyContext, cases: readonly Case[], check: CheckStatement): Stmt[] {
  const [first] = cases;
  if (first === undefined) return [];
  const inside = b.temporary(BOOL);
  const set = (value: 0 | 1, at: Span): Stmt => ({ kind: 'set', local: inside, value: constant(value, BOOL, at), at }); // prettier-ignore
  const each = cases.map((one): Stmt => {
    const { at } = one;
    const condition: Expr = { kind: 'binary', operator: '||', left: b.localExpr(inside, at), right: one.test, type: BOOL, at }; // prettier-ignore
    const body = one.body.flatMap((s) => check(b, s));
    const then = one.end === 'jumps' ? body : [...body, set(one.end === 'leaves' ? 0 : 1, at)];
    return { kind: 'if', condition, then, else: [], at };
  });
  return [set(0, first.at), ...each];
}
