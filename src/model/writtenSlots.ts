// Which slots can ever change: the others cost no bits, though reading them is a step like any other.

import type { Address, Flow, FlowNode, Value } from './flow.ts';
import { baseOf, extentOf, type Storage, widthOf } from './storage.ts';
import type { Struct } from '../lang/program.ts';

interface Setting {
  readonly storage: Storage;
  readonly structs: ReadonlyMap<string, Struct>;
  /** Slots at the start. */
  readonly initial: Int32Array;
  readonly defaults: Int32Array;
}

/** `flows[t]` is task t's. */
export function findWrittenSlots(setting: Setting, flows: readonly Flow[]): ReadonlySet<number> {
  const written = new Set<number>();
  const writers = locksWithWriter(flows);
  flows.forEach((flow, task) => {
    for (const node of flow.nodes) markNode(setting, written, writers, node, task);
  });
  return written;
}

function lockName(lock: Address): string {
  return `${lock.struct}.${lock.path}`;
}

/** Rwsems that somebody takes exclusively: nobody ever queues at the others. */
function locksWithWriter(flows: readonly Flow[]): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (value: Value): void => {
    if (value.kind === 'trylock' && value.operation === 'down_write_trylock')
      names.add(lockName(value.lock));
  };
  for (const flow of flows) {
    for (const { action } of flow.nodes) {
      if (action.kind === 'lock' && action.operation === 'down_write')
        names.add(lockName(action.lock));
      eachValue(action, visit);
    }
  }
  return names;
}

function markNode(
  setting: Setting,
  written: Set<number>,
  writers: ReadonlySet<string>,
  node: FlowNode,
  task: number,
): void {
  const { action } = node;
  if (action.kind === 'do')
    for (const { address } of action.stores)
      mark(setting, written, address, widthAt(setting, address));
  if (action.kind === 'lock')
    markLock(setting, written, writers, action.lock, task, action.operation.startsWith('down_'));
  if (action.kind === 'hold') mark(setting, written, action.lock, 1);
  if (action.kind === 'free') markPool(setting, written, action.struct);
  eachValue(action, (value) => {
    if (value.kind === 'exchange' || value.kind === 'bump')
      mark(setting, written, value.address, 1);
    if (value.kind === 'trylock') markLock(setting, written, writers, value.lock, task, false);
    if (value.kind === 'allocate')
      markPool(setting, written, setting.storage.ranges.get(value.pool)?.struct ?? '');
  });
}

function widthAt({ structs, storage }: Setting, address: Address): number {
  return widthOf(structs, address.type, storage.taskCount);
}

function markLock(
  setting: Setting,
  written: Set<number>,
  writers: ReadonlySet<string>,
  lock: Address,
  task: number,
  queues: boolean,
): void {
  if (lock.type.kind !== 'lock' || lock.type.lock !== 'rwsem')
    return mark(setting, written, lock, 1);
  mark(setting, written, { ...lock, offset: lock.offset + task }, 1);
  if (!queues || !writers.has(lockName(lock))) return;
  mark(setting, written, { ...lock, offset: lock.offset + setting.storage.taskCount + task }, 1);
}

/** Freeing puts every field back; only those that the start sets differently are changed by that alone. */
function markPool(
  { storage, initial, defaults }: Setting,
  written: Set<number>,
  struct: string,
): void {
  const extent = extentOf(storage, struct);
  extent.objects.forEach((object, i) => {
    if (object.pool === null) return;
    const base = baseOf(extent, i + 1);
    written.add(base + (extent.live ?? 0));
    for (let s = base; s < base + extent.stride; s += 1)
      if (initial[s] !== defaults[s]) written.add(s);
  });
}

/** Every slot that the place can be. */
function mark({ storage }: Setting, written: Set<number>, address: Address, width: number): void {
  const extent = extentOf(storage, address.struct);
  const { object } = address;
  const objects = object.kind === 'constant' ? [object.value] : extent.objects.map((_, i) => i + 1);
  let offsets = [address.offset];
  for (const { scale, length } of address.indexes) {
    offsets = offsets.flatMap((offset) => Array.from({ length }, (_, i) => offset + i * scale));
  }
  for (const reference of objects.filter((r) => r > 0)) {
    for (const offset of offsets) {
      for (let i = 0; i < width; i += 1) written.add(baseOf(extent, reference) + offset + i);
    }
  }
}

/** Visits every value of an action, inner ones included. */
function eachValue(action: FlowNode['action'], visit: (value: Value) => void): void {
  const walk = (value: Value): void => {
    visit(value);
    if (value.kind === 'not') walk(value.operand);
    if (value.kind === 'embedded') walk(value.of);
    if (value.kind === 'exchange') walk(value.value);
    if (value.kind === 'all' || value.kind === 'any') value.items.forEach(walk);
    if (value.kind === 'binary') {
      walk(value.left);
      walk(value.right);
    }
  };
  if (action.kind === 'do') {
    for (const { value } of action.sets) walk(value);
    for (const { value } of action.stores) walk(value);
    if (action.evaluate !== null) walk(action.evaluate);
  }
  if (action.kind === 'branch' || action.kind === 'check') walk(action.condition);
  if (action.kind === 'wait') walk(action.until);
  if (action.kind === 'free') walk(action.pointer);
}
