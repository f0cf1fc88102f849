// The machine that is searched and replayed: states of packed words, moves of tasks.

import { at } from '../../base/assert.ts';
import type { Compiled, Memory } from './compileValue.ts';
import { type Fault, LIMIT } from './fault.ts';
import type { Value } from '../cfg/controlFlowGraph.ts';
import type { Packing } from '../storage/packing.ts';
import type { Run } from './compileNode.ts';
import type { Storage } from '../storage/storage.ts';
import { STOPS_ALWAYS, STOPS_OUTSIDE } from '../cfg/stops.ts';
import { ENDED, type TaskCode } from './taskCode.ts';

/** A move: one task's step, and which branch where the step is a choice. */
export interface MachineMove {
  readonly task: number;
  /** Null if the step is no choice. */
  readonly choice: string | null;
}

export interface MachineProperty {
  readonly name: string;
  readonly kind: 'state' | 'final' | 'edge';
}

/** The memory cells that are neither slots nor registers. */
export interface MemoryPlan {
  readonly size: number;
  /** By task: the cell of its program counter. */
  readonly pcs: readonly number[];
  /** By task: the cell that counts a daemon's remaining passes; -1 for others. */
  readonly passes: readonly number[];
  /** The cell that says which oops ended the machine. */
  readonly oops: number;
}

/** A property's condition, as it is judged and as it is written. */
export interface Condition {
  readonly holds: Compiled;
  readonly value: Value;
  /** Whether a state tests it: for `P => Q` if P is true. Null if every state does. */
  readonly tests: { readonly passes: Compiled; readonly value: Value } | null;
}

/** Slots that name a lock's holder; a task that ends must hold none of these locks. */
export interface LockSlots {
  readonly simple: readonly number[];
  readonly rwsems: readonly number[];
}

export interface MachineParts {
  readonly codes: readonly TaskCode[];
  readonly moves: readonly MachineMove[];
  readonly fault: Fault;
  readonly plan: MemoryPlan;
  readonly packing: Packing;
  readonly properties: readonly MachineProperty[];
  /** Memory before the first step; the machine adds the tasks' first local work. */
  readonly start: Memory;
  /** By property: its condition for state and final ones. */
  readonly conditions: readonly (Condition | null)[];
  /** Bits of the properties that every program has: each state and step tests them. */
  readonly builtIn: number;
  readonly storage: Storage;
  readonly locks: LockSlots;
  /** By slot: what an object that is freed goes back to. */
  readonly defaults: Int32Array;
  readonly bit: (property: string) => number;
  /** By task and place: the packed cells that the step from there can change, by their numbers. */
  readonly writeSets: readonly (readonly Int32Array[])[];
}

/** Local work between two steps beyond this many nodes is a loop without a shared access. */
export const MOST_LOCAL_MOVES = 2000;

/** No program counter: that of a task before its first local work. */
const NOWHERE = -1;

/** What the replay observes of a step while it runs. */
export interface StepObserver {
  before(node: number): void;
  after(node: number): void;
}

export class StepMachine {
  readonly parts: MachineParts;
  readonly words: number;
  /** See `Machine.common`. */
  readonly common: number | undefined;
  readonly moveCount: number;
  readonly moveTask: readonly number[];
  readonly properties: readonly MachineProperty[];
  /** What a step works on; between two it holds the open state. */
  readonly memory: Memory;
  private readonly opened: Memory;
  /** The open state as it is packed. */
  private readonly packed: Uint32Array;
  readonly stateBits: readonly number[];
  readonly finalBits: readonly number[];
  private readonly oopsBit: number;
  private readonly leakBit: number;
  readonly localLimit: number;
  private readonly begun: number;
  /** Bits of the properties with a condition that no judged state has tested yet. */
  private untested: number;
  private readonly conditionBits: number;
  /** Bits of the assertions that the tasks evaluate before their first steps. */
  private readonly begunEvaluated: number;
  /** The `after all` tasks that ever begin: others end by local work alone, before all steps. */
  readonly settlers: readonly number[];
  /** By task and place, the bits of its moves. */
  readonly movesAt: readonly Int32Array[];
  /** By move and place, the branch that it takes: 0 if there is no choice, -1 if the move does not exist there. */
  readonly branches: readonly Int8Array[];

