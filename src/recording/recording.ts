// A recording of a running kernel, as columns: one row for each call and each event, in the order of their lines.

/** A task that appears in a recording. The idle task of each CPU is one of its own. */
export interface TracedTask {
  /** `race-178`, `<idle>-0 (cpu 1)`. */
  readonly name: string;
  readonly pid: number;
}

/** Values of `Recording.kind`. */
export const ROW = { call: 0, event: 1 } as const;

/** No enclosing call. */
export const NO_PARENT = -1;

export interface Recording {
  /** By row: its line in the file, from 1. */
  readonly line: Int32Array;
  /** By row: microseconds. Of a call: entry and exit; of an event both are the same. */
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly cpu: Int16Array;
  /** By row: index into `tasks`. */
  readonly task: Int32Array;
  /** By row: 0 for a call, 1 for an event (`ROW`). */
  readonly kind: Uint8Array;
  /** By row: index into `names`. */
  readonly name: Int32Array;
  /** By row: the row of the innermost call of the same task that it lies in, or `NO_PARENT`. */
  readonly parent: Int32Array;
  /** By row: how many calls it lies in. */
  readonly depth: Uint16Array;
  /** By row: what the event prints after its name; empty for a call. */
  readonly details: readonly string[];
  readonly names: readonly string[];
  readonly tasks: readonly TracedTask[];
  /** Lines that start with `#`, without it. */
  readonly comments: readonly string[];
  readonly trouble: ImportTrouble;
}

/** What an import could not use; never a reason to give up. */
export interface ImportTrouble {
  /** Lines that no rule reads. */
  readonly broken: number;
  /** The first of these. */
  readonly samples: readonly BrokenLine[];
  /** Events that the ring buffer lost, as the trace says. */
  readonly lost: number;
  /** Ends of calls whose beginning was not recorded, and calls whose end was not. */
  readonly unmatched: number;
  /** Rows that are earlier than the row of the same CPU before them. */
  readonly backward: number;
}

export interface BrokenLine {
  readonly line: number;
  readonly text: string;
  readonly why: string;
}

export function rowCount(recording: Recording): number {
  return recording.line.length;
}

export function nameOfRow(recording: Recording, row: number): string {
  return recording.names[recording.name[row] ?? 0] ?? '';
}

/** The name of the call that a row lies in; null at the outermost level. */
export function parentName(recording: Recording, row: number): string | null {
  const parent = recording.parent[row] ?? NO_PARENT;
  return parent < 0 ? null : nameOfRow(recording, parent);
}

/** Whether a row lies in a call of this function, at any depth. */
export function liesIn(recording: Recording, row: number, name: string): boolean {
  for (let at = recording.parent[row] ?? NO_PARENT; at >= 0; at = recording.parent[at] ?? NO_PARENT)
    if (nameOfRow(recording, at) === name) return true;
  return false;
}

/** `ino` of `dev 254:0 ino c pfn=0x312b ofs=0`: what stands after the word, with `=` or a space; null without it. */
export function fieldOf(details: string, field: string): string | null {
  const at = new RegExp(`(?:^|[\\s(,])${field}[=:\\s]\\s*([^\\s,)]+)`).exec(details);
  return at?.[1] ?? null;
}
