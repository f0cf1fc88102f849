// A machine's parts to one WebAssembly module, and what its memory holds at first.

import { assert, at } from '../../base/assert.ts';
import { MOST_LOCAL_MOVES, type StepMachine } from '../step/stepMachine.ts';
import { ENDED, type TaskCode } from '../step/taskCode.ts';
import { OP, WasmBody } from './wasmBody.ts';
import { typeOf, WasmModule } from './wasmModule.ts';
import { hasGuard, writeGuard } from './wasmNode.ts';
import { WasmPacking, type WasmPlan } from './wasmPacking.ts';
import { WasmRuntime } from './wasmRuntime.ts';
import { writeStep, type WasmStepSetting } from './wasmStep.ts';
import { CELL, type WasmScope, WasmValues } from './wasmValue.ts';

/** Successors that are written before the search reads them. */
const CAPACITY = 512;
/** Bytes of a page of WebAssembly's memory. */
const PAGE = 65536;
/** Bytes of a move's row: address of its task's program counter, of its branches, and its first step in the table. */
const MOVE_LINE = 12;
const STEP = { params: 2, result: true };

export interface WasmImage {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The memory's first words. */
  readonly fill: Int32Array;
  /** Addresses in bytes: the words to open, what a visit found, the successors' records. */
  readonly input: number;
  readonly found: number;
  readonly successors: number;
  /** The number of records that fit. */
  readonly capacity: number;
}

export function compileMachine(machine: StepMachine): WasmImage {
  return new MachineCompiler(machine).compile();
}

class MachineCompiler {
  private readonly machine: StepMachine;
  private readonly module = new WasmModule();
  private readonly runtime: WasmRuntime;
  private readonly setting: WasmStepSetting;
  private readonly packing: WasmPacking;
  /** The memory's words so far; the words after them are reserved. */
  private readonly fill: number[] = [];
  private readonly tables = new Map<string, number>();
  private readonly plan: WasmPlan & { readonly found: number };

  constructor(machine: StepMachine) {
    this.machine = machine;
    const { parts, words, localLimit } = machine;
    const start = Array.from(parts.start);
    const packed = new Uint32Array(words);
    parts.packing.pack(parts.start, packed, 0);
    this.reserve(start);
    this.plan = {
      opened: this.reserve(start),
      packed: this.reserve([...packed]),
      input: this.reserve([...packed]),
      found: this.reserve([0, 0, 0, 0]),
    };
    this.runtime = new WasmRuntime(this.module, parts);
    const table = (values: readonly number[]): number => this.table(values);
    this.packing = new WasmPacking(parts.packing, this.plan, table);
    this.setting = {
      storage: parts.storage,
      fault: parts.fault,
      runtime: this.runtime,
      pcs: parts.plan.pcs,
      table,
      packing: this.packing,
      bit: parts.bit,
      tested: this.plan.found + 3 * CELL,
      untested: ~machine.tested,
      passes: parts.plan.passes,
      oops: parts.plan.oops,
      localLimit,
      mostLocalMoves: MOST_LOCAL_MOVES,
    };
  }

  compile(): WasmImage {
    const { module, machine } = this;
    const steps = machine.parts.codes.map((code, task) => this.writeSteps(code, task));
    module.export('visit', module.add({ params: 0, result: false }, this.visit()));
    module.export('expand', module.add({ params: 2, result: false }, this.expand(steps)));
    const successors = CELL * this.fill.length;
    const bytes = successors + CELL * CAPACITY * (machine.words + 2);
    return {
      bytes: module.assemble(Math.ceil(bytes / PAGE)),
      fill: Int32Array.from(this.fill),
      input: this.plan.input,
      found: this.plan.found,
      successors,
      capacity: CAPACITY,
    };
  }

  /** Appends words; returns the address of the first. */
  private reserve(words: readonly number[]): number {
    const address = CELL * this.fill.length;
    for (const word of words) this.fill.push(word);
    return address;
  }

