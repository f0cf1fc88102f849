// Replays a schedule step by step, with everything that happens in each step. Prefixes are cached.

import { TRY_LOCKS } from '../../lang/syntax/lockKinds.ts';
import { assert, at } from '../../base/assert.ts';
import type { TryLock } from '../../lang/program/program.ts';
import { type Compiled, compileAddress } from '../step/compileValue.ts';
import type { Access, CfgNode, Value as CfgValue } from '../cfg/controlFlowGraph.ts';
import { walkAction } from '../cfg/walkValue.ts';
import { cellName } from './cellName.ts';
import { LockBoard } from './lockBoard.ts';
import { type FailedTry, lockEvents } from './lockEvents.ts';
import type { Model } from '../build/model.ts';
import { type Names, nameOf, readValue, readWorld } from './readWorld.ts';
import type { Effect, Moment, Move, Run, RunStop, Step } from '../world/run.ts';
import { baseOf, kindOf, lockWidth } from '../storage/storage.ts';
import type { TaskCode } from '../step/taskCode.ts';
import type { ObjectId, Value, World } from '../world/world.ts';

interface Taken {
  readonly moment: Moment;
  readonly state: Uint32Array;
  readonly names: Names;
}

/** Replays of one model. Asking for a run that shares a prefix with the last one takes only the new steps. */
export class Replayer {
  readonly model: Model;
  private moves: readonly Move[] = [];
  private taken: Taken[];

  constructor(model: Model) {
    this.model = model;
    this.taken = [this.first()];
  }

  replay(moves: readonly Move[]): Run {
    this.forget(sharedPrefix(this.moves, moves));
    let stopped: RunStop | null = null;
    while (this.moves.length < moves.length && stopped === null) {
      stopped = this.advance(at(moves, this.moves.length));
    }
    return { moves: [...this.moves], moments: this.taken.map(({ moment }) => moment), stopped };
  }

  private forget(length: number): void {
    this.moves = this.moves.slice(0, length);
    this.taken = this.taken.slice(0, length + 1);
  }

  private first(): Taken {
    const { machine } = this.model;
    const state = new Uint32Array(machine.words);
    machine.start(state, 0);
    machine.open(state, 0);
    const names = nameNew(this.model, new Map(), null);
    return { moment: { world: readWorld(this.model, names), step: null }, state, names };
  }

  private advance(move: Move): RunStop | null {
    const index = this.moves.length;
    const before = at(this.taken, index);
    this.model.machine.open(before.state, 0);
    const refusal = refuse(this.model, before.moment.world, move, index);
    if (refusal !== null) return refusal;
    const next = takeStep(this.model, before, move, index + 1);
    if ('kind' in next) return next;
    this.taken.push(next);
    this.moves = [...this.moves, move];
    return null;
  }
}

function sharedPrefix(a: readonly Move[], b: readonly Move[]): number {
  let i = 0;
  while (i < a.length && i < b.length && a[i]?.task === b[i]?.task && a[i]?.choice === b[i]?.choice)
    i += 1;
  return i;
}

/** Why a move cannot be taken; null if it can. */
function refuse(model: Model, world: World, move: Move, index: number): RunStop | null {
  if (world.ending === 'panicked') return { kind: 'ended', at: index, oops: world.oops ?? '' };
  const { state, choices } = at(world.tasks, move.task);
  if (state.kind === 'done') return { kind: 'done', at: index, task: move.task };
  if (state.kind === 'blocked')
    return { kind: 'blocked', at: index, task: move.task, on: state.on };
  if (state.kind === 'settling-later')
    return { kind: 'blocked', at: index, task: move.task, on: null };
  const known = move.choice === null ? choices.length === 0 : choices.includes(move.choice);
  if (!known) return { kind: 'no-choice', at: index, task: move.task, choice: move.choice };
  const number = moveNumber(model, move);
  return model.machine.isEnabled(number)
    ? null
    : { kind: 'blocked', at: index, task: move.task, on: null };
}

function moveNumber(model: Model, move: Move): number {
  return model.moves.findIndex(({ task, choice }) => task === move.task && choice === move.choice);
}

function takeStep(model: Model, before: Taken, move: Move, index: number): Taken | RunStop {
  const { machine } = model;
  const code = at(model.codes, move.task);
  const site = at(before.moment.world.tasks, move.task).next;
  assert(site !== null, 'a task that can step stands somewhere');
  const watch = new EffectWatch(model, code);
  const outcome = machine.run(moveNumber(model, move), watch);
  if (outcome < 0) {
    return {
      kind: 'limit',
      at: index - 1,
      task: move.task,
      limit: at(machine.limits, -1 - outcome),
    };
  }
  const state = new Uint32Array(machine.words);
  machine.parts.packing.pack(machine.memory, state, 0);
  const effects = [...watch.effects, ...liveChanges(model, before.state, state)];
  machine.open(state, 0);
  const names = nameNew(model, before.names, allocated(effects));
  const world = readWorld(model, names);
  const step: Step = {
    index,
    task: move.task,
    site,
    choice: move.choice,
    effects,
    locks: lockEvents(before.moment.world, world, move.task, failedLock(model, names, watch)),
    breaks: machine.properties.flatMap(({ name }, i) => ((outcome >> i) & 1 ? [name] : [])),
  };
  return { moment: { world, step }, state, names };
}

