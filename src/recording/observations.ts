// What of a recording a map speaks of: for each task of the model the steps that were recorded, in order.

import { type EventMap, type MapRule, type RowPattern, stepText } from './eventMap.ts';
import { type LockCall, lockCalls } from './lockNames.ts';
import { clockTolerance } from './clockTolerance.ts';
import {
  fieldOf,
  liesIn,
  nameOfRow,
  NO_PARENT,
  parentName,
  type Recording,
  rowCount,
} from './recording.ts';

/** A recorded event that a rule maps to a step. */
export interface Observation {
  readonly row: number;
  /** The file's line. */
  readonly line: number;
  /** The steps that it may be, as the map writes them: several where the lock that is released is not certain. */
  readonly steps: readonly string[];
  /** Between these times, in microseconds, the step was taken. */
  readonly from: number;
  readonly to: number;
  /** Names of the rules that apply, for people: `down_write(i_rwsem) in ext4_punch_hole`. */
  readonly text: string;
}

export interface Lane {
  /** The model's task; null: events that any task may have caused. */
  readonly task: string | null;
  /** The recorded task's name. */
  readonly recorded: string;
  readonly observations: readonly Observation[];
}

export interface Observed {
  readonly lanes: readonly Lane[];
  /** Steps that this recording can show at all. Others of the map the model takes unseen. */
  readonly shown: ReadonlySet<string>;
  /** Two events closer than this, in microseconds, on different tasks have no order. */
  readonly tolerance: number;
  readonly counts: ObservedCounts;
  /** Why the map cannot be used on this recording; empty when it can. */
  readonly problems: readonly string[];
}

export interface ObservedCounts {
  readonly mapped: number;
  /** By the reason that the map gives. */
  readonly skipped: ReadonlyMap<string, number>;
  /** By name: rows of the lanes' tasks that no rule speaks of. */
  readonly unmapped: ReadonlyMap<string, number>;
}

export interface Window {
  /** Microseconds; null: from the beginning, to the end. */
  readonly from: number | null;
  readonly to: number | null;
  /** Microseconds; null: taken from the recording. */
  readonly tolerance: number | null;
}

export const WHOLE: Window = { from: null, to: null, tolerance: null };

export function observe(recording: Recording, map: EventMap, window: Window): Observed {
  const tasks = assignTasks(recording, map);
  const inode = inodeOf(recording, map);
  const reader = new RowReader(recording, map, inode);
  const counts = {
    mapped: 0,
    skipped: new Map<string, number>(),
    unmapped: new Map<string, number>(),
  };
  const lanes = tasks.found.map(({ task, recorded }) => ({
    task,
    recorded,
    rows: [] as Observation[],
  }));
  const anyone: Observation[] = [];
  for (let row = 0; row < rowCount(recording); row += 1) {
    if (!liesInWindow(recording, row, window)) continue;
    const rule = reader.ruleOf(row);
    const lane = lanes.find(({ recorded }) => recorded === recording.task[row]);
    if (rule === null) {
      if (lane !== undefined) count(counts.unmapped, nameOfRow(recording, row));
    } else if (rule.kind === 'skip') {
      if (lane !== undefined) count(counts.skipped, rule.reason);
    } else if (rule.anyTask) {
      anyone.push(reader.observation(row, rule));
    } else {
      lane?.rows.push(reader.observation(row, rule));
    }
  }
  counts.mapped = lanes.reduce((sum, { rows }) => sum + rows.length, anyone.length);
  const made = lanes.map(
    ({ task, recorded, rows }): Lane => ({
      task,
      recorded: recording.tasks[recorded]?.name ?? '',
      observations: rows,
    }),
  );
  const all: Lane[] =
    anyone.length === 0
      ? made
      : [...made, { task: null, recorded: 'any task', observations: anyone }];
  return {
    lanes: all,
    shown: reader.shown(),
    tolerance: window.tolerance ?? clockTolerance(recording),
    counts,
    problems: tasks.problems,
  };
}

function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function liesInWindow(recording: Recording, row: number, { from, to }: Window): boolean {
  const time = recording.start[row] ?? 0;
  return (from === null || time >= from) && (to === null || time <= to);
}

/** In the order of the map: each recorded task is given once, to the task of the model that fits it most often. */
function assignTasks(recording: Recording, map: EventMap) {
  const found: { task: string; recorded: number }[] = [];
  const problems: string[] = [];
  for (const { task, by } of map.tasks) {
    const best = mostRows(recording, by, new Set(found.map(({ recorded }) => recorded)));
    if (best === null)
      problems.push(
        `no recorded task has ${by.join(' or ')}, by which the map identifies “${task}”`,
      );
    else found.push({ task, recorded: best });
  }
  return { found, problems };
}

