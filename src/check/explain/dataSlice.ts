// How the damage travels: from the values that a property looked at where it broke, back along the run to who wrote them
// and from what; and which of the values read on the way were outdated by then.

import { at } from '../../base/assert.ts';
import type { Value as CfgValue } from '../../model/cfg/controlFlowGraph.ts';
import {
  type Cell,
  type Change,
  type NodeRun,
  nodeOf,
  type Source,
  ValueLook,
  valueTrace,
} from '../../model/replay/valueTrace.ts';
import type { Value } from '../../model/world/world.ts';
import type { TracedRun } from './tracedRun.ts';

/** A read of shared memory from which the broken value comes, or a write on its way. */
export interface SliceAccess {
  readonly kind: 'read' | 'write';
  /** Its number in the run; 0: before the first step. */
  readonly step: number;
  readonly task: number;
  readonly cell: Cell;
  readonly value: Value;
}

/** A value that was read, and used when the cell had another one. */
export interface Outdated {
  readonly read: SliceAccess;
  /** The first write of the cell by another task after the read. */
  readonly write: SliceAccess;
  /** The step that used the value last. */
  readonly used: number;
}

export interface DataSlice {
  /** In time order, each once. */
  readonly accesses: readonly SliceAccess[];
  readonly outdated: readonly Outdated[];
  /** Steps with an access in it. */
  readonly steps: ReadonlySet<number>;
  readonly trace: readonly NodeRun[];
}

/** Empty for what looks at no values, such as a deadlock. */
export function dataSlice(traced: TracedRun, property: string): DataSlice {
  const { model, run, brokenAt } = traced;
  const trace = valueTrace(model, run.moves.slice(0, brokenAt));
  const slicer = new Slicer(trace, brokenAt);
  for (const { source, index, task } of seeds(traced, trace, property))
    slicer.follow(source, task, index, brokenAt);
  return slicer.slice();
}

interface Seed {
  readonly source: Source;
  readonly task: number;
  /** Into the trace: what lies before it can have led to it. */
  readonly index: number;
}

function seeds(traced: TracedRun, trace: readonly NodeRun[], property: string): Seed[] {
  const { model } = traced;
  const index = model.machine.properties.findIndex(({ name }) => name === property);
  const condition = model.machine.parts.conditions[index];
  if (condition != null) return conditionSeeds(traced, trace, condition.value);
  const own = trace.flatMap((run, i) => (run.step === traced.brokenAt ? [{ run, i }] : []));
  const checks = own.filter(({ run }) => {
    const { action } = nodeOf(model, run);
    return action.kind === 'check' && action.property === property;
  });
  const looked = checks.length > 0 ? checks.slice(-1) : property === 'no_oops' ? own.slice(-1) : [];
  return looked.flatMap(({ run, i }) =>
    run.sources.map((source) => ({ source, task: run.task, index: i })),
  );
}

/** What a condition looks at where it fails, in the state after the last step. */
function conditionSeeds(traced: TracedRun, trace: readonly NodeRun[], condition: CfgValue): Seed[] {
  const { model } = traced;
  const { machine } = model;
  openLast(traced);
  const look = new ValueLook(model, null, model.observer, machine.state.slice());
  return failing(look, condition).map((source) => ({ source, task: -1, index: trace.length }));
}

/** Leaves the state after the witness open. */
function openLast({ model, run, brokenAt }: TracedRun): void {
  const { machine } = model;
  const state = new Uint32Array(machine.words);
  machine.start(state, 0);
  for (const { task, choice } of run.moves.slice(0, brokenAt)) {
    const move = model.moves.findIndex((one) => one.task === task && one.choice === choice);
    machine.open(state, 0);
    machine.take(move, state, 0);
  }
  machine.open(state, 0);
}

