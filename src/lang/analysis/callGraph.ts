// The call graph: no function calls itself, and the size of a task's text with all calls inlined is bounded.

import type { Diagnostics } from '../syntax/diagnostic.ts';
import { LIMITS } from '../syntax/limits.ts';
import type { Body, FunctionDefinition, Program, Stmt } from '../program/program.ts';
import { bodiesOf, everyStatement } from '../program/programWalk.ts';

type Functions = Program['functions'];

/** False if a function calls itself, directly or through others, or if calls nest too deeply. */
export function checkCalls(functions: Functions, diagnostics: Diagnostics): boolean {
  const depths = new Map<string, number>();
  let sound = true;
  const refuse = (code: 'RC108' | 'RC504', name: string, message: string, mend: string): number => {
    const at = functions.get(name)?.[0]?.nameAt;
    if (at !== undefined) diagnostics.error(code, at, message, mend);
    sound = false;
    return 0;
  };
  const depthOf = (name: string, path: readonly string[]): number => {
    const known = depths.get(name);
    if (known !== undefined) return known;
    if (path.includes(name)) {
      const round = [...path.slice(path.indexOf(name)), name].join(' → ');
      return refuse('RC108', name, `“${name}” calls itself: ${round}`, 'write it as a loop');
    }
    const callees = (functions.get(name) ?? []).flatMap((f) => calleesOf(f.body));
    const deeper = path.length < LIMITS.calls ? callees : [];
    const depth = Math.max(0, ...deeper.map((callee) => depthOf(callee, [...path, name]) + 1));
    const tooDeep = depth > LIMITS.calls || deeper.length < callees.length;
    const message = `calls are more than ${LIMITS.calls} deep in “${name}”`;
    depths.set(name, tooDeep ? refuse('RC504', name, message, 'merge some of them') : depth);
    return depths.get(name) ?? 0;
  };
  for (const name of functions.keys()) depthOf(name, []);
  return sound;
}

function calleesOf(body: readonly Stmt[]): string[] {
  return [...everyStatement(body)].flatMap((s) => (s.kind === 'call' ? [s.callee] : []));
}

/** How many statements a body has with every call inlined and every `for` unrolled; counting stops a little above the limit. */
export function inlinedSize(program: Pick<Program, 'functions'>, body: Body): number {
  const sizes = new Map<FunctionDefinition, number>();
  const sizeOf = (f: FunctionDefinition): number => {
    const size = sizes.get(f) ?? measure(f.body);
    sizes.set(f, size);
    return size;
  };
  const one = (s: Stmt): number => {
    const inner = bodiesOf(s).map(measure);
    const called = s.kind === 'call' ? (program.functions.get(s.callee) ?? []).map(sizeOf) : [];
    const rounds = s.kind === 'for' ? roundsOf(s.over) : 1;
    return 1 + rounds * sum(inner) + Math.max(0, ...called);
  };
  const measure = (statements: readonly Stmt[]): number => sum(statements.map(one));
  return measure(body.body);
}

/** Counts the largest possible number of objects. */
function roundsOf(over: Extract<Stmt, { kind: 'for' }>['over']): number {
  return over.kind === 'range' ? Math.max(0, over.high - over.low + 1) : LIMITS.rounds;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
