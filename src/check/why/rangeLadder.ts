// Over which statements a lock could be held so that some steps of a task lie under it, the least range first.

import { at } from '../../base/assert.ts';
import type { Config } from '../../lang/program/configurations.ts';
import type { Program, Stmt } from '../../lang/program/program.ts';
import { everyStatement } from '../../lang/program/programWalk.ts';
import type { FunctionText } from '../edit/functionText.ts';
import { isUserProgram } from '../edit/userProgram.ts';
import {
  type PlaceInList,
  placesAround,
  settled,
  type StatementRange,
  statementsOf,
} from '../edit/statementRange.ts';
import { definitionOf, type Frame } from '../edit/stepFrames.ts';

/** Where no lock may be held: functions in user mode, by name. */
export interface Ladders {
  readonly program: Program;
  readonly config: Config;
  readonly userMode: ReadonlySet<string>;
}

/**
 * Each range contains those before it: the statements in the innermost list that holds all the steps, then the statements
 * around them, then the whole function; then the same in the function that calls it. It ends where a lock would be held
 * in user mode or from one system call to the next; steps in user mode are left out.
 */
export function rangeLadder(
  ladders: Ladders,
  steps: readonly (readonly Frame[])[],
): StatementRange[] {
  const rungs: StatementRange[] = [];
  const points = steps.filter((frames) => !ladders.userMode.has(frames.at(-1)?.within.name ?? ''));
  if (points.length === 0) return [];
  for (let level = commonLevel(points); level >= 0; level -= 1) {
    const { within } = at(at(points, 0), level);
    const offsets = points.map((frames) => at(frames, level).offset);
    if (ladders.userMode.has(within.name)) break;
    if (isUserProgram(within)) break;
    if (within.atomic) continue;
    rungs.push(...rangesIn(within, offsets));
  }
  return distinct(rungs.filter((range) => !runsUserCode(ladders, range)));
}

/** The innermost function that all the steps are in, by the same calls. */
function commonLevel(points: readonly (readonly Frame[])[]): number {
  const first = at(points, 0);
  const same = (a: Frame | undefined, b: Frame): boolean =>
    a !== undefined && a.within === b.within && a.offset === b.offset;
  const apart = first.findIndex((frame, level) => !points.every((one) => same(one[level], frame)));
  if (apart < 0) return first.length - 1;
  const together = points.every((one) => one[apart]?.within === at(first, apart).within);
  return together ? apart : apart - 1;
}

function rangesIn(within: FunctionText, offsets: readonly number[]): StatementRange[] {
  const chains = offsets.map((offset) => placesAround(within.body, offset));
  const depth = sharedDepth(chains);
  if (depth < 0) return [];
  const inner = chains.map((chain) => at(chain, depth));
  const indexes = inner.map(({ index }) => index);
  const least = {
    list: at(inner, 0).list,
    first: Math.min(...indexes),
    last: Math.max(...indexes),
  };
  const around = at(chains, 0)
    .slice(0, depth)
    .toReversed()
    .map(({ list, index }) => ({ list, first: index, last: index }));
  const whole = { list: within.body, first: 0, last: within.body.length - 1 };
  return [least, ...around, whole].flatMap((range) => settled({ within, ...range }) ?? []);
}

/** The innermost list that all chains share. */
function sharedDepth(chains: readonly (readonly PlaceInList[])[]): number {
  const [first = []] = chains;
  const end = first.findIndex(({ list }, i) => !chains.every((chain) => chain[i]?.list === list));
  return (end < 0 ? first.length : end) - 1;
}

function distinct(ranges: readonly StatementRange[]): StatementRange[] {
  return ranges.filter(
    ({ list, first, last }, i) =>
      !ranges
        .slice(0, i)
        .some((other) => other.list === list && other.first === first && other.last === last),
  );
}

/** Whether something that the range calls, however deep, runs in user mode. */
function runsUserCode({ program, config, userMode }: Ladders, range: StatementRange): boolean {
  const [from, to] = [at(statementsOf(range), 0).at.from, statementsOf(range).at(-1)?.at.to ?? 0];
  const inside = everyStatement(range.within.checked.body).filter(
    ({ at: place }) => place.from >= from && place.from < to,
  );
  const seen = new Set<string>();
  const reaches = (statements: readonly Stmt[]): boolean =>
    statements.some((s) => {
      if (s.kind !== 'call' || seen.has(s.callee)) return false;
      seen.add(s.callee);
      if (userMode.has(s.callee)) return true;
      return reaches(everyStatement(definitionOf(program, config, s.callee).body));
    });
  return reaches(inside);
}
