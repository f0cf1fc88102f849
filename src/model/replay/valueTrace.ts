// The data flow of a run: by node of the control-flow graph the values that it read and changed, and from which values
// each change was computed. Pictures show the values that steps read and wrote; the data slice follows them back.

import { assert, at, unreachable } from '../../base/assert.ts';
import type { Model } from '../build/model.ts';
import type {
  Action,
  Address,
  CfgNode,
  Value as CfgValue,
  Variable,
} from '../cfg/controlFlowGraph.ts';
import { eachAddressPart, eachPart, eachValue } from '../cfg/walkValue.ts';
import {
  type Compilation,
  compileAddress,
  compileValue,
  type Memory,
} from '../step/compileValue.ts';
import { baseOf, extentOf, slotsOfObject, widthOf } from '../storage/storage.ts';
import type { Move } from '../world/run.ts';
import type { Value } from '../world/world.ts';
import { type CellName, cellName } from './cellName.ts';
import { readValue } from './readWorld.ts';

/** A place in shared memory: `width` slots from `slot` on. Equal slots are equal places in the whole run. */
export interface Cell extends CellName {
  readonly slot: number;
  readonly width: number;
  /** Only observers read it. */
  readonly ghost: boolean;
}

/** A value that was read: from a cell, or from a local of the task that runs the node. */
export type Source =
  | {
      readonly kind: 'cell';
      readonly cell: Cell;
      readonly value: Value;
      /** By an observer, or of a `const` field: not an access of the kernel's code. */
      readonly silent: boolean;
    }
  | {
      readonly kind: 'local';
      /** Its number in the task's flow. */
      readonly variable: number;
      /** `old.page` for the part of a word. */
      readonly name: string;
      readonly value: Value;
    };

/** A change of a cell or of a local, and what it was computed from; including the values that find the place. */
export interface Change {
  readonly to:
    | { readonly kind: 'cell'; readonly cell: Cell; readonly before: Value; readonly after: Value }
    | {
        readonly kind: 'local';
        readonly variable: number;
        readonly name: string;
        readonly value: Value;
      };
  readonly from: readonly Source[];
  /** It adds to or takes from what is there, as `++` does. */
  readonly counts: boolean;
}

/** One node of a step, run. */
export interface NodeRun {
  /** Counts from 1. */
  readonly step: number;
  readonly task: number;
  /** Its number in the task's flow. */
  readonly node: number;
  /** Everything that the node read. */
  readonly sources: readonly Source[];
  readonly changes: readonly Change[];
  /** The node that ran next, which identifies the branch taken. Null for the last node that ran. */
  readonly next: number | null;
}

/**
 * The moves, taken from the start, as the nodes that they ran. The local work before a task's first step belongs to
 * the initial state and is not in it. The moves must be possible.
 */
export function valueTrace(model: Model, moves: readonly Move[]): NodeRun[] {
  const { machine } = model;
  const runs: NodeRun[] = [];
  const state = new Uint32Array(machine.words);
  machine.start(state, 0);
  moves.forEach(({ task, choice }, i) => {
    const move = model.moves.findIndex((one) => one.task === task && one.choice === choice);
    machine.open(state, 0);
    const watch = new NodeWatch(model, task, i + 1);
    machine.run(move, watch);
    runs.push(...watch.runs());
    machine.parts.packing.pack(machine.memory, state, 0);
  });
  return runs;
}

interface Pending {
  readonly node: number;
  readonly sources: readonly Source[];
  readonly changes: readonly PendingChange[];
}

/** A change before it is made: its new value is read afterwards. */
interface PendingChange {
  readonly from: readonly Source[];
  readonly counts: boolean;
  readonly finish: () => Change['to'];
}

class NodeWatch {
  private readonly model: Model;
  private readonly task: number;
  private readonly step: number;
  private readonly compilation: Compilation;
  private readonly done: Omit<NodeRun, 'next'>[] = [];
  private pending: Pending | null = null;

  constructor(model: Model, task: number, step: number) {
    this.model = model;
    this.task = task;
    this.step = step;
    this.compilation = at(model.codes, task).compilation;
  }

  before(node: number): void {
    const { memory, parts } = this.model.machine;
    const { action } = at(at(this.model.codes, this.task).cfg.nodes, node);
    // These reads must not change what the step does.
    const look = new ValueLook(this.model, this.task, this.compilation, memory.slice());
    this.pending = parts.fault.aside(() => ({
      node,
      sources: look.ofAction(action),
      changes: look.changesOf(action, memory),
    }));
  }

