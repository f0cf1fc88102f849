// The lock discipline of the kernel's text: bitlocks that guard fields, and references that keep objects alive. It is
// only inferred from the text, so it is an assumption, which `MonitoredAssumptions` monitors.

import { at } from '../../base/assert.ts';
import type { Program, Type } from '../../lang/program/program.ts';
import type { ControlFlowGraph } from '../cfg/controlFlowGraph.ts';
import { usedAndSet } from '../cfg/variableUse.ts';
import { isFresh } from './freshObjects.ts';
import { findLocksHeld, type LocksHeld, variableIn } from './locksHeld.ts';
import { nodesBeforeFirst, nodesOfStep, atomicRegionAfter } from '../cfg/stops.ts';
import { baseOf, lockWidth, type Storage, withEmbedded } from '../storage/storage.ts';
import type { TaskCode } from '../step/taskCode.ts';
import { isCountedOut, type MemoryAccess, accessSetOf, type AccessSetting } from './accessSets.ts';

/** A cell that holds a reference, and to what. */
export interface PointerCell {
  readonly cell: number;
  readonly struct: string;
}

/** An object's bitlock that guards some of its fields: its cell, counted from the object's first. */
export interface Guard {
  readonly struct: string;
  readonly path: string;
  readonly offset: number;
}

/** One step of a task, from one program counter. */
export interface StepAccesses {
  /** In the order of the text; several accesses of one node are in order too. */
  readonly accesses: readonly { readonly node: number; readonly access: MemoryAccess }[];
  readonly nodes: readonly number[];
  /**
   * The variable of a step that only drops a reference, as put_page() does: it decrements the count, and frees the
   * object at zero. -1 for other steps.
   */
  readonly put: number;
  /** The variable whose object's bitlock guards fields that the step accesses; -1 if there is none, or two. */
  readonly guarding: number;
}

export interface LockDiscipline {
  readonly locks: readonly LocksHeld[];
  /** By task and place. */
  readonly steps: readonly (readonly StepAccesses[])[];
  /** By `struct.field`. */
  readonly guards: ReadonlyMap<string, Guard>;
  /** All cells of shared memory that hold references to objects from pools, including ghosts. */
  readonly pointers: readonly PointerCell[];
}

export function findLockDiscipline(
  program: Program,
  storage: Storage,
  codes: readonly TaskCode[],
  pcs: readonly number[],
  unguarded: ReadonlySet<string> | 'all',
): LockDiscipline {
  const setting = { storage, pcs };
  const texts = codes.map((code, task) => readText(setting, code, task));
  const locks = texts.map((text) => text.locks);
  const steps = texts.map((text) => text.steps);
  const guards =
    unguarded === 'all' ? new Map<string, Guard>() : findGuards(storage, codes, steps, locks);
  if (unguarded !== 'all') for (const field of unguarded) guards.delete(field);
  const puts = putsAreAll(codes, steps);
  const known = steps.map((own) =>
    own.map((step) => ({
      ...step,
      put: puts ? step.put : -1,
      guarding: guardingOf(storage, guards, step),
    })),
  );
  return { locks, steps: known, guards, pointers: findPointers(program, storage) };
}

interface TextRead {
  readonly task: number;
  readonly locks: LocksHeld;
  readonly steps: readonly StepAccesses[];
}

/** Configurations share the texts of tasks that are the same in them. */
const READ = new WeakMap<ControlFlowGraph, TextRead>();

function readText(setting: AccessSetting, code: TaskCode, task: number): TextRead {
  const known = READ.get(code.cfg);
  if (known?.task === task) return known;
  const byNode = code.cfg.nodes.map((node) => accessSetOf(setting, node));
  const read = {
    task,
    locks: findLocksHeld(code.cfg, task, setting.storage),
    steps: code.nodes.map((first) => stepAccesses(code, first, byNode)),
  };
  // The cells of the program counters differ between configurations.
  const slots = setting.storage.slots.length;
  if (!byNode.flat().some(({ cells }) => cells.some((cell) => cell >= slots)))
    READ.set(code.cfg, read);
  return read;
}

