// The step rule: a statement makes at most one shared access, or is one lock operation; `atomic`
// makes several one step, and may block in its first operation only.

import { unreachable } from '../../base/assert.ts';
import type { Diagnostics, Span } from '../syntax/diagnostic.ts';
import { type DataFlowProblem, solveForward } from './forwardDataFlow.ts';
import { mayBlock } from '../syntax/lockKinds.ts';
import type { Expr, FunctionDefinition, Loop, Place, Stmt } from '../program/program.ts';
import { bodiesOf } from '../program/programWalk.ts';

export interface StepRule {
  readonly diagnostics: Diagnostics;
  readonly functions: ReadonlyMap<string, readonly FunctionDefinition[]>;
  readonly textOf: (at: Span) => string;
  /** Whether some of what a loop runs over may not be allocated. */
  readonly mayBeFree: (over: Loop) => boolean;
}

/** Checks a body whose statements are steps of their own, or (`atomic`) one step together. */
export function checkSteps(rule: StepRule, body: readonly Stmt[], atomic: boolean): void {
  if (atomic) checkAtomic(rule, body, false);
  else for (const s of body) checkStep(rule, s);
}

function checkStep(rule: StepRule, s: Stmt): void {
  switch (s.kind) {
    case 'if':
      oneAccess(rule, s.at, accesses(s.condition));
      checkSteps(rule, [...s.then, ...s.else], false);
      return;
    case 'while':
      oneAccess(rule, s.at, accesses(s.condition), EACH_ROUND);
      checkSteps(rule, [...s.before, ...s.body], false);
      return;
    case 'for':
      return checkSteps(rule, s.body, false);
    case 'choose':
      return s.branches.forEach((branch) => checkSteps(rule, branch.body, false));
    case 'atomic':
      return checkSteps(rule, s.body, true);
    case 'call':
      return localArguments(rule, s);
    case 'set':
    case 'set-part':
    case 'store':
    case 'evaluate':
    case 'lock':
    case 'hold':
    case 'free':
    case 'label':
    case 'goto':
    case 'return':
    case 'break':
    case 'continue':
    case 'ghost':
    case 'assert':
      oneAccess(rule, s.at, accessesOf(s));
      break;
    case 'wait':
      oneAccess(rule, s.at, accessesOf(s), EACH_LOOK);
      break;
    default:
      return unreachable(s);
  }
}

function localArguments(rule: StepRule, s: Extract<Stmt, { kind: 'call' }>): void {
  const first = s.args.flatMap(accesses)[0];
  if (first === undefined) return;
  const message = `the argument “${rule.textOf(first)}” is a shared access in the same statement as the call of ${s.callee}`;
  rule.diagnostics.error('RC301', first, message, `split it: ${splitAt(rule, s.at, first)}`);
}

/** A read before the loop would be made once; a loop's condition is evaluated in each round. */
const EACH_ROUND =
  'split it inside the loop, where each round reads again: while (true) { t = …; if (…) break; … }';
/** The condition of a wait is evaluated again and again. */
const EACH_LOOK = 'write atomic before it, and name in a comment what makes it one step';

function oneAccess(
  rule: StepRule,
  at: Span,
  found: readonly Span[],
  mend: string | null = null,
): void {
  const [first, second] = found;
  if (first === undefined || second === undefined) return;
  const [a, b] = [rule.textOf(first), rule.textOf(second)];
  rule.diagnostics.error(
    'RC301',
    at,
    `two shared accesses in one step: “${a}” and “${b}”`,
    mend ??
      `split it: ${split(rule, at, first)}, or make it atomic and name in a comment what makes it one step`,
  );
}

/** An access that may not be made at all (`p && p->a && p->b`) cannot be moved to a statement before. */
function split(rule: StepRule, at: Span, first: Span): string {
  const before = rule.textOf({ ...at, to: first.from });
  return /&&|\|\||=>/.test(before) ? 'test each in a separate if' : splitAt(rule, at, first);
}

/** The first access as a statement of its own, then the rest, in the same order as before. */
function splitAt({ textOf }: StepRule, at: Span, first: Span): string {
  const whole = textOf(at);
  const part = textOf(first);
  const from = whole.indexOf(part, textOf({ ...at, to: first.from }).length);
  return `t = ${part}; then ${whole.slice(0, from)}t${whole.slice(from + part.length)}`;
}

/** The shared accesses of one statement that is no control flow. */
function accessesOf(s: Stmt): Span[] {
  switch (s.kind) {
    case 'set':
    case 'set-part':
      return accesses(s.value);
    case 'store':
      return s.place.ghost ? [] : [...placeAccesses(s.place), ...accesses(s.value), s.place.at];
    case 'evaluate':
      return accesses(s.value);
    case 'lock':
    case 'hold':
      return [...placeAccesses(s.place), s.place.at];
    case 'free':
      return [...accesses(s.pointer), s.at];
    case 'wait':
      return accesses(s.until);
    case 'return':
      return s.value === null ? [] : accesses(s.value);
    case 'assert':
      return s.variant === 'assert' ? [] : accesses(s.condition);
    case 'call':
    case 'if':
    case 'while':
    case 'for':
    case 'label':
    case 'goto':
    case 'break':
    case 'continue':
    case 'atomic':
    case 'ghost':
    case 'choose':
      return [];
    default:
      return unreachable(s);
  }
}

