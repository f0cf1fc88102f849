// Where a task can stand between two steps, and what its steps run through.

import { at } from '../base/assert.ts';
import { type Flow, type FlowNode, successorsOf } from './flow.ts';

/**
 * Whether a step ends before this node. A step runs on through local work, and through the rest of
 * the atomic that it is in (`region`, 0 outside).
 */
export function endsBefore(node: FlowNode, region: number): boolean {
  if (node.action.kind === 'end') return true;
  return node.operates && (node.region === 0 || node.region !== region);
}

/** The region that a step is in after a node: entering an atomic anew leaves the one before. */
export function regionAfter(node: FlowNode, region: number): number {
  return node.action.kind === 'enter' ? 0 : region;
}

/** Every node at which some step can end, the first from the entry on; the `end` node among them when it can be reached. */
export function findStops(flow: Flow): number[] {
  const stops: number[] = [];
  const visit = (from: number, region: number): void => {
    for (const stop of stopsAfter(flow, from, region)) {
      if (stops.includes(stop)) continue;
      stops.push(stop);
      const node = at(flow.nodes, stop);
      for (const next of successorsOf(node)) visit(next, node.region);
    }
  };
  visit(flow.entry, 0);
  return stops;
}

/** The stops that can come first when a step runs on from a node. */
function stopsAfter(flow: Flow, from: number, region: number): number[] {
  const found: number[] = [];
  const seen = new Set<string>();
  const pending: [number, number][] = [[from, region]];
  for (let top = pending.pop(); top !== undefined; top = pending.pop()) {
    const [index, current] = top;
    const mark = `${index} ${current}`;
    if (seen.has(mark)) continue;
    seen.add(mark);
    const node = at(flow.nodes, index);
    if (endsBefore(node, current)) found.push(index);
    else for (const next of successorsOf(node)) pending.push([next, regionAfter(node, current)]);
  }
  return found;
}
