// One schedule on two kernels as one diagram: for each task a lane of the one and below it a lane of the other, with the
// same step of both at the same place. Steps and locks that only one of them has are marked. All numbers are pixels.

import { at } from '../../base/assert.ts';
import type { Run } from '../../model/world/run.ts';
import type { TaskInfo } from '../../model/world/world.ts';
import { type HoldSpan, holdSpans } from '../run/holdSpan.ts';
import { newlyBroken } from '../run/newlyBroken.ts';
import { taskSpans } from '../run/taskSpan.ts';

/** Both positions of one place in time, and whose step led there. */
export interface PairColumn {
  readonly left: number;
  readonly right: number;
  readonly step: 'start' | 'both' | 'left' | 'right';
}

export interface PairTimeInput {
  readonly left: Run;
  readonly right: Run;
  /** Tasks by index, on each side. */
  readonly tasks: { readonly left: readonly TaskInfo[]; readonly right: readonly TaskInfo[] };
  /** Steps of `right` that only it has, and of `left` that only that has. */
  readonly inserted: readonly number[];
  readonly skipped: readonly number[];
  /** The step of `left` that `right` does not take any more; null: it follows to the end. */
  readonly diverges: number | null;
  readonly width: number;
  readonly height: number;
  readonly textSize: number;
}

export interface PairTick {
  readonly x: number;
  /** Only this side takes the step. */
  readonly own: boolean;
  readonly breaks: boolean;
}

export interface PairBar {
  readonly x: number;
  readonly width: number;
  readonly y: number;
  readonly height: number;
  readonly lock: string;
  readonly shared: boolean;
}

export interface HalfLane {
  readonly ground: number;
  readonly ticks: readonly PairTick[];
  readonly waits: readonly { readonly x: number; readonly width: number }[];
  /** Where the ground line ends: the run's end. */
  readonly end: number;
  /** Locks that this side alone holds. */
  readonly bars: readonly PairBar[];
}

export interface PairLane {
  readonly task: TaskInfo;
  readonly top: number;
  readonly bottom: number;
  readonly left: HalfLane;
  readonly right: HalfLane;
}

export interface PairTime {
  readonly width: number;
  readonly height: number;
  readonly step: number;
  readonly columns: readonly PairColumn[];
  readonly xs: readonly number[];
  readonly lanes: readonly PairLane[];
  readonly axis: number;
  /** Between the last step that both have and the one that only the left takes; null: none. */
  readonly divergesX: number | null;
}

const LEAST_STEP = 12;
const MARGIN = 14;

/** Equal steps of both runs stand in one column; a step that only one has is a column of its own. */
export function pairColumns(
  input: Pick<PairTimeInput, 'left' | 'right' | 'inserted' | 'skipped'>,
): PairColumn[] {
  const lengths = { left: input.left.moments.length - 1, right: input.right.moments.length - 1 };
  const [inserted, skipped] = [new Set(input.inserted), new Set(input.skipped)];
  const columns: PairColumn[] = [{ left: 0, right: 0, step: 'start' }];
  for (;;) {
    const { left, right } = at(columns, columns.length - 1);
    const [moreLeft, moreRight] = [left < lengths.left, right < lengths.right];
    if (!moreLeft && !moreRight) return columns;
    if (moreRight && (inserted.has(right + 1) || !moreLeft))
      columns.push({ left, right: right + 1, step: 'right' });
    else if (!moreRight || skipped.has(left + 1))
      columns.push({ left: left + 1, right, step: 'left' });
    else columns.push({ left: left + 1, right: right + 1, step: 'both' });
  }
}

