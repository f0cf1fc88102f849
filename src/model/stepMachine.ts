// The machine that is searched and replayed: states of packed words, moves of tasks.

import { at } from '../base/assert.ts';
import type { Compiled, Memory } from './compileValue.ts';
import { type Fault, LIMIT } from './fault.ts';
import type { Packing } from './packing.ts';
import { endsBefore, regionAfter } from './stops.ts';
import { ENDED, type TaskCode } from './taskCode.ts';

/** A move: one task's step, and which branch where the step is a choice. */
export interface MachineMove {
  readonly task: number;
  /** Null where the step is no choice. */
  readonly choice: string | null;
}

export interface MachineProperty {
  readonly name: string;
  readonly kind: 'state' | 'final' | 'edge';
}

/** Where things are in memory, beyond the slots and the registers. */
export interface MemoryPlan {
  readonly size: number;
  /** By task: the cell that says where it stands. */
  readonly places: readonly number[];
  /** By task: the cell that counts a daemon's passes still to run; -1 for others. */
  readonly passes: readonly number[];
  /** The cell that says which oops ended the machine. */
  readonly oops: number;
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
  readonly conditions: readonly (Compiled | null)[];
  readonly leaks: (memory: Memory, task: number) => boolean;
  readonly bit: (property: string) => number;
}

/** Local work between two steps beyond this many nodes is a loop without a shared access. */
const MOST_LOCAL_MOVES = 2000;

/** What the replay wants to see of a step while it runs. */
export interface StepObserver {
  before(node: number): void;
  after(node: number): void;
}

export class StepMachine {
  readonly parts: MachineParts;
  readonly words: number;
  readonly moveCount: number;
  readonly moveTask: readonly number[];
  readonly properties: readonly MachineProperty[];
  readonly memory: Memory;
  private readonly opened: Memory;
  private readonly stateBits: number[];
  private readonly finalBits: number[];
  private readonly oopsBit: number;
  private readonly leakBit: number;
  private readonly localLimit: number;
  private readonly begun: number;

  constructor(parts: MachineParts) {
    this.parts = parts;
    this.words = parts.packing.words;
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
    this.localLimit = parts.fault.limit('local moves without a shared access');
    this.begun = this.begin();
    this.opened.set(parts.start);
  }

  get limits(): readonly string[] {
    return this.parts.fault.limits;
  }

  start(into: Uint32Array, offset: number): number {
    this.opened.set(this.parts.start);
    this.parts.packing.pack(this.opened, into, offset);
    return this.begun;
  }

  open(from: Uint32Array, offset: number): void {
    this.opened.set(this.parts.start);
    this.parts.packing.unpack(from, offset, this.opened);
  }

  /** The open state's memory, to be read. */
  get state(): Memory {
    return this.opened;
  }

  enabled(): number {
    const { moves, plan } = this.parts;
    if (this.opened[plan.oops] !== 0) return 0;
    let bits = 0;
    for (let move = 0; move < moves.length; move += 1) if (this.isEnabled(move)) bits |= 1 << move;
    return bits;
  }

  isEnabled(move: number): boolean {
    const { moves, codes } = this.parts;
    const { task, choice } = moves[move] as MachineMove;
    const code = codes[task] as TaskCode;
    const place = this.placeOf(task);
    if (place === ENDED || !this.mayBegin(code, place)) return false;
    if (this.branchOf(code, place, choice) < 0) return false;
    const guard = code.guards[place];
    return guard == null || guard(this.opened);
  }

  placeOf(task: number): number {
    return this.opened[this.parts.plan.places[task] as number] as number;
  }

  /** An `after all` task begins when the others are through; no daemon begins a pass after that. */
  private mayBegin(code: TaskCode, place: number): boolean {
    if (place !== code.idle) return true;
    return code.task.kind === 'settle' ? this.othersAreThrough() : !this.settling();
  }

  private othersAreThrough(): boolean {
    return this.parts.codes.every(
      (code, task) => code.task.kind === 'settle' || this.isThrough(code, task),
    );
  }

  private settling(): boolean {
    return this.parts.codes.some(
      (code, task) => code.task.kind === 'settle' && this.placeOf(task) !== code.idle,
    );
  }

  private isThrough(code: TaskCode, task: number): boolean {
    const place = this.placeOf(task);
    return place === ENDED || (code.task.kind === 'daemon' && place === code.idle);
  }

  /** Which branch a move takes: 0 where there is no choice, -1 where the move does not fit. */
  private branchOf(code: TaskCode, place: number, choice: string | null): number {
    const { action } = at(code.flow.nodes, code.nodes[place] as number);
    if (action.kind !== 'choose') return choice === null ? 0 : -1;
    return action.branches.findIndex((branch) => branch.label === choice);
  }

