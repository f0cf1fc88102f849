// Draws lanes of a recording. Every look has its own shade and its own height, so that colour alone carries no meaning.

import type { TraceFit } from './traceMessage.ts';
import {
  lookOf,
  looksOf,
  marksIn,
  type RowLook,
  type TimeSpan,
  type TraceLane,
  type TraceRows,
} from '../../layout/recording/traceLanes.ts';

export interface TracePicture {
  readonly rows: TraceRows;
  readonly lanes: readonly TraceLane[];
  readonly span: TimeSpan;
  /** CSS pixels, the labels of the lanes included. */
  readonly width: number;
  readonly selected: number | null;
  readonly fit: TraceFit | null;
}

/** CSS pixels. */
export const LANE_LABEL = 120;
const LEVEL = 14;
const GAP = 18;
const AXIS = 24;

/** The custom property that a look is filled with. */
const FILLS: Readonly<Record<RowLook, string>> = {
  lock: '--task-1',
  wait: '--bad',
  fault: '--task-0',
  flush: '--task-4',
  add: '--good',
  remove: '--task-7',
  event: '--dim',
  call: '--line',
};

export function laneTops(lanes: readonly TraceLane[]): {
  readonly tops: readonly number[];
  readonly height: number;
} {
  let top = AXIS;
  const tops = lanes.map(({ levels }) => {
    const own = top;
    top += levels * LEVEL + GAP;
    return own;
  });
  return { tops, height: top };
}

export function drawTrace(canvas: HTMLCanvasElement, picture: TracePicture): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const { lanes, width } = picture;
  const { tops, height } = laneTops(lanes);
  const dots = devicePixelRatio;
  canvas.width = Math.round(width * dots);
  canvas.height = Math.round(height * dots);
  context.setTransform(dots, 0, 0, dots, 0, 0);
  const palette = readPalette(canvas);
  const colour = (name: string): string => palette.get(name) ?? '';
  context.font = `12px ${getComputedStyle(canvas).fontFamily}`;
  context.textBaseline = 'middle';
  drawAxis(context, picture, height, colour);
  lanes.forEach((lane, i) => {
    context.fillStyle = colour('--ink');
    context.fillText(lane.title, 8, (tops[i] ?? 0) + LEVEL / 2, LANE_LABEL - 16);
    drawLane(context, picture, lane, tops[i] ?? 0, colour);
  });
}

const NAMES = ['--ink', '--dim', '--line', '--good', '--bad', '--on', ...Object.values(FILLS)];

/** The theme's colours as the canvas needs them: a custom property is no colour until something wears it. */
function readPalette(element: HTMLElement): ReadonlyMap<string, string> {
  const probe = document.createElement('span');
  element.after(probe);
  const palette = NAMES.map((name): [string, string] => {
    probe.style.color = `var(${name})`;
    return [name, getComputedStyle(probe).color];
  });
  probe.remove();
  return new Map(palette);
}

function drawLane(
  context: CanvasRenderingContext2D,
  { rows, span, width, selected, fit }: TracePicture,
  lane: TraceLane,
  top: number,
  colour: (name: string) => string,
): void {
  const looks = looksOf(rows);
  const explained = new Set(fit?.explained);
  for (const { row, level, x, width: long } of marksIn(rows, lane, span, width - LANE_LABEL)) {
    const look = lookOf(rows, looks, row);
    const [left, y] = [LANE_LABEL + x, top + level * LEVEL];
    context.fillStyle = colour(FILLS[look]);
    context.fillRect(left, y, long, LEVEL - 3);
    if (explained.has(row)) {
      context.fillStyle = colour('--good');
      context.fillRect(left, y + LEVEL - 3, Math.max(long, 3), 2);
    }
    if (row === selected || row === fit?.refused) {
      context.strokeStyle = colour(row === selected ? '--ink' : '--bad');
      context.lineWidth = 2;
      context.strokeRect(left - 1, y - 1, Math.max(long, 3) + 2, LEVEL);
    }
    drawName(context, rows, row, { left, y, long }, colour(look === 'call' ? '--ink' : '--on'));
  }
}

/** A name is written where it has room. */
function drawName(
  context: CanvasRenderingContext2D,
  rows: TraceRows,
  row: number,
  { left, y, long }: { readonly left: number; readonly y: number; readonly long: number },
  ink: string,
): void {
  if (long < 48) return;
  const name = rows.names[rows.name[row] ?? 0] ?? '';
  context.save();
  context.beginPath();
  context.rect(left, y, long - 3, LEVEL);
  context.clip();
  context.fillStyle = ink;
  context.font = context.font.replace(/^\d+px/, '11px');
  context.fillText(name, left + 3, y + (LEVEL - 3) / 2 + 0.5);
  context.restore();
}

function drawAxis(
  context: CanvasRenderingContext2D,
  { span, width }: TracePicture,
  height: number,
  colour: (name: string) => string,
): void {
  const step = niceStep((span.to - span.from) / Math.max(1, (width - LANE_LABEL) / 120));
  const scale = (width - LANE_LABEL) / (span.to - span.from);
  for (let time = Math.ceil(span.from / step) * step; time <= span.to; time += step) {
    const x = LANE_LABEL + (time - span.from) * scale;
    context.fillStyle = colour('--line');
    context.fillRect(x, AXIS - 6, 1, height - AXIS);
    context.fillStyle = colour('--dim');
    context.fillText(`${(time / 1e6).toFixed(6).replace(/0{1,5}$/, '')} s`, x + 3, AXIS / 2, 110);
  }
}

/** The smallest of 1, 2 and 5 times a power of ten that is not below. */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  return [1, 2, 5, 10].map((n) => n * power).find((step) => step >= least) ?? power * 10;
}

/** The row under a point; the nearest mark within a few pixels. */
export function rowAt(picture: TracePicture, x: number, y: number): number | null {
  const { rows, lanes, span, width } = picture;
  const { tops } = laneTops(lanes);
  const index = tops.findLastIndex((top) => y >= top);
  const lane = lanes[index];
  if (lane === undefined) return null;
  const level = Math.floor((y - (tops[index] ?? 0)) / LEVEL);
  const marks = marksIn(rows, lane, span, width - LANE_LABEL).filter(
    (mark) => mark.level === level,
  );
  const distance = (mark: { readonly x: number; readonly width: number }): number =>
    Math.max(mark.x - (x - LANE_LABEL), x - LANE_LABEL - mark.x - mark.width, 0);
  const nearest = marks.sort((a, b) => distance(a) - distance(b))[0];
  return nearest !== undefined && distance(nearest) <= REACH ? nearest.row : null;
}

const REACH = 5;
