// Which ranges of the tasks must exclude each other: rungs of their ladders, then single statements of these, as few as can be.

import { at } from '../../base/assert.ts';
import { settled, type StatementRange } from '../edit/statementRange.ts';

/** One of each task. */
export type Ranges = readonly StatementRange[];

type Searching<T> = Generator<{ readonly states: number }, T>;
type Suffices = (ranges: Ranges) => Searching<boolean>;

/**
 * All ladders are climbed together until it suffices; then each task goes down again as far as it can, in one order and in
 * the other, and at last statements are left off at both ends. What comes back begins with the least; larger ones follow,
 * since a lock may be nameable, or free of deadlocks, there alone. Empty where not even the last rungs suffice.
 */
export function* enoughRanges(
  ladders: readonly (readonly StatementRange[])[],
  suffices: Suffices,
): Searching<Ranges[]> {
  const start = yield* climbed(ladders, suffices);
  if (start === null) return [];
  const tasks = ladders.map((_, i) => i);
  const orders = tasks.length === 2 ? [tasks, tasks.toReversed()] : [tasks];
  const corners: (readonly number[])[] = [];
  for (const order of orders) {
    const corner = yield* lowered(ladders, start, order, suffices);
    if (!corners.some((other) => other.join() === corner.join())) corners.push(corner);
  }
  const wide = corners.map((corner) => rungsAt(ladders, corner));
  const least: Ranges[] = [];
  for (const ranges of wide) least.push(yield* shortened(ranges, suffices));
  const all = [...least, ...wide, rungsAt(ladders, start)];
  return all.filter((ranges, i) => all.findIndex((other) => isSame(other, ranges)) === i);
}

type Rungs = readonly number[];

function rungsAt(ladders: readonly (readonly StatementRange[])[], rungs: Rungs): Ranges {
  return rungs.map((rung, i) => at(at(ladders, i), rung));
}

function isSame(a: Ranges, b: Ranges): boolean {
  return a.every(({ list, first, last }, i) => {
    const other = at(b, i);
    return other.list === list && other.first === first && other.last === last;
  });
}

function* climbed(
  ladders: readonly (readonly StatementRange[])[],
  suffices: Suffices,
): Searching<Rungs | null> {
  if (ladders.some((ladder) => ladder.length === 0)) return null;
  const most = Math.max(...ladders.map(({ length }) => length));
  for (let height = 0; height < most; height += 1) {
    const rungs = ladders.map(({ length }) => Math.min(height, length - 1));
    if (yield* suffices(rungsAt(ladders, rungs))) return rungs;
  }
  return null;
}

function* lowered(
  ladders: readonly (readonly StatementRange[])[],
  start: Rungs,
  order: readonly number[],
  suffices: Suffices,
): Searching<Rungs> {
  let rungs = start;
  for (const task of order) {
    for (let rung = at(rungs, task) - 1; rung >= 0; rung -= 1) {
      const lower = rungs.with(task, rung);
      if (!(yield* suffices(rungsAt(ladders, lower)))) break;
      rungs = lower;
    }
  }
  return rungs;
}

function* shortened(ranges: Ranges, suffices: Suffices): Searching<Ranges> {
  let short = ranges;
  for (const i of ranges.keys()) {
    short = yield* endDrawnIn(short, i, 'last', suffices);
    short = yield* endDrawnIn(short, i, 'first', suffices);
  }
  return short;
}

/** As many statements as can be left off at one end: by halves of what is left, at last one. */
function* endDrawnIn(
  ranges: Ranges,
  task: number,
  end: 'first' | 'last',
  suffices: Suffices,
): Searching<Ranges> {
  let short = ranges;
  const { first, last } = at(ranges, task);
  for (let by = Math.ceil((last - first) / 2); by >= 1; ) {
    const range = at(short, task);
    const moved = { ...range, [end]: range[end] + (end === 'first' ? by : -by) };
    const shorter = moved.first > moved.last ? null : settled(moved);
    const next = shorter && isShorter(shorter, range) ? short.with(task, shorter) : null;
    if (next !== null && (yield* suffices(next))) short = next;
    else by = by === 1 ? 0 : Math.ceil(by / 2);
  }
  return short;
}

function isShorter(a: StatementRange, b: StatementRange): boolean {
  return a.last - a.first < b.last - b.first;
}
