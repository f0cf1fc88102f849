// From a state's memory to a world by name.

import { at, unreachable } from '../../base/assert.ts';
import type { Type } from '../../lang/program/program.ts';
import { blamedObjects } from './blame.ts';
import type { Memory } from '../step/compileValue.ts';
import { OOPSES } from '../step/fault.ts';
import { LockBoard } from './lockBoard.ts';
import type { Model } from '../build/model.ts';
import { unfinished } from './settling.ts';
import { waitCycle } from './waitCycle.ts';
import { baseOf, extentOf, GLOBALS, type Spot, widthOf } from '../storage/storage.ts';
import { ENDED, type TaskCode } from '../step/taskCode.ts';
import type {
  Field,
  LockName,
  ObjectId,
  Value,
  Wait,
  World,
  WorldObject,
  WorldTask,
} from '../world/world.ts';

/** The names of pool elements in this run: the n-th allocation is P-n. */
export type Names = ReadonlyMap<ObjectId, string>;

/** An object's name on the stage: an embedded object has the outer one's name as a prefix. */
export function nameOf(names: Names, id: ObjectId): string {
  const [root = id, ...rest] = id.split('.');
  return [names.get(root) ?? root, ...rest].join('.');
}

/** Reads the state that the model's machine has open. */
export function readWorld(model: Model, names: Names): World {
  return new WorldReader(model, names).read();
}

/** Which tasks can step in the open state, by task. */
export function readyTasks(model: Model): boolean[] {
  const enabled = model.machine.enabled();
  const ready = model.tasks.map(() => false);
  model.moves.forEach(({ task }, move) => {
    if ((enabled >> move) & 1) ready[task] = true;
  });
  return ready;
}

class WorldReader {
  private readonly model: Model;
  private readonly names: Names;
  private readonly memory: Memory;
  private readonly board: LockBoard;

  constructor(model: Model, names: Names) {
    this.model = model;
    this.names = names;
    this.memory = model.machine.state;
    this.board = new LockBoard(model, (id) => this.nameOf(id));
  }

  read(): World {
    const { machine } = this.model;
    const ready = readyTasks(this.model);
    const ending = machine.ending();
    const deadlocked = ending === 'running' && !ready.includes(true);
    const tasks = this.model.tasks.map((_, index) => this.task(index, at(ready, index)));
    const waiting = tasks.map(({ state }) => (state.kind === 'blocked' ? state.on : null));
    const broken = this.brokenNow();
    return {
      objects: this.objects(waiting),
      tasks,
      ending: deadlocked ? 'deadlocked' : ending,
      oops:
        ending === 'panicked' ? at(OOPSES, (this.memory[machine.parts.plan.oops] ?? 1) - 1) : null,
      broken: deadlocked ? [...broken, 'no_deadlock'] : broken,
      concerns: Object.fromEntries(broken.map((name) => [name, this.concerned(name)])),
      cycle: deadlocked ? waitCycle(tasks) : [],
    };
  }

  private brokenNow(): string[] {
    const { machine } = this.model;
    const bits = machine.judge();
    return machine.properties.flatMap(({ name }, i) => ((bits >> i) & 1 ? [name] : []));
  }

  private concerned(property: string): ObjectId[] {
    const { machine, observer } = this.model;
    const pc = machine.properties.findIndex(({ name }) => name === property);
    const condition = machine.parts.conditions[pc];
    return condition ? blamedObjects(observer, condition.value, this.memory) : [];
  }

  private nameOf(id: ObjectId): string {
    return nameOf(this.names, id);
  }

  // Objects

  private objects(waiting: readonly (LockName | null)[]): WorldObject[] {
    const objects: WorldObject[] = [];
    for (const extent of this.model.storage.extents.values()) {
      if (extent.struct.name === GLOBALS && extent.struct.fields.length === 0) continue;
      extent.objects.forEach(({ id, pool, parent }, i) => {
        if (pool !== null && !this.model.pools.has(pool)) return;
        const base = baseOf(extent, i + 1);
        const live = extent.live === null || this.memory[base + extent.live] !== 0;
        const fields = [...extent.spots.values()].flatMap((spot) =>
          this.field(extent.struct.name, id, base, spot, waiting),
        );
        objects.push({
          id,
          name: this.nameOf(id),
          struct: extent.struct.name,
          role: extent.struct.role,
          live,
          pooled: pool !== null,
          parent,
          fields,
        });
      });
    }
    return objects;
  }