function mostRows(
  recording: Recording,
  names: readonly string[],
  taken: ReadonlySet<number>,
): number | null {
  const counts = new Map<number, number>();
  for (let row = 0; row < rowCount(recording); row += 1) {
    const task = recording.task[row] ?? 0;
    if (!taken.has(task) && names.includes(nameOfRow(recording, row)))
      counts.set(task, (counts.get(task) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}

/** The inode number by the map's event; else that of most page-cache events; null where neither is there. */
function inodeOf(recording: Recording, { file }: EventMap): number | null {
  const counts = new Map<number, number>();
  for (let row = 0; row < rowCount(recording); row += 1) {
    const name = nameOfRow(recording, row);
    const details = recording.details[row] ?? '';
    if (file !== null && name === file.event) {
      const value = fieldOf(details, file.field);
      if (value !== null) return Number(value);
    }
    const cached = name.startsWith('mm_filemap_') ? fieldOf(details, 'ino') : null;
    if (cached !== null) count(counts, Number.parseInt(cached, 16));
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}

/** Finds the rule of a row. */
class RowReader {
  private readonly recording: Recording;
  private readonly usable: readonly MapRule[];
  private readonly inode: number | null;
  private readonly locks: ReadonlyMap<number, LockCall>;
  /** By name: its rules, in the order of the map. */
  private readonly rules = new Map<string, MapRule[]>();

  constructor(recording: Recording, map: EventMap, inode: number | null) {
    this.recording = recording;
    this.inode = inode;
    this.locks = lockCalls(recording, map.locks, inode);
    const names = new Set(recording.names);
    this.usable = map.rules.filter(
      (rule) => rule.kind === 'skip' || rule.unless === null || !names.has(rule.unless),
    );
    for (const rule of this.usable)
      this.rules.set(rule.rows.name, [...(this.rules.get(rule.rows.name) ?? []), rule]);
  }

  /** A release goes the way of the call that took the lock: one that is not mapped, or skipped, has no release either. */
  ruleOf(row: number): MapRule | null {
    const taken = this.locks.get(row)?.taken ?? null;
    if (taken !== null) {
      const rule = this.ownRule(taken);
      if (rule === null || rule.kind === 'skip') return rule;
    }
    return this.ownRule(row);
  }

  private ownRule(row: number): MapRule | null {
    const rules = this.rules.get(nameOfRow(this.recording, row));
    return rules?.find(({ rows }) => this.fits(row, rows)) ?? null;
  }

  private fits(row: number, rows: RowPattern): boolean {
    const { recording } = this;
    if (rows.lock !== null && this.locks.get(row)?.locks.includes(rows.lock) !== true) return false;
    if (rows.inside !== null && (parentName(recording, row) ?? '-') !== rows.inside) return false;
    if (rows.within !== null && !liesIn(recording, row, rows.within)) return false;
    const details = recording.details[row] ?? '';
    return rows.fields.every(({ field, value }) => {
      const printed = fieldOf(details, field);
      return (
        printed !== null &&
        (printed === this.meant(value) ||
          details.includes(`${field}:${value.replaceAll('_', ' ')}`))
      );
    });
  }

  private meant(value: string): string {
    if (value === '$file') return String(this.inode);
    if (value === '$filex') return (this.inode ?? -1).toString(16);
    return value;
  }

  observation(row: number, rule: Extract<MapRule, { kind: 'event' }>): Observation {
    const { recording } = this;
    const locks = this.locks.get(row)?.locks ?? [];
    const name = nameOfRow(recording, row);
    const inside = parentName(recording, row);
    const parent = recording.parent[row] ?? NO_PARENT;
    const spanned = rule.spansCall && parent >= 0 ? parent : row;
    return {
      row,
      line: recording.line[row] ?? 0,
      steps: this.stepsOf(row, rule),
      from: recording.start[spanned] ?? 0,
      to: recording.end[spanned] ?? 0,
      text: `${name}${locks.length === 0 ? '' : `(${locks.join(' or ')})`}${inside === null ? '' : ` in ${inside}`}`,
    };
  }

  /** Of the first rule, and where a release is not certain of every rule that fits. */
  private stepsOf(row: number, rule: Extract<MapRule, { kind: 'event' }>): string[] {
    if ((this.locks.get(row)?.locks.length ?? 0) < 2) return rule.steps.map(stepText);
    const rules = this.rules.get(rule.rows.name) ?? [];
    const steps = rules.flatMap((one) =>
      one.kind === 'event' && this.fits(row, one.rows) ? one.steps.map(stepText) : [],
    );
    return [...new Set(steps)];
  }

  /** A step is shown where some row of the recording maps to it. */
  shown(): ReadonlySet<string> {
    const steps = new Set<string>();
    for (let row = 0; row < rowCount(this.recording); row += 1) {
      const rule = this.ruleOf(row);
      if (rule?.kind === 'event') for (const step of rule.steps) steps.add(stepText(step));
    }
    return steps;
  }
}
