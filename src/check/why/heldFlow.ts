// A task's flow with a lock held over a stretch of it: what the text would be with the lock taken there.

import { at, unreachable } from '../../base/assert.ts';
import type { LockOperation, TryLock } from '../../lang/program/program.ts';
import {
  type Action,
  type Address,
  type Flow,
  type FlowNode,
  JUMP_NOWHERE,
  type Value,
} from '../../model/flow/flow.ts';
import { usedAndSet } from '../../model/flow/variableUse.ts';
import { walkAction } from '../../model/flow/walkValue.ts';
import { endsBefore } from '../../model/flow/stops.ts';
import type { LockKind, LockMode } from '../../model/world/world.ts';

export interface HeldStretch {
  /** The nodes with which its first step can begin: the lock is taken before it. */
  readonly entries: ReadonlySet<number>;
  /** The node after whose step it is let go; null: where the task ends. */
  readonly last: number | null;
  /** It stays held where a step ends before one of these nodes. Elsewhere it is let go: an early return. */
  readonly stays: ReadonlySet<number>;
}

export interface HeldLock {
  /** Its object is constant, or a local that points to it where the stretch begins. */
  readonly lock: Address;
  readonly mode: LockMode;
}

export interface HeldFlow {
  readonly flow: Flow;
  /** Whether the lock is taken or let go anywhere; false where the text holds it there by itself. */
  readonly changed: boolean;
}

type Operations = readonly [LockOperation, LockOperation];

const OPERATIONS: Readonly<Record<LockKind, Readonly<Record<LockMode, Operations | null>>>> = {
  mutex: { exclusive: ['mutex_lock', 'mutex_unlock'], shared: null },
  spinlock: { exclusive: ['spin_lock', 'spin_unlock'], shared: null },
  bitlock: { exclusive: ['bit_lock', 'bit_unlock'], shared: null },
  rwsem: { exclusive: ['down_write', 'up_write'], shared: ['down_read', 'up_read'] },
  semaphore: { exclusive: null, shared: null },
  completion: { exclusive: null, shared: null },
};

/**
 * Null where such a text cannot be told: the task holds the lock in another mode when the stretch
 * begins, or lets go inside it of what it never took. Through a local, that is an oops or a deadlock of the
 * task with itself, if it ever comes to it.
 *
 * Where the task takes and lets go of the lock inside the stretch, it does neither: it holds it already. Where its
 * own hold reaches beyond the stretch, that hold is made longer. Whether a local points to the
 * locked object is asked as the task runs, unless the text alone says so.
 */
export function heldFlow(
  flow: Flow,
  task: number,
  stretch: HeldStretch,
  held: HeldLock,
): HeldFlow | null {
  const builder = new HeldFlowBuilder(flow, task, stretch, held);
  return builder.build();
}

/** Where in the stretch a node is run: before or after it, in it, or in what its last step still does. */
type Zone = 'out' | 'in' | 'leaving';

/** What the text holds by itself. */
interface Own {
  /** How it holds the lock; of a lock through a local, once it is in the stretch. */
  readonly mode: LockMode | null;
  /** Of a lock through a local: outside, the locals whose object it holds locked; inside, those that point to the object. */
  readonly through: readonly number[];
}

interface Standing {
  readonly node: number;
  readonly zone: Zone;
  readonly own: Own;
  /**
   * What was found out of the lock that the node works on, where the text alone does not say; `own`: the stretch
   * begins with the step by which the task takes the lock anyway.
   */
  readonly found: 'same' | 'other' | 'own' | null;
}

type Sameness = 'same' | 'other' | Value;

const NOTHING: Own = { mode: null, through: [] };

class HeldFlowBuilder {
  private readonly flow: Flow;
  private readonly task: number;
  private readonly stretch: HeldStretch;
  private readonly held: HeldLock;
  private readonly operations: Operations | null;
  /** The local that names the object from where the stretch begins; -1 where the object is constant. */
  private readonly copy: number;
  private readonly nodes: FlowNode[] = [];
  private readonly known = new Map<string, number>();
  private readonly pending: [number, Standing][] = [];
  private possible = true;
  private changed = false;

  constructor(flow: Flow, task: number, stretch: HeldStretch, held: HeldLock) {
    const { type, object, indexes } = held.lock;
    this.flow = flow;
    this.task = task;
    this.stretch = stretch;
    this.held = held;
    this.operations = type.kind === 'lock' ? OPERATIONS[type.lock][held.mode] : null;
    this.copy = object.kind === 'variable' ? flow.variables.length : -1;
    this.possible =
      this.operations !== null &&
      indexes.length === 0 &&
      (object.kind === 'constant' || object.kind === 'variable');
  }

