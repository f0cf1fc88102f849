// A program in one configuration, ready to be searched, stepped and read by name.

import { assert, at } from '../base/assert.ts';
import type { Program, Property, Task, Type } from '../lang/program.ts';
import { BUILT_IN_PROPERTIES } from '../lang/scope.ts';
import { FlowBuilder, type FlowSetting } from './buildFlow.ts';
import { type Compilation, type Compiled, compileValue, type Memory } from './compileValue.ts';
import { type Config, evaluateOption } from '../lang/configurations.ts';
import { Fault, OOPSES } from './fault.ts';
import { fieldsInUse, poolsInUse } from './fieldsInUse.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { Flow } from './flow.ts';
import { footprints } from './footprint.ts';
import { ghostsRead } from './ghostsRead.ts';
import { inferRanges } from './intRanges.ts';
import { compileOutcome, type OutcomePlace } from './outcomePlace.ts';
import { everyValue, type PackedCell, Packing } from './packing.ts';
import { allocateRegisters, type Registers } from './registers.ts';
import { SiteNamer } from './siteNamer.ts';
import { findSlotValues, type SlotValues } from './slotValues.ts';
import { defaultSlots, startSlots } from './startMemory.ts';
import {
  type Condition,
  type LockSlots,
  type MachineMove,
  type MachineProperty,
  type MemoryPlan,
  StepMachine,
} from './stepMachine.ts';
import { baseOf, layOut, type Storage } from './storage.ts';
import { type CodeSetting, compileTask, ENDED, type TaskCode } from './taskCode.ts';
import type { StepSite, TaskInfo } from './world.ts';

export interface PropertyInfo {
  readonly name: string;
  readonly sentence: string;
  /** The id of the invariant that it states; null where it states none. */
  readonly checks: string | null;
  readonly kind: 'always' | 'finally' | 'assertion' | 'builtin';
}

export interface Model {
  readonly program: Program;
  readonly config: Config;
  readonly tasks: readonly TaskInfo[];
  readonly machine: StepMachine;
  readonly storage: Storage;
  readonly codes: readonly TaskCode[];
  /** Every property that is asked, the built-in ones last. */
  readonly properties: readonly PropertyInfo[];
  /** What only looks: properties are no task's. */
  readonly observer: Compilation;
  /** What tells the scenario's outcomes apart. */
  readonly outcome: readonly OutcomePlace[];
  /** By machine move. */
  readonly moves: readonly MachineMove[];
  /** Four letters that change when the step structure does. */
  readonly fingerprint: string;
  /** `struct.field` of what can change in this configuration, or is read and set: the rest is not worth showing. */
  readonly touched: ReadonlySet<string>;
  /** Pools of which some element is ever taken. */
  readonly pools: ReadonlySet<string>;
  /** Why the world could not even be set up; null when it could. */
  readonly startFault: string | null;
}

/** Every step that the task has in this configuration, in the order of its text. */
export function sitesOf(model: Model, task: number): StepSite[] {
  const code = at(model.codes, task);
  const nodes = [...new Set(code.nodes.filter((node) => node >= 0))].sort((a, b) => a - b);
  return nodes.flatMap((node) => at(code.flow.nodes, node).site ?? []);
}

export function buildModel(program: Program, config: Config): Model {
  const tasks = program.tasks.filter(
    (task) => task.when === null || evaluateOption(task.when, config),
  );
  const storage = layOut(program, tasks.length);
  const open: FlowSetting = {
    program,
    config,
    storage,
    tasks,
    ...looksOf(program),
    initial: null,
  };
  const start = startSlots(open);
  const setting: FlowSetting = { ...open, initial: start.slots };
  const flows = tasks.map((task) => buildTaskFlow(setting, task));
  const registers = flows.map(allocateRegisters);
  const parts = assemble(setting, start.slots, flows, registers);
  const machine = new StepMachine(parts);
  return {
    program,
    config,
    tasks: tasks.map((task, index) => taskInfo(task, index)),
    machine,
    storage,
    codes: parts.codes,
    properties: describeProperties(program, parts.properties),
    observer: parts.observer,
    outcome: parts.outcome,
    moves: parts.moves,
    fingerprint: fingerprintOf(parts.codes),
    touched: parts.touched,
    pools: parts.pools,
    startFault: start.fault ?? faultAtBegin(machine),
  };
}

interface Looks {
  readonly ghosts: ReadonlySet<string>;
  readonly namer: SiteNamer;
}

/** What is the same in every configuration of a program, found once. */
const LOOKS = new WeakMap<Program, Looks>();

function looksOf(program: Program): Looks {
  const known = LOOKS.get(program);
  if (known !== undefined) return known;
  const looks = { ghosts: ghostsRead(program), namer: new SiteNamer(program) };
  LOOKS.set(program, looks);
  return looks;
}

/** The limit that the tasks reach in the local work before their first steps. */
function faultAtBegin(machine: StepMachine): string | null {
  const begun = machine.start(new Uint32Array(machine.words), 0);
  return begun < 0 ? at(machine.limits, -1 - begun) : null;
}

function buildTaskFlow(setting: FlowSetting, task: Task): Flow {
  const flow = new FlowBuilder(setting, task, task).build();
  inferRanges(flow);
  return flow;
}

function taskInfo(task: Task, index: number): TaskInfo {
  const { name, letter, kind, cpu, mm } = task;
  return { index, name, letter, kind, cpu, mm };
}