  constructor(parts: MachineParts) {
    this.parts = parts;
    this.words = parts.packing.words;
    this.common = parts.packing.common;
    this.moveCount = parts.moves.length;
    this.moveTask = parts.moves.map((move) => move.task);
    this.properties = parts.properties;
    this.memory = parts.start.slice();
    this.opened = parts.start.slice();
    const bitsOf = (kind: string): number[] =>
      parts.properties.flatMap((property, i) => (property.kind === kind ? [i] : []));
    this.stateBits = bitsOf('state');
    this.finalBits = bitsOf('final');
    this.oopsBit = parts.bit('no_oops');
    this.leakBit = parts.bit('no_lock_leak');
    this.branches = parts.moves.map((move) => branchesOf(at(parts.codes, move.task), move));
    this.movesAt = parts.codes.map((code, task) => movesOf(code, task, parts.moves, this.branches));
    this.localLimit = parts.fault.limit('local moves without a shared access');
    this.conditionBits = setOf([...this.stateBits, ...this.finalBits]);
    this.untested = this.conditionBits;
    this.begun = this.begin();
    this.begunEvaluated = parts.fault.evaluated;
    this.settlers = parts.codes.flatMap(({ task: { kind } }, task) =>
      kind === 'settle' && parts.start[at(parts.plan.pcs, task)] !== ENDED ? [task] : [],
    );
    this.packed = new Uint32Array(this.words);
    this.openStart();
  }

  get limits(): readonly string[] {
    return this.parts.fault.limits;
  }

  /** See `Machine.tested`. */
  get tested(): number {
    return this.parts.builtIn | this.parts.fault.evaluated | (this.conditionBits & ~this.untested);
  }

  /** Forgets what was tested by runs from another start. */
  start(into: Uint32Array, offset: number): number {
    this.untested = this.conditionBits;
    this.parts.fault.evaluated = this.begunEvaluated;
    this.openStart();
    into.set(this.packed, offset);
    return this.begun;
  }

  private openStart(): void {
    const { start, packing } = this.parts;
    this.opened.set(start);
    this.memory.set(start);
    packing.pack(start, this.packed, 0);
  }

  /** Cells that are not packed are the same in every state, so they are set once. */
  open(from: Uint32Array, offset: number): void {
    this.parts.packing.unpack(from, offset, this.opened, this.packed);
    this.memory.set(this.opened);
  }

  /** The open state's memory, to be read. */
  get state(): Memory {
    return this.opened;
  }

  enabled(): number {
    const { codes, plan } = this.parts;
    const { opened, movesAt } = this;
    if (opened[plan.oops] !== 0) return 0;
    let bits = 0;
    for (let task = 0; task < codes.length; task += 1) {
      const code = codes[task] as TaskCode;
      const pc = opened[plan.pcs[task] as number] as number;
      if (pc === ENDED || !this.mayBegin(code, pc)) continue;
      const guard = code.guards[pc];
      if (guard == null || guard(opened)) bits |= (movesAt[task] as Int32Array)[pc] as number;
    }
    return bits;
  }

  isEnabled(move: number): boolean {
    return ((this.enabled() >> move) & 1) === 1;
  }

  pcOf(task: number): number {
    return this.opened[this.parts.plan.pcs[task] as number] as number;
  }

  /** An `after all` task begins when the others have ended or are idle; no daemon begins a pass after that. */
  private mayBegin(code: TaskCode, pc: number): boolean {
    if (pc < code.idleFrom) return true;
    return code.task.kind === 'settle' ? this.othersAreThrough() : !this.settling();
  }

  private othersAreThrough(): boolean {
    return this.parts.codes.every(
      (code, task) => code.task.kind === 'settle' || this.isThrough(code, task),
    );
  }

  private settling(): boolean {
    const { codes } = this.parts;
    return this.settlers.some((task) => this.pcOf(task) < at(codes, task).idleFrom);
  }

  private isThrough(code: TaskCode, task: number): boolean {
    const pc = this.pcOf(task);
    return pc === ENDED || (code.task.kind === 'daemon' && pc >= code.idleFrom);
  }

