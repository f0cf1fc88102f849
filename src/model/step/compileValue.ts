// Values to closures over the flat memory. Nothing is allocated when they run.

import { AssertionFailure, assert, at, unreachable } from '../../base/assert.ts';
import { calculate } from '../../lang/program/arithmetic.ts';
import type { Operator } from '../../lang/program/program.ts';
import { FOREVER, LOCKS, TRY_LOCKS } from '../../lang/syntax/lockKinds.ts';
import type { Fault } from './fault.ts';
import type { Address, Bounds, Value } from '../cfg/controlFlowGraph.ts';
import {
  baseOf,
  EXCLUSIVE_HOLD,
  extentOf,
  kindOf,
  type Storage,
  withEmbedded,
} from '../storage/storage.ts';

/** The machine's whole state as numbers: slots, registers, program counters. */
export type Memory = Int32Array;
export type Compiled = (memory: Memory) => number;

/** What closures of one task refer to. */
export interface Compilation {
  readonly storage: Storage;
  readonly fault: Fault;
  /** Own number, as lock holders count it: from 0. */
  readonly task: number;
  /** Where a variable's register is in memory. */
  readonly register: (variable: number) => number;
  /** Whether another task has ended. */
  readonly isDone: (task: number) => Compiled;
}

/** The slot of a place that could not be reached. A write there is harmless, since the step has failed. */
const NO_SLOT = -1;

export function compileValue(c: Compilation, value: Value): Compiled {
  switch (value.kind) {
    case 'constant': {
      const known = value.value;
      return () => known;
    }
    case 'variable': {
      const register = c.register(value.variable);
      return (m) => m[register] as number;
    }
    case 'load':
      return compileLoad(c, value.address, value.observed);
    case 'lookup':
      return compileLookup(c, value);
    case 'not': {
      const operand = compileValue(c, value.operand);
      return (m) => (truth(c.fault, operand, m) ? 0 : 1);
    }
    case 'binary':
      return compileBinary(c, value.operator, value.left, value.right);
    case 'all':
    case 'any':
      return compileMany(c, value.kind === 'all', value.items);
    case 'exchange':
      return compileExchange(c, value);
    case 'bump':
      return compileBump(c, value);
    case 'trylock':
      return compileTryLock(c, value);
    case 'allocate':
      return compileAllocate(c, value.pool);
    case 'live': {
      const extent = extentOf(c.storage, value.struct);
      const slot = baseOf(extent, value.reference) + (extent.live ?? 0);
      return (m) => m[slot] as number;
    }
    case 'done':
      return c.isDone(value.task);
    case 'held':
      return compileHeld(c, value);
    default:
      return unreachable(value);
  }
}

/** The first slot of a place, or -1 after raising the fault on the way to it. */
export function compileAddress(c: Compilation, address: Address, observed: boolean): Compiled {
  const fixed = fixedSlot(c, address, observed);
  if (fixed !== null) return () => fixed;
  const object = compileObject(c, address, observed);
  const { offset } = address;
  const steps = address.indexes.map(({ index, scale, length, name }) => ({
    index: compileValue(c, index),
    scale,
    length,
    limit: c.fault.limit(`range index of ${name}`),
  }));
  if (steps.length === 0)
    return (m) => {
      const base = object(m);
      return base === NO_SLOT ? NO_SLOT : base + offset;
    };
  return (m) => {
    let slot = object(m);
    if (slot === NO_SLOT) return NO_SLOT;
    slot += offset;
    for (const { index, scale, length, limit } of steps) {
      const i = index(m);
      if (i < 0 || i >= length) {
        c.fault.reach(limit);
        return NO_SLOT;
      }
      slot += i * scale;
    }
    return slot;
  };
}

/** Where a ghost is written: nowhere through NULL, nowhere by an index that is behind NULL, and nowhere in an object that is free. */
export function compileGhostPlace(c: Compilation, address: Address): Compiled {
  const slot = compileKnownAddress(c, address);
  const extent = extentOf(c.storage, address.struct);
  const { base, stride, live } = extent;
  if (live === null) return slot;
  return (m) => {
    const s = slot(m);
    if (s === NO_SLOT) return NO_SLOT;
    const object = base + Math.floor((s - base) / stride) * stride;
    return m[object + live] === 0 ? NO_SLOT : s;
  };
}

/** The first slot of a place for an observer, or -1 if it is reached through NULL. */
function compileKnownAddress(c: Compilation, address: Address): Compiled {
  const slot = compileAddress(c, address, true);
  const { fault } = c;
  return (m) => {
    const before = fault.unknown;
    fault.unknown = false;
    const s = slot(m);
    if (fault.unknown) return NO_SLOT;
    fault.unknown = before;
    return s;
  };
}

/** The slot of a place that is known before the run and always exists; else null. */
export function fixedSlot(
  c: Pick<Compilation, 'storage'>,
  address: Address,
  observed: boolean,
): number | null {
  const { struct, object, offset, indexes } = address;
  if (indexes.length > 0 || object.kind !== 'constant' || object.value === 0) return null;
  if (!observed && isPooled(c.storage, struct, object.value)) return null;
  return baseOf(extentOf(c.storage, struct), object.value) + offset;
}

