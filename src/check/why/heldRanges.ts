// Several ranges under one lock, as one edit of the text.

import type { LockMode } from '../../model/world/world.ts';
import type { Edit, Splice } from '../edit/edit.ts';
import type { FunctionTexts } from '../edit/functionText.ts';
import { heldRange, type LockWords } from '../edit/heldRange.ts';
import { contains, type StatementRange } from '../edit/statementRange.ts';
import { type LockField, lockTerms, lockWords } from '../edit/lockTerm.ts';
import { newLock } from './newLock.ts';

/** A range, and the lock's name there. */
export interface Hold {
  readonly range: StatementRange;
  readonly term: string;
  readonly mode: LockMode;
}

/** Null where it cannot be written. */
export function holdAll(
  texts: FunctionTexts,
  lock: LockField,
  holds: readonly Hold[],
): Edit | null {
  const splices: Splice[] = [];
  for (const { range, term, mode } of merged(holds)) {
    const words = lockWords(texts.program, range, term, lock, mode);
    const written = words && heldRange(range, words);
    if (written === null) return null;
    splices.push(...written);
  }
  return splices;
}

/** One more lock over all the ranges. */
export function holdNew(
  texts: FunctionTexts,
  kind: 'mutex' | 'rwsem' | 'spinlock',
  ranges: readonly StatementRange[],
  modes: readonly LockMode[],
): Edit | null {
  const made = newLock(texts, ranges, kind);
  if (made === null) return null;
  const term = `&${made.lock.field}`;
  const holds = ranges.map((range, i) => ({ range, term, mode: modes[i] ?? 'exclusive' }));
  const written = holdAll(texts, made.lock, holds);
  return written && [made.declaration, ...written];
}

/** Two tasks may run the same statements: these are held once, exclusively if either needs it so. */
function merged(holds: readonly Hold[]): Hold[] {
  return holds.reduce<Hold[]>((kept, hold) => {
    const i = kept.findIndex(({ range }) => overlaps(range, hold.range));
    const other = kept[i];
    if (other === undefined) return [...kept, hold];
    const mode = other.mode === hold.mode ? hold.mode : 'exclusive';
    return kept.with(i, { ...outerOf(other, hold), mode });
  }, []);
}

function overlaps(a: StatementRange, b: StatementRange): boolean {
  if (contains(a, b) || contains(b, a)) return true;
  return a.list === b.list && a.first <= b.last && b.first <= a.last;
}

function outerOf(a: Hold, b: Hold): Hold {
  if (a.range.list !== b.range.list) return contains(a.range, b.range) ? a : b;
  const first = Math.min(a.range.first, b.range.first);
  const last = Math.max(a.range.last, b.range.last);
  return { ...a, range: { ...a.range, first, last } };
}

/** The ways in which a lock that there is can be named over a range, or from a later statement of it on. */
export function holdsOf(
  { program }: FunctionTexts,
  range: StatementRange,
  lock: LockField,
  mode: LockMode,
): Hold[] {
  for (let { first } = range; first <= range.last; first += 1) {
    const later = { ...range, first };
    const terms = lockTerms(program, later, lock);
    const holds = terms.flatMap((term) => {
      const words = lockWords(program, later, term, lock, mode);
      if (words === null) return [];
      const longer = joined(later, words);
      const plain = { range: later, term, mode };
      return longer === later ? [plain] : [{ range: longer, term, mode }, plain];
    });
    if (holds.length > 0) return holds;
  }
  return [];
}

/** With the statements between it and where the same list takes or releases the lock already. */
function joined(range: StatementRange, { take, release }: LockWords): StatementRange {
  const { list, within } = range;
  const wordsAt = (i: number): string | undefined => {
    const place = list[i]?.at;
    return place && within.text.slice(place.from, place.to).trim();
  };
  let { first, last } = range;
  for (let i = range.first - 1; i >= 0 && wordsAt(i) !== release; i -= 1)
    if (wordsAt(i) === take) first = i;
  for (let i = range.last + 1; i < list.length && wordsAt(i) !== take; i += 1)
    if (wordsAt(i) === release) last = i;
  return first === range.first && last === range.last ? range : { ...range, first, last };
}
