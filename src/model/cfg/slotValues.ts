// Which values each slot can ever hold. A slot that never changes takes no bits, and one with few values takes few.
// Reading such a slot is still a step.

import { isArithmetic } from '../../lang/program/arithmetic.ts';
import { unreachable } from '../../base/assert.ts';
import type { LockOperation, TryLock } from '../../lang/program/program.ts';
import {
  isLockOperation,
  LOCK_OPERATIONS,
  LOCKS,
  type LockMode,
  mayBlock,
  TRY_LOCKS,
} from '../../lang/syntax/lockKinds.ts';
import type { Address, ControlFlowGraph, CfgNode, Value } from './controlFlowGraph.ts';
import { walkAction } from './walkValue.ts';
import {
  baseOf,
  EXCLUSIVE_HOLD,
  extentOf,
  heldBy,
  kindOf,
  slotsOfObject,
  type Storage,
  withEmbedded,
} from '../storage/storage.ts';

/** By slot: its values in rising order, or null for its whole range. A slot that is missing keeps its first value. */
export type SlotValues = ReadonlyMap<number, readonly number[] | null>;

interface Setting {
  readonly storage: Storage;
  /** Slots at the start. */
  readonly initial: Int32Array;
  /** Slots of an object that was freed. */
  readonly defaults: Int32Array;
}

/** `cfgs[t]` is task t's. */
export function findSlotValues(setting: Setting, cfgs: readonly ControlFlowGraph[]): SlotValues {
  const collector = new Collector(setting, queuesOf(setting, cfgs));
  cfgs.forEach((cfg, task) => {
    for (const node of cfg.nodes) collector.visit(node, task);
  });
  return collector.finish();
}

/** By lock: the tasks that may queue at it. If no task takes it exclusively, no task ever queues. */
type Queues = ReadonlyMap<string, ReadonlySet<number>>;

function queuesOf(setting: Setting, cfgs: readonly ControlFlowGraph[]): Queues {
  const queues = new Map<string, Set<number>>();
  const written = new Set<string>();
  const visit = (lock: Address, operation: LockOperation | TryLock, task: number): void => {
    const { mode, queues: mayQueue } = seatTaken(operation);
    if (mode === 'exclusive' || isHeldAtFirst(setting, lock)) written.add(lockName(lock));
    if (!mayQueue) return;
    queues.set(lockName(lock), (queues.get(lockName(lock)) ?? new Set()).add(task));
  };
  cfgs.forEach(({ nodes }, task) => {
    for (const { action } of nodes) {
      if (action.kind === 'lock') visit(action.lock, action.operation, task);
      if (action.kind === 'hold') written.add(lockName(action.lock));
      walkAction(action, (value) => {
        if (value.kind === 'trylock') visit(value.lock, value.operation, task);
      });
    }
  });
  return new Map([...queues].filter(([name]) => written.has(name)));
}

/** Whether a task holds an rwsem exclusively at the start. */
function isHeldAtFirst({ storage, initial }: Setting, lock: Address): boolean {
  if (LOCKS[kindOf(lock)].form !== 'seats') return false;
  return slotsOf(storage, lock).some((slot) =>
    initial.subarray(slot, slot + storage.taskCount).includes(EXCLUSIVE_HOLD),
  );
}

/** All locks of an array have one name: an index may lead to any of them. */
function lockName(lock: Address): string {
  return `${lock.struct}.${lock.field}`;
}

/** In which mode an operation releases or takes an rwsem, and whether the task may have to queue for it. */
function seatTaken(operation: LockOperation | TryLock): {
  readonly mode: LockMode;
  readonly queues: boolean;
} {
  if (!isLockOperation(operation)) return { mode: TRY_LOCKS[operation].mode, queues: false };
  return { mode: LOCK_OPERATIONS[operation].mode, queues: mayBlock(operation) };
}

class Collector {
  private readonly setting: Setting;
  private readonly queues: Queues;
  private readonly found = new Map<number, Set<number> | null>();

  constructor(setting: Setting, queues: Queues) {
    this.setting = setting;
    this.queues = queues;
  }

  /** A slot also holds what it starts with, and what it goes back to when its object is freed. */
  finish(): SlotValues {
    const { initial, defaults } = this.setting;
    const sorted = [...this.found].map(([slot, values]): [number, number[] | null] => {
      if (values === null) return [slot, null];
      values.add(initial[slot] ?? 0).add(defaults[slot] ?? 0);
      return [slot, [...values].sort((a, b) => a - b)];
    });
    return new Map(sorted);
  }