  /** Embedded objects are objects of their own; fields that this configuration does not use are left out. */
  private field(
    struct: string,
    id: ObjectId,
    base: number,
    { field, offset }: Spot,
    waiting: readonly (LockName | null)[],
  ): Field[] {
    const { name, role, ghost, type } = field;
    if (type.kind === 'object') return [];
    if (!field.constant && !this.model.accessed.has(`${struct}.${name}`)) return [];
    const lock = (kind: Extract<Type, { kind: 'lock' }>, slot: number, path: string): Value => {
      const known = this.board.lockName(id, path, kind.lock);
      const waiters = waiting.flatMap((on, task) =>
        on?.object === id && on.field === path ? [task] : [],
      );
      return { kind: 'lock', lock: this.board.read(known, slot, waiters) };
    };
    return [{ name, role, ghost, value: this.value(type, base + offset, name, lock) }];
  }

  private value(
    type: Type,
    slot: number,
    path: string,
    lock: (kind: Extract<Type, { kind: 'lock' }>, slot: number, path: string) => Value,
  ): Value {
    if (type.kind === 'lock') return lock(type, slot, path);
    if (type.kind !== 'array') return readValue(this.model, this.memory, type, slot);
    const width = widthOf(this.model.program.structs, type.of, this.model.storage.taskCount);
    const items = Array.from({ length: type.length }, (_, i) =>
      this.value(type.of, slot + i * width, `${path}[${i}]`, lock),
    );
    return { kind: 'array', items };
  }

  // Tasks

  private task(index: number, ready: boolean): WorldTask {
    const code = at(this.model.codes, index);
    const pc = this.model.machine.pcOf(index);
    const node = pc === ENDED ? null : at(code.cfg.nodes, at(code.nodes, pc));
    const choices =
      node?.action.kind === 'choose' ? node.action.branches.map((branch) => branch.label) : [];
    const state = this.standing(code, index, pc, ready);
    return {
      index,
      state,
      next: node?.site ?? null,
      locals: pc === ENDED ? [] : this.locals(code, pc),
      choices,
    };
  }

  private standing(code: TaskCode, index: number, pc: number, ready: boolean): WorldTask['state'] {
    if (pc === ENDED) return { kind: 'done' };
    const begun = pc < code.idleFrom;
    if (!begun && code.task.kind === 'daemon') return { kind: 'idle' };
    if (ready) return { kind: 'ready' };
    const before = begun ? [] : unfinished(this.model);
    if (before.length > 0) {
      const waitsFor = before.map((task): Wait => ({ task, why: 'unfinished' }));
      return { kind: 'settling-later', waitsFor };
    }
    const on = this.board.waitingFor(code, pc);
    const waitsFor = on === null ? [] : this.board.waitsFor(on.slot, on.lock.kind, index);
    return { kind: 'blocked', on: on?.lock ?? null, waitsFor };
  }

  /** The locals that are live at the task's program counter; the fields of a word together. */
  private locals(code: TaskCode, pc: number): Field[] {
    const fields: Field[] = [];
    const alive = at(code.registers.alive, at(code.nodes, pc));
    code.cfg.variables.forEach(({ name, type, word }, variable) => {
      if (!alive.has(variable) || name.startsWith('(')) return;
      const value = readScalar(
        this.model,
        this.memory,
        type,
        code.registerBase + at(code.registers.of, variable),
      );
      fields.push({
        name: word === null ? name : `${word}.${name}`,
        role: null,
        ghost: false,
        value,
      });
    });
    return fields;
  }
}

/** A value of any type but an array and a lock. */
export function readValue(model: Model, memory: Memory, type: Type, slot: number): Value {
  if (type.kind !== 'word') return readScalar(model, memory, type, slot);
  const struct = model.program.structs.get(type.struct);
  const fields = (struct?.fields ?? []).map(({ name, role, ghost, type: own }, i) => ({
    name,
    role,
    ghost,
    value: readScalar(model, memory, own, slot + i),
  }));
  return { kind: 'word', struct: type.struct, fields };
}

function readScalar(model: Model, memory: Memory, type: Type, slot: number): Value {
  const value = memory[slot] ?? 0;
  switch (type.kind) {
    case 'bool':
      return { kind: 'bool', on: value !== 0 };
    case 'data': {
      const token = model.program.tokens[value];
      return {
        kind: 'token',
        token: token?.name ?? `${value}`,
        index: value,
        meaning: token?.meaning ?? '',
      };
    }
    case 'enum':
      return {
        kind: 'enum',
        name: model.program.enums.get(type.name)?.[value] ?? `${value}`,
        index: value,
      };
    case 'reference':
      return readReference(model, memory, type.struct, value);
    case 'object':
    case 'word':
    case 'lock':
    case 'void':
    case 'int':
    case 'null':
    case 'array':
      return { kind: 'int', value };
    default:
      return unreachable(type);
  }
}

function readReference(model: Model, memory: Memory, struct: string, reference: number): Value {
  if (reference === 0) return { kind: 'ref', target: null, dangling: false };
  const extent = extentOf(model.storage, struct);
  const object = at(extent.objects, reference - 1);
  const live = extent.live === null || memory[baseOf(extent, reference) + extent.live] !== 0;
  return { kind: 'ref', target: object.id, dangling: !live };
}
