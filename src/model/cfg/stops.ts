// The locations of a task between two steps, and the nodes that its steps run through.

import { at } from '../../base/assert.ts';
import { type ControlFlowGraph, type CfgNode, successorsOf } from './controlFlowGraph.ts';

/**
 * Whether a step ends before this node. A step runs on through local work, and through the rest of
 * the atomic that it is in (`atomicRegion`, 0 outside).
 */
export function endsBefore(node: CfgNode, atomicRegion: number): boolean {
  if (node.action.kind === 'end') return true;
  return node.operates && (node.atomicRegion === 0 || node.atomicRegion !== atomicRegion);
}

/** What a step does before a node: `endsBefore` as one number a node, for the machine. */
export type StopKind = typeof RUNS_ON | typeof STOPS_OUTSIDE | typeof STOPS_ALWAYS;
const RUNS_ON = 0;
/** Ends before it, unless the step is inside the same atomic. */
export const STOPS_OUTSIDE = 1;
export const STOPS_ALWAYS = 2;

export function stopKind({ action, operates }: CfgNode): StopKind {
  if (action.kind === 'end') return STOPS_ALWAYS;
  return operates ? STOPS_OUTSIDE : RUNS_ON;
}

/** The atomic region that a step is in after a node. A node outside the atomic leaves it; so does the atomic's own `enter`. */
export function atomicRegionAfter(node: CfgNode, atomicRegion: number): number {
  return node.atomicRegion === atomicRegion ? atomicRegion : 0;
}

/** The nodes at which the work before a task's first step can end. */
export function firstStops(cfg: ControlFlowGraph): readonly number[] {
  return runFrom(cfg, cfg.entry, 0).stops;
}

/** Every node at which some step can end; the `end` node among them when it can be reached. */
export function findStops(cfg: ControlFlowGraph): number[] {
  const found = new Set<number>();
  const pending = runFrom(cfg, cfg.entry, 0).stops.toReversed();
  for (let stop = pending.pop(); stop !== undefined; stop = pending.pop()) {
    if (found.has(stop)) continue;
    found.add(stop);
    pending.push(...stopsAfter(cfg, stop).toReversed());
  }
  return [...found];
}

/** What a step can run through from a node on, and the stops at which it can end. */
function runFrom(
  cfg: ControlFlowGraph,
  from: number,
  atomicRegion: number,
): { readonly passed: readonly number[]; readonly stops: readonly number[] } {
  const passed: number[] = [];
  const stops: number[] = [];
  const seen = new Set<number>();
  const pending: [number, number][] = [[from, atomicRegion]];
  for (let top = pending.pop(); top !== undefined; top = pending.pop()) {
    const [index, current] = top;
    const mark = current * cfg.nodes.length + index;
    if (seen.has(mark)) continue;
    seen.add(mark);
    const node = at(cfg.nodes, index);
    if (endsBefore(node, current)) {
      stops.push(index);
      continue;
    }
    passed.push(index);
    for (const next of successorsOf(node)) pending.push([next, atomicRegionAfter(node, current)]);
  }
  return { passed, stops };
}

/** The nodes before which a step that begins with this one can end. */
export function stopsAfter(cfg: ControlFlowGraph, first: number): readonly number[] {
  const node = at(cfg.nodes, first);
  const ends = successorsOf(node).flatMap((next) => runFrom(cfg, next, node.atomicRegion).stops);
  return [...new Set(ends)];
}

/** Every node that a pass runs through before its first step. */
export function nodesBeforeFirst(cfg: ControlFlowGraph): readonly number[] {
  return runFrom(cfg, cfg.entry, 0).passed;
}

/** Every node that a step from this one can run, up to the end of the task's pass. */
export function nodesOfStep(cfg: ControlFlowGraph, first: number): ReadonlySet<number> {
  const node = at(cfg.nodes, first);
  const runs = successorsOf(node).map((next) => runFrom(cfg, next, node.atomicRegion));
  return new Set([first, ...runs.flatMap(({ passed }) => passed)]);
}