  /** Equal words are stored once. */
  private table(words: readonly number[]): number {
    const key = words.join();
    const known = this.tables.get(key);
    if (known !== undefined) return known;
    const address = this.reserve(words);
    this.tables.set(key, address);
    return address;
  }

  /** Returns the index of the task's first step in the table; a task that has ended has no step. */
  private writeSteps(code: TaskCode, task: number): number {
    const writeSets = at(this.machine.parts.writeSets, task);
    const steps = code.nodes.slice(1).map((_, i) => {
      const body = writeStep(this.setting, code, task, i + 1, at(writeSets, i + 1));
      return this.module.add(STEP, body);
    });
    return this.module.addToTable(steps) - 1;
  }

  // A visit

  private visit(): WasmBody {
    const { plan } = this;
    const { parts } = this.machine;
    const body = new WasmBody(0);
    this.packing.unpack(body);
    const panicked = CELL * parts.plan.oops;
    const whenRunning = (address: number, value: () => void, otherwise: number): void => {
      body.const(0);
      body.loadAt(panicked);
      body.if('value');
      body.const(otherwise);
      body.else();
      value();
      body.end();
      body.store(address);
    };
    whenRunning(plan.found + CELL, () => this.through(body, () => true), 2);
    body.const(0);
    body.call(this.judge());
    body.store(plan.found);
    whenRunning(plan.found + 2 * CELL, () => this.enabled(body), 0);
    return body;
  }

  /** Leaves whether all of these tasks have ended or are idle. */
  private through(body: WasmBody, which: (code: TaskCode) => boolean): void {
    body.const(1);
    this.machine.parts.codes.forEach((code, task) => {
      if (!which(code)) return;
      this.pushPc(body, task);
      body.op(OP.eqz);
      if (code.task.kind === 'daemon') {
        this.pushPc(body, task);
        body.const(code.idleFrom);
        body.op(OP.ge, OP.or);
      }
      body.op(OP.and);
    });
  }

  private pushPc(body: WasmBody, task: number): void {
    body.loadAt(CELL * at(this.machine.parts.plan.pcs, task));
  }

  private judge(): number {
    const body = new WasmBody(0);
    const { stateBits, finalBits } = this.machine;
    const bits = body.local();
    const fault = body.local();
    const values = this.observer(body, fault);
    for (const property of stateBits) this.judgeOne(values, property, bits, fault);
    if (finalBits.length > 0) {
      body.loadAt(this.plan.found + CELL);
      body.const(1);
      body.op(OP.eq);
      body.if();
      for (const property of finalBits) this.judgeOne(values, property, bits, fault);
      body.end();
    }
    this.testAll(body);
    body.get(bits);
    return this.module.add({ params: 0, result: true }, body);
  }

  private observer(body: WasmBody, fault: number): WasmValues {
    const scope: WasmScope = {
      setting: this.setting,
      body,
      task: -1,
      register: () => {
        assert(false, 'what only looks reads no locals');
      },
      unknown: body.local(),
      faults: { kind: 'note', local: fault },
    };
    return new WasmValues(scope);
  }

  /** A condition that reads through NULL or beyond an array does not hold. */
  private judgeOne(values: WasmValues, property: number, bits: number, fault: number): void {
    const { body } = values.scope;
    const condition = at(this.machine.parts.conditions, property);
    assert(condition !== null, 'a property of states has a condition');
    values.truth(condition.value);
    body.op(OP.eqz);
    body.get(fault);
    body.op(OP.or);
    body.if();
    body.setTo(fault, 0);
    body.get(bits);
    body.const(1 << property);
    body.op(OP.or);
    body.set(bits);
    body.end();
  }

