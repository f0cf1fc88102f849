// Nodes to closures: each runs its action and says which node comes next.

import { assert, unreachable } from '../../base/assert.ts';
import type { LockOperation } from '../../lang/program/program.ts';
import {
  COUNT_LIMIT,
  FOREVER,
  LOCK_OPERATIONS,
  LOCKS,
  type LockTraits,
  mayQueue,
  MOST_COUNTED,
  type OperationTraits,
} from '../../lang/syntax/lockKinds.ts';
import {
  bounded,
  type Compilation,
  type Compiled,
  compileAddress,
  compileGhostPlace,
  compileValue,
  DEEPEST_HOLD,
  hasQueue,
  holdRwsem,
  isFree,
  type Memory,
} from './compileValue.ts';
import type { Address, Bounds, CfgNode } from '../cfg/controlFlowGraph.ts';
import { EXCLUSIVE_HOLD, extentOf, heldBy, holdCells, slotsOfObject } from '../storage/storage.ts';

/** The next node, or `~node` if the task keeps its program counter: it has queued and will try again. */
export type Run = (memory: Memory, branch: number) => number;

/** What the nodes of one task refer to in addition to their values. */
export interface NodeCompilation extends Compilation {
  readonly bounds: (variable: number) => Bounds | null;
  /** The edge property's bit. */
  readonly bit: (property: string) => number;
  /** By slot: what an object that is freed goes back to. */
  readonly defaults: Int32Array;
}

export function compileNode(c: NodeCompilation, node: CfgNode, index: number): Run {
  const run = compileAction(c, node, index);
  if (!node.observes) return run;
  return (m, branch) => {
    const next = run(m, branch);
    c.fault.unknown = false;
    return next;
  };
}

function compileAction(c: NodeCompilation, node: CfgNode, index: number): Run {
  const { action } = node;
  const next = node.next.to;
  switch (action.kind) {
    case 'do':
      return compileDo(c, action, next, node.observes);
    case 'branch': {
      const condition = compileValue(c, action.condition);
      const otherwise = action.otherwise.to;
      return (m) => (condition(m) !== 0 ? next : otherwise);
    }
    case 'lock':
      return action.gate
        ? compileGate(c, action, next, index)
        : compileLock(c, action.operation, action.lock, next, index);
    case 'hold':
      return compileHold(c, action, next);
    case 'free':
      return compileFree(c, action, next);
    case 'wait': {
      if (action.gate) return () => next;
      // The guard has found it true; evaluating it again raises the oops of a place that cannot be reached.
      const until = compileValue(c, action.until);
      return (m) => {
        until(m);
        return next;
      };
    }
    case 'choose': {
      const targets = action.branches.map((branch) => branch.to.to);
      return (_, branch) => targets[branch] as number;
    }
    case 'check':
      return compileCheck(c, action, next);
    case 'jump':
    case 'enter':
    case 'end':
      return () => next;
    default:
      return unreachable(action);
  }
}

type ActionOf<K extends CfgNode['action']['kind']> = Extract<CfgNode['action'], { kind: K }>;

/** Every value first, then every write: the parts of a word change together. */
function compileDo(
  c: NodeCompilation,
  action: ActionOf<'do'>,
  next: number,
  observes: boolean,
): Run {
  const sets = action.sets.map(({ variable, value }) => ({
    register: c.register(variable),
    value: bounded(c, compileValue(c, value), c.bounds(variable)),
  }));
  const stores = action.stores.map(({ address, value, bounds }) => ({
    slot: observes ? compileGhostPlace(c, address) : compileAddress(c, address, false),
    value: bounded(c, compileValue(c, value), bounds),
  }));
  const evaluate = action.evaluate === null ? null : compileValue(c, action.evaluate);
  const [set] = sets;
  const [store] = stores;
  if (set && sets.length === 1 && stores.length === 0)
    return compileSet(set.register, set.value, next);
  if (store && stores.length === 1 && sets.length === 0)
    return compileStore(store.slot, store.value, next);
  if (evaluate)
    return (m) => {
      evaluate(m);
      return next;
    };
  return compileTogether(sets, stores, next);
}

function compileSet(register: number, value: Compiled, next: number): Run {
  return (m) => {
    m[register] = value(m);
    return next;
  };
}

function compileStore(slot: Compiled, value: Compiled, next: number): Run {
  return (m) => {
    const s = slot(m);
    const v = value(m);
    if (s >= 0) m[s] = v;
    return next;
  };
}

function compileTogether(
  sets: readonly { readonly register: number; readonly value: Compiled }[],
  stores: readonly { readonly slot: Compiled; readonly value: Compiled }[],
  next: number,
): Run {
  const values = new Int32Array(sets.length + stores.length);
  const places = new Int32Array(sets.length + stores.length);
  sets.forEach((set, i) => (places[i] = set.register));
  return (m) => {
    let n = 0;
    for (const { value } of sets) values[n++] = value(m);
    for (const { slot, value } of stores) {
      places[n] = slot(m);
      values[n++] = value(m);
    }
    for (let i = 0; i < n; i += 1) {
      const place = places[i] as number;
      if (place >= 0) m[place] = values[i] as number;
    }
    return next;
  };
}

