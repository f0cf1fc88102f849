// From the code of a process to its steps: which instruction begins one, and the process as text. A step is one
// `atomic`; it ends where a label stands before the next one, and a jump to a label within an `atomic` goes on
// with the same step.

import { at, unreachable } from '../../base/assert.ts';
import { comment, line, printBody, type Stmt, when } from '../promelaText.ts';
import { exitsOf, type Instruction } from './instruction.ts';
import { stepGuard } from './stepGuard.ts';
import { wrapped } from './written.ts';

/** A loop in the local work of one step that runs more often than this counts as endless. */
const MOST_ROUNDS = 2000;

export interface Manner {
  /** The condition for the first run of the process; null: none. */
  readonly first: string | null;
  /** Before the first step of a pass: when it can be taken, and the variable that records it. */
  readonly begin: { readonly open: readonly string[]; readonly mark: readonly Stmt[] };
  /** After the local work before the first step. */
  readonly prepared: readonly Stmt[];
  /** Where a pass ends; `stepped`: some step of it has been taken. `again`: goes on with the next one. */
  readonly end: (stepped: boolean, again: () => readonly Stmt[]) => readonly Stmt[];
  /** The whole process is one step, as `init` is. */
  readonly whole: boolean;
  readonly label: (wanted: string) => string;
  /** The variable that counts rounds, where the process has such a loop. */
  readonly rounds: () => string;
}

/** An instruction as the process reaches it. */
interface Point {
  readonly index: number;
  /** Whether a step of this pass has been taken. */
  readonly stepped: boolean;
  /** Whether a part of the atomic that contains it has been executed. */
  readonly carried: boolean;
}

const keyOf = ({ index, stepped, carried }: Point): string => `${index} ${stepped} ${carried}`;

export class StepLayout {
  private readonly code: readonly Instruction[];
  private readonly manner: Manner;
  private readonly order: readonly Point[];
  private readonly positions = new Map<string, number>();
  private readonly labels = new Map<string, string>();
  private readonly entry: Point;
  /** Whether something jumps to the end. */
  private leaves = false;
  private rounds: string | null = null;

  constructor(code: readonly Instruction[], manner: Manner) {
    this.code = code;
    this.manner = manner;
    this.entry = this.resolve({ index: 0, stepped: false, carried: manner.whole });
    const rest = this.reachable().filter((point) => keyOf(point) !== keyOf(this.entry));
    rest.sort((a, b) => Number(a.stepped) - Number(b.stepped) || a.index - b.index || Number(a.carried) - Number(b.carried)); // prettier-ignore
    this.order = [this.entry, ...rest];
    this.order.forEach((point, position) => this.positions.set(keyOf(point), position));
  }

  /** Whether the process does anything before its first step. */
  get prepares(): boolean {
    return !this.begins(this.entry);
  }

  private reachable(): Point[] {
    const found = new Map<string, Point>();
    const pending = [this.entry];
    for (let point = pending.pop(); point !== undefined; point = pending.pop()) {
      if (found.has(keyOf(point))) continue;
      found.set(keyOf(point), point);
      pending.push(...this.after(point));
      if (this.begins(point) && stepGuard(this.code, point.index).queues.length > 0)
        pending.push(this.queued(point));
    }
    return [...found.values()];
  }

  /** A task that has queued is still before the same operation. */
  private queued(point: Point): Point {
    return { ...point, stepped: true };
  }

  private after(point: Point): Point[] {
    return exitsOf(at(this.code, point.index).exit).map((index) => this.follow(point, index));
  }

  private follow(point: Point, index: number): Point {
    const { atomicRegion, event } = at(this.code, point.index);
    const stepped = point.stepped || this.begins(point);
    const happened = point.carried || this.counts(event, atomicRegion);
    const carried = this.manner.whole || (happened && atomicRegion !== 0 && at(this.code, index).atomicRegion === atomicRegion); // prettier-ignore
    return this.resolve({ index, stepped, carried });
  }

  /** Skips instructions that only jump. */
  private resolve(from: Point): Point {
    const seen = new Set<string>();
    let point = from;
    for (;;) {
      const { event, body, exit, atomicRegion } = at(this.code, point.index);
      if (event !== null || body.length > 0 || exit.kind !== 'next' || seen.has(keyOf(point)))
        return point;
      seen.add(keyOf(point));
      const index = exit.to.to;
      const carried = this.manner.whole || (point.carried && atomicRegion !== 0 && at(this.code, index).atomicRegion === atomicRegion); // prettier-ignore
      point = { ...point, index, carried };
    }
  }

  /** Whether a step can begin with it: an observer belongs to the step of the atomic that contains it. */
  private counts(event: Instruction['event'], atomicRegion: number): boolean {
    return event === 'operation' || (event === 'observer' && atomicRegion !== 0);
  }

  /** Whether a step begins here. */
  private begins({ index, carried }: Point): boolean {
    const { event, atomicRegion } = at(this.code, index);
    return !this.manner.whole && !carried && this.counts(event, atomicRegion);
  }

  // Text

  /** The lines of the process, from its first statement to its last. */
  print(): string[] {
    const steps: { head: string | null; body: Stmt[] }[] = [];
    for (const { point, position, body } of this.bodies()) {
      const begins = this.begins(point);
      if (begins) steps.push({ head: this.head(point), body: [] });
      else if (position === 0) steps.push({ head: null, body: this.opening() });
      at(steps, steps.length - 1).body.push(...body);
    }
    const lines = steps.flatMap(({ head, body }) => [
      ...(head === null ? [] : [head]),
      '   atomic {',
      ...printBody(body, '      '),
      '   };',
    ]);
    return this.leaves ? [...lines, 'over: skip'] : withoutLast(lines);
  }

