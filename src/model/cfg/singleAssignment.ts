// Locals that are set by one statement only: if its value is known, they are replaced by it.

import type { Body, Program, Stmt } from '../../lang/program/program.ts';
import { everyStatement } from '../../lang/program/programWalk.ts';

/** A body belongs to one program, and is inlined many times. */
const KNOWN = new WeakMap<Body, ReadonlySet<number>>();

export function singleAssignmentLocals(program: Program, body: Body): ReadonlySet<number> {
  const known = KNOWN.get(body);
  if (known !== undefined) return known;
  const found = findSingleAssignments(program, body);
  KNOWN.set(body, found);
  return found;
}

function findSingleAssignments(program: Program, { body }: Body): ReadonlySet<number> {
  const once = new Set<number>();
  const again = new Set<number>();
  const count = (s: Stmt): void => {
    for (const local of localsSet(program, s)) (once.has(local) ? again : once).add(local);
  };
  for (const s of everyStatement(body)) {
    count(s);
    // A statement in a `for` is unrolled for every round, and so counts once more.
    if (s.kind === 'for') for (const inner of everyStatement(s.body)) count(inner);
  }
  return new Set([...once].filter((local) => !again.has(local)));
}

function localsSet(program: Program, s: Stmt): number[] {
  if (s.kind === 'set' || s.kind === 'set-part' || s.kind === 'for') return [s.local];
  if (s.kind !== 'call') return [];
  const outs = s.args.flatMap((arg, i) =>
    arg.kind === 'local' && isOut(program, s.callee, i) ? [arg.local] : [],
  );
  return s.result === null ? outs : [...outs, s.result];
}

function isOut(program: Program, callee: string, parameter: number): boolean {
  const definitions = program.functions.get(callee) ?? [];
  return definitions.some(({ locals }) => locals[parameter]?.kind === 'out');
}
