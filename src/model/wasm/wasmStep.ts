// One step, from one program counter of one task, as a WebAssembly function: its effects, and the packing of its result.

import { LOCK_OPERATIONS, mayQueue } from '../../lang/syntax/lockKinds.ts';
import { at } from '../../base/assert.ts';
import { LIMIT } from '../step/fault.ts';
import type { Bounds } from '../cfg/controlFlowGraph.ts';
import type { PackedPlace } from '../storage/packing.ts';
import { type StepGraph, stepGraph, type StepPoint } from '../step/stepGraph.ts';
import { ENDED, type TaskCode } from '../step/taskCode.ts';
import { type Label, OP, WasmBody } from './wasmBody.ts';
import { WasmActions } from './wasmNode.ts';
import type { WasmPacking } from './wasmPacking.ts';
import { CELL, type WasmScope, type WasmSetting, WasmValues } from './wasmValue.ts';

/** The most points of one step that are written as a function, since they nest. The closures have no such limit. */
const MOST_POINTS = 1500;

/** Thrown for a step that is too long; the search goes on with the closures. */
export class StepTooLong extends Error {}

export interface WasmStepSetting extends WasmSetting {
  readonly packing: WasmPacking;
  readonly bit: (property: string) => number;
  /** The address of the bits of the properties tested so far, and the properties whose tests still have to be recorded there. */
  readonly tested: number;
  readonly untested: number;
  /** The cell that counts the task's passes; -1 if it has none. */
  readonly passes: readonly number[];
  readonly oops: number;
  /** The limit of local work, and after how much of it. */
  readonly localLimit: number;
  readonly mostLocalMoves: number;
}

/** The parameters: where the successor's words are, and the branch of a choice. */
const OUT = 0;
const BRANCH = 1;

/**
 * Writes the function (out, branch) for the step from a place. It finds the open state in memory and
 * leaves it there; its words are at `out` already, and those that change are written over. Returns the
 * bits of the edge properties broken, or `-1 - i` for limit i.
 */
export function writeStep(
  setting: WasmStepSetting,
  code: TaskCode,
  task: number,
  pc: number,
  writeSet: Int32Array,
): WasmBody {
  const graph = stepGraph(code, pc);
  if (graph.points.length > MOST_POINTS) throw new StepTooLong(`a step of ${code.task.name}`);
  return new StepWriter(setting, code, task, graph, writeSet).write();
}

class StepWriter {
  private readonly setting: WasmStepSetting;
  private readonly code: TaskCode;
  private readonly task: number;
  private readonly graph: StepGraph;
  /** The packed cells that the step can change. */
  private readonly changed: readonly PackedPlace[];
  private readonly body = new WasmBody(2);
  private readonly broken = this.body.local();
  private readonly unknown = this.body.local();
  private readonly fault = this.body.local();
  private readonly result = this.body.local();
  private readonly target = this.body.local();
  private readonly fuel = this.body.local();
  private readonly bounds: (variable: number) => Bounds | null;
  private readonly actions: WasmActions;
  /** By point that several lead to, or that a loop begins with: its label. */
  private readonly labels = new Map<number, Label>();
  private readonly dispatched: number[] = [];
  private readonly counts: boolean;
  private loop: Label = 0;
  private done: Label = 0;
  private oops: Label = 0;
  private restore: Label = 0;

  constructor(
    setting: WasmStepSetting,
    code: TaskCode,
    task: number,
    graph: StepGraph,
    writeSet: Int32Array,
  ) {
    this.changed = setting.packing.placesOf(writeSet);
    this.setting = setting;
    this.code = code;
    this.task = task;
    this.graph = graph;
    this.bounds = code.compilation.bounds;
    this.counts = graph.loops || graph.points.length > setting.mostLocalMoves;
    this.actions = this.makeActions();
  }

  write(): WasmBody {
    const { body, changed } = this;
    const { packing } = this.setting;
    this.restore = body.block();
    this.oops = body.block();
    this.done = body.block();
    this.writePoints();
    body.end();
    packing.repack(body, OUT, changed);
    body.get(this.broken);
    body.set(this.result);
    body.branch(this.restore);
    body.end();
    this.writeFault();
    body.end();
    packing.restore(body, changed);
    body.get(this.result);
    return body;
  }

  private makeActions(): WasmActions {
    const { body, unknown, fault } = this;
    const base: Omit<WasmScope, 'faults'> = {
      setting: this.setting,
      body,
      task: this.task,
      register: this.code.compilation.register,
      unknown,
    };
    const leave = (code: number): void => {
      body.setTo(fault, code);
      body.branch(this.oops);
    };
    return new WasmActions({
      values: new WasmValues({ ...base, faults: { kind: 'leave', leave } }),
      noting: {
        values: new WasmValues({ ...base, faults: { kind: 'note', local: fault } }),
        fault,
      },
      bounds: this.bounds,
      bit: this.setting.bit,
      tested: this.setting.tested,
      untested: this.setting.untested,
      broken: this.broken,
      leaveNoted: () => body.branch(this.oops),
    });
  }

  /** A limit has no successor; an oops only sets the oops cell. */
  private writeFault(): void {
    const { body, fault, result, broken } = this;
    body.get(fault);
    body.const(LIMIT);
    body.op(OP.ge);
    body.if();
    body.const(LIMIT - 1);
    body.get(fault);
    body.op(OP.sub);
    body.set(result);
    body.else();
    this.setting.packing.put(body, OUT, this.setting.oops, fault);
    body.get(broken);
    body.const(this.setting.bit('no_oops'));
    body.op(OP.or);
    body.set(result);
    body.end();
  }

