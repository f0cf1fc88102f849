// What `Independence` assumes about the kernel's text, checked on every move that a search takes.

import { at, unreachable } from '../../base/assert.ts';
import { LOCKS } from '../../lang/syntax/lockKinds.ts';
import type { Type } from '../../lang/program/program.ts';
import type { Address } from '../cfg/controlFlowGraph.ts';
import { livePointers } from './livePointers.ts';
import type { Model } from '../build/model.ts';
import { isFresh } from './freshObjects.ts';
import { fieldName, type LockDiscipline, pooledRoots } from './lockDiscipline.ts';
import type { FieldReader, PackedFields } from '../storage/packedFields.ts';
import { baseOf, extentOf, lockWidth, withEmbedded } from '../storage/storage.ts';
import type { MemoryAccess } from './accessSets.ts';

/** A cell with a reference, as the object of a pool that it leads to; 0: none. */
interface Reference {
  readonly reader: FieldReader;
  readonly struct: string;
  /** -1 in shared memory. */
  readonly variable: number;
  /** By reference. */
  readonly roots: readonly number[];
}

/** The task has to hold the lock of the object pointed to; of no object if `pointer` is null. */
interface Own {
  /** The guarded field that is accessed; null if a lock is released. */
  readonly field: string | null;
  readonly pointer: FieldReader | null;
  readonly locks: readonly FieldReader[];
}

interface Watch {
  readonly never: boolean;
  readonly own: readonly Own[];
  readonly frees: boolean;
}

/**
 * 1. A bitlock is released only by its holder, and taken without a test only in an object just allocated.
 * 2. A field that an object's bitlock guards is accessed only by the lock's holder.
 * 3. When an object is freed, nothing points to it any more, and no other task holds a lock in it; and at the start
 *    nothing points to an object that is not allocated.
 *
 * A step is judged by everything that it can access from its program counter, so an assumption can count as violated
 * although it was satisfied, but never the reverse.
 */
export class MonitoredAssumptions {
  /** Fields that were accessed by a task that did not hold their guard. */
  readonly unguarded = new Set<string>();
  /** Whether another assumption was violated. */
  broken = false;
  /** Whether an object was freed that something still pointed to. */
  dangling = false;
  private readonly watches: readonly (readonly Watch[])[];
  private readonly model: Model;
  private readonly discipline: LockDiscipline;
  private readonly fields: PackedFields;
  private readonly live: readonly { readonly reader: FieldReader; readonly root: number }[];
  private readonly pointers: readonly Reference[];
  /** By task and place. */
  private readonly registers: readonly (readonly (readonly Reference[])[])[];
  /** By root, the cells that say who holds a lock in it; `holder`: what a task's own number is there. */
  private readonly locks: ReadonlyMap<number, readonly { reader: FieldReader; owner: number }[]>;
  private readonly pcs: readonly FieldReader[];
  private readonly roots: ReadonlyMap<string, number>;

  constructor(model: Model, discipline: LockDiscipline, fields: PackedFields) {
    this.model = model;
    this.fields = fields;
    this.discipline = discipline;
    const { storage, codes, machine } = model;
    this.roots = pooledRoots(storage);
    this.pcs = machine.parts.plan.pcs.map((cell) => this.reader(cell));
    this.pointers = discipline.pointers.map(({ cell, struct }) => this.reference(cell, struct));
    this.registers = livePointers(model).map((byPlace) =>
      byPlace.map((all) =>
        all.map(({ cell, struct, variable }) => this.reference(cell, struct, variable)),
      ),
    );
    this.live = this.findLive();
    this.locks = this.findLocks();
    this.watches = codes.map((code, task) => code.nodes.map((_, pc) => this.watch(task, pc)));
    this.dangling = this.beginsDangling();
    this.broken = this.dangling;
  }

  /** Whether something points to an object that `init` has freed. */
  private beginsDangling(): boolean {
    const start = new Uint32Array(this.model.machine.words);
    this.model.machine.start(start, 0);
    return this.live.some(
      ({ reader, root }) => reader(start, 0) === 0 && this.isPointedTo(root, start, 0),
    );
  }