export function pairTime(input: PairTimeInput): PairTime {
  const columns = pairColumns(input);
  const step = Math.max(LEAST_STEP, Math.min(48, (input.width - 2 * MARGIN) / columns.length));
  const xs = columns.map((_, column) => Math.round((MARGIN + column * step) * 10) / 10);
  const end = at(xs, xs.length - 1) + Math.max(step * 0.6, MARGIN);
  const places = { left: placesOf(columns, xs, 'left'), right: placesOf(columns, xs, 'right') };
  const sides = sidesOf(input, columns);
  const rows = rowsOf(input, sides);
  const lanes = stackLanes(input, sides, rows).map((place) =>
    pairLane(place, { sides, places, end, columns, xs, step }),
  );
  const bottom = lanes.at(-1)?.bottom ?? 0;
  const height = Math.max(input.height, bottom + rows.axis);
  return {
    width: Math.max(input.width, end + MARGIN),
    height,
    step,
    columns,
    xs,
    lanes,
    axis: height - rows.axis / 2,
    divergesX: divergesX(input, columns, xs, step),
  };
}

/** The first column of each position of one side. */
function placesOf(
  columns: readonly PairColumn[],
  xs: readonly number[],
  side: 'left' | 'right',
): number[] {
  const places: number[] = [];
  columns.forEach((column, i) => (places[column[side]] ??= at(xs, i)));
  return places;
}

function divergesX(
  { diverges }: PairTimeInput,
  columns: readonly PairColumn[],
  xs: readonly number[],
  step: number,
): number | null {
  if (diverges === null) return null;
  const column = columns.findIndex(({ left }) => left >= diverges);
  return column === -1 ? null : at(xs, column) - step / 2;
}

interface OneSide {
  readonly run: Run;
  readonly tasks: readonly TaskInfo[];
  /** Steps that only this side takes. */
  readonly own: ReadonlySet<number>;
  /** Holds that the other side does not have. */
  readonly holds: readonly HoldSpan[];
}

interface Sides {
  readonly left: OneSide;
  readonly right: OneSide;
}

function sidesOf(input: PairTimeInput, columns: readonly PairColumn[]): Sides {
  const { left, right, tasks, inserted, skipped } = input;
  const last = columns.findLast(({ step }) => step === 'both')?.left ?? 0;
  const holds = { left: holdSpans(left.moments), right: holdSpans(right.moments) };
  const name = (side: 'left' | 'right') => (span: HoldSpan) =>
    `${tasks[side][span.task]?.name} ${span.lock.name}`;
  const known = {
    left: new Set(holds.left.map(name('left'))),
    right: new Set(holds.right.map(name('right'))),
  };
  return {
    left: {
      run: left,
      tasks: tasks.left,
      own: new Set(skipped),
      holds: holds.left.filter((span) => span.from <= last && !known.right.has(name('left')(span))),
    },
    right: {
      run: right,
      tasks: tasks.right,
      own: new Set(inserted),
      holds: holds.right.filter((span) => !known.left.has(name('right')(span))),
    },
  };
}

interface LanePlace {
  readonly task: TaskInfo;
  readonly top: number;
  readonly half: number;
  readonly bar: number;
  /** Depth of the bars, on each side. */
  readonly bars: { readonly left: number; readonly right: number };
  readonly bottom: number;
}

interface Rows {
  readonly half: number;
  readonly bar: number;
  readonly gap: number;
  readonly axis: number;
  /** For the words at the line where the runs part. */
  readonly head: number;
}

/** As they should be where they fit, else as low as they can be. */
function rowsOf(input: PairTimeInput, sides: Sides): Rows {
  const ems = (half: number, bar: number, gap: number, axis: number): Rows => {
    const head = input.diverges === null ? 0 : 1.5;
    const [a, b, c, d, e] = [half, bar, gap, axis, head].map((em) => em * input.textSize);
    return { half: a ?? 0, bar: b ?? 0, gap: c ?? 0, axis: d ?? 0, head: e ?? 0 };
  };
  const roomy = ems(1.45, 1.35, 0.7, 2);
  return leastHeight(input, sides, roomy) <= input.height ? roomy : ems(1.15, 1.15, 0.3, 1.7);
}

function leastHeight({ tasks }: PairTimeInput, sides: Sides, { half, bar, gap, axis, head }: Rows) {
  const bars = tasks.left.reduce(
    (sum, { name }) => sum + barRows(sides.left, name) + barRows(sides.right, name),
    0,
  );
  return head + tasks.left.length * (2 * half + gap) + bars * bar + axis;
}