/** Of a `forall` the rounds that fail, of an `&&` the side that does. */
function failing(look: ValueLook, value: CfgValue): Source[] {
  if (value.kind === 'all')
    return value.items
      .filter((item) => look.number(item) === 0)
      .flatMap((item) => failing(look, item));
  if (value.kind === 'not' && value.operand.kind === 'any')
    return value.operand.items
      .filter((item) => look.number(item) !== 0)
      .flatMap((item) => look.sources(item));
  if (value.kind === 'binary' && value.operator === '&&')
    return failing(look, look.number(value.left) === 0 ? value.left : value.right);
  if (value.kind === 'binary' && value.operator === '=>')
    return [...look.sources(value.left), ...failing(look, value.right)];
  return look.sources(value);
}

class Slicer {
  private readonly trace: readonly NodeRun[];
  private readonly brokenAt: number;
  private readonly found = new Map<string, SliceAccess>();
  private readonly uses = new Map<string, number>();
  private readonly done = new Set<string>();

  constructor(trace: readonly NodeRun[], brokenAt: number) {
    this.trace = trace;
    this.brokenAt = brokenAt;
  }

  /** `index`: the change that made it lies before that node. `used`: the step to which the value comes in the end. */
  follow(source: Source, task: number, index: number, used: number): void {
    const key = `${keyOf(source, task)} ${index}`;
    if (this.done.has(key)) return;
    this.done.add(key);
    if (source.kind === 'cell') this.noteRead(source, task, index, used);
    const made = this.lastChange(source, task, index);
    if (made === null) return;
    const { run, change, at: where } = made;
    if (change.to.kind === 'cell')
      this.note(
        {
          kind: 'write',
          step: run.step,
          task: run.task,
          cell: change.to.cell,
          value: change.to.after,
        },
        used,
      );
    for (const from of change.from) this.follow(from, run.task, where, used);
  }

  private noteRead(
    source: Source & { kind: 'cell' },
    task: number,
    index: number,
    used: number,
  ): void {
    const run = this.trace[index];
    if (run === undefined || task < 0 || source.silent) return;
    this.note({ kind: 'read', step: run.step, task, cell: source.cell, value: source.value }, used);
  }

  private note(access: SliceAccess, used: number): void {
    const key = `${access.kind} ${access.step} ${access.cell.slot}`;
    this.found.set(key, access);
    this.uses.set(key, Math.max(used, this.uses.get(key) ?? 0));
  }

  private lastChange(
    source: Source,
    task: number,
    index: number,
  ): { readonly run: NodeRun; readonly change: Change; readonly at: number } | null {
    for (let i = index - 1; i >= 0; i -= 1) {
      const run = at(this.trace, i);
      const change = run.changes.findLast(({ to }) => makes(to, source, run.task === task));
      if (change !== undefined) return { run, change, at: i };
    }
    return null;
  }

  slice(): DataSlice {
    const accesses = [...this.found.values()].toSorted((a, b) => a.step - b.step);
    const reads = [...this.found].filter(([, { kind }]) => kind === 'read');
    const outdated = reads.flatMap(([key, read]): Outdated[] => {
      const used = this.uses.get(key) ?? this.brokenAt;
      const write = this.overwrite(read, used);
      return write === null ? [] : [{ read, write, used }];
    });
    const steps = new Set(accesses.map(({ step }) => step));
    return { accesses, outdated, steps, trace: this.trace };
  }

  /** The first write of the cell by another task between the read and the use. */
  private overwrite(read: SliceAccess, used: number): SliceAccess | null {
    for (const run of this.trace) {
      if (run.step <= read.step || run.step > used || run.task === read.task) continue;
      for (const { to } of run.changes)
        if (to.kind === 'cell' && overlap(to.cell, read.cell) && !same(to.before, to.after))
          return { kind: 'write', step: run.step, task: run.task, cell: to.cell, value: to.after };
    }
    return null;
  }
}

function keyOf(source: Source, task: number): string {
  return source.kind === 'cell' ? `c${source.cell.slot}` : `t${task} v${source.variable}`;
}

function makes(to: Change['to'], source: Source, own: boolean): boolean {
  if (to.kind === 'cell') return source.kind === 'cell' && overlap(to.cell, source.cell);
  return own && source.kind === 'local' && to.variable === source.variable;
}

function overlap(a: Cell, b: Cell): boolean {
  return a.slot < b.slot + b.width && b.slot < a.slot + a.width;
}

function same(a: Value, b: Value): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