  /** Calls `test` as long as some property was tested by no state. */
  private testAll(body: WasmBody): void {
    const { stateBits, finalBits } = this.machine;
    const open = (properties: readonly number[]) => properties.filter((i) => this.mayTest(i));
    const [state, final] = [open(stateBits), open(finalBits)];
    const all = [...state, ...final].reduce((set, i) => set | (1 << i), 0);
    if (all === 0) return;
    body.loadAt(this.setting.tested);
    body.const(all);
    body.op(OP.and);
    body.const(all);
    body.op(OP.ne);
    body.if();
    body.call(this.test(state, final));
    body.end();
  }

  /** Whether nothing has tested the property yet, and a state could. */
  private mayTest(property: number): boolean {
    if (((this.setting.untested >> property) & 1) === 0) return false;
    const tests = at(this.machine.parts.conditions, property)?.tests ?? null;
    return tests === null || tests.value.kind !== 'constant';
  }

  private test(state: readonly number[], final: readonly number[]): number {
    const body = new WasmBody(0);
    const fault = body.local();
    const values = this.observer(body, fault);
    for (const property of state) this.testOne(values, property, fault);
    if (final.length > 0) {
      body.loadAt(this.plan.found + CELL);
      body.const(1);
      body.op(OP.eq);
      body.if();
      for (const property of final) this.testOne(values, property, fault);
      body.end();
    }
    return this.module.add({ params: 0, result: false }, body);
  }

  /** A condition whose antecedent reads through NULL is not tested. */
  private testOne(values: WasmValues, property: number, fault: number): void {
    const { body } = values.scope;
    const tests = at(this.machine.parts.conditions, property)?.tests ?? null;
    if (tests === null) return this.noteTested(body, property);
    values.truth(tests.value);
    body.op(OP.eqz);
    body.get(fault);
    body.op(OP.or, OP.eqz);
    body.if();
    this.noteTested(body, property);
    body.end();
    body.setTo(fault, 0);
  }

  private noteTested(body: WasmBody, property: number): void {
    body.const(0);
    body.loadAt(this.setting.tested);
    body.const(1 << property);
    body.op(OP.or);
    body.store(this.setting.tested);
  }

  private enabled(body: WasmBody): void {
    body.const(0);
    this.machine.parts.codes.forEach((code, task) => {
      body.call(this.enabledOf(code, task));
      body.op(OP.or);
    });
  }

  /** The moves of one task: those of its program counter, if it has no guard or the guard is true. */
  private enabledOf(code: TaskCode, task: number): number {
    const body = new WasmBody(0);
    const pc = body.local();
    const values = at(this.machine.movesAt, task);
    const moves = this.table([...values].map((bits, i) => (i === ENDED ? 0 : bits)));
    const open = body.block();
    this.pushPc(body, task);
    body.set(pc);
    if (code.task.kind !== 'task') this.mayBegin(body, code, pc);
    this.guards(body, code, task, pc, open);
    body.end();
    body.get(pc);
    body.const(2);
    body.op(OP.shl);
    body.load(moves);
    return this.module.add({ params: 0, result: true }, body);
  }

  /** Ends with no moves where the task has not begun and may not. */
  private mayBegin(body: WasmBody, code: TaskCode, pc: number): void {
    body.get(pc);
    body.const(code.idleFrom);
    body.op(OP.ge);
    body.if();
    if (code.task.kind === 'settle') this.through(body, (other) => other.task.kind !== 'settle');
    else this.notSettling(body);
    body.op(OP.eqz);
    body.if();
    body.const(0);
    body.return();
    body.end();
    body.end();
  }

  private notSettling(body: WasmBody): void {
    body.const(1);
    const { parts, settlers } = this.machine;
    for (const task of settlers) {
      this.pushPc(body, task);
      body.const(at(parts.codes, task).idleFrom);
      body.op(OP.ge, OP.and);
    }
  }

