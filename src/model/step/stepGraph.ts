// All nodes that one step can run through, from the program counter at which it begins, as a graph.

import { assert, at } from '../../base/assert.ts';
import type { CfgNode } from '../cfg/controlFlowGraph.ts';
import { successorsOf } from '../cfg/controlFlowGraph.ts';
import { endsBefore, atomicRegionAfter } from '../cfg/stops.ts';
import { ENDED, type TaskCode } from './taskCode.ts';

/** A node as the step reaches it: one node may be reached in and after an atomic, and in a daemon's next pass. */
export interface StepPoint {
  readonly node: number;
  readonly cfg: CfgNode;
  /** What happens here: the node is run, a new pass begins, or the step ends with the task at a program counter. */
  readonly kind: 'run' | 'pass' | 'stop';
  /** For `stop`, the program counter afterwards; ENDED also if a `pass` was the last one. */
  readonly pc: number;
  /** Numbers of the points that can follow: of a branch the next one, then the other. */
  readonly next: readonly number[];
}

/** Points in an order in which only a loop's jumps go back; the first one is where the step begins. */
export interface StepGraph {
  readonly points: readonly StepPoint[];
  /** By point, how many others lead to it. */
  readonly before: readonly number[];
  readonly loops: boolean;
}

/** The step's first node; no jump leads back to it. */
const FIRST = -1;

/** A node, whether it is reached inside its own atomic, and whether in a daemon's next pass. */
type Key = number;

const INSIDE = 2;
const AGAIN = 1;
const keyOf = (node: number, inside: boolean, again: number): Key =>
  4 * node + (inside ? INSIDE : 0) + again;

export function stepGraph(code: TaskCode, pc: number): StepGraph {
  return new GraphBuilder(code).build(at(code.nodes, pc));
}

/** A point whose successors are known by their keys, and by their numbers once all are found. */
interface Found {
  readonly key: Key;
  readonly keys: readonly Key[];
  readonly point: StepPoint & { readonly next: number[] };
}

class GraphBuilder {
  private readonly code: TaskCode;
  private readonly finished: Found[] = [];
  private readonly open = new Map<Key, Found>();
  private readonly closed = new Set<Key>();
  private loops = false;

  constructor(code: TaskCode) {
    this.code = code;
  }

  build(first: number): StepGraph {
    const cfg = at(this.code.cfg.nodes, first);
    const keys = successorsOf(cfg).map((node) => this.keyAfter(node, cfg.atomicRegion, 0));
    this.visitAll(keys);
    this.finished.push({ key: FIRST, keys, point: pointAt(first, cfg, 'run', -1) });
    const ordered = this.finished.toReversed();
    const numbers = new Map(ordered.map(({ key }, i) => [key, i]));
    const before = ordered.map(() => 0);
    for (const { keys: following, point } of ordered)
      for (const key of following) {
        const number = numbers.get(key) ?? 0;
        point.next.push(number);
        before[number] = at(before, number) + 1;
      }
    return { points: ordered.map(({ point }) => point), before, loops: this.loops };
  }

  /** Depth first; a point is finished when all that can follow it is. */
  private visitAll(first: readonly Key[]): void {
    const pending: Key[] = [...first];
    for (let key = pending.at(-1); key !== undefined; key = pending.at(-1)) {
      const open = this.open.get(key);
      if (open !== undefined) this.finish(open);
      if (open !== undefined || this.closed.has(key)) pending.pop();
      else pending.push(...this.enter(key));
    }
  }

  /** Those that follow and are not finished, the first one last. */
  private enter(key: Key): Key[] {
    const point = this.pointOf(key);
    const keys = this.after(point, key);
    this.open.set(key, { key, keys, point });
    this.loops ||= keys.some((one) => this.open.has(one));
    return keys.filter((one) => !this.closed.has(one) && !this.open.has(one));
  }

  private finish(found: Found): void {
    this.open.delete(found.key);
    this.closed.add(found.key);
    this.finished.push(found);
  }

  private pointOf(key: Key): Found['point'] {
    const { code } = this;
    const node = key >> 2;
    const again = (key & AGAIN) !== 0;
    const cfg = at(code.cfg.nodes, node);
    if (!endsBefore(cfg, atomicRegionOf(cfg, key))) return pointAt(node, cfg, 'run', -1);
    if (cfg.action.kind === 'end') {
      const more = !again && code.task.kind === 'daemon';
      return pointAt(node, cfg, more ? 'pass' : 'stop', ENDED);
    }
    const pc = pcAt(again ? code.idlePcs : code.pcs, node);
    return pointAt(node, cfg, 'stop', pc);
  }

  private after({ kind, cfg }: StepPoint, key: Key): Key[] {
    if (kind === 'stop') return [];
    if (kind === 'pass') return [keyOf(this.code.cfg.entry, false, AGAIN)];
    // Only a step's first node makes a choice; later nodes take the first branch, as the closures do.
    const all = successorsOf(cfg);
    const nodes = cfg.action.kind === 'choose' ? all.slice(0, 1) : all;
    const atomicRegion = atomicRegionAfter(cfg, atomicRegionOf(cfg, key));
    return nodes.map((node) => this.keyAfter(node, atomicRegion, key & AGAIN));
  }

  private keyAfter(node: number, atomicRegion: number, again: number): Key {
    const inside =
      atomicRegion !== 0 && at(this.code.cfg.nodes, node).atomicRegion === atomicRegion;
    return keyOf(node, inside, again);
  }
}

function pointAt(node: number, cfg: CfgNode, kind: StepPoint['kind'], pc: number): Found['point'] {
  return { node, cfg, kind, pc, next: [] };
}

/** Outside its own atomic it does not matter which other atomic the step comes from. */
function atomicRegionOf(cfg: CfgNode, key: Key): number {
  return (key & INSIDE) !== 0 ? cfg.atomicRegion : 0;
}

function pcAt(pcs: Int32Array, node: number): number {
  const pc = pcs[node];
  assert(pc !== undefined && pc >= 0, 'a task can stand where a step ends');
  return pc;
}