  /** Whether the task's step from the one state to the other satisfies all assumptions. */
  kept(task: number, before: Uint32Array, from: number, after: Uint32Array, to: number): boolean {
    const pc = (this.pcs[task] as FieldReader)(before, from);
    const watch = (this.watches[task] as readonly Watch[])[pc] as Watch;
    let guarded = true;
    let kept = !watch.never;
    for (const own of watch.own) {
      if (holdsOwn(own, task, before, from)) continue;
      if (own.field === null) kept = false;
      else this.unguarded.add(own.field);
      guarded = false;
    }
    if (watch.frees && !this.freesWell(task, before, from, after, to)) kept = false;
    if (!kept) this.broken = true;
    return kept && guarded;
  }

  /**
   * The struct of an object that the task's step has stopped pointing to, itself or in shared memory; null where
   * there is none. `put`: the variable whose reference the step drops.
   */
  lost(
    task: number,
    before: Uint32Array,
    from: number,
    after: Uint32Array,
    to: number,
  ): string | null {
    const pc = (this.pcs[task] as FieldReader)(before, from);
    const { put } = at(at(this.discipline.steps, task), pc);
    const mine = this.registersAt(task, after, to);
    const isKept = (root: number): boolean => mine.some((one) => rootIn(one, after, to) === root);
    for (const one of this.registersAt(task, before, from)) {
      const root = rootIn(one, before, from);
      if (root !== 0 && one.variable !== put && !isKept(root)) return one.struct;
    }
    for (const one of this.pointers) {
      const root = rootIn(one, before, from);
      if (root !== 0 && rootIn(one, after, to) !== root && !isKept(root)) return one.struct;
    }
    return null;
  }

  private registersAt(task: number, state: Uint32Array, from: number): readonly Reference[] {
    const pc = (this.pcs[task] as FieldReader)(state, from);
    return (this.registers[task] as readonly (readonly Reference[])[])[pc] ?? [];
  }

  private freesWell(
    task: number,
    before: Uint32Array,
    from: number,
    after: Uint32Array,
    to: number,
  ): boolean {
    for (const { reader, root } of this.live) {
      if (reader(before, from) === 0 || reader(after, to) !== 0) continue;
      const others = (this.locks.get(root) ?? []).some(({ reader: lock, owner }) => {
        const held = lock(before, from);
        return held !== 0 && (owner < 0 ? held !== task + 1 : owner !== task);
      });
      const dangling = this.isPointedTo(root, after, to);
      if (dangling) this.dangling = true;
      if (others || dangling) return false;
    }
    return true;
  }

  private isPointedTo(root: number, state: Uint32Array, at: number): boolean {
    const leads = (one: Reference): boolean => rootIn(one, state, at) === root;
    return (
      this.pointers.some(leads) ||
      this.pcs.some((_, task) => this.registersAt(task, state, at).some(leads))
    );
  }

  private watch(task: number, pc: number): Watch {
    const code = at(this.model.codes, task);
    const { accesses, nodes } = at(at(this.discipline.steps, task), pc);
    const own: Own[] = [];
    let never = false;
    for (const node of nodes) {
      const { action } = at(code.cfg.nodes, node);
      if (action.kind === 'lock' && action.operation === 'bit_unlock') {
        const lock = node === code.nodes[pc] ? this.lockAt(task, action.lock) : null;
        if (lock === null) never = true;
        else own.push(lock);
      }
      if (action.kind === 'hold') never ||= !this.locksFresh(task, node, action.lock);
    }
    for (const { node, access } of accesses) {
      const guard = this.guardOf(access);
      if (guard && access.through >= 0 && !isFresh(code, node, access) && isData(access))
        own.push({
          ...this.lockThrough(task, access.through, guard.struct, guard.offset),
          field: fieldName(this.model.storage, access),
        });
    }
    const frees = accesses.some(({ access }) => access.kind === 'free');
    const allocates = accesses.some(({ access }) => access.kind === 'allocate');
    return { never: never || (frees && allocates), own, frees };
  }

  private guardOf(access: MemoryAccess) {
    if (access.cells.length === 0) return undefined;
    return this.discipline.guards.get(fieldName(this.model.storage, access));
  }