  build(): HeldFlow | null {
    if (!this.possible) return null;
    const { entry, variables } = this.flow;
    const start = this.arrive(NOTHING, entry);
    for (let top = this.pending.pop(); top !== undefined; top = this.pending.pop()) {
      const [index, standing] = top;
      this.nodes[index] = this.nodeOf(standing);
      if (!this.possible) return null;
    }
    const { object } = this.held.lock;
    const named = object.kind === 'variable' ? [at(variables, object.variable)] : [];
    const all = [...variables, ...named].map((variable) => ({ ...variable }));
    const { nodes, changed } = this;
    return { flow: { nodes, variables: all, entry: start }, changed };
  }

  // Nodes

  private indexOf(standing: Standing): number {
    const key = JSON.stringify(standing);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const index = this.nodes.push(at(this.flow.nodes, standing.node)) - 1;
    this.known.set(key, index);
    this.pending.push([index, standing]);
    return index;
  }

  /** A node of ours, once for each key. */
  private added(key: string, make: () => Partial<FlowNode> & Pick<FlowNode, 'action'>): number {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const blank: FlowNode = {
      action: { kind: 'jump' },
      next: { to: JUMP_NOWHERE },
      operates: false,
      observes: false,
      region: 0,
      accesses: [],
      site: null,
    };
    const index = this.nodes.push(blank) - 1;
    this.known.set(key, index);
    this.nodes[index] = { ...blank, ...make() };
    return index;
  }

  private nodeOf(standing: Standing): FlowNode {
    const { action } = at(this.flow.nodes, standing.node);
    switch (action.kind) {
      case 'lock':
        // A lock that is waited for ahead of its operation is not followed.
        if (action.gate && this.isSuch(action.lock)) this.possible = false;
        return action.gate
          ? this.copied(standing, standing.own)
          : this.lockNode(standing, action.operation, action.lock);
      case 'hold':
        return action.task === this.task
          ? this.holdNode(standing, action.lock)
          : this.copied(standing, standing.own);
      case 'branch':
        return this.branchNode(standing, action.condition);
      case 'do':
        return this.doNode(standing, action);
      case 'free':
      case 'wait':
      case 'choose':
      case 'jump':
      case 'check':
      case 'enter':
      case 'end':
        return this.copied(standing, standing.own);
      default:
        return unreachable(action);
    }
  }

  /** The same node, with what the task holds by itself after it; `failed`: where its condition is false. */
  private copied(standing: Standing, own: Own, failed = own): FlowNode {
    const node = at(this.flow.nodes, standing.node);
    const { action } = node;
    const to = (target: number, after = own) => ({ to: this.goTo(standing, after, target) });
    if (action.kind === 'end') return node;
    if (action.kind === 'choose') {
      const branches = action.branches.map((branch) => ({ ...branch, to: to(branch.to.to) }));
      return { ...node, action: { ...action, branches } };
    }
    const next = to(node.next.to);
    if (action.kind !== 'branch') return { ...node, next };
    return { ...node, next, action: { ...action, otherwise: to(action.otherwise.to, failed) } };
  }

  /** Nothing is done, for it is done already. */
  private skipped(standing: Standing, own: Own, target: number | null = null): FlowNode {
    const node = at(this.flow.nodes, standing.node);
    const next = { to: this.goTo(standing, own, target ?? node.next.to) };
    const action: Action = { kind: 'jump' };
    return { ...node, action, next, operates: false, accesses: [], site: null };
  }

  /** Asks first whether the lock that the node works on is the one. */
  private asked(standing: Standing, condition: Value): FlowNode {
    const { region } = at(this.flow.nodes, standing.node);
    return {
      action: {
        kind: 'branch',
        condition,
        otherwise: { to: this.indexOf({ ...standing, found: 'other' }) },
      },
      next: { to: this.indexOf({ ...standing, found: 'same' }) },
      operates: false,
      observes: false,
      region,
      accesses: [],
      site: null,
    };
  }

  // What the text does with the lock

  private lockNode(standing: Standing, operation: LockOperation, lock: Address): FlowNode {
    const { zone, own } = standing;
    if (standing.found === 'own') return this.copied(standing, { ...own, mode: this.held.mode });
    const mode = modeTaken(operation);
    const same = this.sameness(standing, lock);
    if (typeof same === 'object') return this.asked(standing, same);
    if (zone === 'out') return this.copied(standing, this.ownAfter(own, operation, lock, same));
    if (same === 'other') return this.copied(standing, own);
    const fits = mode === null ? own.mode !== null : own.mode === null && this.includes(mode);
    if (!fits && this.copy >= 0) return this.copied(standing, own);
    this.possible &&= fits;
    const after = operation === 'downgrade_write' ? 'shared' : mode;
    return this.skipped(standing, { ...own, mode: after });
  }

