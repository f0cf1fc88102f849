// A program in one configuration, ready to be searched, stepped and read by name.

import { assert, at } from '../../base/assert.ts';
import { lazily } from '../../base/lazily.ts';
import type { Config } from '../../lang/program/configurations.ts';
import { BUILT_IN_PROPERTIES } from '../../lang/scope/scope.ts';
import type { Program, Task } from '../../lang/program/program.ts';
import { type TaskInstances, instantiateTasks } from './taskInstances.ts';
import {
  type Compilation,
  type Compiled,
  compileValue,
  type Memory,
} from '../step/compileValue.ts';
import { Fault, OOPSES } from '../step/fault.ts';
import { fieldsInUse, poolsInUse } from './fieldsInUse.ts';
import { fingerprintOf } from './fingerprint.ts';
import { writeSets } from '../cfg/writeSet.ts';
import { describeProperties, type PropertyInfo } from './modelProperties.ts';
import { observe } from './observed.ts';
import { compileOutcome, type OutcomePlace } from './outcomePlace.ts';
import { everyValue, type PackedCell, Packing } from '../storage/packing.ts';
import type { Value } from '../cfg/controlFlowGraph.ts';
import { findSlotValues, type SlotValues } from '../cfg/slotValues.ts';
import { startSlots } from '../step/startMemory.ts';
import {
  type Condition,
  type MachineMove,
  type MachineProperty,
  type MemoryPlan,
  StepMachine,
} from '../step/stepMachine.ts';
import type { Storage } from '../storage/storage.ts';
import { type CodeSetting, compileTask, ENDED, type TaskCode } from '../step/taskCode.ts';
import { readTask, type TaskText } from '../step/taskText.ts';
import type { StepSite, TaskInfo } from '../world/world.ts';

export interface Model {
  readonly program: Program;
  readonly config: Config;
  readonly tasks: readonly TaskInfo[];
  readonly machine: StepMachine;
  readonly storage: Storage;
  readonly codes: readonly TaskCode[];
  /** Every property that is checked, the built-in ones last. */
  readonly properties: readonly PropertyInfo[];
  /** What only observes: properties belong to no task. */
  readonly observer: Compilation;
  /** What tells the scenario's outcomes apart. */
  readonly outcome: readonly OutcomePlace[];
  /** By machine move. */
  readonly moves: readonly MachineMove[];
  /** Four letters that change when the step structure does. */
  readonly fingerprint: string;
  /** `struct.field` of what can change in this configuration, or is read and set: the rest is not worth showing. */
  readonly accessed: ReadonlySet<string>;
  /** Pools of which some element is ever taken. */
  readonly pools: ReadonlySet<string>;
  /** Why the initial state could not be built; null if it could. */
  readonly startFault: string | null;
}

/** Every step that the task has in this configuration, in the order of its text. */
export function sitesOf(model: Model, task: number): StepSite[] {
  const code = at(model.codes, task);
  const nodes = [...new Set(code.nodes.filter((node) => node >= 0))].sort((a, b) => a - b);
  return nodes.flatMap((node) => at(code.cfg.nodes, node).site ?? []);
}

export function buildModel(program: Program, config: Config): Model {
  const instances = instantiateTasks(program, config);
  const start = instances.starts.get({ config, initial: null }, (given) =>
    startSlots({ ...instances, ...given }),
  );
  const parts = assemble(instances, { config, initial: start.slots });
  const machine = new StepMachine(parts);
  // Searches do not use what is only shown.
  const used = lazily(() => ({
    fields: fieldsInUse(parts.inUse, parts.cfgs),
    pools: poolsInUse(parts.inUse),
  }));
  const fingerprint = lazily(() => fingerprintOf(parts.codes));
  return {
    program,
    config,
    tasks: instances.tasks.map((task, index) => taskInfo(task, index)),
    machine,
    storage: instances.storage,
    codes: parts.codes,
    properties: describeProperties(program, instances.properties),
    observer: parts.observer,
    outcome: parts.outcome,
    moves: parts.moves,
    get fingerprint() {
      return fingerprint();
    },
    get accessed() {
      return used().fields;
    },
    get pools() {
      return used().pools;
    },
    startFault: start.fault ?? faultAtBegin(machine),
  };
}

/** The limit that the tasks reach in the local work before their first steps. */
function faultAtBegin(machine: StepMachine): string | null {
  const begun = machine.start(new Uint32Array(machine.words), 0);
  return begun < 0 ? at(machine.limits, -1 - begun) : null;
}

function taskInfo(task: Task, index: number): TaskInfo {
  const { name, letter, kind, cpu, mm } = task;
  return { index, name, letter, kind, cpu, mm };
}

