// What a step can change: the rest of a state is kept as it is, and needs no second look.

import { at } from '../base/assert.ts';
import { type Address, type FlowNode, usedAndSet } from './flow.ts';
import { eachValue, slotsOf } from './slotValues.ts';
import { nodesBeforeFirst, nodesOfStep } from './stops.ts';
import { extentOf, slotsOfObject, type Storage } from './storage.ts';
import type { TaskCode } from './taskCode.ts';

/**
 * By place of a task: every memory cell that its step from there can change, whatever the state.
 * `own`: the cells that say where the task stands, which every step of it may change.
 */
export function footprints(storage: Storage, code: TaskCode, own: readonly number[]): number[][] {
  const slots = code.flow.nodes.map((node) => slotsChanged(storage, node));
  // After a daemon's last node comes its next pass.
  const again = code.task.kind === 'daemon' ? nodesBeforeFirst(code.flow) : [];
  return code.nodes.map((first) => {
    if (first < 0) return [];
    const nodes = [...nodesOfStep(code.flow, first), ...again];
    const registers = registersChanged(code, first, nodes);
    return [...new Set([...own, ...registers, ...nodes.flatMap((node) => at(slots, node))])];
  });
}

/** Those that are set on the way, and those that hold something before: they may be dead afterwards. */
function registersChanged(code: TaskCode, first: number, nodes: readonly number[]): number[] {
  const variables = new Set(at(code.registers.alive, first));
  for (const node of nodes)
    for (const variable of usedAndSet(at(code.flow.nodes, node).action).set)
      variables.add(variable);
  return [...variables].map((variable) => code.registerBase + at(code.registers.of, variable));
}

function slotsChanged(storage: Storage, { action }: FlowNode): number[] {
  const slots: number[] = [];
  if (action.kind === 'do')
    for (const { address } of action.stores) slots.push(...slotsOf(storage, address));
  if (action.kind === 'lock' || action.kind === 'hold')
    slots.push(...lockSlots(storage, action.lock));
  if (action.kind === 'free') slots.push(...poolSlots(storage, action.struct));
  eachValue(action, (value) => {
    if (value.kind === 'exchange' || value.kind === 'bump')
      slots.push(...slotsOf(storage, value.address));
    if (value.kind === 'trylock') slots.push(...lockSlots(storage, value.lock));
    if (value.kind === 'allocate')
      slots.push(...poolSlots(storage, storage.ranges.get(value.pool)?.struct ?? ''));
  });
  return slots;
}

/** All of a lock: who leaves an rwsem's queue moves up those behind. */
function lockSlots(storage: Storage, lock: Address): number[] {
  const rwsem = lock.type.kind === 'lock' && lock.type.lock === 'rwsem';
  const cells = rwsem ? 2 * storage.taskCount : 1;
  return slotsOf(storage, lock).flatMap((slot) =>
    Array.from({ length: cells }, (_, i) => slot + i),
  );
}

/** Freeing puts every field of an object back. */
function poolSlots(storage: Storage, struct: string): number[] {
  return extentOf(storage, struct).objects.flatMap(({ pool }, i) =>
    pool === null ? [] : slotsOfObject(storage, struct, i + 1),
  );
}
