// The access set of a node: the memory that it can access in any state. Independence of two steps is decided by it.

import { at, unreachable } from '../../base/assert.ts';
import type { LockOperation } from '../../lang/program/program.ts';
import { LOCK_OPERATIONS } from '../../lang/syntax/lockKinds.ts';
import type { Action, Address, CfgNode, Value } from '../cfg/controlFlowGraph.ts';
import { slotsOf } from '../cfg/slotValues.ts';
import {
  baseOf,
  extentOf,
  kindOf,
  lockWidth,
  slotsOfObject,
  type Storage,
  withEmbedded,
} from '../storage/storage.ts';

/**
 * `lock`: a bitlock is taken or released, and no value is read. `countOut`: a number is decremented, and only whether
 * it is 0 now is read. `allocate`, `free`: an object leaves its pool, or returns to it in its initial state.
 */
export type AccessKind = 'read' | 'write' | 'lock' | 'countOut' | 'allocate' | 'free';

export interface MemoryAccess {
  readonly kind: AccessKind;
  /** The memory cells that may be accessed. */
  readonly cells: readonly number[];
  /** The variable that points to the object; -1 if it is known before the run, -2 if anything else finds it. */
  readonly through: number;
  readonly struct: string;
}

export const KNOWN_OBJECT = -1;
const FOUND_OBJECT = -2;

/** `pcs`: the cells of the program counters, which `done(task)` reads. */
export interface AccessSetting {
  readonly storage: Storage;
  readonly pcs: readonly number[];
}

export function accessSetOf(setting: AccessSetting, { action }: CfgNode): readonly MemoryAccess[] {
  const collector = new Collector(setting);
  collector.action(action);
  return collector.found;
}

/** What a condition reads. */
export function accessSetOfValue(setting: AccessSetting, value: Value): readonly MemoryAccess[] {
  const collector = new Collector(setting);
  collector.value(value);
  return collector.found;
}

class Collector {
  readonly found: MemoryAccess[] = [];
  private readonly setting: AccessSetting;

  constructor(setting: AccessSetting) {
    this.setting = setting;
  }

  action(action: Action): void {
    switch (action.kind) {
      case 'do':
        for (const { value } of action.sets) this.value(value);
        for (const { address, value } of action.stores) {
          this.value(value);
          this.place(address, 'write');
        }
        if (action.evaluate !== null) this.value(action.evaluate);
        return;
      case 'branch':
        return isCountedOut(action.condition)
          ? this.place(action.condition.left.address, 'countOut')
          : this.value(action.condition);
      case 'check':
        return this.value(action.condition);
      case 'wait':
        return this.value(action.until);
      case 'lock':
        return this.lock(action.lock, isOfPage(action.operation) ? 'lock' : 'write');
      case 'hold':
        return this.lock(action.lock, 'write');
      case 'free':
        return this.free(action.pointer, action.struct);
      case 'choose':
      case 'jump':
      case 'enter':
      case 'end':
        break;
      default:
        return unreachable(action);
    }
  }

  value(value: Value): void {
    switch (value.kind) {
      case 'load':
        return this.place(value.address, 'read');
      case 'lookup':
        return this.value(value.of);
      case 'not':
        return this.value(value.operand);
      case 'binary':
        this.value(value.left);
        return this.value(value.right);
      case 'all':
      case 'any':
        return value.items.forEach((item) => this.value(item));
      case 'exchange':
        this.value(value.value);
        return this.place(value.address, 'write');
      case 'bump':
        return this.place(value.address, 'write');
      case 'trylock':
        return this.lock(value.lock, 'write');
      case 'held':
        return this.lock(value.lock, 'read');
      case 'allocate':
        return this.allocate(value.pool);
      case 'live':
        return this.add('read', [this.liveOf(value.struct, value.reference)], KNOWN_OBJECT, '');
      case 'done':
        return this.add('read', [at(this.setting.pcs, value.task)], KNOWN_OBJECT, '');
      case 'constant':
      case 'variable':
        break;
      default:
        return unreachable(value);
    }
  }

  private lock(lock: Address, kind: AccessKind): void {
    this.place(lock, kind, lockWidth(kindOf(lock), this.setting.storage.taskCount));
  }

  /** The place itself, the reads that find it, and the test whether its object is allocated. */
  private place(address: Address, kind: AccessKind, width = 1): void {
    const { storage } = this.setting;
    const { object, struct } = address;
    this.value(object);
    for (const { index } of address.indexes) this.value(index);
    const through = pointerOf(object);
    const cells = slotsOf(storage, address).flatMap((slot) =>
      Array.from({ length: width }, (_, i) => slot + i),
    );
    this.add(kind, cells, through, struct);
    const pooled = this.liveCells(struct, object);
    if (pooled.length > 0) this.add('read', pooled, through, struct);
  }

  private liveCells(struct: string, object: Value): number[] {
    return extentOf(this.setting.storage, struct).objects.flatMap(({ pool }, i) =>
      pool === null || (object.kind === 'constant' && object.value !== i + 1)
        ? []
        : [this.liveOf(struct, i + 1)],
    );
  }

  private liveOf(struct: string, reference: number): number {
    const extent = extentOf(this.setting.storage, struct);
    return baseOf(extent, reference) + (extent.live ?? 0);
  }

  private allocate(pool: string): void {
    const { storage } = this.setting;
    const { struct = '', first = 1, length = 0 } = storage.ranges.get(pool) ?? {};
    const cells = Array.from({ length }, (_, i) => withEmbedded(storage, struct, first + i))
      .flat()
      .map(({ extent, base }) => base + (extent.live ?? 0));
    this.add('allocate', cells, FOUND_OBJECT, struct);
  }

  private free(pointer: Value, struct: string): void {
    const { storage } = this.setting;
    this.value(pointer);
    const cells = extentOf(storage, struct).objects.flatMap(({ pool }, i) =>
      pool === null ? [] : slotsOfObject(storage, struct, i + 1),
    );
    this.add('free', cells, pointerOf(pointer), struct);
  }

  private add(kind: AccessKind, cells: readonly number[], through: number, struct: string): void {
    this.found.push({ kind, cells, through, struct });
  }
}

/** Whether it is a lock by which the kernel guards an object: see `MonitoredAssumptions`. */
function isOfPage(operation: LockOperation): boolean {
  return LOCK_OPERATIONS[operation].lock === 'bitlock';
}

/** `--count == 0`, where the count cannot go below 0. */
export function isCountedOut(
  value: Value,
): value is Extract<Value, { kind: 'binary' }> & { left: { kind: 'bump' } } {
  return (
    value.kind === 'binary' &&
    value.operator === '==' &&
    value.left.kind === 'bump' &&
    value.left.by === -1 &&
    value.left.bounds.low === 0 &&
    value.right.kind === 'constant' &&
    value.right.value === 0
  );
}

function pointerOf(object: Value): number {
  if (object.kind === 'constant') return KNOWN_OBJECT;
  return object.kind === 'variable' ? object.variable : FOUND_OBJECT;
}