  after(): void {
    if (this.pending === null) return;
    const { node, sources, changes } = this.pending;
    this.done.push({
      step: this.step,
      task: this.task,
      node,
      sources,
      changes: changes.map(({ from, counts, finish }) => ({ to: finish(), from, counts })),
    });
  }

  runs(): NodeRun[] {
    return this.done.map((run, i) => ({ ...run, next: this.done[i + 1]?.node ?? null }));
  }
}

/** What a node is about to do, read off the memory before it. `task` null: for an observer without locals. */
export class ValueLook {
  private readonly model: Model;
  private readonly task: number | null;
  private readonly c: Compilation;
  private readonly memory: Memory;

  constructor(model: Model, task: number | null, c: Compilation, memory: Memory) {
    this.model = model;
    this.task = task;
    this.c = c;
    this.memory = memory;
  }

  ofAction(action: Action): Source[] {
    const sources: Source[] = [];
    eachValue(action, (value) => sources.push(...this.sources(value)));
    return sources;
  }

  /** What a value is computed from. The right side of `&&`, `||` and `=>` counts only if the left one does not decide. */
  sources(value: CfgValue): Source[] {
    if (value.kind === 'binary' && isConnective(value.operator)) {
      const left = this.sources(value.left);
      const on = this.number(value.left) !== 0;
      return on === (value.operator === '||') ? left : [...left, ...this.sources(value.right)];
    }
    const found: Source[] = [];
    eachPart(value, (part) => found.push(...this.sources(part)));
    const own = this.own(value);
    if (own !== null) found.push(own);
    return found;
  }

  private own(value: CfgValue): Source | null {
    switch (value.kind) {
      case 'variable':
        return this.local(value.variable);
      case 'load':
        return this.cellSource(value.address, value.observed);
      case 'exchange':
        return this.cellSource(value.address, false);
      case 'bump':
        return this.cellSource(value.address, value.observed);
      case 'constant':
      case 'lookup':
      case 'not':
      case 'binary':
      case 'all':
      case 'any':
      case 'trylock':
      case 'allocate':
      case 'live':
      case 'done':
      case 'held':
        return null;
      default:
        return unreachable(value);
    }
  }

  private variable(variable: number): Variable {
    assert(this.task !== null, 'only tasks have locals');
    return at(at(this.model.codes, this.task).cfg.variables, variable);
  }

  private local(variable: number): Source {
    const { name, type, word } = this.variable(variable);
    const value = readValue(this.model, this.memory, type, this.c.register(variable));
    return { kind: 'local', variable, name: word === null ? name : `${word}.${name}`, value };
  }

  /** Null if there is no place: through NULL, or beyond an array. */
  private cellSource(address: Address, observed: boolean): Source | null {
    const cell = this.cell(address);
    if (cell === null) return null;
    const spot = extentOf(this.model.storage, address.struct).spots.get(address.field);
    const value = readValue(this.model, this.memory, address.type, cell.slot);
    return { kind: 'cell', cell, value, silent: observed || spot?.field.constant === true };
  }

  private cell(address: Address): Cell | null {
    const { model, c } = this;
    const slot = c.fault.aside(() => compileAddress(c, address, true)(this.memory));
    if (slot < 0) return null;
    const spot = extentOf(model.storage, address.struct).spots.get(address.field);
    const width = widthOf(model.program.structs, address.type, model.storage.taskCount);
    return { ...cellName(model, address, slot), slot, width, ghost: spot?.field.ghost === true };
  }

  /** `after`: the memory that the node changes. */
  changesOf(action: Action, after: Memory): PendingChange[] {
    const inner: PendingChange[] = [];
    eachValue(action, (value) => inner.push(...this.changesIn(value, after)));
    switch (action.kind) {
      case 'do':
        return [
          ...inner,
          ...action.stores.flatMap(({ address, value }) =>
            this.cellChange(address, [...this.onTheWay(address), ...this.sources(value)], after),
          ),
          ...action.sets.map(({ variable, value }) =>
            this.localChange(variable, this.sources(value), after),
          ),
        ];
      case 'free':
        return [...inner, ...this.freed(action, after)];
      case 'branch':
      case 'jump':
      case 'lock':
      case 'hold':
      case 'wait':
      case 'choose':
      case 'check':
      case 'enter':
      case 'end':
        return inner;
      default:
        return unreachable(action);
    }
  }

  private onTheWay(address: Address): Source[] {
    const found: Source[] = [];
    eachAddressPart(address, (part) => found.push(...this.sources(part)));
    return found;
  }