  private holdNode(standing: Standing, lock: Address): FlowNode {
    const { zone, own } = standing;
    const same = this.sameness(standing, lock);
    if (typeof same === 'object') return this.asked(standing, same);
    if (zone === 'out') return this.copied(standing, this.ownAfter(own, 'mutex_lock', lock, same));
    this.possible &&= same === 'other';
    return this.copied(standing, own);
  }

  private branchNode(standing: Standing, condition: Value): FlowNode {
    const node = at(this.flow.nodes, standing.node);
    const tried = triedLock(condition);
    if (tried === null || node.action.kind !== 'branch') return this.checked(standing);
    const { zone, own } = standing;
    const { lock, operation, negated } = tried;
    const same = this.sameness(standing, lock);
    if (typeof same === 'object') return this.asked(standing, same);
    const mode = modeTaken(operation);
    if (zone === 'out') {
      const got = this.ownAfter(own, operation, lock, same);
      return negated ? this.copied(standing, own, got) : this.copied(standing, got, own);
    }
    if (same === 'other' || mode === null) return this.copied(standing, own);
    const gets = own.mode === null;
    this.possible &&= this.includes(mode);
    const target = gets === negated ? node.action.otherwise.to : node.next.to;
    return this.skipped(standing, gets ? { ...own, mode } : own, target);
  }

  private doNode(standing: Standing, action: Extract<Action, { kind: 'do' }>): FlowNode {
    const { own } = standing;
    const { set } = usedAndSet(action);
    if (this.copy < 0 || set.size === 0) return this.checked(standing);
    const copies = action.sets.flatMap(({ variable, value }) =>
      value.kind === 'variable' && this.pointsToIt(own, value.variable) ? [variable] : [],
    );
    const kept = own.through.filter((variable) => !set.has(variable));
    const through = [...new Set([...kept, ...copies])].sort((a, b) => a - b);
    return this.checked(standing, { ...own, through });
  }

  /** A copy of what may try the lock in a way that is not followed; then nothing can be said. */
  private checked(standing: Standing, own = standing.own): FlowNode {
    const { action } = at(this.flow.nodes, standing.node);
    walkAction(action, (value) => {
      if (value.kind === 'trylock' && this.isSuch(value.lock)) this.possible = false;
    });
    return this.copied(standing, own);
  }

  private includes(mode: LockMode): boolean {
    return mode === 'shared' || this.held.mode === 'exclusive';
  }

  /** What the text holds after an operation outside the stretch. */
  private ownAfter(
    own: Own,
    operation: LockOperation | TryLock,
    { object }: Address,
    same: 'same' | 'other',
  ): Own {
    if (same === 'other') return own;
    const mode = operation === 'downgrade_write' ? 'shared' : modeTaken(operation);
    if (this.copy < 0) return { ...own, mode };
    if (mode === null || object.kind !== 'variable') return NOTHING;
    const through = [...new Set([...own.through, object.variable])].sort((a, b) => a - b);
    return { ...own, through };
  }

  /** Of two locks by their text: outside the stretch, any of the sort counts that a local names. */
  private sameness({ zone, own, found }: Standing, lock: Address): Sameness {
    if (!this.isSuch(lock)) return 'other';
    if (found !== null && found !== 'own') return found;
    const { object } = lock;
    const { object: ours } = this.held.lock;
    if (this.copy >= 0 && zone === 'out') return 'same';
    if (object.kind === 'variable' && this.copy >= 0 && this.pointsToIt(own, object.variable))
      return 'same';
    if (object.kind === 'constant' && ours.kind === 'constant')
      return object.value === ours.value ? 'same' : 'other';
    const theirs = this.copy >= 0 ? this.local() : ours;
    return { kind: 'binary', operator: '==', left: object, right: theirs };
  }

  private pointsToIt(own: Own, variable: number): boolean {
    return variable === this.copy || own.through.includes(variable);
  }

  private isSuch({ struct, path }: Address): boolean {
    return struct === this.held.lock.struct && path === this.held.lock.path;
  }

  private local(): Value {
    return { kind: 'variable', variable: this.copy };
  }

  // Into the stretch and out of it

  /** Where a jump leads that lay between a node, in its standing, and a target. */
  private goTo({ node, zone }: Standing, own: Own, target: number): number {
    const { last, stays } = this.stretch;
    const { region } = at(this.flow.nodes, node);
    if (!endsBefore(at(this.flow.nodes, target), region)) {
      const then = zone === 'in' && node === last ? 'leaving' : zone;
      return this.indexOf({ node: target, zone: then, own, found: null });
    }
    if (zone === 'out') return this.arrive(own, target);
    const goesOn = zone === 'in' && node !== last && stays.has(target);
    if (goesOn) return this.indexOf({ node: target, zone, own, found: null });
    return this.leave(own, target);
  }

