// Which locals are alive where, and which of them can share a register: dead ones are zero in every state.

import { at } from '../base/assert.ts';
import { type Flow, successorsOf, usedAndSet } from './flow.ts';

export interface Registers {
  /** By variable: its register. */
  readonly of: readonly number[];
  readonly count: number;
  /** By node: the variables that are alive before it. */
  readonly alive: readonly ReadonlySet<number>[];
}

export function allocateRegisters(flow: Flow): Registers {
  const alive = findAlive(flow);
  const clashes = findClashes(flow, alive);
  const of: number[] = [];
  let count = 0;
  flow.variables.forEach((_, variable) => {
    const taken = new Set(
      [...(clashes[variable] ?? [])]
        .filter((other) => other < variable)
        .map((other) => at(of, other)),
    );
    let register = 0;
    while (taken.has(register)) register += 1;
    of.push(register);
    count = Math.max(count, register + 1);
  });
  return { of, count, alive };
}

function findAlive(flow: Flow): Set<number>[] {
  const alive = flow.nodes.map(() => new Set<number>());
  const effects = flow.nodes.map((node) => usedAndSet(node.action));
  for (let changed = true; changed; ) {
    changed = false;
    for (let i = flow.nodes.length - 1; i >= 0; i -= 1) {
      const { used, set } = at(effects, i);
      const here = at(alive, i);
      const before = here.size;
      for (const variable of used) here.add(variable);
      for (const next of successorsOf(at(flow.nodes, i))) {
        for (const variable of at(alive, next)) if (!set.has(variable)) here.add(variable);
      }
      changed ||= here.size !== before;
    }
  }
  return alive;
}

/** Two variables clash when one is set while the other is alive, or both are alive at the start. */
function findClashes(flow: Flow, alive: readonly ReadonlySet<number>[]): Set<number>[] {
  const clashes = flow.variables.map(() => new Set<number>());
  const clash = (a: number, b: number): void => {
    if (a === b) return;
    at(clashes, a).add(b);
    at(clashes, b).add(a);
  };
  flow.nodes.forEach((node, i) => {
    const { set } = usedAndSet(node.action);
    const after = new Set(successorsOf(node).flatMap((next) => [...at(alive, next)]));
    for (const a of set) for (const b of [...after, ...set]) clash(a, b);
    for (const a of at(alive, i)) for (const b of at(alive, i)) clash(a, b);
  });
  return clashes;
}