  /** What values change while they are computed: `xchg`, `++`. */
  private changesIn(value: CfgValue, after: Memory): PendingChange[] {
    const inner: PendingChange[] = [];
    eachPart(value, (part) => inner.push(...this.changesIn(part, after)));
    if (value.kind === 'exchange')
      return [
        ...inner,
        ...this.cellChange(
          value.address,
          [...this.onTheWay(value.address), ...this.sources(value.value)],
          after,
        ),
      ];
    if (value.kind !== 'bump') return inner;
    return [...inner, ...this.cellChange(value.address, this.sources(value), after, true)];
  }

  private cellChange(
    address: Address,
    from: readonly Source[],
    after: Memory,
    counts = false,
  ): PendingChange[] {
    const cell = this.cell(address);
    if (cell === null) return [];
    const { type } = address;
    const before = readValue(this.model, this.memory, type, cell.slot);
    const finish = (): Change['to'] => ({
      kind: 'cell',
      cell,
      before,
      after: readValue(this.model, after, type, cell.slot),
    });
    return [{ from, counts, finish }];
  }

  private localChange(variable: number, from: readonly Source[], after: Memory): PendingChange {
    const { type, word, name } = this.variable(variable);
    const finish = (): Change['to'] => ({
      kind: 'local',
      variable,
      name: word === null ? name : `${word}.${name}`,
      value: readValue(this.model, after, type, this.c.register(variable)),
    });
    return { from, counts: false, finish };
  }

  /** Every field of the object is reset. */
  private freed(action: Extract<Action, { kind: 'free' }>, after: Memory): PendingChange[] {
    const reference = this.number(action.pointer);
    const extent = extentOf(this.model.storage, action.struct);
    const object = extent.objects[reference - 1];
    if (reference === 0 || object === undefined) return [];
    const from = this.sources(action.pointer);
    const own = baseOf(extent, reference);
    return slotsOfObject(this.model.storage, action.struct, reference).map((slot) => {
      const inside = slot >= own && slot < own + extent.stride;
      const spot = [...extent.spots.values()].findLast(({ offset }) => own + offset <= slot);
      const cell: Cell = {
        object: object.id,
        field: (inside ? spot?.field.name : null) ?? '',
        slot,
        width: 1,
        ghost: false,
      };
      const before: Value = { kind: 'int', value: this.memory[slot] ?? 0 };
      const finish = (): Change['to'] => ({
        kind: 'cell',
        cell,
        before,
        after: { kind: 'int', value: after[slot] ?? 0 },
      });
      return { from, counts: false, finish };
    });
  }

  number(value: CfgValue): number {
    return this.c.fault.aside(() => compileValue(this.c, value)(this.memory.slice()));
  }
}

function isConnective(operator: string): operator is '&&' | '||' | '=>' {
  return operator === '&&' || operator === '||' || operator === '=>';
}

/** What one step read and wrote, for display. */
export interface StepValues {
  readonly reads: readonly { readonly cell: CellName; readonly value: Value }[];
  readonly writes: readonly {
    readonly cell: CellName;
    readonly before: Value;
    readonly after: Value;
  }[];
  /** Locals that it set, in that order; a local that is set twice is there once, with its last value. */
  readonly locals: readonly { readonly name: string; readonly value: Value }[];
}

/** By step, from the first on: the accesses of the kernel's code, and the locals. No observer is in it, and no ghost. */
export function stepValues(model: Model, moves: readonly Move[]): StepValues[] {
  const trace = valueTrace(model, moves);
  return moves.map((_, i) =>
    valuesOf(
      model,
      trace.filter(({ step }) => step === i + 1),
    ),
  );
}

function valuesOf(model: Model, runs: readonly NodeRun[]): StepValues {
  const seen = runs.filter((run) => !isAside(nodeOf(model, run)));
  const locals = new Map<string, Value>();
  for (const { to } of seen.flatMap(({ changes }) => changes))
    if (to.kind === 'local' && !to.name.startsWith('(')) locals.set(to.name, to.value);
  return {
    reads: seen.flatMap(({ sources }) => sources.flatMap(readOf)),
    writes: seen.flatMap(({ changes }) =>
      changes.flatMap(({ to }) =>
        to.kind === 'cell' && !to.cell.ghost
          ? [{ cell: to.cell, before: to.before, after: to.after }]
          : [],
      ),
    ),
    locals: [...locals].map(([name, value]) => ({ name, value })),
  };
}

/** It observes, or it resets a whole object. */
function isAside({ observes, action }: CfgNode): boolean {
  return observes || action.kind === 'free' || action.kind === 'check';
}

function readOf(source: Source): StepValues['reads'][number][] {
  return source.kind === 'cell' && !source.silent
    ? [{ cell: source.cell, value: source.value }]
    : [];
}

export function nodeOf(model: Model, { task, node }: NodeRun): CfgNode {
  return at(at(model.codes, task).cfg.nodes, node);
}