  private guards(body: WasmBody, code: TaskCode, task: number, pc: number, open: number): void {
    const guarded = code.nodes.flatMap((node, i) =>
      node >= 0 && hasGuard(at(code.cfg.nodes, node)) ? [i] : [],
    );
    if (guarded.length === 0) return;
    const values = new WasmValues({
      setting: this.setting,
      body,
      task,
      register: code.compilation.register,
      unknown: body.local(),
      faults: { kind: 'leave', leave: () => body.branch(open) },
    });
    const labels = new Map(guarded.toReversed().map((i) => [i, body.block()]));
    body.get(pc);
    body.branchTable(
      code.nodes.map((_, i) => labels.get(i) ?? open),
      open,
    );
    for (const i of guarded) {
      body.end();
      writeGuard(values, at(code.cfg.nodes, at(code.nodes, i)));
      body.branchIf(open);
      body.const(0);
      body.return();
    }
  }

  // Taking moves

  /** (moves, record): takes these moves of the open state in the order of their numbers. */
  private expand(steps: readonly number[]): WasmBody {
    const { words, moveTask, branches, parts } = this.machine;
    const lines = moveTask.flatMap((task, move) => [
      CELL * at(parts.plan.pcs, task),
      this.reserve(asWords(at(branches, move))),
      at(steps, task),
    ]);
    const table = this.reserve(lines);
    const body = new WasmBody(2);
    const [moves, record] = [0, 1];
    const line = body.local();
    const pc = body.local();
    const outcome = body.local();
    const loop = body.loop();
    body.get(moves);
    body.if();
    body.get(moves);
    body.op(OP.ctz);
    body.const(MOVE_LINE);
    body.op(OP.mul);
    body.set(line);
    body.get(line);
    body.load(table);
    body.load(0);
    body.set(pc);
    this.copyWords(body, record);
    this.callStep(body, record, line, pc, table);
    body.set(outcome);
    body.get(record);
    body.get(outcome);
    body.store(0);
    this.hash(body, record, outcome);
    body.get(record);
    body.const(CELL * (words + 2));
    body.op(OP.add);
    body.set(record);
    body.get(moves);
    body.get(moves);
    body.const(1);
    body.op(OP.sub, OP.and);
    body.set(moves);
    body.branch(loop);
    body.end();
    body.end();
    return body;
  }

  private copyWords(body: WasmBody, record: number): void {
    for (let w = 0; w < this.machine.words; w += 1) {
      body.get(record);
      body.loadAt(this.plan.packed + CELL * w);
      body.store(CELL * (w + 2));
    }
  }

  private callStep(body: WasmBody, record: number, line: number, pc: number, table: number): void {
    body.get(record);
    body.const(2 * CELL);
    body.op(OP.add);
    body.get(line);
    body.load(table + CELL);
    body.get(pc);
    body.op(OP.add);
    body.loadByte(0);
    body.get(line);
    body.load(table + 2 * CELL);
    body.get(pc);
    body.op(OP.add);
    body.callIndirect(typeOf(STEP));
  }

  /** The same as `hashWords`. */
  private hash(body: WasmBody, record: number, hash: number): void {
    const { words } = this.machine;
    body.setTo(hash, words);
    const scatter = (factor: number): void => {
      body.const(factor);
      body.op(OP.mul);
      body.set(hash);
    };
    const fold = (bits: number): void => {
      body.get(hash);
      body.get(hash);
      body.const(bits);
      body.op(OP.shrUnsigned, OP.xor);
    };
    for (let w = 0; w < words; w += 1) {
      body.get(hash);
      body.get(record);
      body.load(CELL * (w + 2));
      body.op(OP.xor);
      scatter(0xcc9e2d51);
      fold(15);
      body.set(hash);
    }
    body.get(hash);
    scatter(0x85ebca6b);
    fold(13);
    scatter(0xc2b2ae35);
    body.get(record);
    fold(16);
    body.store(CELL);
  }
}

/** Bytes, four to a word. */
function asWords(bytes: Int8Array): number[] {
  const padded = new Int8Array(Math.ceil(bytes.length / CELL) * CELL);
  padded.set(bytes);
  return [...new Int32Array(padded.buffer)];
}
