// SPIN's multi-core searches have no hidden variables: there, scratch is part of the state, and so every path through a
// step ends by resetting the scratch that it used.

import { line, type Stmt } from './promelaText.ts';

/**
 * The body with zeroes for the scratch that it has written, before the jump that ends a path if there is one. If a jump
 * leads back, any path may have been taken before.
 */
export function forgetScratch(
  body: readonly Stmt[],
  isScratch: (name: string) => boolean,
  written: ReadonlySet<string> = new Set(
    body.some(jumpsBack) ? body.flatMap(targets).filter(isScratch) : [],
  ),
): Stmt[] {
  if (body.at(-1)?.kind === 'back') return [...body];
  const all = new Set(written);
  for (const stmt of body) for (const name of targets(stmt)) if (isScratch(name)) all.add(name);
  const last = body.at(-1);
  const before = body.slice(0, -1);
  if (last?.kind === 'if') {
    const own = new Set([...written, ...before.flatMap(targets).filter(isScratch)]);
    const options = last.options.map(({ guard, body: inner }) => ({
      guard,
      body: forgetScratch(inner, isScratch, own),
    }));
    return [...before, { kind: 'if', options }];
  }
  const zeroes = [...all].sort().map((name) => line(`${name} = 0`));
  const jumps = last?.kind === 'line' && last.text.startsWith('goto ');
  return jumps ? [...before, ...zeroes, last] : [...body, ...zeroes];
}

/** What a statement assigns to, on any of its paths. */
function targets(stmt: Stmt): string[] {
  if (stmt.kind === 'if') return stmt.options.flatMap(({ body }) => body.flatMap(targets));
  if (stmt.kind === 'back') return [];
  const name = /^(?:\w+: )?(\w+) = /.exec(stmt.text)?.[1];
  return name === undefined ? [] : [name];
}

function jumpsBack(stmt: Stmt): boolean {
  if (stmt.kind === 'if') return stmt.options.some(({ body }) => body.some(jumpsBack));
  return stmt.kind === 'back';
}