function compileLookup(c: Compilation, value: Extract<Value, { kind: 'lookup' }>): Compiled {
  const of = compileValue(c, value.of);
  const table = Int32Array.from(value.table);
  if (value.limit === null) return (m) => table[of(m)] as number;
  const limit = c.fault.limit(value.limit);
  return (m) => {
    const found = table[of(m)];
    if (found !== undefined) return found;
    c.fault.reach(limit);
    return 0;
  };
}

function isPooled(storage: Storage, struct: string, reference: number): boolean {
  return at(extentOf(storage, struct).objects, reference - 1).pool !== null;
}

/** The first slot of the object that is pointed to; a freed one is an oops to the kernel, and zeroes to an observer. */
function compileObject(c: Compilation, address: Address, observed: boolean): Compiled {
  const reference = compileValue(c, address.object);
  const extent = extentOf(c.storage, address.struct);
  const { base, stride, live } = extent;
  const { fault } = c;
  if (observed)
    return (m) => {
      const r = reference(m);
      if (r !== 0) return base + (r - 1) * stride;
      fault.unknown = true;
      return NO_SLOT;
    };
  const pooled = extent.objects.map((object) => object.pool !== null);
  return (m) => {
    const r = reference(m);
    if (r === 0) {
      fault.raise('NULL dereference');
      return NO_SLOT;
    }
    const slot = base + (r - 1) * stride;
    if (live !== null && pooled[r - 1] === true && m[slot + live] === 0) {
      fault.raise('use after free');
      return NO_SLOT;
    }
    return slot;
  };
}

function compileLoad(c: Compilation, address: Address, observed: boolean): Compiled {
  const fixed = fixedSlot(c, address, observed);
  if (fixed !== null) return (m) => m[fixed] as number;
  const slot = compileAddress(c, address, observed);
  return (m) => {
    const s = slot(m);
    return s === NO_SLOT ? 0 : (m[s] as number);
  };
}

function compileBinary(c: Compilation, operator: Operator, left: Value, right: Value): Compiled {
  const a = compileValue(c, left);
  const b = compileValue(c, right);
  if (operator === '&&') return (m) => (truth(c.fault, a, m) && truth(c.fault, b, m) ? 1 : 0);
  if (operator === '||') return (m) => (truth(c.fault, a, m) || truth(c.fault, b, m) ? 1 : 0);
  if (operator === '=>') return (m) => (!truth(c.fault, a, m) || truth(c.fault, b, m) ? 1 : 0);
  if (operator === '+') return (m) => a(m) + b(m);
  if (operator === '-') return (m) => a(m) - b(m);
  if (operator === '*') return (m) => a(m) * b(m);
  if (operator === '%') return (m) => calculate('%', a(m), b(m));
  return comparison(c.fault, operator, a, b);
}

/** A condition that read through NULL is false. */
function truth(fault: Fault, of: Compiled, m: Memory): boolean {
  const value = of(m);
  if (!fault.unknown) return value !== 0;
  fault.unknown = false;
  return false;
}

function comparison(fault: Fault, operator: Operator, a: Compiled, b: Compiled): Compiled {
  const compare = COMPARE[operator];
  assert(compare !== undefined, `${operator} compares`);
  return (m) => {
    const left = a(m);
    const right = b(m);
    if (!fault.unknown) return compare(left, right) ? 1 : 0;
    fault.unknown = false;
    return 0;
  };
}

const COMPARE: Readonly<Partial<Record<Operator, (a: number, b: number) => boolean>>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

function compileMany(c: Compilation, every: boolean, items: readonly Value[]): Compiled {
  const compiled = items.map((item) => compileValue(c, item));
  return (m) => {
    for (const item of compiled) if (truth(c.fault, item, m) !== every) return every ? 0 : 1;
    return every ? 1 : 0;
  };
}

function compileExchange(c: Compilation, value: Extract<Value, { kind: 'exchange' }>): Compiled {
  const slot = compileAddress(c, value.address, false);
  const fresh = bounded(c, compileValue(c, value.value), value.bounds);
  return (m) => {
    const s = slot(m);
    if (s === NO_SLOT) return 0;
    const next = fresh(m);
    const before = m[s] as number;
    m[s] = next;
    return before;
  };
}

function compileBump(c: Compilation, value: Extract<Value, { kind: 'bump' }>): Compiled {
  const { address, observed } = value;
  const slot = observed ? compileGhostPlace(c, address) : compileAddress(c, address, false);
  const limit = c.fault.limit(value.bounds.limit);
  const { low, high } = value.bounds;
  const { by } = value;
  return (m) => {
    const s = slot(m);
    if (s === NO_SLOT) return 0;
    const next = (m[s] as number) + by;
    if (next < low || next > high) c.fault.reach(limit);
    else m[s] = next;
    return next;
  };
}