  private locksFresh(task: number, node: number, { object, struct }: Address): boolean {
    const through = object.kind === 'variable' ? object.variable : -1;
    return isFresh(at(this.model.codes, task), node, { kind: 'write', cells: [], through, struct });
  }

  private lockAt(task: number, { object, indexes, struct, offset }: Address): Own | null {
    if (indexes.length > 0) return null;
    if (object.kind === 'variable') return this.lockThrough(task, object.variable, struct, offset);
    if (object.kind !== 'constant') return null;
    const cell = baseOf(extentOf(this.model.storage, struct), object.value) + offset;
    return { field: null, pointer: null, locks: [this.reader(cell)] };
  }

  private lockThrough(task: number, variable: number, struct: string, offset: number): Own {
    const { codes, storage } = this.model;
    const { registerBase, registers } = at(codes, task);
    const extent = extentOf(storage, struct);
    return {
      field: null,
      pointer: this.reader(registerBase + at(registers.of, variable)),
      locks: extent.objects.map((_, i) => this.reader(baseOf(extent, i + 1) + offset)),
    };
  }

  private reference(cell: number, struct: string, variable = -1): Reference {
    const { objects } = extentOf(this.model.storage, struct);
    const roots = objects.map((_, i) => this.roots.get(`${struct} ${i + 1}`) ?? 0);
    return { reader: this.reader(cell), struct, variable, roots: [0, ...roots] };
  }

  private findLive() {
    return [...this.model.storage.extents].flatMap(([struct, { objects, base, stride, live }]) =>
      objects.flatMap(({ pool, parent }, i) =>
        pool === null || parent !== null || live === null
          ? []
          : [
              {
                reader: this.reader(base + i * stride + live),
                root: this.roots.get(`${struct} ${i + 1}`) ?? 0,
              },
            ],
      ),
    );
  }

  private findLocks() {
    const { storage } = this.model;
    const found = new Map<number, { reader: FieldReader; owner: number }[]>();
    for (const [struct, { objects }] of storage.extents)
      objects.forEach(({ pool, parent }, i) => {
        if (pool === null || parent !== null) return;
        const locks = withEmbedded(storage, struct, i + 1).flatMap(({ extent, base }) =>
          [...extent.spots.values()].flatMap(({ field, offset }) =>
            lockCells(field.type, base + offset, storage.taskCount),
          ),
        );
        const read = locks.map(({ cell, owner }) => ({ reader: this.reader(cell), owner }));
        found.set(this.roots.get(`${struct} ${i + 1}`) ?? 0, read);
      });
    return found;
  }

  private reader(cell: number): FieldReader {
    return this.fields.reader(cell);
  }
}

function rootIn({ reader, roots }: Reference, state: Uint32Array, from: number): number {
  return roots[reader(state, from)] as number;
}

function isData({ kind }: MemoryAccess): boolean {
  return kind === 'read' || kind === 'write';
}

function holdsOwn(
  { pointer, locks }: Own,
  task: number,
  state: Uint32Array,
  from: number,
): boolean {
  if (pointer === null) return (locks[0] as FieldReader)(state, from) === task + 1;
  const reference = pointer(state, from);
  return reference === 0 || (locks[reference - 1] as FieldReader)(state, from) === task + 1;
}

/** `owner`: the task that a cell of an rwsem belongs to; -1 if the cell's value names the task. */
function lockCells(type: Type, cell: number, tasks: number): { cell: number; owner: number }[] {
  if (type.kind === 'array') {
    const width = type.of.kind === 'lock' ? lockWidth(type.of.lock, tasks) : 0;
    return Array.from({ length: type.length }, (_, i) =>
      lockCells(type.of, cell + i * width, tasks),
    ).flat();
  }
  if (type.kind !== 'lock') return [];
  const { form } = LOCKS[type.lock];
  switch (form) {
    case 'owner':
      return [{ cell, owner: -1 }];
    case 'count':
      return [];
    case 'seats':
      return Array.from({ length: 2 * tasks }, (_, i) => ({ cell: cell + i, owner: i % tasks }));
    default:
      return unreachable(form);
  }
}