  take(move: number, into: Uint32Array, offset: number): number {
    const { packing, writeSets } = this.parts;
    const task = this.moveTask[move] as number;
    const writeSet = (writeSets[task] as readonly Int32Array[])[this.pcOf(task)] as Int32Array;
    const outcome = this.run(move, null);
    if (outcome < 0) {
      this.memory.set(this.opened);
      return outcome;
    }
    for (let w = 0; w < this.words; w += 1) into[offset + w] = this.packed[w] as number;
    packing.repack(writeSet, this.memory, this.opened, into, offset);
    return outcome;
  }

  /** Takes a move of the open state and leaves the successor in `memory` until the next `open`; returns as `take` does. */
  run(move: number, observer: StepObserver | null): number {
    const { fault, codes, plan } = this.parts;
    const task = this.moveTask[move] as number;
    fault.broken = 0;
    this.runStep(codes[task] as TaskCode, move, task, observer);
    const { code, broken } = fault;
    fault.code = 0;
    if (code === 0) return broken;
    if (code >= LIMIT) return -1 - (code - LIMIT);
    this.memory.set(this.opened);
    this.memory[plan.oops] = code;
    return broken | this.oopsBit;
  }

  private runStep(code: TaskCode, move: number, task: number, observer: StepObserver | null): void {
    const cell = this.parts.plan.pcs[task] as number;
    const pc = this.memory[cell] as number;
    const first = code.nodes[pc] as number;
    const branch = (this.branches[move] as Int8Array)[pc] as number;
    observer?.before(first);
    const next = (code.runs[first] as Run)(this.memory, branch);
    observer?.after(first);
    if (next < 0) this.memory[cell] = code.pcs[~next] as number;
    else
      this.arrive(
        code,
        task,
        this.runOn(code, next, code.atomicRegions[first] as number, observer),
      );
  }

  /** Local work, and the rest of an atomic, up to the next program counter. */
  private runOn(
    code: TaskCode,
    from: number,
    inside: number,
    observer: StepObserver | null,
  ): number {
    const { fault } = this.parts;
    const { stops, atomicRegions, runs } = code;
    let next = from;
    let atomicRegion = inside;
    for (let fuel = MOST_LOCAL_MOVES; fault.code === 0; fuel -= 1) {
      const stop = stops[next] as number;
      if (stop === STOPS_ALWAYS) return next;
      if (stop === STOPS_OUTSIDE && (atomicRegion === 0 || atomicRegions[next] !== atomicRegion))
        return next;
      if (fuel === 0) fault.reach(this.localLimit);
      if (atomicRegions[next] !== atomicRegion) atomicRegion = 0;
      observer?.before(next);
      const then = (runs[next] as Run)(this.memory, 0);
      observer?.after(next);
      next = then;
    }
    return next;
  }

  private arrive(code: TaskCode, task: number, stop: number): void {
    const { fault } = this.parts;
    if (fault.code !== 0) return;
    const ended = code.stops[stop] === STOPS_ALWAYS;
    const pc = ended ? this.endPass(code, task) : (code.pcs[stop] as number);
    // The local work of the next pass may have raised a fault.
    if (fault.code !== 0) return;
    if (ended && this.leaks(task)) fault.broken |= this.leakBit;
    this.stand(code, task, pc);
  }

  private leaks(task: number): boolean {
    const { memory } = this;
    const { simple, rwsems } = this.parts.locks;
    return (
      simple.some((slot) => memory[slot] === task + 1) ||
      rwsems.some((slot) => memory[slot + task] !== 0)
    );
  }

  private stand(code: TaskCode, task: number, pc: number): void {
    this.memory[this.parts.plan.pcs[task] as number] = pc;
    const dead = code.dead[pc] as Int32Array;
    for (let i = 0; i < dead.length; i += 1) this.memory[dead[i] as number] = 0;
  }

  /** A daemon with passes left is idle again; any other task has ended. */
  private endPass(code: TaskCode, task: number): number {
    const cell = this.parts.plan.passes[task] as number;
    if (cell < 0) return ENDED;
    const left = (this.memory[cell] as number) - 1;
    this.memory[cell] = left;
    return left === 0 ? ENDED : this.beginPass(code);
  }