function compileCheck(c: NodeCompilation, action: ActionOf<'check'>, next: number): Run {
  const condition = compileValue(c, action.condition);
  const { fault } = c;
  if (action.variant === 'bug')
    return (m) => {
      if (condition(m) !== 0) fault.raise('BUG_ON');
      return next;
    };
  const bit = c.bit(action.property);
  const broken = action.variant === 'warn' ? 1 : 0;
  return (m) => {
    fault.evaluated |= bit;
    const value = condition(m) !== 0 && !fault.unknown ? 1 : 0;
    fault.unknown = false;
    if (value === broken && fault.code === 0) fault.broken |= bit;
    return next;
  };
}

/** Resets the object, with all that is embedded in it, and returns it to its pool. */
function compileFree(c: NodeCompilation, action: ActionOf<'free'>, next: number): Run {
  const pointer = compileValue(c, action.pointer);
  const extent = extentOf(c.storage, action.struct);
  const { base, stride, live } = extent;
  assert(live !== null, 'only pooled objects are freed');
  const slots = extent.objects.map(({ pool }, i) =>
    pool === null ? null : slotsOfObject(c.storage, action.struct, i + 1),
  );
  const { fault, defaults } = c;
  return (m) => {
    const r = pointer(m);
    if (r === 0) {
      fault.raise('NULL dereference');
      return next;
    }
    const own = slots[r - 1] ?? null;
    if (own === null || m[base + (r - 1) * stride + live] === 0) fault.raise('double free');
    else for (const slot of own) m[slot] = defaults[slot] as number;
    return next;
  };
}

/** Takes a lock that no task holds, without a wait. */
function compileHold(c: NodeCompilation, { lock, task }: ActionOf<'hold'>, next: number): Run {
  const slot = compileAddress(c, lock, false);
  const { cell, value } = heldBy(lock, task);
  const holders = holdCells(c.storage, lock);
  return (m) => {
    const s = slot(m);
    if (s < 0) return next;
    for (let i = 0; i < holders; i += 1)
      if (m[s + i] !== 0) c.fault.raise('hold of a lock that is held');
    if (c.fault.code === 0) m[s + cell] = value;
    return next;
  };
}

function compileLock(
  c: NodeCompilation,
  operation: LockOperation,
  lock: Address,
  next: number,
  index: number,
): Run {
  const slot = compileAddress(c, lock, false);
  const traits = LOCK_OPERATIONS[operation];
  switch (traits.form) {
    case 'owner':
      return traits.does === 'take'
        ? compileTake(c, slot, next)
        : compileUnlock(c, slot, next, LOCKS[traits.lock].releasedBy);
    case 'seats':
      return traits.does === 'take'
        ? compileDown(c, slot, traits.mode === 'exclusive', next, index)
        : compileUp(c, slot, next, seatChange(traits));
    case 'count':
      return compileCount(c, slot, traits.does, next);
    default:
      return unreachable(traits);
  }
}

/** The step may begin. A task that cannot take an rwsem at once queues for it and keeps its program counter. */
function compileGate(
  c: NodeCompilation,
  { operation, lock }: ActionOf<'lock'>,
  next: number,
  index: number,
): Run {
  if (!mayQueue(operation)) return () => next;
  const slot = compileAddress(c, lock, false);
  const tasks = c.storage.taskCount;
  const write = LOCK_OPERATIONS[operation].mode === 'exclusive';
  return (m) => {
    const s = slot(m);
    // The operation itself finds the same place, and fails there.
    c.fault.code = 0;
    if (s < 0 || !mustQueue(m, s, tasks, c.task, write)) return next;
    joinQueue(m, s, tasks, c.task, write);
    return ~index;
  };
}

function compileTake(c: NodeCompilation, slot: Compiled, next: number): Run {
  const own = c.task;
  return (m) => {
    const s = slot(m);
    if (s >= 0) m[s] = own + 1;
    return next;
  };
}

/** A completion that is open for ever is not changed by any operation. */
function compileCount(
  c: NodeCompilation,
  slot: Compiled,
  does: 'take' | 'release' | 'open',
  next: number,
): Run {
  const limit = c.fault.limit(COUNT_LIMIT);
  const by = does === 'take' ? -1 : 1;
  return (m) => {
    const s = slot(m);
    if (s < 0) return next;
    const count = m[s] as number;
    if (does === 'open') m[s] = FOREVER;
    else if (does === 'release' && count === MOST_COUNTED) c.fault.reach(limit);
    else if (count !== FOREVER) m[s] = count + by;
    return next;
  };
}

function compileUnlock(
  c: NodeCompilation,
  slot: Compiled,
  next: number,
  releasedBy: LockTraits['releasedBy'],
): Run {
  const own = c.task + 1;
  return (m) => {
    const s = slot(m);
    if (s < 0) return next;
    if (releasedBy === 'anyone' ? m[s] !== 0 : m[s] === own) m[s] = 0;
    else c.fault.raise('unlock of a lock that is not held');
    return next;
  };
}

