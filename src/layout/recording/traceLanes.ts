// A recording as lanes: one for each task or each CPU, its calls stacked by depth; and what of them a window shows.

import { ROW } from '../../recording/recording.ts';
import type { Recording } from '../../recording/recording.ts';

/** What a picture needs: the details of events stay where the recording was read. */
export type TraceRows = Omit<Recording, 'details'>;

export type LaneBy = 'task' | 'cpu';

export interface TraceLane {
  readonly title: string;
  /** Its rows, by their start. */
  readonly rows: Int32Array;
  /** Rows of marks that it takes: 1 and its greatest depth, up to `DEEPEST`. */
  readonly levels: number;
}

/** Deeper calls are drawn in the last level. */
const DEEPEST = 12;

/** The lanes with most rows first. `shown` null: every row. */
export function traceLanes(
  recording: TraceRows,
  by: LaneBy,
  shown: ((row: number) => boolean) | null,
): TraceLane[] {
  const column = by === 'task' ? recording.task : recording.cpu;
  const lanes = new Map<number, number[]>();
  for (let row = 0; row < recording.line.length; row += 1) {
    if (shown !== null && !shown(row)) continue;
    const key = column[row] ?? 0;
    const rows = lanes.get(key);
    if (rows === undefined) lanes.set(key, [row]);
    else rows.push(row);
  }
  const made = [...lanes].map(([key, rows]) => ({
    title: by === 'task' ? (recording.tasks[key]?.name ?? '') : `CPU ${key}`,
    rows: Int32Array.from(rows),
    levels: levelsOf(recording, rows),
  }));
  return made.sort((a, b) => b.rows.length - a.rows.length);
}

function levelsOf(recording: TraceRows, rows: readonly number[]): number {
  let most = 0;
  for (const row of rows) most = Math.max(most, recording.depth[row] ?? 0);
  return Math.min(most, DEEPEST - 1) + 1;
}

export function levelOf(recording: TraceRows, row: number): number {
  return Math.min(recording.depth[row] ?? 0, DEEPEST - 1);
}

/** Microseconds. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

export function wholeSpan(recording: TraceRows): TimeSpan {
  let [from, to] = [Infinity, -Infinity];
  for (let row = 0; row < recording.line.length; row += 1) {
    from = Math.min(from, recording.start[row] ?? Infinity);
    to = Math.max(to, recording.end[row] ?? -Infinity);
  }
  return from > to ? { from: 0, to: 1 } : { from, to: Math.max(to, from + 1) };
}

/** What a row is drawn as. */
export type RowLook = 'lock' | 'wait' | 'fault' | 'flush' | 'add' | 'remove' | 'event' | 'call';

export const LOOKS: Readonly<Record<RowLook, string>> = {
  lock: 'lock operation',
  wait: 'lock contention',
  fault: 'page fault',
  flush: 'TLB flush',
  add: 'page-cache insertion',
  remove: 'page-cache removal',
  event: 'other event',
  call: 'other call',
};

const BY_NAME: readonly (readonly [RegExp, RowLook])[] = [
  [/^mm_filemap_add_to_page_cache$|^filemap_add_folio$/, 'add'],
  [
    /^mm_filemap_delete_from_page_cache$|^delete_from_page_cache_batch$|^filemap_remove_folio$/,
    'remove',
  ],
  [/^contention_(begin|end)$/, 'wait'],
  [/^(down|up)_(read|write)|^downgrade_write$|_i?lock$|^xfs_iunlock$|^mutex_/, 'lock'],
  [/tlb/, 'flush'],
  [/fault/, 'fault'],
];

/** By name number: the look of a row of that name. */
export function looksOf(recording: TraceRows): readonly (RowLook | null)[] {
  return recording.names.map(
    (name) => BY_NAME.find(([pattern]) => pattern.test(name))?.[1] ?? null,
  );
}

export function lookOf(
  recording: TraceRows,
  looks: readonly (RowLook | null)[],
  row: number,
): RowLook {
  const known = looks[recording.name[row] ?? 0] ?? null;
  if (known !== null) return known;
  return recording.kind[row] === ROW.event ? 'event' : 'call';
}

/** A mark of a window: a row, or the first of several that fall on one pixel. */
export interface TraceMark {
  readonly row: number;
  readonly level: number;
  readonly x: number;
  readonly width: number;
}

/**
 * The marks of a lane in a window of so many pixels: of rows that would lie on one pixel of one level the first is kept,
 * so there are at most `width` marks a level.
 */
export function marksIn(
  recording: TraceRows,
  lane: TraceLane,
  span: TimeSpan,
  width: number,
): TraceMark[] {
  const scale = width / (span.to - span.from);
  const marks: TraceMark[] = [];
  const reached = new Float64Array(DEEPEST).fill(-1);
  for (const row of lane.rows) {
    const [start, end] = [recording.start[row] ?? 0, recording.end[row] ?? 0];
    if (start > span.to) break;
    if (end < span.from) continue;
    const level = levelOf(recording, row);
    const x = Math.max(0, (start - span.from) * scale);
    const right = Math.min(width, (end - span.from) * scale);
    if (right < (reached[level] ?? 0) && x < (reached[level] ?? 0)) continue;
    reached[level] = Math.max(x + 1, right);
    marks.push({ row, level, x, width: Math.max(1, right - x) });
  }
  return marks;
}

/** Whether a row's name, task or line has the text; an empty text shows all. */
export function rowFilter(recording: TraceRows, text: string): ((row: number) => boolean) | null {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return null;
  const names = recording.names.map((name) => name.toLowerCase().includes(wanted));
  const tasks = recording.tasks.map(({ name }) => name.toLowerCase().includes(wanted));
  return (row) =>
    names[recording.name[row] ?? 0] === true || tasks[recording.task[row] ?? 0] === true;
}