  take(move: number, into: Uint32Array, offset: number): number {
    const outcome = this.run(move, null);
    if (outcome >= 0) this.parts.packing.pack(this.memory, into, offset);
    return outcome;
  }

  /** Takes a move of the open state in `memory`; returns as `take` does. */
  run(move: number, observer: StepObserver | null): number {
    const { fault, codes, moves, plan } = this.parts;
    const { task, choice } = moves[move] as MachineMove;
    const code = codes[task] as TaskCode;
    const m = this.memory;
    m.set(this.opened);
    fault.code = 0;
    fault.unknown = false;
    fault.broken = 0;
    this.runStep(code, task, choice, observer);
    if (fault.code === 0) return fault.broken;
    if (fault.code >= LIMIT) return -1 - (fault.code - LIMIT);
    const oops = fault.code;
    m.set(this.opened);
    m[plan.oops] = oops;
    return fault.broken | this.oopsBit;
  }

  private runStep(
    code: TaskCode,
    task: number,
    choice: string | null,
    observer: StepObserver | null,
  ): void {
    const place = this.placeOf(task);
    const first = code.nodes[place] as number;
    const node = at(code.flow.nodes, first);
    observer?.before(first);
    const next = at(code.runs, first)(this.memory, this.branchOf(code, place, choice));
    observer?.after(first);
    if (next < 0)
      this.memory[this.parts.plan.places[task] as number] = code.places[~next] as number;
    else this.arrive(code, task, this.runOn(code, next, node.region, observer));
  }

  /** Local work, and the rest of an atomic, up to where the task stands next. */
  private runOn(
    code: TaskCode,
    from: number,
    inside: number,
    observer: StepObserver | null,
  ): number {
    const { fault } = this.parts;
    const { nodes } = code.flow;
    let next = from;
    let region = inside;
    for (let fuel = MOST_LOCAL_MOVES; fault.code === 0; fuel -= 1) {
      const node = nodes[next] as (typeof nodes)[number];
      if (endsBefore(node, region)) return next;
      if (fuel === 0) fault.reach(this.localLimit);
      region = regionAfter(node, region);
      observer?.before(next);
      const then = (code.runs[next] as TaskCode['runs'][number])(this.memory, 0);
      observer?.after(next);
      next = then;
    }
    return next;
  }

  private arrive(code: TaskCode, task: number, stop: number): void {
    const { fault } = this.parts;
    if (fault.code !== 0) return;
    const ended = at(code.flow.nodes, stop).action.kind === 'end';
    const place = ended ? this.endPass(code, task) : (code.places[stop] as number);
    if (ended && this.parts.leaks(this.memory, task)) fault.broken |= this.leakBit;
    this.stand(code, task, place);
  }

  private stand(code: TaskCode, task: number, place: number): void {
    this.memory[this.parts.plan.places[task] as number] = place;
    for (const cell of code.dead[place] as Int32Array) this.memory[cell] = 0;
  }

  /** A daemon with passes left stands idle again; everybody else has ended. */
  private endPass(code: TaskCode, task: number): number {
    const cell = this.parts.plan.passes[task] as number;
    if (cell < 0 || code.idle === null) return ENDED;
    const left = (this.memory[cell] as number) - 1;
    this.memory[cell] = left;
    if (left === 0) return ENDED;
    this.runOn(code, code.flow.entry, 0, null);
    return code.idle;
  }

  /** Takes every task to its first step: the local work before it belongs to the initial state. */
  private begin(): number {
    const { codes, fault, start } = this.parts;
    this.memory.set(start);
    fault.broken = 0;
    fault.code = 0;
    codes.forEach((code, task) => {
      const stop = this.runOn(code, code.flow.entry, 0, null);
      const ended = at(code.flow.nodes, stop).action.kind === 'end';
      this.stand(code, task, ended ? ENDED : (code.idle ?? (code.places[stop] as number)));
    });
    start.set(this.memory);
    return fault.code >= LIMIT ? -1 - (fault.code - LIMIT) : fault.broken;
  }

  judge(): number {
    let bits = this.judgeAll(this.stateBits);
    if (this.finalBits.length > 0 && this.ending() === 'quiescent')
      bits |= this.judgeAll(this.finalBits);
    return bits;
  }

  private judgeAll(properties: readonly number[]): number {
    const { conditions, fault } = this.parts;
    let bits = 0;
    for (const i of properties) {
      fault.unknown = false;
      const holds = (conditions[i] as Compiled)(this.opened) !== 0 && !fault.unknown;
      if (!holds) bits |= 1 << i;
    }
    return bits;
  }

  ending(): 'running' | 'quiescent' | 'panicked' {
    const { codes, plan } = this.parts;
    if (this.opened[plan.oops] !== 0) return 'panicked';
    return codes.every((code, task) => this.isThrough(code, task)) ? 'quiescent' : 'running';
  }
}