function assemble(
  setting: FlowSetting,
  slots: Int32Array,
  flows: readonly Flow[],
  registers: readonly Registers[],
) {
  const { program, storage, tasks } = setting;
  const fault = new Fault();
  const { plan, registerBases } = planMemory(slots.length, tasks, registers);
  const properties = machineProperties(program);
  const bit = (name: string): number => {
    const index = properties.findIndex((property) => property.name === name);
    return index < 0 ? 0 : 1 << index;
  };
  const defaults = defaultSlots(storage);
  const isDone = (task: number): Compiled => {
    const cell = at(plan.places, task);
    return (m) => (m[cell] === ENDED ? 1 : 0);
  };
  const code: CodeSetting = { storage, fault, defaults, bit, isDone };
  const observer = observation(code);
  const codes = tasks.map((task, i) =>
    compileTask(code, task, i, at(flows, i), at(registers, i), at(registerBases, i)),
  );
  const values = findSlotValues({ storage, initial: slots, defaults }, flows);
  const start = startMemory(plan, slots, codes);
  const packing = new Packing(packedCells(storage, values, slots, codes, plan));
  return {
    codes,
    moves: listMoves(codes),
    fault,
    plan,
    packing,
    footprints: codes.map((task, i) => {
      const own = [at(plan.places, i), at(plan.passes, i), plan.oops];
      return footprints(storage, task, own).map((cells) => packing.numbersOf(cells));
    }),
    properties,
    start,
    observer,
    conditions: compileConditions(setting, observer, properties),
    outcome: compileOutcome(setting, observer),
    storage,
    locks: lockSlots(storage),
    defaults,
    bit,
    touched: fieldsInUse({ storage, initial: slots, defaults, values }, flows),
    pools: poolsInUse({ storage, initial: slots, defaults, values }),
  };
}

function planMemory(
  slots: number,
  tasks: readonly Task[],
  registers: readonly Registers[],
): { plan: MemoryPlan; registerBases: number[] } {
  let size = slots;
  const reserve = (cells: number): number => (size += cells) - cells;
  const registerBases = registers.map((r) => reserve(r.count));
  const places = tasks.map(() => reserve(1));
  const passes = tasks.map((task) => (task.kind === 'daemon' ? reserve(1) : -1));
  const oops = reserve(1);
  return { plan: { size, places, passes, oops }, registerBases };
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
    add(at(plan.places, task), 0, code.nodes.length - 1);
    if (at(plan.passes, task) >= 0) add(at(plan.passes, task), 0, code.task.runs);
  });
  if (codes.length > 0) add(plan.oops, 0, OOPSES.length);
  return cells;
}

/** One move a task, and one more for every label that one of its choices has. */
function listMoves(codes: readonly TaskCode[]): MachineMove[] {
  return codes.flatMap((code, task) => {
    const labels = new Set(
      code.flow.nodes.flatMap(({ action }) =>
        action.kind === 'choose' ? action.branches.map((b) => b.label) : [],
      ),
    );
    return [null, ...labels].map((choice) => ({ task, choice }));
  });
}

function machineProperties(program: Program): MachineProperty[] {
  const kinds = { always: 'state', finally: 'final', assertion: 'edge' } as const;
  const own = program.properties.map((property) => ({
    name: property.name,
    kind: kinds[property.sort],
  }));
  const builtIn = ['no_oops', 'no_lock_leak', ...(warns(program) ? ['no_warning'] : [])];
  return [...own, ...builtIn.map((name) => ({ name, kind: 'edge' as const }))];
}

function warns(program: Program): boolean {
  return program.files.some((file) => /\bWARN_ON\b/.test(file.text));
}

function describeProperties(
  program: Program,
  properties: readonly MachineProperty[],
): PropertyInfo[] {
  const declared = new Map<string, Property>(
    program.properties.map((property) => [property.name, property]),
  );
  const names = [...properties.map((property) => property.name), 'no_deadlock', 'no_stuck'];
  return names.map((name) => {
    const own = declared.get(name);
    const sentence = own?.sentence ?? BUILT_IN_PROPERTIES[name] ?? name;
    return { name, sentence, checks: own?.checks ?? null, kind: own?.sort ?? 'builtin' };
  });
}

function compileConditions(
  setting: FlowSetting,
  c: Compilation,
  properties: readonly MachineProperty[],
): (Condition | null)[] {
  return properties.map(({ name }) => {
    const property = setting.program.properties.find((p) => p.name === name);
    if (!property?.condition) return null;
    const observer = new FlowBuilder(setting, { body: [], locals: property.locals }, null);
    const value = observer.observe(property.condition);
    return { holds: compileValue(c, value), value };
  });
}

/** What properties and the outcome refer to: they are no task's, and have no locals. */
function observation(code: CodeSetting): Compilation {
  return { ...code, task: -1, register: () => assertNoLocals() };
}

function assertNoLocals(): number {
  assert(false, 'what only looks reads no locals');
  return 0;
}

/** Where it is said who holds a lock. A page lock may be left to somebody else who unlocks it. */
function lockSlots(storage: Storage): LockSlots {
  const simple: number[] = [];
  const rwsems: number[] = [];
  for (const extent of storage.extents.values()) {
    extent.objects.forEach((_, i) => {
      for (const { field, offset } of extent.spots.values()) {
        collectLocks(field.type, baseOf(extent, i + 1) + offset, storage.taskCount, simple, rwsems);
      }
    });
  }
  return { simple, rwsems };
}

function collectLocks(
  type: Type,
  slot: number,
  tasks: number,
  simple: number[],
  rwsems: number[],
): void {
  if (type.kind === 'array') {
    const width = type.of.kind === 'lock' && type.of.lock === 'rwsem' ? 2 * tasks : 1;
    for (let i = 0; i < type.length; i += 1)
      collectLocks(type.of, slot + i * width, tasks, simple, rwsems);
  }
  if (type.kind !== 'lock' || type.lock === 'bitlock') return;
  (type.lock === 'rwsem' ? rwsems : simple).push(slot);
}
