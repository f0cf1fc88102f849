// Locals that may be read before they are set: they are zero then, at every run of their body.

import { type DataFlowProblem, solveForward } from '../../lang/analysis/forwardDataFlow.ts';
import type { Body, Expr, Program, Stmt } from '../../lang/program/program.ts';
import { everyExpression, expressionsOf } from '../../lang/program/programWalk.ts';

/** The state: the locals that may be unset. */
export function readUnset(program: Program, { body, locals }: Body): ReadonlySet<number> {
  const found = new Set<number>();
  const read = (e: Expr, unset: ReadonlySet<number>): void => {
    for (const inner of everyExpression(e))
      if (inner.kind === 'local' && unset.has(inner.local)) found.add(inner.local);
  };
  const question: DataFlowProblem<ReadonlySet<number>> = {
    join: (a, b) => new Set([...a, ...b]),
    equal: (a, b) => a.size === b.size,
    after: (s, unset) => {
      for (const e of expressionsOf(s)) read(e, unset);
      if (s.kind === 'set-part' && unset.has(s.local)) found.add(s.local);
      const set = setBy(program, s);
      return set === null ? unset : new Set([...unset].filter((local) => local !== set));
    },
    test: (condition, unset) => {
      read(condition, unset);
      return { holds: unset, fails: unset };
    },
  };
  const variables = locals.flatMap(({ kind }, i) =>
    kind === 'variable' || kind === 'temporary' ? [i] : [],
  );
  solveForward(question, body, new Set(variables));
  return found;
}

/** The local that a statement always sets. */
function setBy(program: Program, s: Stmt): number | null {
  if (s.kind === 'set') return s.local;
  if (s.kind !== 'call' || s.result === null) return null;
  const definitions = program.functions.get(s.callee) ?? [];
  return definitions.length > 0 ? s.result : null;
}