  /**
   * A point that several lead to ends a block of its own, so that a jump forward is a branch out of that
   * block; a jump back goes to the loop around all, which branches by number.
   */
  private writePoints(): void {
    const { body, graph } = this;
    const heads = graph.points.flatMap((_, i) => (i > 0 && this.isHead(i) ? [i] : []));
    if (this.counts) body.setTo(this.fuel, this.setting.mostLocalMoves);
    if (graph.loops) this.loop = body.loop();
    for (const head of heads.toReversed()) this.labels.set(head, body.block());
    if (graph.loops) this.dispatch(heads);
    this.writeFrom(0, 0);
    for (const head of heads) {
      this.labels.delete(head);
      body.end();
      this.writeFrom(head, head);
    }
    if (graph.loops) body.end();
  }

  /** Number 0 is where the step begins; the others are heads. */
  private dispatch(heads: readonly number[]): void {
    const { body } = this;
    this.dispatched.push(...heads);
    const begin = body.block();
    body.get(this.target);
    body.branchTable([begin, ...heads.map((head) => this.labels.get(head) ?? begin)], begin);
    body.end();
  }

  private isHead(point: number): boolean {
    return at(this.graph.before, point) > 1;
  }

  private goTo(point: number): void {
    const { body } = this;
    if (!this.isHead(point)) return this.writeFrom(point, point);
    const label = this.labels.get(point);
    if (label !== undefined) return body.branch(label);
    body.setTo(this.target, this.dispatched.indexOf(point) + 1);
    body.branch(this.loop);
  }

  /** Writes the point and what follows until it branches away. */
  private writeFrom(index: number, head: number): void {
    const point = at(this.graph.points, index);
    if (point.kind === 'stop') return this.stop(point.pc);
    if (point.kind === 'pass') return this.beginPass(point);
    if (this.counts && index > 0) this.burn();
    this.run(point, index === 0 && head === 0);
  }

  private run(point: StepPoint, first: boolean): void {
    const { body } = this;
    const { action } = point.cfg;
    const [next = 0, otherwise = 0] = point.next;
    if (action.kind === 'branch') {
      this.actions.condition(action.condition);
      body.if();
      this.goTo(next);
      body.else();
      this.goTo(otherwise);
      return body.end();
    }
    if (action.kind === 'choose' && first) return this.choose(point);
    if (action.kind === 'lock' && mayQueue(action.operation)) {
      this.actions.down(
        action.lock,
        LOCK_OPERATIONS[action.operation].mode === 'exclusive',
        action.gate === true,
      );
      body.op(OP.eqz);
      body.if();
      this.stand(this.code.pcs[point.node] ?? ENDED);
      body.branch(this.done);
      body.end();
      return this.goTo(next);
    }
    this.actions.run(point.cfg);
    this.goTo(next);
  }

  private choose(point: StepPoint): void {
    const { body } = this;
    point.next.forEach((next, branch) => {
      body.get(BRANCH);
      body.const(branch);
      body.op(OP.eq);
      body.if();
      this.goTo(next);
      body.end();
    });
  }

  /** One more node of local work. */
  private burn(): void {
    const { body, fuel } = this;
    body.get(fuel);
    body.op(OP.eqz);
    body.if();
    body.setTo(this.fault, LIMIT + this.setting.localLimit);
    body.branch(this.oops);
    body.end();
    body.get(fuel);
    body.const(1);
    body.op(OP.sub);
    body.set(fuel);
  }

  private stop(pc: number): void {
    const { body } = this;
    if (pc === ENDED && this.code.task.kind !== 'daemon') this.judgeLeaks();
    this.stand(pc);
    this.clear(at(this.code.dead, pc));
    body.branch(this.done);
  }

  /** A daemon with passes left is idle again, with all locals at zero. */
  private beginPass(point: StepPoint): void {
    const { body, setting, code } = this;
    const cell = CELL * at(setting.passes, this.task);
    this.judgeLeaks();
    body.const(0);
    body.loadAt(cell);
    body.const(1);
    body.op(OP.sub);
    body.store(cell);
    body.loadAt(cell);
    body.op(OP.eqz);
    body.if();
    this.stand(ENDED);
    this.clear(at(code.dead, ENDED));
    body.branch(this.done);
    body.end();
    code.registerBounds.forEach((_, register) =>
      body.storeAt(CELL * (code.registerBase + register), 0),
    );
    if (this.counts) body.setTo(this.fuel, setting.mostLocalMoves);
    this.goTo(point.next[0] ?? 0);
  }

  private judgeLeaks(): void {
    const { body, broken, setting } = this;
    const bit = setting.bit('no_lock_leak');
    body.get(broken);
    body.const(bit);
    body.call(setting.runtime.leaks(this.task));
    body.op(OP.mul, OP.or);
    body.set(broken);
  }

  private stand(pc: number): void {
    this.body.storeAt(CELL * at(this.setting.pcs, this.task), pc);
  }

  /** Registers that are dead from here on; those that the step cannot have changed are zero already. */
  private clear(cells: Int32Array): void {
    for (const { cell } of this.changed)
      if (cells.includes(cell)) this.body.storeAt(CELL * cell, 0);
  }
}