  /** All of it, of a process that is one step. */
  statements(): Stmt[] {
    const all = this.bodies().flatMap(({ body }) => body);
    return this.leaves ? [...all, line('over: skip')] : all;
  }

  /** Written twice, since the first pass finds which labels are jumped to, and whether rounds are counted. */
  private bodies() {
    const write = () =>
      this.order.map((point, position) => ({ point, position, body: this.body(point, position) }));
    for (const point of this.order) if (this.begins(point)) this.labelOf(point);
    write();
    return write();
  }

  private opening(): Stmt[] {
    const { first } = this.manner;
    return [line(first ?? 'true')];
  }

  private head(point: Point): string {
    return `${this.labelOf(point)}:${comment(at(this.code, point.index).reported)}`;
  }

  private labelOf(point: Point): string {
    const known = this.labels.get(keyOf(point));
    if (known !== undefined) return known;
    const { label } = at(this.code, point.index);
    const fresh = this.manner.label(label === '' ? `line_${point.index}` : label);
    this.labels.set(keyOf(point), fresh);
    return fresh;
  }

  private body(point: Point, position: number): Stmt[] {
    const instruction = at(this.code, point.index);
    const begins = this.begins(point);
    const goesOn = [...instruction.body, ...this.exit(point, position)];
    if (!begins) return [...this.marked(point), ...goesOn];
    const all = [...this.beginning(point), ...goesOn];
    const [first] = all;
    const bare = first === undefined || (first.kind === 'line' && /^\w+: /.test(first.text));
    return bare ? [line('true'), ...all] : all;
  }

  /** When the step can be taken, and what it does first. */
  private beginning(point: Point): Stmt[] {
    const { begin } = this.manner;
    const { open, queues } = stepGuard(this.code, point.index);
    const asked = [...(point.stepped ? [] : begin.open), ...(open === null ? [] : [open])];
    return [
      ...(asked.length === 0 ? [] : [line(wrapped(asked.join(' && ')))]),
      ...(point.stepped ? [] : begin.mark),
      ...this.reset(),
      ...queues.flatMap((queue) =>
        when(queue.when, [queue.join, this.goto(this.queued(point))], []),
      ),
    ];
  }

  private reset(): Stmt[] {
    return this.rounds === null ? [] : [line(`${this.rounds} = 0`)];
  }

  /** A label within a step precedes a statement without effect. */
  private marked(point: Point): Stmt[] {
    const label = this.labels.get(keyOf(point));
    return label === undefined ? [] : [line(`${label}: skip`)];
  }

  // Successors

  private exit(point: Point, position: number): Stmt[] {
    const { exit } = at(this.code, point.index);
    const targets = this.after(point);
    switch (exit.kind) {
      case 'next':
        return [...this.on(point, at(targets, 0), position)];
      case 'branch': {
        const to = this.on(point, at(targets, 0), position);
        const otherwise = this.on(point, at(targets, 1), position);
        if (exit.condition === 'true') return [...to];
        if (exit.condition === 'false') return [...otherwise];
        return [{ kind: 'if', options: [{ guard: exit.condition, body: to }, { guard: null, body: otherwise }] }]; // prettier-ignore
      }
      case 'choose':
        return [{ kind: 'if', options: targets.map((target) => ({ guard: 'true', body: this.jump(point, target) })) }]; // prettier-ignore
      case 'end':
        return this.finish(point, position);
      default:
        return unreachable(exit);
    }
  }

  private finish({ stepped }: Point, position: number): Stmt[] {
    const body = this.manner.end(stepped, () => [...this.reset(), this.goto(this.entry)]);
    if (position === this.order.length - 1) return [...body];
    this.leaves = true;
    return [...body, line('goto over')];
  }

  private on(from: Point, to: Point, position: number): readonly Stmt[] {
    const next = this.order[position + 1];
    const falls = next !== undefined && keyOf(next) === keyOf(to);
    const prepared = this.arrival(from, to);
    return falls ? prepared : [...prepared, ...this.jump(from, to)];
  }

  private jump(from: Point, to: Point): Stmt[] {
    const back = this.positionOf(to) <= this.positionOf(from) && this.comesBack(from, to);
    return [...(back ? this.counted() : []), this.goto(to)];
  }

  /** The end of the local work before the first step of a pass. */
  private arrival(from: Point, to: Point): readonly Stmt[] {
    const prepared = !from.stepped && !this.begins(from) && this.begins(to);
    return prepared ? this.manner.prepared : [];
  }

  private positionOf(point: Point): number {
    return this.positions.get(keyOf(point)) ?? 0;
  }

  private goto(to: Point): Stmt {
    return line(`goto ${this.labelOf(to)}`);
  }

  /** Whether local work alone leads from one point to the other. */
  private comesBack(from: Point, to: Point): boolean {
    const seen = new Set<string>();
    const pending = [to];
    for (let point = pending.pop(); point !== undefined; point = pending.pop()) {
      if (this.begins(point) || seen.has(keyOf(point))) continue;
      if (keyOf(point) === keyOf(from)) return true;
      seen.add(keyOf(point));
      pending.push(...this.after(point));
    }
    return false;
  }

  private counted(): Stmt[] {
    const rounds = (this.rounds ??= this.manner.rounds());
    return [
      line(`${rounds} = ${rounds} + 1`),
      { kind: 'if', options: [{ guard: `${rounds} > ${MOST_ROUNDS}`, body: [line('LIMIT', 'local work without end')] }, { guard: null, body: [] }] }, // prettier-ignore
    ];
  }
}

/** Nothing follows the end of a process. */
function withoutLast(lines: readonly string[]): string[] {
  return [...lines.slice(0, -1), '   }'];
}
