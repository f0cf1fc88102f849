// Where the step of an atomic begins: at the first thing in it that is more than local work. An observer
// that stands before an operation that can block belongs to the step that takes it: a gate is built at the head of
// such an atomic, which waits for that operation before anything of the step runs.

import { mayBlock } from '../../lang/syntax/lockKinds.ts';
import { at } from '../../base/assert.ts';
import type { Action, FlowNode, Value } from './flow.ts';
import { replaceVariables, replaceInAddress, type Replacement } from './replaceVariables.ts';

type Blocking = Extract<Action, { kind: 'lock' | 'wait' }>;

/** Rewrites the nodes of a complete flow. */
export function beginAtomics(nodes: FlowNode[]): void {
  const enters = nodes.filter(({ action }) => action.kind === 'enter');
  for (const { next } of enters) {
    if (at(nodes, next.to).region === 0) continue;
    const begins = begin(nodes, next.to);
    for (const first of begins.first) nodes[first] = { ...at(nodes, first), operates: true };
    if (begins.observed) buildGate(nodes, next.to);
  }
}

/** Whether the node watches, or asks whether an object is there: what it finds is of the moment of the step. */
function isOfTheMoment({ action, observes }: FlowNode): boolean {
  return observes || (action.kind === 'branch' && action.condition.kind === 'live');
}

function isBlocking(action: Action): action is Blocking {
  if (action.kind === 'wait') return true;
  return action.kind === 'lock' && mayBlock(action.operation);
}

/** `first`: the nodes with which the step can begin. `observed`: an operation that can block comes after one that watches. */
function begin(nodes: readonly FlowNode[], entry: number) {
  const { region } = at(nodes, entry);
  const first: number[] = [];
  let observed = false;
  const seen = new Set<number>();
  const pending: [number, boolean][] = [[entry, false]];
  for (let top = pending.pop(); top !== undefined; top = pending.pop()) {
    const [index, after] = top;
    const node = at(nodes, index);
    const mark = 2 * index + (after ? 1 : 0);
    if (seen.has(mark) || node.region !== region) continue;
    seen.add(mark);
    observed ||= after && isBlocking(node.action);
    if (node.operates) continue;
    const watches = isOfTheMoment(node);
    if (watches && !after) first.push(index);
    for (const next of waysOn(node)) pending.push([next, after || watches]);
  }
  return { first, observed };
}

function waysOn({ action, next }: FlowNode): number[] {
  return action.kind === 'branch' ? [next.to, action.otherwise.to] : [next.to];
}

/** What the step waits for, as far as the locals alone decide; null: for nothing. */
type Gate =
  | null
  | { readonly kind: 'gate'; readonly action: Blocking; readonly site: FlowNode['site'] }
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
function buildGate(nodes: FlowNode[], entry: number): void {
  const gate = new GateFinder(nodes, at(nodes, entry).region).find(entry);
  if (gate === null) return;
  const { region } = at(nodes, entry);
  const moved = nodes.push(at(nodes, entry)) - 1;
  const put = (index: number, one: Exclude<Gate, null>): void => {
    const to = (target: Gate): { to: number } => ({ to: target === null ? moved : place(target) });
    nodes[index] =
      one.kind === 'gate'
        ? {
            ...BLANK,
            region,
            action: one.action,
            next: { to: moved },
            operates: true,
            site: one.site,
          }
        : {
            ...BLANK,
            region,
            action: { kind: 'branch', condition: one.condition, otherwise: to(one.fails) },
            next: to(one.holds),
          };
  };
  const places = new Map<Gate, number>();
  const place = (one: Exclude<Gate, null>): number => {
    const known = places.get(one);
    if (known !== undefined) return known;
    const index = nodes.push(at(nodes, entry)) - 1;
    places.set(one, index);
    put(index, one);
    return index;
  };
  put(entry, gate);
}

const BLANK = { operates: false, observes: false, accesses: [], site: null } as const;

/** Goes through the text ahead of the first operation, without running it: what locals hold there is computed from what they hold now. */
class GateFinder {
  private readonly nodes: readonly FlowNode[];
  private readonly region: number;
  /** By node, then by what the locals hold. */
  private readonly known = new Map<number, Map<Replacement, Gate>>();

  constructor(nodes: readonly FlowNode[], region: number) {
    this.nodes = nodes;
    this.region = region;
  }

  find(entry: number): Gate {
    return this.from(entry, new Map());
  }

  private from(index: number, holding: Replacement): Gate {
    const known = this.known.get(index)?.get(holding);
    if (known !== undefined) return known;
    const gate = this.ahead(index, holding);
    const row = this.known.get(index) ?? new Map<Replacement, Gate>();
    this.known.set(index, row.set(holding, gate));
    return gate;
  }

  private ahead(first: number, before: Replacement): Gate {
    let holding = before;
    for (let index = first; ; ) {
      const node = at(this.nodes, index);
      const { action, next } = node;
      if (node.region !== this.region) return null;
      if (isBlocking(action)) return gateOf(action, holding, node.site);
      if (action.kind === 'branch' && !node.observes) {
        if (node.operates || isOfTheMoment(node)) return null;
        return this.branch(
          replaceVariables(action.condition, holding),
          next.to,
          action.otherwise.to,
          holding,
        );
      }
      if (node.operates && !node.observes) return null;
      if (!node.observes) holding = after(action, holding);
      index = next.to;
    }
  }

  private branch(condition: Value, then: number, otherwise: number, holding: Replacement): Gate {
    const [holds, fails] = [this.from(then, holding), this.from(otherwise, holding)];
    return holds === fails ? holds : { kind: 'branch', condition, holds, fails };
  }
}

function gateOf(action: Blocking, holding: Replacement, site: FlowNode['site']): Gate {
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
