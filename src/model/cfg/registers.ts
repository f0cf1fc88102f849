// Liveness of locals, and which of them can share a register. Dead locals are zero in every state.

import { at } from '../../base/assert.ts';
import { BitRows } from './bitRows.ts';
import { type ControlFlowGraph, successorsOf } from './controlFlowGraph.ts';
import { usedAndSet } from './variableUse.ts';

export interface Registers {
  /** By variable: its register. */
  readonly of: readonly number[];
  readonly count: number;
  /** By node: the variables that are alive before it. */
  readonly alive: readonly ReadonlySet<number>[];
}

/** The variables that a node reads and sets, and its successors. */
interface Effect {
  readonly used: Iterable<number>;
  readonly set: ReadonlySet<number>;
  readonly next: readonly number[];
}

export function allocateRegisters(cfg: ControlFlowGraph): Registers {
  const effects = cfg.nodes.map((node) => ({
    ...usedAndSet(node.action),
    next: successorsOf(node),
  }));
  const alive = findAlive(effects, cfg.variables.length);
  const of = share(findClashes(effects, cfg.entry, alive, cfg.variables.length));
  const count = of.reduce((most, register) => Math.max(most, register + 1), 0);
  return { of, count, alive: effects.map((_, node) => setOf(alive.members(node))) };
}

const NONE: ReadonlySet<number> = new Set();

function setOf(members: readonly number[]): ReadonlySet<number> {
  return members.length === 0 ? NONE : new Set(members);
}

/** By variable, the first register that no conflicting earlier variable has. */
function share(clashes: BitRows): number[] {
  const of: number[] = [];
  for (let variable = 0; variable < clashes.count; variable += 1) {
    const earlier = clashes.members(variable).filter((other) => other < variable);
    const taken = new Set(earlier.map((other) => at(of, other)));
    let register = 0;
    while (taken.has(register)) register += 1;
    of.push(register);
  }
  return of;
}

/** One row per node. Most jumps go forward, so two backward passes are enough for most graphs. */
function findAlive(effects: readonly Effect[], variables: number): BitRows {
  const alive = new BitRows(effects.length, variables);
  effects.forEach(({ used }, i) => {
    for (const variable of used) alive.add(i, variable);
  });
  const passed = new BitRows(1, variables);
  for (let changed = true; changed; ) {
    changed = false;
    for (let i = effects.length - 1; i >= 0; i -= 1) {
      const { set, next } = at(effects, i);
      passed.clear(0);
      for (const node of next) passed.addAll(0, alive, node);
      for (const variable of set) passed.remove(0, variable);
      changed = alive.addAll(i, passed, 0) || changed;
    }
  }
  return alive;
}

/**
 * Two variables conflict if one is set while the other is live afterwards, or if both are live at the start: where both
 * are live, one of them was set last, or neither was ever set. One row per variable.
 */
function findClashes(
  effects: readonly Effect[],
  entry: number,
  alive: BitRows,
  variables: number,
): BitRows {
  const clashes = new BitRows(variables, variables);
  const after = new BitRows(1, variables);
  effects.forEach(({ set, next }) => {
    after.clear(0);
    for (const node of next) after.addAll(0, alive, node);
    for (const variable of set) after.add(0, variable);
    for (const variable of set) {
      clashes.addAll(variable, after, 0);
      for (const other of after.members(0)) clashes.add(other, variable);
    }
  });
  for (const variable of alive.members(entry)) clashes.addAll(variable, alive, entry);
  for (let variable = 0; variable < variables; variable += 1) clashes.remove(variable, variable);
  return clashes;
}