/** The shared accesses of an expression, along its longest path. */
export function accesses(e: Expr): Span[] {
  switch (e.kind) {
    case 'load':
      return [...placeAccesses(e.place), ...(e.place.constant || e.place.ghost ? [] : [e.at])];
    case 'address':
      return placeAccesses(e.place);
    case 'part':
      return accesses(e.word);
    case 'word':
      return e.fields.flatMap(accesses);
    case 'not':
      return accesses(e.operand);
    case 'binary':
      return [...accesses(e.left), ...accesses(e.right)];
    case 'exchange':
      return [...placeAccesses(e.place), ...accesses(e.value), e.at];
    case 'bump':
      return e.place.ghost ? [] : [...placeAccesses(e.place), e.at];
    case 'trylock':
      return [...placeAccesses(e.place), e.at];
    case 'allocate':
      return [e.at];
    case 'constant':
    case 'local':
    case 'current':
    case 'option':
    case 'quantified':
    case 'done':
    case 'held':
      return [];
    default:
      return unreachable(e);
  }
}

/** The reads that find a place. */
function placeAccesses(place: Place): Span[] {
  const root = place.root.kind === 'pointer' ? accesses(place.root.pointer) : [];
  return [
    ...root,
    ...place.path.flatMap((step) => (step.kind === 'index' ? accesses(step.index) : [])),
  ];
}

/**
 * Checks one atomic body. `before`: an operation may already have happened, so nothing may block.
 * Returns whether one may have happened at its end.
 */
function checkAtomic(rule: StepRule, body: readonly Stmt[], before: boolean): boolean {
  checkEnds(rule, body, new Set());
  const happens: DataFlowProblem<boolean> = {
    join: (a, b) => a || b,
    equal: (a, b) => a === b,
    after: (s, happened) => afterAtomic(rule, s, happened),
    turn: (s, happened) => happened || rule.mayBeFree(s.over),
    test: (condition, happened) => {
      const tested = happened || accesses(condition).length > 0;
      return { holds: tested, fails: tested };
    },
  };
  return solveForward(happens, body, before).exit ?? true;
}

/** The end of a step must be visible in the text: no loop except `for`, no jump back. */
function checkEnds(rule: StepRule, body: readonly Stmt[], passed: Set<string>): void {
  for (const s of body) {
    if (s.kind === 'label') passed.add(s.name);
    if (s.kind === 'goto' && passed.has(s.label)) {
      const mend = 'end the atomic first, or loop with for';
      rule.diagnostics.error('RC303', s.at, `goto ${s.label} jumps back inside atomic`, mend);
    }
    if (s.kind === 'while') {
      const mend = 'use for over constant bounds';
      rule.diagnostics.error('RC303', s.at, 'a while loop inside atomic', mend);
    }
    if (s.kind === 'choose') {
      const mend = 'choose before the atomic: a choice is a separate step';
      rule.diagnostics.error('RC308', s.at, 'a choice inside atomic', mend);
    }
    for (const inner of bodiesOf(s)) checkEnds(rule, inner, passed);
  }
}

function afterAtomic(rule: StepRule, s: Stmt, happened: boolean): boolean {
  switch (s.kind) {
    case 'call':
      return afterAtomicCall(rule, s, happened);
    case 'lock':
    case 'wait':
      return afterBlocking(rule, s, happened);
    case 'set':
    case 'set-part':
    case 'store':
    case 'evaluate':
    case 'hold':
    case 'free':
    case 'if':
    case 'while':
    case 'for':
    case 'label':
    case 'goto':
    case 'return':
    case 'break':
    case 'continue':
    case 'atomic':
    case 'ghost':
    case 'assert':
    case 'choose':
      return happened || accessesOf(s).length > 0;
    default:
      return unreachable(s);
  }
}

function afterBlocking(
  rule: StepRule,
  s: Extract<Stmt, { kind: 'lock' | 'wait' }>,
  happened: boolean,
): boolean {
  const blocks = s.kind === 'wait' || mayBlock(s.operation);
  if (blocks && happened) {
    const what = s.kind === 'wait' ? 'wait until' : s.operation;
    rule.diagnostics.error(
      'RC302',
      s.at,
      `${what} can block after the first operation of an atomic`,
      'make it the first operation of the atomic, or end the atomic before it',
    );
  }
  return true;
}

/** A call inside atomic belongs to the same step, so what it calls obeys the same rules. */
function afterAtomicCall(
  rule: StepRule,
  s: Extract<Stmt, { kind: 'call' }>,
  happened: boolean,
): boolean {
  const before = happened || s.args.some((arg) => accesses(arg).length > 0);
  const definitions = rule.functions.get(s.callee) ?? [];
  return definitions.map((f) => checkAtomic(rule, f.body, before)).includes(true) || before;
}
