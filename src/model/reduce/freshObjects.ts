// Which objects were allocated earlier in the same step, so that no other task can have a reference to them yet.

import { at } from '../../base/assert.ts';
import { type ControlFlowGraph, type CfgNode, successorsOf } from '../cfg/controlFlowGraph.ts';
import { usedAndSet } from '../cfg/variableUse.ts';
import type { TaskCode } from '../step/taskCode.ts';
import type { MemoryAccess } from './accessSets.ts';

/** Variables that point to an object allocated in the atomic that a node is in, on every path to the node. */
type Fresh = ReadonlySet<number>;

const NONE: Fresh = new Set();

/** By control-flow graph, then by node; null if the node is unreachable. */
const FRESH = new WeakMap<ControlFlowGraph, readonly (Fresh | null)[]>();

/** Whether the touched object was allocated in the same atomic, before the node. */
export function isFresh({ cfg }: TaskCode, node: number, { through }: MemoryAccess): boolean {
  const known = FRESH.get(cfg) ?? spread(cfg);
  FRESH.set(cfg, known);
  return known[node]?.has(through) === true;
}

/** A forward pass to a fixed point. A node outside of an atomic, or first in one, has no such object. */
function spread(cfg: ControlFlowGraph): readonly (Fresh | null)[] {
  const before: (Fresh | null)[] = cfg.nodes.map(() => null);
  const pending: [number, Fresh][] = [[cfg.entry, NONE]];
  for (let top = pending.pop(); top !== undefined; top = pending.pop()) {
    const [index, arriving] = top;
    const known = before[index] ?? null;
    const met = known === null ? arriving : new Set([...known].filter((v) => arriving.has(v)));
    if (known !== null && met.size === known.size) continue;
    before[index] = met;
    const node = at(cfg.nodes, index);
    const leaving = afterNode(node, met);
    for (const next of successorsOf(node)) {
      const stays =
        node.atomicRegion !== 0 && at(cfg.nodes, next).atomicRegion === node.atomicRegion;
      pending.push([next, stays ? leaving : NONE]);
    }
  }
  return before;
}

function afterNode({ action }: CfgNode, before: Fresh): Fresh {
  const after = new Set(before);
  for (const variable of usedAndSet(action).set) after.delete(variable);
  if (action.kind === 'do')
    for (const { variable, value } of action.sets)
      if (value.kind === 'allocate') after.add(variable);
  return after;
}
