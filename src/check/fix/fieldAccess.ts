// Which fields a statement reads and writes, with all that it calls: what may be moved past what.

import type { Config } from '../../lang/program/configurations.ts';
import { evaluateOption } from '../../lang/program/configurations.ts';
import type { Expr, Place, Program, Stmt } from '../../lang/program/program.ts';
import { everyExpression, everyStatement, expressionsOf } from '../../lang/program/programWalk.ts';
import type { Statement } from '../../lang/syntax/syntax.ts';
import type { FunctionText } from '../edit/functionText.ts';

/** Fields by struct, `page.PG_dirty`, and variables; locks are none. */
export interface FieldAccess {
  readonly reads: ReadonlySet<string>;
  readonly writes: ReadonlySet<string>;
}

/** Whether their order matters to the task itself: one writes what the other reads or writes. */
export function depends(a: FieldAccess, b: FieldAccess): boolean {
  const meets = (some: ReadonlySet<string>, others: ReadonlySet<string>): boolean =>
    [...some].some((field) => others.has(field));
  return meets(a.writes, b.writes) || meets(a.writes, b.reads) || meets(a.reads, b.writes);
}

export class FieldAccesses {
  private readonly program: Program;
  private readonly config: Config;

  constructor(program: Program, config: Config) {
    this.program = program;
    this.config = config;
  }

  of(within: FunctionText, { at: { from, to } }: Statement): FieldAccess {
    const access = { reads: new Set<string>(), writes: new Set<string>() };
    const inside = everyStatement(within.checked.body).filter(
      ({ at: place }) => place.from >= from && place.from < to,
    );
    this.collect(inside, access, new Set());
    return access;
  }

  private collect(
    statements: readonly Stmt[],
    access: { readonly reads: Set<string>; readonly writes: Set<string> },
    seen: Set<string>,
  ): void {
    for (const s of statements) {
      if (s.kind === 'store') access.writes.add(fieldOf(s.place));
      for (const e of expressionsOf(s).flatMap(everyExpression)) noteRead(e, access);
      if (s.kind !== 'call' || seen.has(s.callee)) continue;
      seen.add(s.callee);
      const callee = this.program.functions
        .get(s.callee)
        ?.find(({ when }) => when === null || evaluateOption(when, this.config));
      this.collect(everyStatement(callee?.body ?? []), access, seen);
    }
  }
}

function noteRead(
  e: Expr,
  { reads, writes }: { readonly reads: Set<string>; readonly writes: Set<string> },
): void {
  if (e.kind === 'load') reads.add(fieldOf(e.place));
  if (e.kind === 'exchange' || e.kind === 'bump') writes.add(fieldOf(e.place));
}

function fieldOf({ root, path }: Place): string {
  const field = path.findLast((step) => step.kind === 'field');
  if (field?.kind === 'field') return `${field.struct}.${field.name}`;
  return root.kind === 'global' ? root.name : '*';
}
