// The locks that a scenario's text takes, and where a lock of a kind may be held at all.

import { at } from '../../base/assert.ts';
import { LOCK_OPERATIONS, LOCKS, mayBlock } from '../../lang/syntax/lockKinds.ts';
import type { LockKind, LockOperation } from '../../lang/program/program.ts';
import type { LockMode } from '../../model/world/world.ts';
import type { Address, Flow, FlowNode } from '../../model/flow/flow.ts';
import type { HeldStretch } from './heldFlow.ts';
import { findLocksHeld, type LocksHeld } from '../../model/reduce/locksHeld.ts';
import type { Model } from '../../model/build/model.ts';
import { slotsOf } from '../../model/flow/slotValues.ts';
import { walkAction } from '../../model/flow/walkValue.ts';
import { nodesOfStep } from '../../model/flow/stops.ts';
import { baseOf, GLOBALS } from '../../model/storage/storage.ts';

/** A lock of a scenario: of one object, or a field that every object of a pool has. */
export interface ScenarioLock {
  /** `F.i_mutex`; of a pool's objects, the field alone: `PG_locked`. */
  readonly name: string;
  readonly kind: LockKind;
  readonly address: Address & {
    readonly object: { readonly kind: 'constant'; readonly value: number };
  };
  /** Whose objects come and go: a local has to say which is meant. */
  readonly pooled: boolean;
}

/** Those that some task takes or tries, in the order of the program; arrays of locks are left out. */
export function scenarioLocks(model: Model): ScenarioLock[] {
  const taken = slotsTaken(model);
  return [...model.storage.extents].flatMap(([struct, extent]) =>
    [...extent.spots.values()].flatMap(({ field, offset }): ScenarioLock[] => {
      const { type, name: path } = field;
      if (type.kind !== 'lock') return [];
      const isTaken = (object: number): boolean => taken.has(baseOf(extent, object) + offset);
      const used = extent.objects.flatMap((object, i) =>
        isTaken(i + 1) ? [{ ...object, value: i + 1 }] : [],
      );
      const lockOf = (name: string, value: number, pooled: boolean): ScenarioLock => {
        const object = { kind: 'constant', value } as const;
        const address = {
          struct,
          object,
          offset,
          indexes: [],
          type,
          field: path,
          name: path,
          path,
        };
        return { name, kind: type.lock, address, pooled };
      };
      const named = used.filter(({ pool }) => pool === null);
      const single = named.map(({ id, value }) =>
        lockOf(id === GLOBALS ? path : `${id}.${path}`, value, false),
      );
      return used.length === named.length ? single : [...single, lockOf(path, 0, true)];
    }),
  );
}

/** How a task takes the lock anywhere in its text; null where it does not. */
export function modeIn(model: Model, task: number, lock: ScenarioLock): LockMode | null {
  const { nodes } = at(model.codes, task).flow;
  const operations = nodes.flatMap((_, node) => operationOn(model, task, node, lock) ?? []);
  if (operations.length === 0) return null;
  return operations.every((operation) => operation.endsWith('_read')) ? 'shared' : 'exclusive';
}

/** What a node does to the lock, as far as its text says which lock that is. */
export function operationOn(
  model: Model,
  task: number,
  node: number,
  { address }: ScenarioLock,
): LockOperation | null {
  const { action } = at(at(model.codes, task).flow.nodes, node);
  if (action.kind !== 'lock') return null;
  const { struct, path, object } = action.lock;
  const other = object.kind === 'constant' && object.value !== address.object.value;
  return struct === address.struct && path === address.path && !other ? action.operation : null;
}

/** First slots of every lock that a task's text can work on. */
function slotsTaken({ codes, storage }: Model): ReadonlySet<number> {
  const slots = new Set<number>();
  const take = (lock: Address): void => slotsOf(storage, lock).forEach((slot) => slots.add(slot));
  for (const { flow } of codes) {
    for (const { action } of flow.nodes) {
      if (action.kind === 'lock' || action.kind === 'hold') take(action.lock);
      walkAction(action, (value) => {
        if (value.kind === 'trylock') take(value.lock);
      });
    }
  }
  return slots;
}

/**
 * Whether a task may hold a lock of that kind there, if there is any step at all: nobody waits for a lock
 * that sleeps while it holds a spinlock, and nobody who holds a spinlock goes to sleep.
 */
export function mayHold(model: Model, task: number, stretch: HeldStretch, kind: LockKind): boolean {
  if (stretch.entries.size === 0) return false;
  return kind === 'spinlock'
    ? !sleepsIn(model, task, stretch)
    : ![...stretch.entries].some((node) => isUnderSpinlock(model, task, node));
}

/**
 * Whether the task's own instruction goes through the TLB: it is in user mode. What a function of the
 * kernel copies for it goes through the TLB as well, but lies deeper.
 */
export function isUserMode(model: Model, task: number, first: number): boolean {
  const { flow } = at(model.codes, task);
  return [...nodesOfStep(flow, first)].some((index) => {
    const { accesses, site } = at(flow.nodes, index);
    const goesThrough = accesses.some(({ address }) => isOfTlb(model, address));
    const { calls = [] } = site ?? at(flow.nodes, first).site ?? {};
    return goesThrough && calls.length <= 1;
  });
}

function isOfTlb({ storage }: Model, { struct, path }: Address): boolean {
  const [field = ''] = path.split(/[.[]/);
  return storage.extents.get(struct)?.spots.get(field)?.field.role === 'tlb';
}

function sleepsIn(model: Model, task: number, stretch: HeldStretch): boolean {
  const { nodes } = at(model.codes, task).flow;
  return [...stretch.entries, ...stretch.stays].some((node) => maySleep(at(nodes, node)));
}

function maySleep({ action }: FlowNode): boolean {
  if (action.kind === 'wait') return true;
  if (action.kind !== 'lock') return false;
  return (
    mayBlock(action.operation) && LOCKS[LOCK_OPERATIONS[action.operation].lock].waiter === 'sleeps'
  );
}

/** By a task's flow. */
const HELD = new WeakMap<Flow, LocksHeld>();

function isUnderSpinlock(model: Model, task: number, node: number): boolean {
  const { extents } = model.storage;
  const { flow } = at(model.codes, task);
  const known = HELD.get(flow) ?? findLocksHeld(flow, task, model.storage);
  HELD.set(flow, known);
  const held = known.maybe[node] ?? [];
  return [...held].some((name) => {
    const [struct = '', path = ''] = name.slice(name.indexOf('/') + 1).split('.');
    const type = extents.get(struct)?.spots.get(path)?.field.type;
    return type?.kind === 'lock' && type.lock === 'spinlock';
  });
}
