// The tasks that are part of a configuration, with what depends on nothing else, and with what was built for
// other configurations of the same tasks.

import { AssertionFailure, unreachable } from '../../base/assert.ts';
import { LOCKS } from '../../lang/syntax/lockKinds.ts';
import { type Config, evaluateOption } from '../../lang/program/configurations.ts';
import type { Program, Task, Type } from '../../lang/program/program.ts';
import { ghostsRead } from '../cfg/ghostsRead.ts';
import { listProperties } from './modelProperties.ts';
import type { Observed } from './observed.ts';
import { BuildCache } from './buildCache.ts';
import { SiteNamer } from '../cfg/siteNamer.ts';
import { defaultSlots, type Start } from '../step/startMemory.ts';
import type { LockSlots, MachineProperty } from '../step/stepMachine.ts';
import { baseOf, layOut, lockWidth, type Storage } from '../storage/storage.ts';
import type { TaskText } from '../step/taskText.ts';

export interface TaskInstances {
  readonly program: Program;
  /** In order. */
  readonly tasks: readonly Task[];
  readonly storage: Storage;
  /** By slot: its value in an object that was not accessed yet. */
  readonly defaults: Int32Array;
  readonly locks: LockSlots;
  readonly properties: readonly MachineProperty[];
  readonly ghosts: ReadonlySet<string>;
  readonly namer: SiteNamer;
  readonly starts: BuildCache<Start>;
  /** By task. */
  readonly texts: readonly BuildCache<TaskText>[];
  readonly observed: BuildCache<Observed>;
}

/** What is the same in every configuration of a program, and its sets of task instances by the names of their tasks. */
interface Known {
  readonly ghosts: ReadonlySet<string>;
  readonly namer: SiteNamer;
  readonly properties: readonly MachineProperty[];
  readonly instances: Map<string, TaskInstances>;
}

const KNOWN = new WeakMap<Program, Known>();

export function instantiateTasks(program: Program, config: Config): TaskInstances {
  const known = knownOf(program);
  const tasks = program.tasks.filter(
    (task) => task.when === null || evaluateOption(task.when, config),
  );
  const key = tasks.map(({ name }) => name).join(' ');
  const instances = known.instances.get(key) ?? newInstances(program, known, tasks);
  known.instances.set(key, instances);
  return instances;
}

function knownOf(program: Program): Known {
  const known = KNOWN.get(program) ?? {
    ghosts: ghostsRead(program),
    namer: new SiteNamer(program),
    properties: listProperties(program),
    instances: new Map(),
  };
  KNOWN.set(program, known);
  return known;
}

function newInstances(program: Program, known: Known, tasks: readonly Task[]): TaskInstances {
  const { ghosts, namer, properties } = known;
  const storage = layOut(program, tasks.length);
  return {
    program,
    tasks,
    storage,
    defaults: defaultSlots(storage),
    locks: lockSlots(storage),
    properties,
    ghosts,
    namer,
    starts: new BuildCache(),
    texts: tasks.map(() => new BuildCache()),
    observed: new BuildCache(),
  };
}

/** The cells that record who holds a lock, except page locks, which another task may unlock. */
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
    const width = type.of.kind === 'lock' ? lockWidth(type.of.lock, tasks) : 0;
    for (let i = 0; i < type.length; i += 1)
      collectLocks(type.of, slot + i * width, tasks, simple, rwsems);
  }
  if (type.kind !== 'lock') return;
  const { form, releasedBy } = LOCKS[type.lock];
  if (releasedBy === 'anyone') return;
  switch (form) {
    case 'owner':
      simple.push(slot);
      return;
    case 'seats':
      rwsems.push(slot);
      return;
    case 'count':
      throw new AssertionFailure('anyone raises a count');
    default:
      return unreachable(form);
  }
}
