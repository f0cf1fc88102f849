// A task's text in one configuration: calls inlined, options decided, constants folded; a list of
// nodes in which every jump is a number.

import type { LockOperation, Operator, TryLock, Type } from '../../lang/program/program.ts';
import type { StepSite } from '../world/world.ts';

/** A value. References are numbers: 0 is NULL. */
export type Value =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'variable'; readonly variable: number }
  | { readonly kind: 'load'; readonly address: Address; readonly observed: boolean }
  /**
   * A reference out of a table: the object embedded in another (`&inode->i_data`), or an element of an
   * array of objects. `limit`: what is reached if `of` lies outside; null if it cannot.
   */
  | {
      readonly kind: 'lookup';
      readonly table: readonly number[];
      readonly of: Value;
      readonly limit: string | null;
    }
  | { readonly kind: 'not'; readonly operand: Value }
  | {
      readonly kind: 'binary';
      readonly operator: Operator;
      readonly left: Value;
      readonly right: Value;
    }
  | { readonly kind: 'all' | 'any'; readonly items: readonly Value[] }
  | {
      readonly kind: 'exchange';
      readonly address: Address;
      readonly value: Value;
      readonly bounds: Bounds;
    }
  | {
      readonly kind: 'bump';
      readonly address: Address;
      readonly by: number;
      readonly bounds: Bounds;
      readonly observed: boolean;
    }
  | { readonly kind: 'trylock'; readonly operation: TryLock; readonly lock: Address }
  | { readonly kind: 'allocate'; readonly pool: string }
  /** Whether a pooled object is allocated. */
  | { readonly kind: 'live'; readonly struct: string; readonly reference: number }
  | { readonly kind: 'done'; readonly task: number }
  | { readonly kind: 'held'; readonly lock: Address; readonly task: number | null };

export interface Bounds {
  readonly low: number;
  readonly high: number;
  /** The name of the limit that is reached when a value leaves the bounds: `range refcount 0..7`. */
  readonly limit: string;
}

/** A place in shared memory, down to its first slot. */
export interface Address {
  readonly struct: string;
  /** The object: a constant, or known only when the program runs. */
  readonly object: Value;
  /** Slots from the object's start to the field or element. */
  readonly offset: number;
  readonly indexes: readonly {
    readonly index: Value;
    readonly scale: number;
    readonly length: number;
    readonly name: string;
  }[];
  readonly type: Type;
  /** The field that is the place, or that contains it. */
  readonly field: string;
  /** The name in its limits: the path down to the first index. */
  readonly name: string;
  /** `bytes[0]`, `tlb[0].w`: with `#` for an index that is not known yet. For display only. */
  readonly path: string;
}

export interface Access {
  readonly kind: 'read' | 'write';
  readonly address: Address;
}

export interface Store {
  readonly address: Address;
  readonly value: Value;
  readonly bounds: Bounds | null;
}

/** All values of a `do` are computed before anything is written. */
export type Action =
  | {
      readonly kind: 'do';
      readonly sets: readonly { readonly variable: number; readonly value: Value }[];
      readonly stores: readonly Store[];
      readonly evaluate: Value | null;
    }
  | { readonly kind: 'branch'; readonly condition: Value; readonly otherwise: Jump }
  | { readonly kind: 'jump' }
  /** `gate`: the step begins here and waits for the operation, which comes later in it; an rwsem's queue is joined here. */
  | {
      readonly kind: 'lock';
      readonly operation: LockOperation;
      readonly lock: Address;
      readonly gate?: true;
    }
  | { readonly kind: 'hold'; readonly lock: Address; readonly task: number }
  | { readonly kind: 'wait'; readonly until: Value; readonly gate?: true }
  | { readonly kind: 'free'; readonly pointer: Value; readonly struct: string }
  | {
      readonly kind: 'choose';
      readonly branches: readonly { readonly label: string; readonly to: Jump }[];
    }
  | {
      readonly kind: 'check';
      readonly variant: 'assert' | 'bug' | 'warn';
      readonly property: string;
      readonly condition: Value;
    }
  /** Before an atomic: what follows is a step of its own, even right after the same atomic. */
  | { readonly kind: 'enter' }
  | { readonly kind: 'end' };

/** A target that is filled in when the control-flow graph is complete. */
export interface Jump {
  to: number;
}

export interface CfgNode {
  readonly action: Action;
  readonly next: Jump;
  /** Whether it touches shared memory or a lock, or is an observer that is first in its atomic: a step can begin here. */
  readonly operates: boolean;
  /** Part of a ghost statement or of an assertion: a read through NULL is zero, a write through NULL does nothing. */
  readonly observes: boolean;
  /** Nodes of one atomic share a number above 0. */
  readonly atomicRegion: number;
  readonly accesses: readonly Access[];
  readonly site: StepSite | null;
}

/** A local of one inlined call; a word takes one for each field. */
export interface Variable {
  readonly name: string;
  readonly type: Type;
  low: number;
  high: number;
  /** The word that it is a field of, by its name in the text. */
  readonly word: string | null;
}

export interface ControlFlowGraph {
  readonly nodes: readonly CfgNode[];
  readonly variables: readonly Variable[];
  readonly entry: number;
}

export const JUMP_NOWHERE = -1;

/** The variables that an action sets. */
export function setBy(action: Action): readonly number[] {
  return action.kind === 'do' ? action.sets.map(({ variable }) => variable) : [];
}

/** The successors of a node. */
export function successorsOf(node: CfgNode): number[] {
  const { action } = node;
  if (action.kind === 'end') return [];
  if (action.kind === 'choose') return action.branches.map((branch) => branch.to.to);
  return action.kind === 'branch' ? [node.next.to, action.otherwise.to] : [node.next.to];
}
