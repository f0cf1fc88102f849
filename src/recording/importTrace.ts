// Lines of a trace to a recording, one after the other, so that a file of any size can be streamed.

import { unreachable } from '../base/assert.ts';
import { LineSplitter } from './lineSplitter.ts';
import type { BrokenLine, Recording, TracedTask } from './recording.ts';
import { NO_PARENT, ROW } from './recording.ts';
import { parseTraceLine, type TracedAction, type TraceEntry } from './traceLine.ts';

/** So many broken lines are kept to be shown. */
const MOST_SAMPLES = 20;
const LONGEST_SAMPLE = 160;

interface Columns {
  readonly line: number[];
  readonly start: number[];
  readonly end: number[];
  readonly cpu: number[];
  readonly task: number[];
  readonly kind: number[];
  readonly name: number[];
  readonly parent: number[];
  readonly depth: number[];
  readonly details: string[];
}

/** Feed it lines; `finish` gives what was read so far. */
export class TraceImport {
  private lines = 0;
  private readonly columns: Columns = emptyColumns();
  private readonly names = new Map<string, number>();
  private readonly tasks: TracedTask[] = [];
  private readonly taskNumbers = new Map<string, number>();
  /** By task: the calls that it is in, outermost first. */
  private readonly stacks: number[][] = [];
  private readonly comments: string[] = [];
  private readonly samples: BrokenLine[] = [];
  /** By CPU: the time of its last row. */
  private readonly latest: number[] = [];
  private brokenLines = 0;
  private lost = 0;
  private unmatched = 0;
  private backward = 0;

  get lineCount(): number {
    return this.lines;
  }

  get rowCount(): number {
    return this.columns.line.length;
  }

  add(text: string): void {
    this.lines += 1;
    const line = parseTraceLine(text);
    if (line.kind === 'entry') this.addEntry(line);
    else if (line.kind === 'comment') this.comments.push(line.text.replace(/^#\s?/, ''));
    else if (line.kind === 'lost') this.lost += line.count;
    else if (line.kind === 'broken') this.addBroken(text, line.why);
  }

  private addBroken(text: string, why: string): void {
    this.brokenLines += 1;
    if (this.samples.length < MOST_SAMPLES)
      this.samples.push({ line: this.lines, text: text.slice(0, LONGEST_SAMPLE), why });
  }

  private addEntry(entry: TraceEntry): void {
    if (entry.time < (this.latest[entry.cpu] ?? 0)) this.backward += 1;
    this.latest[entry.cpu] = entry.time;
    const task = this.taskOf(entry);
    this.act(entry, task, entry.what);
  }

  private act(entry: TraceEntry, task: number, what: TracedAction): void {
    switch (what.kind) {
      case 'event':
        this.addRow(entry, task, { kind: ROW.event, name: what.name, details: what.details });
        break;
      case 'leaf': {
        const row = this.addRow(entry, task, { kind: ROW.call, name: what.name, details: '' });
        this.columns.end[row] = entry.time + what.duration;
        break;
      }
      case 'open':
        this.stackOf(task).push(
          this.addRow(entry, task, { kind: ROW.call, name: what.name, details: '' }),
        );
        break;
      case 'close':
        this.close(entry, task, what);
        break;
      default:
        unreachable(what);
    }
  }

  /** Ends the innermost call of that name; calls inside it whose ends are missing end with it. */
  private close(entry: TraceEntry, task: number, what: Extract<TracedAction, { kind: 'close' }>) {
    const stack = this.stackOf(task);
    const number = what.name === null ? undefined : this.names.get(what.name);
    const found = what.name === null ? stack.length - 1 : this.innermost(stack, number);
    if (found < 0) {
      this.unmatched += 1;
      return;
    }
    this.unmatched += stack.length - 1 - found;
    for (const row of stack.splice(found)) this.columns.end[row] = entry.time;
  }

  private innermost(stack: readonly number[], name: number | undefined): number {
    return stack.findLastIndex((row) => this.columns.name[row] === name);
  }

  private addRow(
    entry: TraceEntry,
    task: number,
    row: { readonly kind: number; readonly name: string; readonly details: string },
  ): number {
    const { columns } = this;
    const stack = this.stackOf(task);
    columns.line.push(this.lines);
    columns.start.push(entry.time);
    columns.end.push(entry.time);
    columns.cpu.push(entry.cpu);
    columns.task.push(task);
    columns.kind.push(row.kind);
    columns.name.push(this.nameNumber(row.name));
    columns.parent.push(stack.at(-1) ?? NO_PARENT);
    columns.depth.push(stack.length);
    columns.details.push(row.details);
    return columns.line.length - 1;
  }

  private stackOf(task: number): number[] {
    return (this.stacks[task] ??= []);
  }

  private nameNumber(name: string): number {
    const known = this.names.get(name);
    if (known !== undefined) return known;
    this.names.set(name, this.names.size);
    return this.names.size - 1;
  }

  private taskOf({ task, pid, cpu }: TraceEntry): number {
    const name = pid === 0 ? `${task}-0 (cpu ${cpu})` : `${task}-${pid}`;
    const known = this.taskNumbers.get(name);
    if (known !== undefined) return known;
    this.taskNumbers.set(name, this.tasks.length);
    this.tasks.push({ name, pid });
    return this.tasks.length - 1;
  }

  /** Calls that are still open end with the last row of their CPU. */
  finish(): Recording {
    const { columns } = this;
    const open = this.stacks.flat();
    for (const row of open)
      columns.end[row] = this.latest[columns.cpu[row] ?? 0] ?? columns.start[row] ?? 0;
    return {
      line: Int32Array.from(columns.line),
      start: Float64Array.from(columns.start),
      end: Float64Array.from(columns.end),
      cpu: Int16Array.from(columns.cpu),
      task: Int32Array.from(columns.task),
      kind: Uint8Array.from(columns.kind),
      name: Int32Array.from(columns.name),
      parent: Int32Array.from(columns.parent),
      depth: Uint16Array.from(columns.depth),
      details: columns.details,
      names: [...this.names.keys()],
      tasks: this.tasks,
      comments: this.comments,
      trouble: {
        broken: this.brokenLines,
        samples: this.samples,
        lost: this.lost,
        unmatched: this.unmatched + open.length,
        backward: this.backward,
      },
    };
  }
}

function emptyColumns(): Columns {
  const numbers = (): number[] => [];
  return {
    line: numbers(),
    start: numbers(),
    end: numbers(),
    cpu: numbers(),
    task: numbers(),
    kind: numbers(),
    name: numbers(),
    parent: numbers(),
    depth: numbers(),
    details: [],
  };
}

export function importTrace(text: string): Recording {
  const trace = new TraceImport();
  const lines = new LineSplitter();
  for (const line of [...lines.push(text), ...lines.finish()]) trace.add(line);
  return trace.finish();
}