function failedLock(model: Model, names: Names, { failed }: EffectWatch): FailedTry | null {
  if (failed === null) return null;
  const board = new LockBoard(model, (id) => nameOf(names, id));
  const found = board.lockAt(failed.slot);
  return found === null ? null : { lock: found.lock, mode: TRY_LOCKS[failed.operation].mode };
}

/** A lock that a step tries to take: where it is, and how many cells it has. */
interface Tried {
  readonly slot: number;
  readonly width: number;
  readonly operation: TryLock;
}

/** Observes each node of a step before and after it runs, and records its accesses. */
class EffectWatch {
  readonly effects: Effect[] = [];
  /** The lock that a trylock failed to take; null if there is none. */
  failed: Tried | null = null;
  private readonly model: Model;
  private readonly code: TaskCode;
  private pending: { readonly access: Access; readonly slot: number; readonly before: Value }[] =
    [];
  private tried: (Tried & { readonly before: string }) | null = null;

  constructor(model: Model, code: TaskCode) {
    this.model = model;
    this.code = code;
  }

  before(node: number): void {
    const cfgNode = at(this.code.cfg.nodes, node);
    this.pending = cfgNode.accesses.flatMap((access) => {
      const slot = this.slotOf(compileAddress(this.code.compilation, access.address, true));
      const lock = access.address.type.kind === 'lock';
      return slot < 0 || lock ? [] : [{ access, slot, before: this.read(access, slot) }];
    });
    this.tried = this.findTry(cfgNode);
  }

  after(): void {
    for (const { access, slot, before } of this.pending) {
      const { object, field } = cellName(this.model, access.address, slot);
      if (access.kind === 'read') this.effects.push({ kind: 'read', object, field, value: before });
      else
        this.effects.push({ kind: 'write', object, field, before, after: this.read(access, slot) });
    }
    const { tried } = this;
    if (tried !== null && tried.before === this.lockCells(tried)) this.failed = tried;
  }

  private findTry(node: CfgNode): EffectWatch['tried'] {
    const found = tryLocksIn(node)[0];
    if (found === undefined) return null;
    const slot = this.slotOf(compileAddress(this.code.compilation, found.lock, true));
    const width = lockWidth(kindOf(found.lock), this.model.storage.taskCount);
    const tried = { slot, width, operation: found.operation };
    return { ...tried, before: this.lockCells(tried) };
  }

  /** The lock's cells as text: the same before and after means that nothing was taken. */
  private lockCells({ slot, width }: Tried): string {
    return this.model.machine.memory.subarray(slot, slot + width).join();
  }

  /** Undoes the changes that finding a place makes (`a[++n]`), since the step makes them itself. */
  private slotOf(address: Compiled): number {
    const { memory, parts } = this.model.machine;
    const kept = memory.slice();
    const slot = address(memory);
    memory.set(kept);
    parts.fault.unknown = false;
    parts.fault.code = 0;
    return slot;
  }

  private read(access: Access, slot: number): Value {
    return readValue(this.model, this.model.machine.memory, access.address.type, slot);
  }
}

function tryLocksIn({ action }: CfgNode): Extract<CfgValue, { kind: 'trylock' }>[] {
  const found: Extract<CfgValue, { kind: 'trylock' }>[] = [];
  walkAction(action, (value) => {
    if (value.kind === 'trylock') found.push(value);
  });
  return found;
}

/** Pool elements that a step has allocated or freed. */
function liveChanges(model: Model, before: Uint32Array, after: Uint32Array): Effect[] {
  const { machine } = model;
  const liveIn = (state: Uint32Array): Map<ObjectId, boolean> => {
    machine.open(state, 0);
    return new Map(pooledObjects(model).map(({ id, slot }) => [id, machine.state[slot] !== 0]));
  };
  const was = liveIn(before);
  return [...liveIn(after)].flatMap(([object, live]): Effect[] => {
    if (was.get(object) === live) return [];
    return [{ kind: live ? 'alloc' : 'free', object }];
  });
}

function pooledObjects(model: Model): { id: ObjectId; pool: string; slot: number }[] {
  return [...model.storage.extents.values()].flatMap((extent) =>
    extent.objects.flatMap(({ id, pool, parent }, i) =>
      pool === null || parent !== null || extent.live === null
        ? []
        : [{ id, pool, slot: baseOf(extent, i + 1) + extent.live }],
    ),
  );
}

function allocated(effects: readonly Effect[]): ReadonlySet<ObjectId> {
  return new Set(effects.flatMap((effect) => (effect.kind === 'alloc' ? [effect.object] : [])));
}

/**
 * The n-th allocation of a pool in this run is called prefix-n; a freed element keeps its name until it is
 * allocated again. `fresh` null: the start, where every allocated element is new.
 */
function nameNew(model: Model, before: Names, fresh: ReadonlySet<ObjectId> | null): Names {
  const names = new Map(before);
  const { state } = model.machine;
  for (const { id, pool, slot } of pooledObjects(model)) {
    const isNew = fresh === null ? state[slot] !== 0 : fresh.has(id);
    if (!isNew) continue;
    const prefix = model.program.pools.find((p) => p.name === pool)?.prefix ?? pool;
    names.set(id, `${prefix}${nextOrdinal(names, prefix)}`);
  }
  return names;
}

function nextOrdinal(names: Names, prefix: string): number {
  const used = [...names.values()].flatMap((name) =>
    name.startsWith(prefix) ? [Number(name.slice(prefix.length))] : [],
  );
  return Math.max(0, ...used.filter(Number.isFinite)) + 1;
}