/** What releasing or downgrading does to a hold: one from `low` to `high` changes by `by`. */
export interface SeatChange {
  readonly low: number;
  readonly high: number;
  readonly by: number;
}

export function seatChange({ does, mode }: OperationTraits): SeatChange {
  if (does === 'downgrade')
    return { low: EXCLUSIVE_HOLD, high: EXCLUSIVE_HOLD, by: 1 - EXCLUSIVE_HOLD };
  return mode === 'shared'
    ? { low: 1, high: EXCLUSIVE_HOLD - 1, by: -1 }
    : { low: EXCLUSIVE_HOLD, high: EXCLUSIVE_HOLD, by: -EXCLUSIVE_HOLD };
}

function compileUp(
  c: NodeCompilation,
  slot: Compiled,
  next: number,
  { low, high, by }: SeatChange,
): Run {
  const own = c.task;
  return (m) => {
    const s = slot(m);
    if (s < 0) return next;
    const hold = m[s + own] as number;
    if (hold < low || hold > high) c.fault.raise('unlock of a lock that is not held');
    else m[s + own] = hold + by;
    return next;
  };
}

/** Fair: taken at once if no holder conflicts and the queue is empty; otherwise queueing is a step, and taking another. */
function compileDown(
  c: NodeCompilation,
  slot: Compiled,
  write: boolean,
  next: number,
  index: number,
): Run {
  const tasks = c.storage.taskCount;
  const own = c.task;
  const deepest = c.fault.limit(DEEPEST_HOLD);
  return (m) => {
    const s = slot(m);
    if (s < 0) return next;
    if (mustQueue(m, s, tasks, own, write)) {
      joinQueue(m, s, tasks, own, write);
      return ~index;
    }
    if (m[s + tasks + own] !== 0) leaveQueue(m, s, tasks, own);
    holdRwsem(m, s + own, write, c.fault, deepest);
    return next;
  };
}

/** Whether it does not queue yet, and cannot take the lock at once. */
function mustQueue(m: Memory, s: number, tasks: number, own: number, write: boolean): boolean {
  return m[s + tasks + own] === 0 && (hasQueue(m, s, tasks) || !isFree(m, s, tasks, write));
}

function joinQueue(m: Memory, s: number, tasks: number, own: number, write: boolean): void {
  m[s + tasks + own] = 2 * (queueLength(m, s, tasks) + 1) + (write ? 1 : 0);
}

function queueLength(m: Memory, lock: number, tasks: number): number {
  let length = 0;
  for (let t = 0; t < tasks; t += 1) if (m[lock + tasks + t] !== 0) length += 1;
  return length;
}

function leaveQueue(m: Memory, lock: number, tasks: number, own: number): void {
  const rank = (m[lock + tasks + own] as number) >> 1;
  m[lock + tasks + own] = 0;
  for (let t = 0; t < tasks; t += 1) {
    const other = m[lock + tasks + t] as number;
    if (other >> 1 > rank) m[lock + tasks + t] = other - 2;
  }
}

/** Whether the node's step can be taken; null: always. A place that cannot be reached does not block: the step is an oops. */
export function compileGuard(
  c: NodeCompilation,
  node: CfgNode,
): ((memory: Memory) => boolean) | null {
  const { action } = node;
  if (action.kind === 'wait') return compileWait(c, action);
  if (action.kind !== 'lock') return null;
  const slot = compileAddress(c, action.lock, false);
  const { fault } = c;
  const reach = (m: Memory): number => {
    const s = slot(m);
    fault.code = 0;
    return s;
  };
  const traits = LOCK_OPERATIONS[action.operation];
  if (traits.does !== 'take') return null;
  switch (traits.form) {
    case 'owner':
      return (m) => {
        const s = reach(m);
        return s < 0 || m[s] === 0;
      };
    case 'seats':
      return compileDownGuard(c, reach, traits.mode === 'exclusive');
    case 'count':
      return (m) => {
        const s = reach(m);
        return s < 0 || m[s] !== 0;
      };
    default:
      return unreachable(traits);
  }
}

function compileWait(c: NodeCompilation, action: ActionOf<'wait'>): (memory: Memory) => boolean {
  const until = compileValue(c, action.until);
  return (m) => {
    const open = until(m) !== 0;
    if (c.fault.code === 0) return open;
    c.fault.code = 0;
    return true;
  };
}

/** Not yet queued: the step takes or queues. Queued: it takes when every earlier waiter is compatible. */
function compileDownGuard(
  c: NodeCompilation,
  reach: Compiled,
  write: boolean,
): (memory: Memory) => boolean {
  const tasks = c.storage.taskCount;
  const own = c.task;
  return (m) => {
    const s = reach(m);
    if (s < 0) return true;
    const mine = m[s + tasks + own] as number;
    if (mine === 0) return true;
    if (!isFree(m, s, tasks, write)) return false;
    for (let t = 0; t < tasks; t += 1) {
      const other = m[s + tasks + t] as number;
      const before = other !== 0 && other >> 1 < mine >> 1;
      if (before && (write || (other & 1) === 1)) return false;
    }
    return true;
  };
}
