// A place that is read and written, or whose fields are, is found once for each access, so finding it must change nothing.

import type { BodyContext } from './bodyContext.ts';
import type { Expr, Place, Stmt } from '../program/program.ts';
import { everyExpression, expressionsOf, placeParts } from '../program/programWalk.ts';

const CHANGES: ReadonlySet<Expr['kind']> = new Set(['exchange', 'bump', 'trylock', 'allocate']);

/** The first expression in it that changes something. */
export function changeIn(e: Expr): Expr | undefined {
  return everyExpression(e).find(({ kind }) => CHANGES.has(kind));
}

/** Reports `a[++n] += 1`, and the same with a place that holds a word. */
export function checkSteadyPlaces(b: BodyContext, s: Stmt): void {
  const words = expressionsOf(s)
    .flatMap(everyExpression)
    .flatMap((e) => ((e.kind === 'load' || e.kind === 'exchange') && e.type.kind === 'word' ? [e.place] : [])); // prettier-ignore
  const stored = s.kind === 'store' && (s.operator !== '=' || s.place.type.kind === 'word') ? [s.place] : []; // prettier-ignore
  const counted = s.kind === 'evaluate' && s.value.kind === 'bump' && s.value.place.ghost ? [s.value.place] : []; // prettier-ignore
  for (const place of [...words, ...stored, ...counted]) checkSteady(b, place);
}

function checkSteady(b: BodyContext, place: Place): void {
  const change = placeParts(place)
    .map(changeIn)
    .find((e) => e !== undefined);
  if (change === undefined) return;
  const text = b.text(change.at);
  const message = `“${text}” changes something in the path of a location that is evaluated more than once`;
  b.scope.diagnostics.error('RC306', change.at, message, `name it first: i = ${text};`);
}
