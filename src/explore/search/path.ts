// The shortest run to a state, recovered from the search tree. Only parents are stored, so each move is recomputed as
// the first one that leads from the parent to the child.

import { assert } from '../../base/assert.ts';
import type { Machine } from '../machine/machine.ts';
import type { SearchTree } from './searchTree.ts';
import type { StateSet } from '../machine/stateSet.ts';

interface Link {
  readonly parent: number;
  readonly move: number;
}

/**
 * By state, how it was first reached, cached as far as it was requested: runs to many states share a prefix.
 */
export type Links = Map<number, Link>;

/** The moves from the initial state (index 0) to the state with this index. */
export function pathTo(
  machine: Machine,
  states: StateSet,
  tree: SearchTree,
  links: Links,
  state: number,
): number[] {
  const moves: number[] = [];
  for (let child = state; child > 0; ) {
    const link = links.get(child) ?? linkTo(machine, states, tree, child);
    links.set(child, link);
    moves.push(link.move);
    child = link.parent;
  }
  return moves.toReversed();
}

function linkTo(machine: Machine, states: StateSet, tree: SearchTree, child: number): Link {
  const parent = tree.parentOf(child);
  return { parent, move: moveBetween(machine, states, parent, child) };
}

function moveBetween(machine: Machine, states: StateSet, parent: number, child: number): number {
  const successor = new Uint32Array(machine.words);
  machine.open(states.states.page(parent), states.states.offset(parent));
  for (let rest = machine.enabled(); rest !== 0; rest &= rest - 1) {
    const move = 31 - Math.clz32(rest & -rest);
    if (machine.take(move, successor, 0) >= 0 && states.find(successor) === child) return move;
  }
  assert(
    false,
    `no move leads from state ${parent} to state ${child}: the machine is not a function of its state`,
  );
}
