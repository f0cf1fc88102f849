// Where the step of an atomic begins: at the first operation or observer in it. An observer before an operation
// that can block belongs to the step that takes the operation: such an atomic gets a gate at its head, which waits for
// that operation before anything of the step runs.

import { mayBlock } from '../../lang/syntax/lockKinds.ts';
import { at } from '../../base/assert.ts';
import type { Action, CfgNode, Value } from './controlFlowGraph.ts';
import { replaceVariables, replaceInAddress, type Replacement } from './replaceVariables.ts';

type Blocking = Extract<Action, { kind: 'lock' | 'wait' }>;

/** Rewrites the nodes of a complete control-flow graph. */
export function beginAtomics(nodes: CfgNode[]): void {
  const enters = nodes.filter(({ action }) => action.kind === 'enter');
  for (const { next } of enters) {
    if (at(nodes, next.to).atomicRegion === 0) continue;
    const begins = begin(nodes, next.to);
    for (const first of begins.first) nodes[first] = { ...at(nodes, first), operates: true };
    if (begins.observed) buildGate(nodes, next.to);
  }
}

/** Whether the node observes, or tests whether an object is allocated: its result belongs to the moment of the step. */
function isOfTheMoment({ action, observes }: CfgNode): boolean {
  return observes || (action.kind === 'branch' && action.condition.kind === 'live');
}

function isBlocking(action: Action): action is Blocking {
  if (action.kind === 'wait') return true;
  return action.kind === 'lock' && mayBlock(action.operation);
}

/** `first`: the nodes with which the step can begin. `observed`: an operation that can block comes after one that observes. */
function begin(nodes: readonly CfgNode[], entry: number) {
  const { atomicRegion } = at(nodes, entry);
  const first: number[] = [];
  let observed = false;
  const seen = new Set<number>();
  const pending: [number, boolean][] = [[entry, false]];
  for (let top = pending.pop(); top !== undefined; top = pending.pop()) {
    const [index, after] = top;
    const node = at(nodes, index);
    const mark = 2 * index + (after ? 1 : 0);
    if (seen.has(mark) || node.atomicRegion !== atomicRegion) continue;
    seen.add(mark);
    observed ||= after && isBlocking(node.action);
    if (node.operates) continue;
    const watches = isOfTheMoment(node);
    if (watches && !after) first.push(index);
    for (const next of waysOn(node)) pending.push([next, after || watches]);
  }
  return { first, observed };
}

function waysOn({ action, next }: CfgNode): number[] {
  return action.kind === 'branch' ? [next.to, action.otherwise.to] : [next.to];
}

/** What the step waits for, as far as the locals decide it; null: nothing. */
type Gate =
  | null
  | { readonly kind: 'gate'; readonly action: Blocking; readonly site: CfgNode['site'] }
  | {
      readonly kind: 'branch';
      readonly condition: Value;
      readonly holds: Gate;
      readonly fails: Gate;
    };

/**
 * Puts the gate where the atomic's first node was, and that node at the end. Nothing jumps back into an atomic, so
 * only its `enter` leads here.
 */
function buildGate(nodes: CfgNode[], entry: number): void {
  const gate = new GateFinder(nodes, at(nodes, entry).atomicRegion).find(entry);
  if (gate === null) return;
  const { atomicRegion } = at(nodes, entry);
  const moved = nodes.push(at(nodes, entry)) - 1;
  const places = new Map<Gate, number>([[gate, entry]]);
  const pending = [gate];
  const to = (target: Gate): { to: number } => {
    if (target === null) return { to: moved };
    const known = places.get(target);
    if (known !== undefined) return { to: known };
    pending.push(target);
    places.set(target, nodes.push(at(nodes, entry)) - 1);
    return { to: nodes.length - 1 };
  };
  for (let one = pending.pop(); one !== undefined; one = pending.pop())
    nodes[places.get(one) ?? entry] = gateNode(one, atomicRegion, moved, to);
}

function gateNode(
  gate: Exclude<Gate, null>,
  atomicRegion: number,
  moved: number,
  to: (target: Gate) => { to: number },
): CfgNode {
  if (gate.kind === 'gate') {
    const { action, site } = gate;
    return { ...BLANK, atomicRegion, action, next: { to: moved }, operates: true, site };
  }
  const { condition, holds, fails } = gate;
  return { ...BLANK, atomicRegion, action: { kind: 'branch', condition, otherwise: to(fails) }, next: to(holds) }; // prettier-ignore
}

