// The effects of a step, and those of all steps that a task may still take: as sets of cells, for `Independence`.

import { mayQueue, takesOwned } from '../../lang/syntax/lockKinds.ts';
import { at } from '../../base/assert.ts';
import type { Action, ControlFlowGraph } from '../cfg/controlFlowGraph.ts';
import { lockName } from './locksHeld.ts';
import { isFresh } from './freshObjects.ts';
import { fieldName, type Guard, type LockDiscipline, type StepAccesses } from './lockDiscipline.ts';
import type { Packing } from '../storage/packing.ts';
import { stopsAfter } from '../cfg/stops.ts';
import type { Storage } from '../storage/storage.ts';
import { type TaskCode } from '../step/taskCode.ts';
import { KNOWN_OBJECT, type MemoryAccess } from './accessSets.ts';

/** The kinds of access to a cell that are distinguished; each is a set of cells. */
const KINDS = [
  'read',
  'write',
  'guardedRead',
  'guardedWrite',
  'put',
  'lock',
  'presence',
  'directRead',
  'fresh',
  'allocate',
  'free',
] as const;
type Kind = (typeof KINDS)[number];

const ALL = KINDS.map((_, i) => i);
const of = (...kinds: Kind[]): number[] => kinds.map((kind) => KINDS.indexOf(kind));

/** By kind of access, the kinds that it conflicts with. */
const READ = of('write', 'guardedWrite', 'put', 'lock');
const WRITE = of('read', 'write', 'guardedRead', 'guardedWrite', 'put', 'lock');
const READ_UNDER_GUARD = of('write', 'put', 'lock');
const WRITE_UNDER_GUARD = of('read', 'write', 'put', 'lock');
const RELEASE = of('read', 'write', 'guardedRead', 'guardedWrite', 'put');
const FREE = of('free');
const OBJECTS = of('fresh', 'allocate', 'free');
const PUT_COUNT = of('read', 'write', 'guardedRead', 'guardedWrite', 'lock');
const PUT_FREE = of('directRead', 'fresh', 'allocate');
const ALLOCATE = of('directRead', 'allocate', 'free');
const FRESH = of('directRead');

/** By kind, a set of packed cells; flat. */
export type CellSets = Uint32Array;

export interface EffectSetting {
  readonly storage: Storage;
  readonly packing: Packing;
  readonly codes: readonly TaskCode[];
  readonly discipline: LockDiscipline;
  readonly pcs: readonly number[];
}

interface Standing {
  readonly code: TaskCode;
  readonly step: StepAccesses;
}

export class StepEffects {
  private readonly setting: EffectSetting;
  /** Words of one set. */
  private readonly width: number;
  private readonly futures = new Map<string, CellSets[]>();
  private readonly done = new Map<number, CellSets[]>();
  private readonly whole: (CellSets | undefined)[] = [];
  /** By task and place, the places after it. */
  private readonly after: readonly (readonly (readonly number[])[])[];

  constructor(setting: EffectSetting) {
    this.setting = setting;
    this.width = Math.ceil((setting.packing.places.length + 1) / 32);
    this.after = setting.codes.map(pcsAfterEach);
  }

  clash(mine: CellSets, theirs: CellSets): boolean {
    for (let i = 0; i < mine.length; i += 1)
      if (((mine[i] as number) & (theirs[i] as number)) !== 0) return true;
    return false;
  }

  /** What the step from here conflicts with; `guard`: its object's bitlock is held throughout. */
  avoids(task: number, pc: number, guard: Guard | null): CellSets {
    const { codes, discipline } = this.setting;
    const code = at(codes, task);
    const step = at(at(discipline.steps, task), pc);
    const sets = this.blank();
    for (const { node, access } of step.accesses)
      this.avoid(sets, { code, step }, node, access, guard);
    if (mayEnd(code, pc)) this.mark(sets, of('read', 'directRead'), [this.setting.pcs[task] ?? -1]);
    return sets;
  }

