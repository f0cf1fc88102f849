// Locals that may be read before they are set, on any path, and functions whose end is reached without the value
// that they have to return.

import type { Diagnostics } from '../syntax/diagnostic.ts';
import { type DataFlowEnd, type DataFlowProblem, solveForward } from './forwardDataFlow.ts';
import type { Body, Expr, FunctionDefinition, Program, Stmt } from '../program/program.ts';
import { everyExpression, expressionsOf } from '../program/programWalk.ts';

export function checkUnsetLocals(program: Program, diagnostics: Diagnostics): void {
  const definitions = [...program.functions.values()].flat();
  for (const f of definitions) {
    const { end } = followLocals(program, diagnostics, f);
    if (end !== null && f.result.kind !== 'void') reportNoValue(diagnostics, f);
  }
  for (const body of [...program.tasks, program.init]) followLocals(program, diagnostics, body);
}

function reportNoValue(diagnostics: Diagnostics, f: FunctionDefinition): void {
  const message = `“${f.name}” may end without returning a value`;
  diagnostics.warn('RC206', f.nameAt, message, 'return a value at its end');
}

/** The state: those locals that may have got a value. */
function followLocals(
  program: Program,
  diagnostics: Diagnostics,
  { body, locals }: Body,
): DataFlowEnd<ReadonlySet<number>> {
  const given = locals.flatMap(({ kind }, i) =>
    kind === 'parameter' || kind === 'out' || kind === 'loop' ? [i] : [],
  );
  const read = (e: Expr, set: ReadonlySet<number>): void => {
    for (const inner of everyExpression(e)) {
      if (inner.kind !== 'local' || set.has(inner.local)) continue;
      const name = locals[inner.local]?.name ?? '';
      const message = `“${name}” is read before it is assigned`;
      diagnostics.warn('RC209', inner.at, message, `assign it first; without a value it is zero`);
    }
  };
  const question: DataFlowProblem<ReadonlySet<number>> = {
    join: (a, b) => new Set([...a, ...b]),
    equal: (a, b) => a.size === b.size,
    after: (s, set, settled) => {
      if (settled) for (const e of readsOf(program, s)) read(e, set);
      return new Set([...set, ...setBy(program, s)]);
    },
    test: (condition, set, settled) => {
      if (settled) read(condition, set);
      return { holds: set, fails: set };
    },
  };
  return solveForward(question, body, new Set(given));
}

/** The expressions whose values a statement needs; an out argument is set, not read. */
function readsOf(program: Program, s: Stmt): readonly Expr[] {
  if (s.kind !== 'call') return expressionsOf(s);
  return s.args.filter((_, i) => !isOut(program, s.callee, i));
}

/** The locals that a statement sets. */
function setBy(program: Program, s: Stmt): number[] {
  if (s.kind === 'set' || s.kind === 'set-part') return [s.local];
  if (s.kind !== 'call') return [];
  const out = s.args.filter((_, i) => isOut(program, s.callee, i));
  const locals = out.flatMap((arg) => (arg.kind === 'local' ? [arg.local] : []));
  return s.result === null ? locals : [...locals, s.result];
}

function isOut(program: Program, callee: string, argument: number): boolean {
  return program.functions.get(callee)?.[0]?.locals[argument]?.kind === 'out';
}