/** As far apart as there is room, up to three gaps. */
function stackLanes(input: PairTimeInput, sides: Sides, rows: Rows): LanePlace[] {
  const { half, bar, gap, head } = rows;
  const lanes = input.tasks.left.map((task) => {
    const bars = { left: barRows(sides.left, task.name), right: barRows(sides.right, task.name) };
    return { task, bars, high: 2 * half + (bars.left + bars.right) * bar };
  });
  const least = leastHeight(input, sides, rows);
  const spare = Math.max(0, input.height - least) / Math.max(1, lanes.length);
  let top = head + gap / 2;
  return lanes.map(({ task, bars, high }) => {
    const place = { task, top, half, bar, bars, bottom: top + high };
    top += high + gap + Math.min(spare, gap * 2);
    return place;
  });
}

/** Bars of one task each get a row: there are few. */
function barRows({ holds, tasks }: OneSide, task: string): number {
  return new Set(ownHolds(holds, tasks, task).map(({ lock }) => lock.name)).size;
}

function ownHolds(holds: readonly HoldSpan[], tasks: readonly TaskInfo[], task: string) {
  return holds.filter((span) => tasks[span.task]?.name === task);
}

interface Scale {
  readonly sides: Sides;
  readonly places: { readonly left: readonly number[]; readonly right: readonly number[] };
  readonly end: number;
  readonly columns: readonly PairColumn[];
  readonly xs: readonly number[];
  readonly step: number;
}

function pairLane(place: LanePlace, scale: Scale): PairLane {
  const { task, top, half, bar, bars, bottom } = place;
  const low = top + half + bars.left * bar;
  return {
    task,
    top,
    bottom,
    left: halfLane(place, top, 'left', scale),
    right: halfLane(place, low, 'right', scale),
  };
}

function halfLane(
  { task, half, bar }: LanePlace,
  top: number,
  side: 'left' | 'right',
  { sides, places, end, ...scale }: Scale,
): HalfLane {
  const { run, tasks, own, holds } = sides[side];
  const index = tasks.find(({ name }) => name === task.name)?.index ?? -1;
  const place = places[side];
  const stretch = (from: number, to: number) => {
    const x = at(place, from);
    return { x, width: (place[to] ?? end) - x };
  };
  const names = [...new Set(ownHolds(holds, tasks, task.name).map(({ lock }) => lock.name))];
  return {
    ground: top + half / 2,
    ticks: ticksOf(run, index, own, place),
    waits: (index === -1 ? [] : taskSpans(run.moments, index))
      .filter(({ kind }) => kind === 'blocked')
      .map(({ from, to }) => stretch(from, to)),
    end: side === 'left' ? end : rightEnd(scale, end),
    bars: ownHolds(holds, tasks, task.name).map((span) => ({
      ...stretch(span.from, span.to ?? run.moments.length),
      y: top + half + names.indexOf(span.lock.name) * bar,
      height: bar - 3,
      lock: span.lock.name,
      shared: span.mode === 'shared',
    })),
  };
}

/** The other side goes no further than its last step, unless both end together. */
function rightEnd({ columns, xs, step }: Pick<Scale, 'columns' | 'xs' | 'step'>, end: number) {
  const last = columns.findLastIndex((column) => column.step !== 'left');
  return last === columns.length - 1 ? end : (xs[last] ?? 0) + step / 2;
}

function ticksOf(
  run: Run,
  task: number,
  own: ReadonlySet<number>,
  place: readonly number[],
): PairTick[] {
  return run.moments.flatMap((moment, now) => {
    if (moment.step?.task !== task) return [];
    const broken = newlyBroken(moment, at(run.moments, now - 1).world);
    return [{ x: at(place, now), own: own.has(now), breaks: broken.length > 0 }];
  });
}

/** The column at which the run on the left stands at a position. */
export function columnOf(columns: readonly PairColumn[], left: number, right: number): number {
  const exact = columns.findLastIndex((column) => column.left === left && column.right <= right);
  return exact === -1 ? columns.findIndex((column) => column.left === left) : exact;
}