  visit({ action }: CfgNode, task: number): void {
    if (action.kind === 'do')
      for (const { address, value } of action.stores) this.put(address, valuesOf(value));
    if (action.kind === 'lock') this.visitLock(action.lock, action.operation, task);
    if (action.kind === 'hold') {
      const { cell, value } = heldBy(action.lock, action.task);
      this.put(at(action.lock, cell), [value]);
    }
    if (action.kind === 'free') this.visitPool(action.struct);
    walkAction(action, (value) => {
      if (value.kind === 'exchange') this.put(value.address, valuesOf(value.value));
      if (value.kind === 'bump') this.put(value.address, null);
      if (value.kind === 'trylock') this.visitLock(value.lock, value.operation, task);
      if (value.kind === 'allocate')
        this.visitPool(this.setting.storage.ranges.get(value.pool)?.struct ?? '');
    });
  }

  private visitLock(lock: Address, operation: LockOperation | TryLock, task: number): void {
    const { form } = LOCKS[kindOf(lock)];
    switch (form) {
      case 'owner':
        return this.put(lock, [0, task + 1]);
      case 'seats':
        return this.visitSeats(lock, operation, task);
      case 'count':
        return this.put(lock, null);
      default:
        return unreachable(form);
    }
  }

  private visitSeats(lock: Address, operation: LockOperation | TryLock, task: number): void {
    const { mode, queues } = seatTaken(operation);
    if (mode === 'exclusive') this.put(at(lock, task), [EXCLUSIVE_HOLD]);
    // A task that releases one hold may still have the other.
    else this.put(at(lock, task), SHARED_HOLDS);
    const queue = this.queues.get(lockName(lock));
    if (queue === undefined || !queues) return;
    const ranks = [...queue].map((_, i) => 2 * (i + 1) + (mode === 'exclusive' ? 1 : 0));
    this.put(at(lock, this.setting.storage.taskCount + task), ranks);
  }

  /** Freeing resets every field; it changes only those that the start sets to another value. */
  private visitPool(struct: string): void {
    const { storage, initial, defaults } = this.setting;
    extentOf(storage, struct).objects.forEach(({ pool }, i) => {
      if (pool === null) return;
      for (const { extent, base } of withEmbedded(storage, struct, i + 1))
        this.add(base + (extent.live ?? 0), [0, 1]);
      for (const slot of slotsOfObject(storage, struct, i + 1))
        if (initial[slot] !== defaults[slot]) this.add(slot, []);
    });
  }

  private put(address: Address, values: readonly number[] | null): void {
    for (const slot of slotsOf(this.setting.storage, address)) this.add(slot, values);
  }

  private add(slot: number, values: readonly number[] | null): void {
    const known = this.found.get(slot);
    if (known === null) return;
    if (values === null) this.found.set(slot, null);
    else if (known === undefined) this.found.set(slot, new Set(values));
    else for (const value of values) known.add(value);
  }
}

/** Every slot that the first slot of a place can be. */
export function slotsOf(storage: Storage, address: Address): number[] {
  const extent = extentOf(storage, address.struct);
  const { object } = address;
  const first = object.kind === 'constant' ? object.value : 1;
  const last = object.kind === 'constant' ? object.value : extent.objects.length;
  const slots: number[] = [];
  for (let reference = Math.max(1, first); reference <= last; reference += 1)
    addElements(slots, baseOf(extent, reference) + address.offset, address.indexes, 0);
  return slots;
}

/** Of an array in arrays, the slot of every element. */
function addElements(
  slots: number[],
  slot: number,
  indexes: Address['indexes'],
  depth: number,
): void {
  const index = indexes[depth];
  if (index === undefined) slots.push(slot);
  else
    for (let i = 0; i < index.length; i += 1)
      addElements(slots, slot + i * index.scale, indexes, depth + 1);
}

/** Held shared once, and once more by the same task. */
const SHARED_HOLDS: readonly number[] = [1, 2];

function at(lock: Address, cell: number): Address {
  return { ...lock, offset: lock.offset + cell };
}

/** What a value can be, when that is known before the run. */
function valuesOf(value: Value): readonly number[] | null {
  if (value.kind === 'constant') return [value.value];
  const condition = ['not', 'all', 'any', 'live', 'done', 'held', 'trylock'].includes(value.kind);
  const comparison = value.kind === 'binary' && !isArithmetic(value.operator);
  return condition || comparison ? [0, 1] : null;
}
