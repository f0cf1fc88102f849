// Locals that are written and never read: most likely a misspelt shared name, which became a new local.

import type { Diagnostics, Span } from '../syntax/diagnostic.ts';
import { nearestName } from '../syntax/nearestName.ts';
import type { Body, Expr, Program, Stmt } from '../program/program.ts';
import { accesses } from './stepRule.ts';
import { everyExpression, everyStatement, expressionsOf } from '../program/programWalk.ts';

/** Shorter names are too similar to compare. */
const SHORTEST = 4;

/** Only the scenario's own text is judged. Returns the shared names that some local was probably meant to be. */
export function checkUnreadLocals(program: Program, diagnostics: Diagnostics): ReadonlySet<string> {
  const shared = [...program.globals, ...program.pools].map(({ name }) => name);
  const bodies: readonly (Body & { readonly at: Span })[] = [
    ...[...program.functions.values()].flat(),
    ...program.tasks,
  ];
  const meant = new Set<string>();
  for (const body of bodies)
    if (body.at.file === program.name)
      for (const name of checkBody(body, shared, diagnostics)) meant.add(name);
  return meant;
}

function checkBody(body: Body, shared: readonly string[], diagnostics: Diagnostics): string[] {
  const meant: string[] = [];
  const written = new Map<number, Extract<Stmt, { kind: 'set' }>[]>();
  const read = new Set<number>();
  for (const s of everyStatement(body.body)) {
    if (s.kind === 'set') pushTo(written, s.local, s);
    for (const e of expressionsOf(s).flatMap(everyExpression))
      if (e.kind === 'local') read.add(e.local);
  }
  for (const [local, sets] of written) {
    const { name, kind } = body.locals[local] ?? { name: '', kind: 'temporary' };
    const [first] = sets;
    if (kind !== 'variable' || read.has(local) || first === undefined) continue;
    const nearest = name.length < SHORTEST ? null : nearestName(name, shared);
    if (nearest === null && sets.some(({ value }) => hasStep(value, body))) continue;
    const mend = nearest === null ? 'delete it' : `did you mean “${nearest}”?`;
    diagnostics.warn('RC112', first.at, `the local “${name}” is written and never read`, mend);
    if (nearest !== null) meant.push(nearest);
  }
  return meant;
}

function pushTo<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/** A value that is read or that calls is a step, even if it is not used. */
function hasStep(value: Expr, { locals }: Body): boolean {
  const called = value.kind === 'local' && locals[value.local]?.kind === 'temporary';
  return called || accesses(value).length > 0;
}
