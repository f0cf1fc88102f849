// A lock that a function takes already, held over more of its statements: up to a place in question.

import { at } from '../../base/assert.ts';
import type { Program } from '../../lang/program/program.ts';
import { heldRange } from '../edit/heldRange.ts';
import { lockStatement } from '../edit/lockStatement.ts';
import { settled, type StatementRange } from '../edit/statementRange.ts';
import type { FixCandidate } from './fixCandidate.ts';
import { type FixPlace } from './fixPlace.ts';
import { quoted, textOf } from './statementWords.ts';

/** From the statement that takes a lock to the one that lets it go, in one list. */
interface Hold {
  readonly lock: string;
  readonly take: number;
  readonly release: number;
}

export function extendHolds(program: Program, places: readonly FixPlace[]): FixCandidate[] {
  return places.flatMap((place) => {
    const holds = holdsIn(program, place);
    return holds.flatMap((hold) => {
      const longer = extended(hold, holds, place.index);
      return longer === null ? [] : (candidate(place, hold, longer) ?? []);
    });
  });
}

function holdsIn(program: Program, { within, list }: FixPlace): Hold[] {
  const locks = list.map((s) => lockStatement(program, within, s));
  return locks.flatMap((lock, take): Hold[] => {
    if (lock?.does !== 'take') return [];
    const release = locks.findIndex(
      (other, i) => i > take && other?.does === 'release' && other.lock === lock.lock,
    );
    return release < 0 ? [] : [{ lock: lock.lock, take, release }];
  });
}

/** As far as that statement; where the lock is taken there again, the two holds become one. Null where it is held there. */
function extended(hold: Hold, holds: readonly Hold[], index: number): Hold | null {
  if (index >= hold.take && index <= hold.release) return null;
  const other = holds.find(
    ({ lock, take, release }) => lock === hold.lock && take <= index && index <= release,
  );
  const [from, to] = other === undefined ? [index, index] : [other.take, other.release];
  return { ...hold, take: Math.min(hold.take, from), release: Math.max(hold.release, to) };
}

function candidate(
  { within, list, index }: FixPlace,
  hold: Hold,
  { take: first, release: last }: Hold,
): FixCandidate | null {
  const range: StatementRange | null = settled({ within, list, first, last });
  const words = {
    take: textOf(within, at(list, hold.take)),
    release: textOf(within, at(list, hold.release)),
  };
  const edit = range && heldRange(range, words);
  if (edit === null) return null;
  const up = index < hold.take;
  const word = quoted(within, at(list, index));
  return {
    kind: 'extend',
    title: `Hold ${hold.lock} in ${within.name}() ${up ? `from ${word} on` : `until after ${word}`}`,
    edit,
    group: `extend ${within.file} ${at(list, hold.take).at.from} ${up ? 'up' : 'down'}`,
  };
}
