// The space-time diagram: a run as strips, lanes, ticks, bars and arrows. Time runs to the right;
// `moments[n]` stands at `xs[n]`, and what is true in it is drawn from there to `xs[n + 1]`.
// All numbers are pixels of the plot, rounded to a tenth; the names beside it are the view's.

import { ticks } from 'd3-array';
import { at } from '../../base/assert.ts';
import type { Moment, Run, Step } from '../../model/world/run.ts';
import type { LockMode, LockName, TaskInfo } from '../../model/world/world.ts';
import { type HandOff, handOffs } from '../run/handOff.ts';
import { type HoldSpan, holdSpans } from '../run/holdSpan.ts';
import type { PropertyStrip, StripState } from './propertyStrip.ts';
import { type TaskSpan, taskSpans } from '../run/taskSpan.ts';
import { proseWidth } from '../text/textWidth.ts';

/** Below this a finger or an eye cannot tell two steps apart: the plot scrolls instead. */
export const LEAST_STEP = 12;

export interface SpaceTimeInput {
  readonly run: Run;
  readonly tasks: readonly TaskInfo[];
  readonly strips: readonly PropertyStrip[];
  /** What the plot may fill before it scrolls. */
  readonly width: number;
  readonly height: number;
  /** Pixels of the smallest text; every row grows with it. */
  readonly textSize: number;
  /** Whether a row for the life of an outdated value lies between strips and lanes. */
  readonly life?: boolean;
}

export interface SpaceTime {
  readonly width: number;
  readonly height: number;
  readonly step: number;
  /** Where each moment stands. */
  readonly xs: readonly number[];
  readonly strips: readonly StripBox[];
  /** The middle of the row for an outdated value; null where there is none. */
  readonly life: number | null;
  readonly lanes: readonly LaneBox[];
  readonly handOffs: readonly HandOffArrow[];
  readonly axis: { readonly y: number; readonly marks: readonly AxisMark[] };
}

export interface StripBox {
  readonly strip: PropertyStrip;
  /** The middle of the strip. */
  readonly y: number;
  readonly segments: readonly (Stretch & { readonly state: StripState })[];
  readonly breakX: number | null;
}

export interface Stretch {
  readonly x: number;
  readonly width: number;
}

export interface LaneBox {
  readonly task: number;
  readonly y: number;
  readonly height: number;
  /** The ground line that the ticks stand on. */
  readonly ground: number;
  readonly states: readonly (Stretch & Pick<TaskSpan, 'kind' | 'on'>)[];
  readonly ticks: readonly Tick[];
  readonly bars: readonly Bar[];
}

export interface Tick {
  readonly moment: number;
  readonly x: number;
  /** Breaks a property whose strip is open. */
  readonly breaks: boolean;
  /** False for a step that only reads. */
  readonly changes: boolean;
  readonly mark: 'queue' | 'trylock-failed' | null;
}

export interface Bar extends Stretch {
  readonly lock: LockName;
  readonly mode: LockMode;
  readonly y: number;
  readonly height: number;
  readonly from: number;
  /** Still held at the end of the run. */
  readonly open: boolean;
  readonly label: BarLabel | null;
}

export interface BarLabel extends Stretch {
  readonly text: string;
  readonly inside: boolean;
}

export interface HandOffArrow {
  readonly lock: LockName;
  /** The taker had been waiting for it. */
  readonly waited: boolean;
  /** The step that takes it. */
  readonly moment: number;
  readonly path: string;
  /** Where the head points to. */
  readonly x: number;
  readonly y: number;
}

export interface AxisMark {
  readonly moment: number;
  readonly x: number;
}

interface Rows {
  readonly strip: number;
  readonly ticks: number;
  readonly bar: number;
  readonly axis: number;
  readonly gap: number;
}

export function spaceTime(input: SpaceTimeInput): SpaceTime {
  const { run, strips, textSize } = input;
  const time = timeScale(run.moments.length, input.width);
  const spans = holdSpans(run.moments);
  const rows = rowHeights(input, spans);
  const breaking = new Set(strips.map((strip) => strip.brokenAt));
  const lanes = stackLanes(input, rows, spans).map((place) =>
    laneBox({ ...place, run, rows, time, spans, breaking, textSize }),
  );
  const bottom = lanes.at(-1);
  const least = (bottom ? bottom.y + bottom.height : 0) + rows.gap + rows.axis;
  const height = round(Math.max(input.height, least));
  return {
    width: time.width,
    height,
    step: time.step,
    xs: time.xs,
    strips: strips.map((strip, i) => stripBox(strip, i, rows, time)),
    life: input.life === true ? round((strips.length + 0.5) * rows.strip) : null,
    lanes,
    handOffs: handOffs(run.moments, spans).map((passed) => arrow(passed, lanes, rows, time)),
    axis: { y: round(height - rows.axis / 2), marks: axisMarks(time) },
  };
}

/** What lies under the steps `from` to `to`, both with half a step around them; within the run. */
export function bandOf(
  { xs, step }: Pick<SpaceTime, 'xs' | 'step'>,
  from: number,
  to: number,
): Stretch {
  const last = xs.length - 1;
  const x = round(at(xs, Math.min(from, last)) - step / 2);
  return { x, width: round(at(xs, Math.min(to, last)) + step / 2 - x) };
}