  private arrive(own: Own, target: number): number {
    const outside = (): number => this.indexOf({ node: target, zone: 'out', own, found: null });
    if (!this.stretch.entries.has(target)) return outside();
    const { lock, mode } = this.held;
    const takes = this.takesAnyway(target);
    const inside = (after: Own): number =>
      this.indexOf({ node: target, zone: 'in', own: after, found: takes ? 'own' : null });
    if (lock.object.kind === 'variable')
      return this.enterThrough(lock.object.variable, own, target, outside, inside);
    this.possible &&= own.mode === null || own.mode === mode;
    return own.mode === null && !takes ? this.take(target, own, inside(own)) : inside(own);
  }

  private takesAnyway(target: number): boolean {
    const { action } = at(this.flow.nodes, target);
    if (action.kind !== 'lock' || !this.isSuch(action.lock)) return false;
    const { object } = action.lock;
    const { lock, mode } = this.held;
    const same =
      (object.kind === 'constant' &&
        lock.object.kind === 'constant' &&
        object.value === lock.object.value) ||
      (object.kind === 'variable' &&
        lock.object.kind === 'variable' &&
        object.variable === lock.object.variable);
    return same && modeTaken(action.operation) === mode;
  }

  /** Keeps what the local points to; where that is NULL, there is nothing to take. */
  private enterThrough(
    variable: number,
    own: Own,
    target: number,
    outside: () => number,
    inside: (after: Own) => number,
  ): number {
    const had = own.through.includes(variable);
    const after: Own = had
      ? { mode: 'exclusive', through: own.through }
      : { mode: null, through: [variable] };
    const value: Value = { kind: 'variable', variable };
    const key = `${target} ${JSON.stringify(own)}`;
    const taken = (): number =>
      this.added(`ask ${key}`, () => ({
        action: { kind: 'branch', condition: value, otherwise: { to: outside() } },
        next: {
          to: this.takesAnyway(target) ? inside(after) : this.take(target, after, inside(after)),
        },
      }));
    return this.added(`copy ${key}`, () => ({
      action: { kind: 'do', sets: [{ variable: this.copy, value }], stores: [], evaluate: null },
      next: { to: had ? inside(after) : taken() },
    }));
  }

  /** A step of its own: it may have to wait. */
  private take(target: number, own: Own, then: number): number {
    this.changed = true;
    const { site } = at(this.flow.nodes, target);
    return this.added(`take ${target} ${JSON.stringify(own)}`, () => ({
      action: this.operation(0),
      next: { to: then },
      operates: true,
      site: site && { ...site, key: `${site.key}+lock` },
    }));
  }

  /** Lets go, which rides on the step before it: nobody waits to do that. */
  private leave(own: Own, target: number): number {
    const { mode } = this.held;
    const through = own.mode === null ? [] : own.through;
    const after = this.copy < 0 ? own : { mode: null, through };
    if (own.mode === mode) return this.arrive(after, target);
    this.changed = true;
    return this.added(`leave ${JSON.stringify(own)} ${target}`, () => ({
      action: this.operation(own.mode === null ? 1 : 2),
      next: { to: this.arrive(after, target) },
    }));
  }

  /** Takes it, lets it go, or goes from exclusive to shared. */
  private operation(which: 0 | 1 | 2): Action {
    const { lock } = this.held;
    const named = this.copy < 0 ? lock : { ...lock, object: this.local() };
    const operation = which === 2 ? 'downgrade_write' : this.operations?.[which];
    return { kind: 'lock', operation: operation ?? 'mutex_lock', lock: named };
  }
}

/** How an operation takes a lock; null: it lets it go, or holds less of it. */
function modeTaken(operation: LockOperation | TryLock): LockMode | null {
  if (operation.startsWith('down_read')) return 'shared';
  const exclusive = /_lock$|_trylock$|^down_write/.test(operation);
  return exclusive ? 'exclusive' : null;
}

function triedLock(condition: Value): {
  readonly lock: Address;
  readonly operation: TryLock;
  readonly negated: boolean;
} | null {
  if (condition.kind === 'trylock')
    return { lock: condition.lock, operation: condition.operation, negated: false };
  if (condition.kind !== 'not' || condition.operand.kind !== 'trylock') return null;
  return { lock: condition.operand.lock, operation: condition.operand.operation, negated: true };
}
