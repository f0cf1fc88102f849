// Which objects were allocated earlier in the same step, so that no other task can know them yet.

import { at } from '../../base/assert.ts';
import { type Flow, type FlowNode, successorsOf } from '../flow/flow.ts';
import { usedAndSet } from '../flow/variableUse.ts';
import type { TaskCode } from '../step/taskCode.ts';
import type { Touch } from './touches.ts';

/** Variables that point to an object allocated in the atomic that a node is in, on every way to the node. */
type Fresh = ReadonlySet<number>;

const NONE: Fresh = new Set();

/** By flow, then by node; null where no run comes. */
const FRESH = new WeakMap<Flow, readonly (Fresh | null)[]>();

/** Whether the touched object was allocated in the same atomic, before the node. */
export function isFresh({ flow }: TaskCode, node: number, { through }: Touch): boolean {
  const known = FRESH.get(flow) ?? spread(flow);
  FRESH.set(flow, known);
  return known[node]?.has(through) === true;
}

/** A forward pass to a fixed point. What is outside of an atomic, or first in one, knows no such object. */
function spread(flow: Flow): readonly (Fresh | null)[] {
  const before: (Fresh | null)[] = flow.nodes.map(() => null);
  const pending: [number, Fresh][] = [[flow.entry, NONE]];
  for (let top = pending.pop(); top !== undefined; top = pending.pop()) {
    const [index, arriving] = top;
    const known = before[index] ?? null;
    const met = known === null ? arriving : new Set([...known].filter((v) => arriving.has(v)));
    if (known !== null && met.size === known.size) continue;
    before[index] = met;
    const node = at(flow.nodes, index);
    const leaving = afterNode(node, met);
    for (const next of successorsOf(node)) {
      const stays = node.region !== 0 && at(flow.nodes, next).region === node.region;
      pending.push([next, stays ? leaving : NONE]);
    }
  }
  return before;
}

function afterNode({ action }: FlowNode, before: Fresh): Fresh {
  const after = new Set(before);
  for (const variable of usedAndSet(action).set) after.delete(variable);
  if (action.kind === 'do')
    for (const { variable, value } of action.sets)
      if (value.kind === 'allocate') after.add(variable);
  return after;
}