  private avoid(
    sets: CellSets,
    { code, step }: Standing,
    node: number,
    access: MemoryAccess,
    guard: Guard | null,
  ): void {
    const { cells, kind, through } = access;
    const { put } = step;
    const mark = (kinds: readonly number[]): void => this.mark(sets, kinds, cells);
    if (isFresh(code, node, access)) return mark(FRESH);
    if (kind === 'allocate') return mark(ALLOCATE);
    if (kind === 'free') return mark(put >= 0 ? PUT_FREE : ALL);
    if (put >= 0) return this.isLive(access) ? undefined : mark(PUT_COUNT);
    const under = guard !== null && through === step.guarding;
    const guarded = under && this.guardOf(access)?.path === guard.path;
    if (!this.isLive(access)) {
      if (kind === 'read') mark(guarded ? READ_UNDER_GUARD : READ);
      else if (kind === 'lock' && this.isRelease(code, node)) mark(RELEASE);
      else mark(guarded ? WRITE_UNDER_GUARD : WRITE);
    }
    if (through === KNOWN_OBJECT) mark(OBJECTS);
  }

  /** What to avoid for a step after which the task no longer points to an object of this struct: that it is freed. */
  loses(struct: string): CellSets {
    const sets = this.blank();
    this.mark(sets, FREE, pooledCells(this.setting.storage, struct));
    return sets;
  }

  /** All that the task may do from any of its places. */
  anywhere(task: number): CellSets {
    const known = this.whole[task];
    if (known !== undefined) return known;
    const all = this.blank();
    for (const sets of this.does(task)) join(all, sets);
    this.whole[task] = all;
    return all;
  }

  /** Program counters of a task of which every cycle passes one. */
  returning(task: number): ReadonlySet<number> {
    const next = at(this.after, task);
    const found = new Set<number>();
    const done = new Set<number>();
    const within = new Set<number>();
    const visit = (pc: number): void => {
      if (done.has(pc)) return;
      within.add(pc);
      for (const then of at(next, pc)) {
        // A task that queues at a lock keeps its program counter, but only once.
        if (then === pc && this.queues(task, pc)) continue;
        if (within.has(then)) found.add(pc);
        else visit(then);
      }
      within.delete(pc);
      done.add(pc);
    };
    next.forEach((_, pc) => visit(pc));
    return found;
  }

  private queues(task: number, pc: number): boolean {
    const { cfg, nodes } = at(this.setting.codes, task);
    const first = at(nodes, pc);
    return first >= 0 && queuesAt(at(cfg.nodes, first).action);
  }

  /** All that the task may do from each program counter on, while a task that does not move holds these locks. */
  futuresOf(task: number, held: readonly string[]): CellSets[] {
    const key = `${task} ${held.join()}`;
    const known = this.futures.get(key);
    if (known !== undefined) return known;
    const found = this.findFutures(task, held);
    this.futures.set(key, found);
    return found;
  }

  private findFutures(task: number, held: readonly string[]): CellSets[] {
    const code = at(this.setting.codes, task);
    const own = this.does(task);
    const waits = code.nodes.map((first) => waitsFor(code, first, held));
    const sets = own.map((one, pc) => (at(waits, pc) ? this.blank() : one.slice()));
    const next = at(this.after, task);
    for (let changed = true; changed; ) {
      changed = false;
      for (let pc = sets.length - 1; pc > 0; pc -= 1) {
        if (at(waits, pc)) continue;
        for (const then of at(next, pc)) if (join(at(sets, pc), at(sets, then))) changed = true;
      }
    }
    return sets;
  }

  /** What the step from each place may do. */
  private does(task: number): CellSets[] {
    const known = this.done.get(task);
    if (known !== undefined) return known;
    const { codes, discipline, pcs } = this.setting;
    const code = at(codes, task);
    const found = at(discipline.steps, task).map((step, pc) => {
      const sets = this.blank();
      for (const { node, access } of step.accesses)
        this.mark(sets, this.kindsOf(code, node, access, step), access.cells);
      if (mayEnd(code, pc)) this.mark(sets, of('write'), [at(pcs, task)]);
      return sets;
    });
    this.done.set(task, found);
    return found;
  }