/** The moment that stands nearest to `x`. */
export function momentAt(diagram: Pick<SpaceTime, 'xs' | 'step'>, x: number): number {
  const nearest = Math.round((x - (diagram.xs[0] ?? 0)) / diagram.step);
  return Math.min(Math.max(nearest, 0), diagram.xs.length - 1);
}

/** Rows in ems of the smallest text: as they should be, and as low as they can be. */
const ROWS: Rows = { strip: 1.5, ticks: 1.5, bar: 1.4, axis: 2, gap: 0.5 };
const TIGHT_ROWS: Rows = { strip: 1.3, ticks: 1.25, bar: 1.12, axis: 1.6, gap: 0.15 };

/** Rows as roomy as the height allows. */
function rowHeights(input: SpaceTimeInput, spans: readonly HoldSpan[]): Rows {
  const { textSize, height } = input;
  const low = leastHeight(input, betweenRows(0, textSize), spans);
  const high = leastHeight(input, betweenRows(1, textSize), spans);
  return betweenRows(Math.min(Math.max((height - low) / (high - low), 0), 1), textSize);
}

/** In pixels: the tight rows at 0, the roomy ones at 1. */
function betweenRows(share: number, textSize: number): Rows {
  const pixels = (row: keyof Rows) =>
    round((TIGHT_ROWS[row] + (ROWS[row] - TIGHT_ROWS[row]) * share) * textSize);
  return {
    strip: pixels('strip'),
    ticks: pixels('ticks'),
    bar: pixels('bar'),
    axis: pixels('axis'),
    gap: pixels('gap'),
  };
}

function leastHeight(input: SpaceTimeInput, rows: Rows, spans: readonly HoldSpan[]): number {
  const lanes = input.tasks.map((task) => laneHeight(spans, task.index, rows) + rows.gap);
  return rowsAbove(input) * rows.strip + 1.5 * rows.gap + sum(lanes) + rows.axis;
}

/** Strips, and the row of an outdated value. */
function rowsAbove({ strips, life }: SpaceTimeInput): number {
  return strips.length + (life === true ? 1 : 0);
}

interface LanePlace {
  readonly task: number;
  readonly y: number;
  readonly height: number;
}

/** Lanes stand apart as far as there is room, up to four gaps. */
function stackLanes(input: SpaceTimeInput, rows: Rows, spans: readonly HoldSpan[]): LanePlace[] {
  const lanes = input.tasks.length;
  const spare = input.height - leastHeight(input, rows, spans);
  const spread = rows.gap + Math.min(Math.max(spare / Math.max(1, lanes), 0), rows.gap * 3);
  let y = rowsAbove(input) * rows.strip + rows.gap + spread / 2;
  return input.tasks.map(({ index: task }) => {
    const height = laneHeight(spans, task, rows);
    const place = { task, y, height };
    y += height + spread;
    return place;
  });
}