  /** Runs the local work before the first step, with all locals at zero; returns its program counter then. */
  private beginPass(code: TaskCode): number {
    const { registerBase, registers } = code;
    this.memory.fill(0, registerBase, registerBase + registers.count);
    const stop = this.runOn(code, code.cfg.entry, 0, null);
    if (code.stops[stop] === STOPS_ALWAYS) return ENDED;
    const pcs = code.task.kind === 'task' ? code.pcs : code.idlePcs;
    return pcs[stop] as number;
  }

  /** Takes every task to its first step: the local work before it belongs to the initial state. */
  private begin(): number {
    const { codes, fault, start, plan } = this.parts;
    this.memory.set(start);
    for (const cell of plan.pcs) this.memory[cell] = NOWHERE;
    codes.forEach((code, task) => {
      const pc = this.beginPass(code);
      this.stand(code, task, fault.code === 0 ? pc : ENDED);
      // A task without a step can only hold what `init` gave to it.
      if (fault.code === 0 && pc === ENDED && this.leaks(task)) fault.broken |= this.leakBit;
    });
    start.set(this.memory);
    const { code, broken } = fault;
    fault.code = 0;
    if (code >= LIMIT) return -1 - (code - LIMIT);
    start[plan.oops] = code;
    return code === 0 ? broken : broken | this.oopsBit;
  }

  judge(): number {
    let bits = this.judgeAll(this.stateBits);
    const finished = this.finalBits.length > 0 && this.ending() === 'quiescent';
    if (finished) bits |= this.judgeAll(this.finalBits);
    if (this.untested !== 0) {
      this.test(this.stateBits);
      if (finished) this.test(this.finalBits);
    }
    return bits;
  }

  /** Records which of these properties the open state tests. */
  private test(properties: readonly number[]): void {
    const { conditions, fault } = this.parts;
    for (const i of properties) {
      if (((this.untested >> i) & 1) === 0) continue;
      const { tests } = conditions[i] as Condition;
      fault.unknown = false;
      if (tests === null || (tests.passes(this.opened) !== 0 && !fault.unknown && fault.code === 0))
        this.untested &= ~(1 << i);
      fault.code = 0;
    }
    fault.unknown = false;
  }

  /** A condition that reads through NULL or beyond an array does not hold. */
  private judgeAll(properties: readonly number[]): number {
    const { conditions, fault } = this.parts;
    let bits = 0;
    for (let n = 0; n < properties.length; n += 1) {
      const i = properties[n] as number;
      fault.unknown = false;
      const holds = (conditions[i] as Condition).holds(this.opened) !== 0 && !fault.unknown;
      if (!holds || fault.code !== 0) bits |= 1 << i;
      fault.code = 0;
    }
    fault.unknown = false;
    return bits;
  }

  ending(): 'running' | 'quiescent' | 'panicked' {
    const { codes, plan } = this.parts;
    if (this.opened[plan.oops] !== 0) return 'panicked';
    for (let task = 0; task < codes.length; task += 1) {
      if (!this.isThrough(codes[task] as TaskCode, task)) return 'running';
    }
    return 'quiescent';
  }
}

function setOf(bits: readonly number[]): number {
  return bits.reduce((set, bit) => set | (1 << bit), 0);
}

function branchesOf({ cfg, nodes }: TaskCode, { choice }: MachineMove): Int8Array {
  return Int8Array.from(nodes, (node) => {
    if (node < 0) return -1;
    const { action } = at(cfg.nodes, node);
    if (action.kind !== 'choose') return choice === null ? 0 : -1;
    return action.branches.findIndex((branch) => branch.label === choice);
  });
}

function movesOf(
  code: TaskCode,
  task: number,
  moves: readonly MachineMove[],
  branches: readonly Int8Array[],
): Int32Array {
  return Int32Array.from(code.nodes, (_, pc) =>
    moves.reduce(
      (bits, move, i) =>
        move.task === task && at(at(branches, i), pc) >= 0 ? bits | (1 << i) : bits,
      0,
    ),
  );
}