/** A value that must stay within its place's bounds; outside, the place's limit is reached. */
export function bounded(c: Compilation, of: Compiled, bounds: Bounds | null): Compiled {
  if (bounds === null || bounds.limit === '') return of;
  const { low, high } = bounds;
  const limit = c.fault.limit(bounds.limit);
  return (m) => {
    const value = of(m);
    if (value >= low && value <= high) return value;
    c.fault.reach(limit);
    return low;
  };
}

function compileTryLock(c: Compilation, value: Extract<Value, { kind: 'trylock' }>): Compiled {
  const slot = compileAddress(c, value.lock, false);
  const { lock, mode } = TRY_LOCKS[value.operation];
  const { form } = LOCKS[lock];
  switch (form) {
    case 'owner':
      return compileTryTake(c, slot);
    case 'seats':
      return compileTryDown(c, slot, mode === 'exclusive');
    case 'count':
      return compileTryCount(slot);
    default:
      return unreachable(form);
  }
}

function compileTryTake(c: Compilation, slot: Compiled): Compiled {
  const own = c.task + 1;
  return (m) => {
    const s = slot(m);
    if (s === NO_SLOT || m[s] !== 0) return 0;
    m[s] = own;
    return 1;
  };
}

function compileTryCount(slot: Compiled): Compiled {
  return (m) => {
    const s = slot(m);
    if (s === NO_SLOT || m[s] === 0) return 0;
    if (m[s] !== FOREVER) m[s] = (m[s] as number) - 1;
    return 1;
  };
}

function compileTryDown(c: Compilation, slot: Compiled, write: boolean): Compiled {
  const tasks = c.storage.taskCount;
  const own = c.task;
  const deepest = c.fault.limit(DEEPEST_HOLD);
  return (m) => {
    const s = slot(m);
    if (s === NO_SLOT || hasQueue(m, s, tasks) || !isFree(m, s, tasks, write)) return 0;
    holdRwsem(m, s + own, write, c.fault, deepest);
    return 1;
  };
}

/** The limit that is reached when one task holds an rwsem shared more often than a state can represent. */
export const DEEPEST_HOLD = 'down_read by one task three times';

/** Sets `cell`, a task's hold of an rwsem: once more, or exclusively. */
export function holdRwsem(
  m: Memory,
  cell: number,
  write: boolean,
  fault: Fault,
  deepest: number,
): void {
  const hold = m[cell] as number;
  if (!write && hold + 1 >= EXCLUSIVE_HOLD) fault.reach(deepest);
  m[cell] = write ? EXCLUSIVE_HOLD : hold + 1;
}

/** Whether any task queues at an rwsem. */
export function hasQueue(m: Memory, lock: number, tasks: number): boolean {
  for (let t = 0; t < tasks; t += 1) if (m[lock + tasks + t] !== 0) return true;
  return false;
}

/** Whether an rwsem can be taken beside its holders: no writer holds it, and for a writer no task at all. */
export function isFree(m: Memory, lock: number, tasks: number, write: boolean): boolean {
  for (let t = 0; t < tasks; t += 1) {
    const hold = m[lock + t];
    if (hold === EXCLUSIVE_HOLD || (write && hold !== 0)) return false;
  }
  return true;
}

function compileAllocate(c: Compilation, pool: string): Compiled {
  const range = c.storage.ranges.get(pool);
  assert(range !== undefined, `pool ${pool} has a range`);
  const { struct, first, length } = range;
  const liveSlots = Array.from({ length }, (_, i) => liveSlotsOf(c.storage, struct, first + i));
  const limit = c.fault.limit(`pool ${pool}[${length}]`);
  return (m) => {
    for (let i = 0; i < length; i += 1) {
      const slots = liveSlots[i] as readonly number[];
      if (m[slots[0] as number] !== 0) continue;
      for (const slot of slots) m[slot] = 1;
      return first + i;
    }
    c.fault.reach(limit);
    return 0;
  };
}

/** The slots that say whether an object is allocated, and those of all that is embedded in it. */
function liveSlotsOf(storage: Storage, struct: string, reference: number): number[] {
  return withEmbedded(storage, struct, reference).map(
    ({ extent, base }) => base + (extent.live ?? 0),
  );
}

/** Whether a task holds the lock, or any task (null). */
function compileHeld(c: Compilation, value: Extract<Value, { kind: 'held' }>): Compiled {
  const slot = compileAddress(c, value.lock, true);
  const { task } = value;
  const { form } = LOCKS[kindOf(value.lock)];
  switch (form) {
    case 'owner':
      return (m) => {
        const s = slot(m);
        if (s === NO_SLOT) return 0;
        return task === null ? Number(m[s] !== 0) : Number(m[s] === task + 1);
      };
    case 'seats':
      return compileSeatHeld(slot, c.storage.taskCount, task);
    case 'count':
      throw new AssertionFailure('nobody holds what counts');
    default:
      return unreachable(form);
  }
}

function compileSeatHeld(slot: Compiled, tasks: number, task: number | null): Compiled {
  return (m) => {
    const s = slot(m);
    if (s === NO_SLOT) return 0;
    if (task !== null) return Number(m[s + task] !== 0);
    for (let t = 0; t < tasks; t += 1) if (m[s + t] !== 0) return 1;
    return 0;
  };
}