function stepAccesses(
  code: TaskCode,
  first: number,
  byNode: readonly (readonly MemoryAccess[])[],
): StepAccesses {
  if (first < 0) return { accesses: [], nodes: [], put: -1, guarding: -1 };
  // After a daemon's last node comes its next pass.
  const again = code.task.kind === 'daemon' ? nodesBeforeFirst(code.cfg) : [];
  const nodes = [...nodesOfStep(code.cfg, first), ...again];
  const accesses = nodes.flatMap((n) => at(byNode, n).map((access) => ({ node: n, access })));
  return { nodes, accesses, put: putOf(code, first, nodes, accesses), guarding: -1 };
}

/**
 * Whether a put hides if it was the last: both branches of the test lead to the same node, no variable is set between,
 * and the object is not read after it.
 */
function putOf(
  code: TaskCode,
  first: number,
  nodes: readonly number[],
  accesses: StepAccesses['accesses'],
): number {
  const { cfg } = code;
  const { action: count, next, atomicRegion } = at(cfg.nodes, first);
  if (count.kind !== 'branch' || !isCountedOut(count.condition)) return -1;
  const free = landing(cfg, next.to, atomicRegion);
  const { action: then, next: after } = at(cfg.nodes, free.node);
  if (then.kind !== 'free' || free.atomicRegion !== atomicRegion || atomicRegion === 0) return -1;
  const last = landing(cfg, after.to, atomicRegion);
  const other = landing(cfg, count.otherwise.to, atomicRegion);
  const { object, indexes } = count.condition.left.address;
  const through = object.kind === 'variable' && indexes.length === 0 ? object.variable : -1;
  const same =
    last.node === other.node &&
    last.atomicRegion === other.atomicRegion &&
    then.pointer.kind === 'variable' &&
    then.pointer.variable === through;
  const alone = accesses.every(({ node }) => node === first || node === free.node);
  const watches = nodes.some((node) => at(cfg.nodes, node).observes);
  return same && alone && !watches && isSteady(code, first, nodes, through) ? through : -1;
}

/** The targets of jumps, and the atomic that a step is in there. */
function landing(
  cfg: ControlFlowGraph,
  from: number,
  within: number,
): { node: number; atomicRegion: number } {
  let [node, atomicRegion] = [from, within];
  for (let jumps = 0; jumps < cfg.nodes.length; jumps += 1) {
    const { action, next } = at(cfg.nodes, node);
    if (action.kind !== 'jump') break;
    atomicRegion = atomicRegionAfter(at(cfg.nodes, node), atomicRegion);
    node = next.to;
  }
  return { node, atomicRegion };
}

/** Whether objects are freed only by dropping the last reference, and each struct is counted in one field. */
function putsAreAll(
  codes: readonly TaskCode[],
  steps: readonly (readonly StepAccesses[])[],
): boolean {
  const counts = new Map<string, number>();
  return codes.every((_, task) =>
    at(steps, task).every(({ put, accesses }) => {
      const frees = accesses.find(({ access }) => access.kind === 'free')?.access;
      if (frees === undefined) return true;
      const cell = accesses.find(({ access }) => access.kind === 'countOut')?.access.cells[0] ?? -1;
      if ((counts.get(frees.struct) ?? cell) !== cell) return false;
      counts.set(frees.struct, cell);
      return put >= 0;
    }),
  );
}

function guardingOf(
  storage: Storage,
  guards: ReadonlyMap<string, Guard>,
  { accesses }: StepAccesses,
): number {
  if (accesses.some(({ access }) => access.kind === 'lock')) return -1;
  const found = accesses.flatMap(({ access }) =>
    access.through >= 0 && access.cells.length > 0 && guards.has(fieldName(storage, access))
      ? [access.through]
      : [],
  );
  return new Set(found).size === 1 ? at(found, 0) : -1;
}

/** Whether a variable points to the same object throughout a step. */
export function isSteady(
  code: TaskCode,
  first: number,
  nodes: readonly number[],
  variable: number,
) {
  return (
    variable >= 0 &&
    at(code.registers.alive, first).has(variable) &&
    !nodes.some((node) => usedAndSet(at(code.cfg.nodes, node).action).set.has(variable))
  );
}