function laneHeight(spans: readonly HoldSpan[], task: number, rows: Rows): number {
  const depths = spans.filter((span) => span.task === task).map((span) => span.depth + 1);
  return round(rows.ticks + Math.max(0, ...depths) * rows.bar);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

interface TimeScale {
  readonly width: number;
  readonly step: number;
  readonly xs: readonly number[];
  /** Where a span that lasts to the end of the run ends. */
  readonly end: number;
}

const MARGIN = 12;

/**
 * Room is made in leaps of about a quarter: while a visitor steps, the diagram grows to the
 * right and what is drawn already stays where it is.
 */
function timeScale(moments: number, available: number): TimeScale {
  const step = round(Math.max(LEAST_STEP, (available - 2 * MARGIN) / capacity(moments)));
  const xs = Array.from({ length: moments }, (_, moment) => round(MARGIN + moment * step));
  const end = round((xs.at(-1) ?? MARGIN) + Math.max(step * 0.6, MARGIN));
  return { width: Math.max(available, round(end + MARGIN)), step, xs, end };
}

function capacity(moments: number): number {
  let room = 16;
  while (room < moments) room += Math.max(4, Math.floor(room / 16) * 4);
  return room;
}

function stripBox(strip: PropertyStrip, index: number, rows: Rows, time: TimeScale): StripBox {
  return {
    strip,
    y: round((index + 0.5) * rows.strip),
    segments: strip.spans.map(({ state, from, to }) => ({ state, ...stretch(time, from, to) })),
    breakX: strip.brokenAt === null ? null : at(time.xs, strip.brokenAt),
  };
}

interface LaneInput extends LanePlace {
  readonly run: Run;
  readonly rows: Rows;
  readonly time: TimeScale;
  readonly spans: readonly HoldSpan[];
  readonly breaking: ReadonlySet<number | null>;
  readonly textSize: number;
}

function laneBox(input: LaneInput): LaneBox {
  const { run, task, y, height, rows, time } = input;
  return {
    task,
    y: round(y),
    height,
    ground: round(y + rows.ticks / 2),
    states: taskSpans(run.moments, task).map(({ kind, on, from, to }) => ({
      kind,
      on,
      ...stretch(time, from, to),
    })),
    ticks: run.moments.flatMap((moment, now) => tick(moment, now, input)),
    bars: bars(input),
  };
}

function tick(moment: Moment, now: number, { task, time, breaking }: LaneInput): Tick[] {
  const { step } = moment;
  if (step?.task !== task) return [];
  return [
    {
      moment: now,
      x: at(time.xs, now),
      breaks: breaking.has(now),
      changes: changesAnything(step),
      mark: lockMark(step),
    },
  ];
}

function changesAnything(step: Step): boolean {
  const own = step.locks.filter(
    (event) => event.task === step.task && event.kind !== 'trylock-failed',
  );
  const took = own.some((event) => event.kind !== 'contend' && event.kind !== 'wake');
  return took || step.effects.some((effect) => effect.kind !== 'read');
}

function lockMark(step: Step): Tick['mark'] {
  const own = step.locks.filter((event) => event.task === step.task).map((event) => event.kind);
  if (own.includes('queue')) return 'queue';
  return own.includes('trylock-failed') ? 'trylock-failed' : null;
}

function bars({ task, y, rows, time, spans, textSize }: LaneInput): Bar[] {
  const mine = spans.filter((span) => span.task === task);
  return mine.map((span) => {
    const box = stretch(time, span.from, span.to ?? time.xs.length);
    const next = mine.find((other) => other.depth === span.depth && other.from > span.from);
    const limit = next ? at(time.xs, next.from) : time.width;
    const before = mine.findLast((other) => other.depth === span.depth && other.from < span.from);
    const free = before ? stretch(time, before.from, before.to ?? time.xs.length) : null;
    const room = { from: free ? free.x + free.width : 0, to: limit };
    return {
      ...box,
      lock: span.lock,
      mode: span.mode,
      y: round(y + rows.ticks + span.depth * rows.bar),
      height: round(rows.bar - 2),
      from: span.from,
      open: span.to === null,
      label: barLabel(span.lock.name, box, room, textSize),
    };
  });
}

/**
 * The lock's name inside its bar; else its last part inside; else either behind it; else the last part before it; else
 * the beginning of the last part, as far as there is room; else nothing. `room`: between the bars beside it.
 */
function barLabel(
  name: string,
  box: Stretch,
  room: { readonly from: number; readonly to: number },
  textSize: number,
): BarLabel | null {
  const texts = [name, name.slice(name.lastIndexOf('.') + 1)];
  const pad = textSize * 0.4;
  for (const text of texts) {
    const width = round(proseWidth(text, textSize));
    if (width + 2 * pad <= box.width) return { text, x: round(box.x + pad), width, inside: true };
  }
  for (const text of texts) {
    const width = round(proseWidth(text, textSize));
    const x = round(box.x + box.width + pad);
    if (x + width + pad <= room.to) return { text, x, width, inside: false };
  }
  const last = texts[1] ?? name;
  const width = round(proseWidth(last, textSize));
  const left = round(box.x - pad - width);
  if (left >= room.from + pad) return { text: last, x: left, width, inside: false };
  return beginning(last, { x: box.x, width: room.to - box.x }, textSize);
}

/** At least four letters of a name, over the bar and what is free behind it. */
function beginning(name: string, box: Stretch, textSize: number): BarLabel | null {
  const pad = textSize * 0.2;
  for (let letters = name.length - 1; letters >= 4; letters -= 1) {
    const text = `${name.slice(0, letters)}…`;
    const width = round(proseWidth(text, textSize));
    if (width + 2 * pad <= box.width) return { text, x: round(box.x + pad), width, inside: true };
  }
  return null;
}

/** From one point to the next in an S that leaves and arrives level. */
function bump([x, y]: readonly [number, number], [toX, toY]: readonly [number, number]): string {
  const middle = (x + toX) / 2;
  return `M${x},${y}C${middle},${y},${middle},${toY},${toX},${toY}`;
}

function arrow(
  passed: HandOff,
  lanes: readonly LaneBox[],
  rows: Rows,
  time: TimeScale,
): HandOffArrow {
  const middle = ({ task, depth }: HandOff['from']) =>
    round(at(lanes, task).y + rows.ticks + (depth + 0.5) * rows.bar - 1);
  const end = [at(time.xs, passed.to.at), middle(passed.to)] as const;
  const path = bump([at(time.xs, passed.from.at), middle(passed.from)], end);
  const { lock, waited, to } = passed;
  return { lock, waited, moment: to.at, path, x: end[0], y: end[1] };
}

function axisMarks({ xs, step }: TimeScale): AxisMark[] {
  const last = xs.length - 1;
  if (last < 1) return [];
  const wanted = Math.max(1, Math.min(last, Math.floor((last * step) / 70)));
  const marks = ticks(0, last, wanted);
  return marks.filter(Number.isInteger).map((moment) => ({ moment, x: at(xs, moment) }));
}

function stretch(time: TimeScale, from: number, to: number): Stretch {
  const x = at(time.xs, from);
  return { x, width: round((time.xs[to] ?? time.end) - x) };
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