/** `given`: the configuration, and the slots at its start. */
function assemble(
  instances: TaskInstances,
  given: { readonly config: Config; readonly initial: Int32Array },
) {
  const { storage, tasks, defaults, properties } = instances;
  const texts = tasks.map((task, i) =>
    at(instances.texts, i).get(given, (seen) => readTask({ ...instances, ...seen }, task)),
  );
  const observed = instances.observed.get(given, (seen) => observe({ ...instances, ...seen }));
  const slots = given.initial;
  const fault = new Fault();
  const { plan, registerBases } = planMemory(slots.length, texts);
  const bit = (name: string): number => {
    const index = properties.findIndex((property) => property.name === name);
    return index < 0 ? 0 : 1 << index;
  };
  const isDone = (task: number): Compiled => {
    const cell = at(plan.pcs, task);
    return (m) => (m[cell] === ENDED ? 1 : 0);
  };
  const code: CodeSetting = { storage, fault, defaults, bit, isDone };
  const observer = observation(code);
  const codes = texts.map((text, i) => compileTask(code, text, i, at(registerBases, i)));
  const cfgs = texts.map(({ cfg }) => cfg);
  const values = findSlotValues({ storage, initial: slots, defaults }, cfgs);
  const start = startMemory(plan, slots, codes);
  const packing = new Packing(packedCells(storage, values, slots, codes, plan), slots.length);
  return {
    codes,
    moves: listMoves(codes),
    fault,
    plan,
    packing,
    writeSets: codes.map(({ changes, registerBase }, i) => {
      const own = [at(plan.pcs, i), at(plan.passes, i), plan.oops];
      return writeSets(changes, registerBase, own).map((cells) => packing.numbersOf(cells));
    }),
    properties,
    start,
    observer,
    conditions: properties.map(({ name }) => {
      const value = observed.conditions.get(name);
      if (value === undefined) return null;
      const tests = compileTest(observer, observed.tests.get(name));
      return { holds: compileValue(observer, value), value, tests };
    }),
    builtIn: builtInBits(properties),
    outcome: compileOutcome(observed.outcome, observer),
    storage,
    locks: instances.locks,
    defaults,
    bit,
    cfgs,
    inUse: { storage, initial: slots, defaults, values },
  };
}

/** Null if every state tests the property. */
function compileTest(observer: Compilation, value: Value | undefined): Condition['tests'] {
  if (value === undefined || (value.kind === 'constant' && value.value !== 0)) return null;
  return { passes: compileValue(observer, value), value };
}

function builtInBits(properties: readonly MachineProperty[]): number {
  return properties.reduce(
    (bits, { name }, i) => (BUILT_IN_PROPERTIES.has(name) ? bits | (1 << i) : bits),
    0,
  );
}

function planMemory(
  slots: number,
  texts: readonly TaskText[],
): { plan: MemoryPlan; registerBases: number[] } {
  let size = slots;
  const reserve = (cells: number): number => (size += cells) - cells;
  const registerBases = texts.map(({ registers }) => reserve(registers.count));
  const pcs = texts.map(() => reserve(1));
  const passes = texts.map(({ task }) => (task.kind === 'daemon' ? reserve(1) : -1));
  const oops = reserve(1);
  return { plan: { size, pcs, passes, oops }, registerBases };
}

function startMemory(plan: MemoryPlan, slots: Int32Array, codes: readonly TaskCode[]): Memory {
  const memory = new Int32Array(plan.size);
  memory.set(slots);
  codes.forEach(({ task }, i) => {
    const cell = at(plan.passes, i);
    if (cell >= 0) memory[cell] = task.runs;
  });
  return memory;
}

function packedCells(
  storage: Storage,
  slotValues: SlotValues,
  slots: Int32Array,
  codes: readonly TaskCode[],
  plan: MemoryPlan,
): PackedCell[] {
  const cells: PackedCell[] = [];
  const add = (cell: number, low: number, high: number): void => {
    cells.push({ cell, values: everyValue(low, high) });
  };
  for (const [slot, values] of slotValues) {
    const { low, high } = at(storage.slots, slot);
    if (values === null) add(slot, Math.min(low, slots[slot] ?? 0), high);
    else cells.push({ cell: slot, values });
  }
  codes.forEach((code, task) => {
    code.registerBounds.forEach(({ low, high, kept }, i) => {
      if (kept) add(code.registerBase + i, low, high);
    });
    add(at(plan.pcs, task), 0, code.nodes.length - 1);
    if (at(plan.passes, task) >= 0) add(at(plan.passes, task), 0, code.task.runs);
  });
  if (codes.length > 0) add(plan.oops, 0, OOPSES.length);
  return cells;
}

/** One move a task, and one more for every label that one of its choices has. */
function listMoves(codes: readonly TaskCode[]): MachineMove[] {
  return codes.flatMap((code, task) => {
    const labels = new Set(
      code.cfg.nodes.flatMap(({ action }) =>
        action.kind === 'choose' ? action.branches.map((b) => b.label) : [],
      ),
    );
    return [null, ...labels].map((choice) => ({ task, choice }));
  });
}

/** What properties and the outcome refer to: they belong to no task, and have no locals. */
function observation(code: CodeSetting): Compilation {
  return { ...code, task: -1, register: () => assertNoLocals() };
}

function assertNoLocals(): number {
  assert(false, 'what only looks reads no locals');
  return 0;
}