/**
 * A field is guarded if every step that accesses it does so through a variable, may hold the bitlock of the same object
 * at every such access, and neither takes nor drops a bitlock itself.
 */
function findGuards(
  storage: Storage,
  codes: readonly TaskCode[],
  steps: readonly (readonly StepAccesses[])[],
  locks: readonly LocksHeld[],
): Map<string, Guard> {
  const paths = new Map<string, Set<string>>();
  codes.forEach((code, task) => {
    code.nodes.forEach((first, pc) => {
      if (first < 0) return;
      const { accesses, nodes } = at(at(steps, task), pc);
      const moves = accesses.some(({ access }) => access.kind === 'lock');
      for (const { node, access } of accesses) {
        if (!mayBeGuarded(storage, access) || isFresh(code, node, access)) continue;
        const held = at(locks, task).maybe[node] ?? new Set<string>();
        const steady = !moves && isSteady(code, first, nodes, access.through);
        const found = [...held].filter((name) => steady && variableIn(name) === access.through);
        const own = new Set(found.map((name) => name.slice(name.indexOf('/') + 1)));
        const name = fieldName(storage, access);
        const known = paths.get(name);
        paths.set(name, known ? new Set([...known].filter((path) => own.has(path))) : own);
      }
    });
  });
  return new Map([...paths].flatMap(([name, found]) => guardOf(storage, name, found)));
}

function mayBeGuarded(storage: Storage, { kind, through, cells }: MemoryAccess): boolean {
  const isLive = storage.slots[cells[0] ?? -1]?.field === '(live)';
  return (kind === 'read' || kind === 'write') && through !== -1 && cells.length > 0 && !isLive;
}

/** `struct.field`; empty for a cell that is no slot. */
export function fieldName(storage: Storage, { cells }: MemoryAccess): string {
  const slot = storage.slots[cells[0] ?? -1];
  return slot === undefined ? '' : `${slot.struct}.${slot.field}`;
}

function guardOf(storage: Storage, name: string, paths: ReadonlySet<string>): [string, Guard][] {
  for (const path of paths) {
    const [struct = '', field = ''] = path.split('.');
    const spot = storage.extents.get(struct)?.spots.get(field);
    const bit = spot?.field.type.kind === 'lock' && spot.field.type.lock === 'bitlock';
    if (spot && bit && name.startsWith(`${struct}.`) && name !== path)
      return [[name, { struct, path, offset: spot.offset }]];
  }
  return [];
}

function findPointers(program: Program, storage: Storage): PointerCell[] {
  const found: PointerCell[] = [];
  const visit = (type: Type, cell: number): number => {
    if (type.kind === 'reference') found.push({ cell, struct: type.struct });
    if (type.kind === 'array') {
      let width = 0;
      for (let i = 0; i < type.length; i += 1) width += visit(type.of, cell + width);
      return width;
    }
    if (type.kind === 'word') {
      let width = 0;
      for (const field of program.structs.get(type.struct)?.fields ?? [])
        width += visit(field.type, cell + width);
      return width;
    }
    if (type.kind === 'lock') return lockWidth(type.lock, storage.taskCount);
    return type.kind === 'object' || type.kind === 'void' ? 0 : 1;
  };
  for (const extent of storage.extents.values())
    extent.objects.forEach((_, i) => {
      for (const { field, offset } of extent.spots.values())
        visit(field.type, baseOf(extent, i + 1) + offset);
    });
  return found;
}

/** By struct and reference: the object of a pool that it is, or is embedded in; as `page 2`. */
export function pooledRoots(storage: Storage): ReadonlyMap<string, number> {
  const roots = new Map<string, number>();
  let count = 0;
  for (const [struct, extent] of storage.extents)
    extent.objects.forEach(({ pool, parent }, i) => {
      if (pool === null || parent !== null) return;
      count += 1;
      for (const part of withEmbedded(storage, struct, i + 1)) {
        const reference = (part.base - part.extent.base) / part.extent.stride + 1;
        roots.set(`${part.extent.struct.name} ${reference}`, count);
      }
    });
  return roots;
}
