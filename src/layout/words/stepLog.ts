// The space-time diagram for a narrow screen: time runs downwards, lanes are thin columns at the left, and each step
// is a row with its statement.

import { at } from '../../base/assert.ts';
import type { Run } from '../../model/world/run.ts';
import type { LockMode, LockName, TaskInfo } from '../../model/world/world.ts';
import { newlyBroken } from '../run/newlyBroken.ts';
import { holdSpans } from '../run/holdSpan.ts';
import { taskSpans } from '../run/taskSpan.ts';

export interface StepLog {
  /** The x position of the text of the rows. */
  readonly textX: number;
  readonly height: number;
  readonly rows: readonly LogRow[];
  readonly lanes: readonly LogLane[];
}

export interface LogRow {
  readonly moment: number;
  readonly task: number | null;
  /** The middle of the row. */
  readonly y: number;
  readonly text: string;
  /** Names of the properties that the step breaks. */
  readonly breaks: readonly string[];
}

export interface LogLane {
  readonly task: number;
  readonly x: number;
  /** The y position of its line; null where the task is done. */
  readonly lines: readonly (LogStretch & { readonly blocked: boolean })[];
  readonly bars: readonly (LogStretch & {
    readonly x: number;
    readonly lock: LockName;
    readonly mode: LockMode;
  })[];
}

export interface LogStretch {
  readonly y: number;
  readonly height: number;
}

export const LOG_ROW = 40;
const LANE = 18;
const BAR = 6;

export function stepLog(run: Run, tasks: readonly TaskInfo[]): StepLog {
  const holds = holdSpans(run.moments);
  const end = run.moments.length;
  let x = 16;
  const lanes = tasks.map((task): LogLane => {
    const mine = holds.filter((hold) => hold.task === task.index);
    const laneX = x;
    x += LANE + Math.max(0, ...mine.map((hold) => hold.depth + 1)) * BAR;
    return {
      task: task.index,
      x: laneX,
      lines: taskSpans(run.moments, task.index)
        .filter((span) => span.kind !== 'done')
        .map((span) => ({ ...stretch(span.from, span.to, end), blocked: span.kind === 'blocked' })),
      bars: mine.map((hold) => ({
        ...stretch(hold.from, hold.to ?? end, end),
        x: laneX + 8 + hold.depth * BAR,
        lock: hold.lock,
        mode: hold.mode,
      })),
    };
  });
  return {
    textX: x,
    height: end * LOG_ROW,
    rows: run.moments.map((_, now) => row(run, now)),
    lanes,
  };
}

function row(run: Run, now: number): LogRow {
  const moment = at(run.moments, now);
  const before = run.moments[now - 1];
  return {
    moment: now,
    task: moment.step?.task ?? null,
    y: middle(now),
    text: moment.step?.site.text ?? 'Start',
    breaks: before ? newlyBroken(moment, before.world) : [],
  };
}

/** What lasts to the end of the run ends half a row below the last step. */
function stretch(from: number, to: number, end: number): LogStretch {
  const bottom = to >= end ? end * LOG_ROW : middle(to);
  return { y: middle(from), height: bottom - middle(from) };
}

function middle(moment: number): number {
  return (moment + 0.5) * LOG_ROW;
}
