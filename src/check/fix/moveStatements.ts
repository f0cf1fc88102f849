// A statement of a function moved up or down past whole statements of its list, with what observes its step.

import { at } from '../../base/assert.ts';
import type { Program } from '../../lang/program/program.ts';
import type { Statement } from '../../lang/syntax/syntax.ts';
import type { Edit } from '../edit/edit.ts';
import { lockStatement } from '../edit/lockStatement.ts';
import { everyStatementOf, goesOn, observes } from '../edit/statementRange.ts';
import { ownLines } from '../edit/textLines.ts';
import { depends, type FieldAccesses } from './fieldAccess.ts';
import type { FixCandidate } from './fixCandidate.ts';
import type { FixPlace } from './fixPlace.ts';
import { quoted } from './statementWords.ts';

type Direction = 'up' | 'down';

/** The nearest positions first. A statement that takes or lets go a lock is moved as well, where it stands in such a list. */
export function moveStatements(
  program: Program,
  accesses: FieldAccesses,
  places: readonly FixPlace[],
): FixCandidate[] {
  const own = places.map((place) => ({ ...place, isLock: lockAt(program, place) !== null }));
  const locks = places.flatMap((place) =>
    place.list.flatMap((_, index) => {
      const one = { ...place, index };
      return lockAt(program, one) === null ? [] : [{ ...one, isLock: true }];
    }),
  );
  const all = [...own, ...locks];
  const distinct = all.filter(
    ({ list, index }, i) =>
      all.findIndex((other) => other.list === list && other.index === index) === i,
  );
  return distinct.flatMap((place) => [
    ...moves(program, accesses, place, 'up'),
    ...moves(program, accesses, place, 'down'),
  ]);
}

function lockAt(program: Program, { within, list, index }: FixPlace): 'take' | 'release' | null {
  return lockStatement(program, within, at(list, index))?.does ?? null;
}

function moves(
  program: Program,
  accesses: FieldAccesses,
  place: FixPlace,
  direction: Direction,
): FixCandidate[] {
  const { within, list, index } = place;
  if (!mayMove(at(list, index))) return [];
  const lock = lockAt(program, place);
  const longer = lock === (direction === 'up' ? 'take' : 'release');
  const group = `move ${within.file} ${at(list, index).at.from} ${direction}`;
  return targets(accesses, place, direction).flatMap((target): FixCandidate[] => {
    const edit = moved(place, target);
    if (edit === null) return [];
    const [word, other] = [quoted(within, at(list, index)), quoted(within, at(list, target))];
    const where = direction === 'up' ? 'before' : 'after';
    const title = `Move ${word} ${direction} in ${within.name}(), ${where} ${other}`;
    return [{ kind: longer ? 'extend' : 'move', title, edit, group }];
  });
}

/** It is no place that others jump to or leave from, and leaves the function or the loop on no way. */
function mayMove(s: Statement): boolean {
  return (
    !observes(s) &&
    everyStatementOf([s]).every((one) => goesOn(one) && one.kind !== 'label') &&
    s.kind !== 'label'
  );
}

/**
 * Statements that it is moved past, up to one on which it depends, a jump, or a label that is jumped to; other labels only
 * name a place.
 */
function targets(
  accesses: FieldAccesses,
  { within, list, index }: FixPlace,
  direction: Direction,
): number[] {
  const own = accesses.of(within, at(list, index));
  const found: number[] = [];
  const jumpedTo = new Set(
    everyStatementOf(within.body).flatMap((s) => (s.kind === 'goto' ? [s.label.name] : [])),
  );
  const by = direction === 'up' ? -1 : 1;
  for (let i = index + by; i >= 0 && i < list.length; i += by) {
    const s = at(list, i);
    if (depends(own, accesses.of(within, s))) break;
    if (!goesOn(s) || (s.kind === 'label' && jumpedTo.has(s.name.name))) break;
    if (!observes(s) && s.kind !== 'label') found.push(i);
  }
  return found;
}

/** Null where lines are shared with other statements. */
function moved({ within, list, index }: FixPlace, target: number): Edit | null {
  const { file, text } = within;
  const lines = ownLines(text, withObservers(list, index));
  const there = ownLines(text, withObservers(list, target));
  if (lines === null || there === null) return null;
  const put = target < index ? there.from : there.to;
  return [
    { file, from: put, to: put, text: text.slice(lines.from, lines.to) },
    { file, ...lines, text: '' },
  ];
}

/** With the statements behind it that observe its step. */
function withObservers(
  list: readonly Statement[],
  index: number,
): { readonly from: number; readonly to: number } {
  let last = index;
  for (let next = list[last + 1]; next !== undefined && observes(next); next = list[last + 1])
    last += 1;
  return { from: at(list, index).at.from, to: at(list, last).at.to };
}
