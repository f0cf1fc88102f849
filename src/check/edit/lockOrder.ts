// In which order a model's tasks wait for locks while they hold others, by class of lock, as lockdep sees it.

import { at } from '../../base/assert.ts';
import { LOCK_OPERATIONS } from '../../lang/syntax/lockKinds.ts';
import type { Model } from '../../model/build/model.ts';
import type {
  Address,
  CfgNode,
  ControlFlowGraph,
  Value,
} from '../../model/cfg/controlFlowGraph.ts';

/** `inode.i_mutex > mm_struct.mmap_sem`: some task takes the second one while it holds the first one. */
export type LockPair = `${string} > ${string}`;

/** One lock that changed its name, by its first. */
const RENAMED: Readonly<Record<string, string>> = {
  'inode.i_rwsem': 'inode.i_mutex',
  'mm_struct.mmap_lock': 'mm_struct.mmap_sem',
};

/** What is held on every way to where a lock is taken. Locks of one class are not ordered. */
export function lockPairs({ codes }: Model): ReadonlySet<LockPair> {
  return new Set(codes.flatMap(({ cfg }) => pairsOf(cfg)));
}

export function reversed(pair: LockPair): LockPair {
  const [first = '', second = ''] = pair.split(' > ');
  return `${second} > ${first}`;
}

type Held = ReadonlySet<string>;

function pairsOf(cfg: ControlFlowGraph): LockPair[] {
  const held = heldBefore(cfg);
  return cfg.nodes.flatMap(({ action }, i): LockPair[] => {
    if (action.kind !== 'lock' || LOCK_OPERATIONS[action.operation].does !== 'take') return [];
    const taken = classOf(action.lock);
    return [...(held[i] ?? [])].flatMap((other): LockPair[] =>
      other === taken ? [] : [`${other} > ${taken}`],
    );
  });
}

/** By node, the classes that are held there on every way: a forward pass to a fixed point. */
function heldBefore(cfg: ControlFlowGraph): readonly (Held | null)[] {
  const before: (Held | null)[] = cfg.nodes.map(() => null);
  const pending: [number, Held][] = [[cfg.entry, new Set()]];
  for (let top = pending.pop(); top !== undefined; top = pending.pop()) {
    const [index, arriving] = top;
    const known = before[index] ?? null;
    const met =
      known === null ? arriving : new Set([...known].filter((lock) => arriving.has(lock)));
    if (known !== null && met.size === known.size) continue;
    before[index] = met;
    pending.push(...leaving(at(cfg.nodes, index), met));
  }
  return before;
}

function leaving({ action, next }: CfgNode, held: Held): [number, Held][] {
  if (action.kind === 'end') return [];
  if (action.kind === 'choose') return action.branches.map(({ to }) => [to.to, held]);
  if (action.kind === 'branch') {
    const { condition, otherwise } = action;
    const refused = condition.kind === 'not' ? tried(condition.operand) : [];
    return [
      [next.to, new Set([...held, ...tried(condition)])],
      [otherwise.to, new Set([...held, ...refused])],
    ];
  }
  if (action.kind === 'hold') return [[next.to, new Set([...held, classOf(action.lock)])]];
  if (action.kind !== 'lock' || action.gate) return [[next.to, held]];
  const lock = classOf(action.lock);
  const { does } = LOCK_OPERATIONS[action.operation];
  if (does === 'take') return [[next.to, new Set([...held, lock])]];
  if (does === 'downgrade') return [[next.to, held]];
  return [[next.to, new Set([...held].filter((other) => other !== lock))]];
}

function tried(value: Value): string[] {
  return value.kind === 'trylock' ? [classOf(value.lock)] : [];
}

function classOf({ struct, field }: Address): string {
  return lockClass(struct, field);
}

/** `inode.i_mutex`. */
export function lockClass(struct: string, field: string): string {
  const name = `${struct}.${field}`;
  return RENAMED[name] ?? name;
}
