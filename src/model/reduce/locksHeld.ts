// Which exclusive locks a task holds at each program counter, as far as its text decides it.

import { at, unreachable } from '../../base/assert.ts';
import type { LockOperation } from '../../lang/program/program.ts';
import { LOCK_OPERATIONS, TRY_LOCKS } from '../../lang/syntax/lockKinds.ts';
import type { Address, ControlFlowGraph, CfgNode, Value } from '../cfg/controlFlowGraph.ts';
import { usedAndSet } from '../cfg/variableUse.ts';
import { extentOf, type Storage } from '../storage/storage.ts';

/**
 * Locks by name: `3/mm_struct.page_table_lock` is that of object 3, `v7/page.PG_locked` that of the object that
 * variable 7 points to.
 */
type Held = ReadonlySet<string>;

/** By node, what is held before it: on every path there, or on some. Null if it is unreachable. */
export interface LocksHeld {
  readonly surely: readonly (Held | null)[];
  readonly maybe: readonly (Held | null)[];
}

/** A lock's name; null if it is found neither by a constant nor by one variable. */
export function lockName({ object, indexes, struct, path }: Address): string | null {
  if (indexes.length > 0) return null;
  if (object.kind === 'constant') return `${object.value}/${struct}.${path}`;
  return object.kind === 'variable' ? `v${object.variable}/${struct}.${path}` : null;
}

/** The variable in a lock's name; -1 if the name has an object. */
export function variableIn(name: string): number {
  return name.startsWith('v') ? Number(name.slice(1, name.indexOf('/'))) : -1;
}

/** `/page.PG_locked`; the locks of an array have one field. */
function fieldIn(name: string): string {
  return name.slice(name.indexOf('/')).replace(/\[.*$/, '');
}

export function findLocksHeld(cfg: ControlFlowGraph, task: number, storage: Storage): LocksHeld {
  const both = (a: Held, b: Held): Held => new Set([...a].filter((lock) => b.has(lock)));
  const either = (a: Held, b: Held): Held => new Set([...a, ...b]);
  const setting = { task, storage };
  return { surely: spread(cfg, setting, both), maybe: spread(cfg, setting, either) };
}

interface HeldSetting {
  readonly task: number;
  readonly storage: Storage;
}

/** A forward pass to a fixed point. */
function spread(
  cfg: ControlFlowGraph,
  setting: HeldSetting,
  meet: (a: Held, b: Held) => Held,
): (Held | null)[] {
  const before: (Held | null)[] = cfg.nodes.map(() => null);
  const pending: [number, Held][] = [[cfg.entry, new Set()]];
  for (let top = pending.pop(); top !== undefined; top = pending.pop()) {
    const [index, arriving] = top;
    const known = before[index] ?? null;
    const met = known === null ? arriving : meet(known, arriving);
    if (known !== null && met.size === known.size) continue;
    before[index] = met;
    pending.push(...leaving(at(cfg.nodes, index), met, setting));
  }
  return before;
}

/** By successor, what is held there. */
function leaving(node: CfgNode, held: Held, { task, storage }: HeldSetting): [number, Held][] {
  const { action, next } = node;
  switch (action.kind) {
    case 'end':
      return [];
    case 'choose':
      return action.branches.map(({ to }) => [to.to, held]);
    case 'branch': {
      const { condition } = action;
      const refused = condition.kind === 'not' ? triedLock(condition.operand) : null;
      return [
        [next.to, withLock(held, triedLock(condition))],
        [action.otherwise.to, withLock(held, refused)],
      ];
    }
    case 'lock':
      return [[next.to, action.gate ? held : afterLock(held, action.operation, action.lock)]];
    case 'hold':
      return [[next.to, action.task === task ? withLock(held, action.lock) : held]];
    case 'free':
      return [[next.to, new Set([...held].filter((name) => !isPooled(name, storage)))]];
    case 'do':
      return [[next.to, afterSets(node, held)]];
    case 'wait':
    case 'jump':
    case 'check':
    case 'enter':
      return [[next.to, held]];
    default:
      return unreachable(action);
  }
}

function triedLock(value: Value): Address | null {
  return value.kind === 'trylock' && TRY_LOCKS[value.operation].mode === 'exclusive'
    ? value.lock
    : null;
}

function withLock(held: Held, lock: Address | null): Held {
  const name = lock && lockName(lock);
  return name === null ? held : new Set([...held, name]);
}

/** A release of a lock may release any other lock of the same field. */
function afterLock(held: Held, operation: LockOperation, lock: Address): Held {
  const { does, mode } = LOCK_OPERATIONS[operation];
  if (does === 'take') return mode === 'exclusive' ? withLock(held, lock) : held;
  if (does === 'release' && mode === 'shared') return held;
  const field = `/${lock.struct}.${lock.field}`;
  return new Set([...held].filter((other) => fieldIn(other) !== field));
}

/** Whether the lock is in a known object that may be freed: freeing releases it. */
function isPooled(name: string, storage: Storage): boolean {
  const [object = '', struct = ''] = name.split(/[/.]/);
  if (variableIn(name) >= 0) return false;
  // NULL has no lock.
  const stored = extentOf(storage, struct).objects[Number(object) - 1];
  return stored !== undefined && stored.pool !== null;
}

/** A variable that is set points to another object; a copied one points to the same. */
function afterSets({ action }: CfgNode, held: Held): Held {
  if (action.kind !== 'do') return held;
  const { set } = usedAndSet(action);
  const copied = action.sets.flatMap(({ variable, value }) =>
    value.kind === 'variable'
      ? [...held].flatMap((name) =>
          variableIn(name) === value.variable
            ? [`v${variable}${name.slice(name.indexOf('/'))}`]
            : [],
        )
      : [],
  );
  return new Set([...[...held].filter((name) => !set.has(variableIn(name))), ...copied]);
}
