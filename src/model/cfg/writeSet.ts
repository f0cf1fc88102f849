// What a step can change. The rest of a state is kept and not packed again.

import { at } from '../../base/assert.ts';
import type { Task } from '../../lang/program/program.ts';
import { type Address, type ControlFlowGraph, type CfgNode, setBy } from './controlFlowGraph.ts';
import type { Registers } from './registers.ts';
import { slotsOf } from './slotValues.ts';
import { nodesBeforeFirst, nodesOfStep } from './stops.ts';
import { walkAction } from './walkValue.ts';
import { extentOf, kindOf, lockWidth, slotsOfObject, type Storage } from '../storage/storage.ts';

/** What one step can change in any state, in addition to the task's program counter. */
export interface StepChanges {
  readonly slots: readonly number[];
  readonly registers: readonly number[];
}

/** By place, whose first node is in `nodes`; null where nothing runs: the task has ended. */
export function stepChanges(
  storage: Storage,
  task: Task,
  cfg: ControlFlowGraph,
  nodes: readonly number[],
  registers: Registers,
): (StepChanges | null)[] {
  const slots = cfg.nodes.map((node) => slotsChanged(storage, node));
  const sets = cfg.nodes.map(({ action }) => setBy(action));
  // After a daemon's last node comes its next pass.
  const again = task.kind === 'daemon' ? nodesBeforeFirst(cfg) : [];
  return nodes.map((first) => {
    if (first < 0) return null;
    const passed = [...nodesOfStep(cfg, first), ...again];
    // Variables that are set on the way, and those that are live before: they may be dead afterwards.
    const variables = [at(registers.alive, first), ...passed.map((node) => at(sets, node))];
    return {
      slots: distinct(passed.map((node) => at(slots, node))),
      registers: distinct(variables, (variable) => at(registers.of, variable)),
    };
  });
}

function distinct(
  some: readonly Iterable<number>[],
  map: (one: number) => number = (one) => one,
): number[] {
  const all = new Set<number>();
  for (const ones of some) for (const one of ones) all.add(map(one));
  return [...all];
}

/**
 * By program counter of a task: every memory cell that its step from there can change.
 * `own`: the cells of its program counter, which every step of it may change.
 */
export function writeSets(
  changes: readonly (StepChanges | null)[],
  registerBase: number,
  own: readonly number[],
): number[][] {
  return changes.map((step) => {
    if (step === null) return [];
    return [...own, ...step.registers.map((register) => registerBase + register), ...step.slots];
  });
}

function slotsChanged(storage: Storage, { action }: CfgNode): number[] {
  const slots: number[] = [];
  if (action.kind === 'do')
    for (const { address } of action.stores) slots.push(...slotsOf(storage, address));
  if (action.kind === 'lock' || action.kind === 'hold')
    slots.push(...lockSlots(storage, action.lock));
  if (action.kind === 'free') slots.push(...poolSlots(storage, action.struct));
  walkAction(action, (value) => {
    if (value.kind === 'exchange' || value.kind === 'bump')
      slots.push(...slotsOf(storage, value.address));
    if (value.kind === 'trylock') slots.push(...lockSlots(storage, value.lock));
    if (value.kind === 'allocate')
      slots.push(...poolSlots(storage, storage.ranges.get(value.pool)?.struct ?? ''));
  });
  return slots;
}

/** All cells of a lock: a task that leaves an rwsem's queue moves up those behind it. */
function lockSlots(storage: Storage, lock: Address): number[] {
  const cells = lockWidth(kindOf(lock), storage.taskCount);
  return slotsOf(storage, lock).flatMap((slot) =>
    Array.from({ length: cells }, (_, i) => slot + i),
  );
}

/** Freeing resets every field of an object. */
function poolSlots(storage: Storage, struct: string): number[] {
  return extentOf(storage, struct).objects.flatMap(({ pool }, i) =>
    pool === null ? [] : slotsOfObject(storage, struct, i + 1),
  );
}