const BLANK = { operates: false, observes: false, accesses: [], site: null } as const;

/** Paths to the first operation of one atomic, distinguished by the values of the locals. */
const MOST_WAYS = 5000;

/** A named limit, which is reached when the task enters the atomic. */
const TOO_MANY_WAYS: Gate = {
  kind: 'branch',
  condition: { kind: 'lookup', table: [], of: { kind: 'constant', value: 0 }, limit: `${MOST_WAYS} ways to the first operation of an atomic` }, // prettier-ignore
  holds: null,
  fails: null,
};

/** Walks the text before the first operation without running it, and computes the values of the locals there. */
class GateFinder {
  private readonly nodes: readonly CfgNode[];
  private readonly atomicRegion: number;
  /** By node, then by what the locals hold. */
  private readonly known = new Map<number, Map<Replacement, Gate>>();
  private ways = 0;

  constructor(nodes: readonly CfgNode[], atomicRegion: number) {
    this.nodes = nodes;
    this.atomicRegion = atomicRegion;
  }

  find(entry: number): Gate {
    const first: Standing = { index: entry, holding: new Map() };
    const pending = [{ standing: first, ahead: this.ahead(first) }];
    for (let top = pending.at(-1); top !== undefined; top = pending.at(-1)) {
      const { standing, ahead } = top;
      const missing = ahead.ways.filter((way) => this.gateAt(way) === undefined);
      pending.push(...missing.map((way) => ({ standing: way, ahead: this.ahead(way) })));
      if (missing.length > 0) continue;
      pending.pop();
      this.keep(standing, ahead.of(ahead.ways.map((way) => this.gateAt(way) ?? null)));
      if ((this.ways += 1) > MOST_WAYS) return TOO_MANY_WAYS;
    }
    return this.gateAt(first) ?? null;
  }

  private gateAt({ index, holding }: Standing): Gate | undefined {
    return this.known.get(index)?.get(holding);
  }

  private keep({ index, holding }: Standing, gate: Gate): void {
    const row = this.known.get(index) ?? new Map<Replacement, Gate>();
    this.known.set(index, row.set(holding, gate));
  }

  /** Up to the next branch, or to the deciding operation. */
  private ahead({ index: first, holding: before }: Standing): Ahead {
    let holding = before;
    for (let index = first; ; ) {
      const node = at(this.nodes, index);
      const { action, next } = node;
      if (node.atomicRegion !== this.atomicRegion) return decided(null);
      if (isBlocking(action)) return decided(gateOf(action, holding, node.site));
      if (!node.observes && (node.operates || isOfTheMoment(node))) return decided(null);
      if (action.kind === 'branch' && !node.observes) return branched(action, next.to, holding);
      if (!node.observes) holding = after(action, holding);
      index = next.to;
    }
  }
}

/** A node, and what the locals hold there. */
interface Standing {
  readonly index: number;
  readonly holding: Replacement;
}

/** The paths that have to be known, and what follows from their gates. */
interface Ahead {
  readonly ways: readonly Standing[];
  readonly of: (gates: readonly Gate[]) => Gate;
}

function decided(gate: Gate): Ahead {
  return { ways: [], of: () => gate };
}

function branched(
  { condition, otherwise }: Extract<Action, { kind: 'branch' }>,
  then: number,
  holding: Replacement,
): Ahead {
  const asked = replaceVariables(condition, holding);
  return {
    ways: [then, otherwise.to].map((index) => ({ index, holding })),
    of: ([holds = null, fails = null]) =>
      holds === fails ? holds : { kind: 'branch', condition: asked, holds, fails },
  };
}

function gateOf(action: Blocking, holding: Replacement, site: CfgNode['site']): Gate {
  const asked: Blocking =
    action.kind === 'wait'
      ? { ...action, until: replaceVariables(action.until, holding), gate: true }
      : { ...action, lock: replaceInAddress(action.lock, holding), gate: true };
  return { kind: 'gate', action: asked, site };
}

function after(action: Action, holding: Replacement): Replacement {
  if (action.kind !== 'do' || action.sets.length === 0) return holding;
  const changed = new Map(holding);
  for (const { variable, value } of action.sets)
    changed.set(variable, replaceVariables(value, holding));
  return changed;
}