  private kindsOf(
    code: TaskCode,
    node: number,
    access: MemoryAccess,
    { put }: StepAccesses,
  ): number[] {
    const { kind, through } = access;
    if (isFresh(code, node, access)) return of('fresh');
    if (kind === 'allocate' || kind === 'free' || kind === 'lock') return of(kind);
    if (kind === 'countOut') return of(put >= 0 ? 'put' : 'write');
    const direct: Kind[] = through === KNOWN_OBJECT ? ['directRead'] : [];
    if (this.isLive(access)) return of('presence', ...direct);
    const guarded = through >= 0 && this.guardOf(access) !== null;
    if (kind === 'read') return of(guarded ? 'guardedRead' : 'read', ...direct);
    return of(guarded ? 'guardedWrite' : 'write');
  }

  guardOf(access: MemoryAccess): Guard | null {
    const { storage, discipline } = this.setting;
    return access.cells.length === 0
      ? null
      : (discipline.guards.get(fieldName(storage, access)) ?? null);
  }

  private isLive({ cells }: MemoryAccess): boolean {
    return this.setting.storage.slots[cells[0] ?? -1]?.field === '(live)';
  }

  private isRelease({ cfg }: TaskCode, node: number): boolean {
    const { action } = at(cfg.nodes, node);
    return action.kind === 'lock' && action.operation === 'bit_unlock';
  }

  private blank(): CellSets {
    return new Uint32Array(KINDS.length * this.width);
  }

  private mark(sets: CellSets, kinds: readonly number[], cells: readonly number[]): void {
    for (const number of this.setting.packing.numbersOf(cells))
      for (const kind of kinds) {
        const word = kind * this.width + (number >> 5);
        sets[word] = (sets[word] as number) | (1 << (number & 31));
      }
  }
}

function join(into: CellSets, from: CellSets): boolean {
  let grown = false;
  for (let i = 0; i < into.length; i += 1) {
    const both = ((into[i] as number) | (from[i] as number)) >>> 0;
    if (both !== into[i]) grown = true;
    into[i] = both;
  }
  return grown;
}

/** Cells that say whether the objects that such a reference may lead to are allocated, or their outer objects. */
function pooledCells(storage: Storage, struct: string): number[] {
  const extent = storage.extents.get(struct);
  if (extent === undefined || extent.live === null) return [];
  const { base, stride, live, objects } = extent;
  return objects.flatMap(({ pool }, i) => (pool === null ? [] : [base + i * stride + live]));
}

function mayEnd(code: TaskCode, pc: number): boolean {
  const first = at(code.nodes, pc);
  return (
    first >= 0 &&
    stopsAfter(code.cfg, first).some((stop) => at(code.cfg.nodes, stop).action.kind === 'end')
  );
}

/** Whether a step cannot be taken while another task holds one of these locks. */
function waitsFor({ cfg }: TaskCode, first: number, held: readonly string[]): boolean {
  if (first < 0 || held.length === 0) return false;
  const { action } = at(cfg.nodes, first);
  if (action.kind !== 'lock' || !takesOwned(action.operation)) return false;
  const name = lockName(action.lock);
  return name !== null && held.includes(name);
}

function queuesAt(action: Action): boolean {
  return action.kind === 'lock' && mayQueue(action.operation);
}

/** Configurations share the texts of tasks that are the same in them. */
const AFTER = new WeakMap<ControlFlowGraph, readonly (readonly number[])[]>();

/** By place, the places after it. */
function pcsAfterEach(code: TaskCode): readonly (readonly number[])[] {
  const known = AFTER.get(code.cfg);
  if (known !== undefined) return known;
  const found = code.nodes.map((first) => pcsAfter(code, first));
  AFTER.set(code.cfg, found);
  return found;
}

/** Where a task can stand after its step from here. */
function pcsAfter(code: TaskCode, first: number): number[] {
  if (first < 0) return [];
  const { action } = at(code.cfg.nodes, first);
  const again = code.nodes.flatMap((_, pc) => (pc >= code.idleFrom ? [pc] : []));
  const queues = queuesAt(action);
  const stops = stopsAfter(code.cfg, first).flatMap((stop) =>
    at(code.cfg.nodes, stop).action.kind === 'end'
      ? code.task.kind === 'daemon'
        ? again
        : []
      : [at(code.pcs, stop)],
  );
  return queues ? [at(code.pcs, first), ...stops] : stops;
}
