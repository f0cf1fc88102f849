// Symmetry reduction: one representative of all states that differ only by a permutation of interchangeable tasks or
// pages.

import { at } from '../../base/assert.ts';
import { type CellKind, findCellKinds } from './cellKinds.ts';
import { findInterchangeablePools, type InterchangeablePool } from './interchangeablePages.ts';
import { findTaskGroups } from './interchangeableTasks.ts';
import type { Model } from '../build/model.ts';
import type { Packing } from '../storage/packing.ts';
import { PageOrder } from './pageOrder.ts';
import { type Tie, TaskOrder } from './taskOrder.ts';

/** If more orders of tasks than this are tied, the first one is taken; a state may then be kept twice. */
const MOST_ORDERS = 24;

export class CanonicalState {
  /** By task, its number in the state last made canonical. */
  readonly renamed: Int32Array;
  /** Whether anything is interchangeable at all. */
  readonly useful: boolean;
  /** Whether a state was met for which the symmetry does not hold. */
  broken = false;
  private readonly moves: Model['moves'];
  private readonly packing: Packing;
  private readonly pages: PageOrder | null;
  private readonly tasks: TaskOrder | null;
  /** The state as it is unpacked, its words, and the state with tasks, then pages, in order. */
  private readonly memory: Int32Array;
  private readonly known: Uint32Array;
  private readonly ordered: Int32Array;
  private readonly named: Int32Array;
  private readonly best: Uint32Array;
  private readonly tried: Uint32Array;

  constructor(model: Model, wanted: { readonly pages: boolean; readonly tasks: boolean }) {
    const { packing, start } = model.machine.parts;
    const cellKinds = findCellKinds(model.program, model.storage);
    const pools = wanted.pages ? findInterchangeablePools(model, cellKinds) : [];
    this.moves = model.moves;
    this.packing = packing;
    this.pages = pools.length === 0 ? null : new PageOrder(model, cellKinds, pools);
    this.tasks = wanted.tasks ? orderOfTasks(model, cellKinds, pools) : null;
    this.useful = this.pages !== null || this.tasks !== null;
    this.renamed = Int32Array.from(model.codes, (_, task) => task);
    this.memory = start.slice();
    this.ordered = start.slice();
    this.named = start.slice();
    this.known = new Uint32Array(packing.words);
    packing.pack(start, this.known, 0);
    this.best = new Uint32Array(packing.words);
    this.tried = new Uint32Array(packing.words);
  }

  /** The corresponding move of another task. */
  moveOf(move: number, task: number): number {
    const { choice } = at(this.moves, move);
    return this.moves.findIndex((one) => one.task === task && one.choice === choice);
  }

  /**
   * Replaces the state by its canonical representative. False if a pointer to a free page exists: an allocation takes
   * the lowest free page, so it then matters which page that is, and the symmetry does not hold.
   */
  replace(state: Uint32Array, offset: number): boolean {
    const { packing, memory, known, tasks } = this;
    packing.unpack(state, offset, memory, known);
    const ties = tasks === null ? NO_TIES : tasks.find(memory);
    if (ties.length === 0) {
      const changed = this.order();
      if (changed !== null) packing.pack(changed, state, offset);
      if (tasks !== null) this.renamed.set(tasks.renamed);
    } else {
      this.tryAll(ties);
      state.set(this.best, offset);
    }
    const good = this.pages?.dangling !== true;
    if (!good) this.broken = true;
    return good;
  }

  /** Memory with everything in the order of the tasks; null if nothing changed. */
  private order(): Int32Array | null {
    const { memory, ordered, named, tasks, pages } = this;
    let found = memory;
    if (tasks !== null) {
      ordered.set(memory);
      if (tasks.apply(ordered)) found = ordered;
    }
    if (pages?.find(found) === true) {
      named.set(found);
      pages.apply(found, named);
      found = named;
    }
    return found === memory ? null : found;
  }

  /** Of all tied orders of tasks, the one with the smallest words. */
  private tryAll(ties: readonly Tie[]): void {
    const { best, tried, packing, memory } = this;
    let first = true;
    for (const _ of ordersOf(ties)) {
      packing.pack(this.order() ?? memory, tried, 0);
      if (!first && !isSmaller(tried, best)) continue;
      first = false;
      best.set(tried);
      if (this.tasks !== null) this.renamed.set(this.tasks.renamed);
    }
  }
}

const NO_TIES: readonly Tie[] = [];

function orderOfTasks(
  model: Model,
  cellKinds: readonly CellKind[],
  pools: readonly InterchangeablePool[],
): TaskOrder | null {
  const groups = findTaskGroups(model, cellKinds);
  if (groups.length === 0) return null;
  const parts = pools.flatMap(({ elements }) => elements.flat());
  const slots = parts.flatMap(({ base, extent }) =>
    Array.from({ length: extent.stride }, (_, i) => base + i),
  );
  const structs = new Set(parts.map(({ extent }) => extent.struct.name));
  return new TaskOrder(model, cellKinds, groups, new Set(slots), structs);
}

/** Permutes the ties through all their orders, one after the other, beginning with the current one. */
function* ordersOf(ties: readonly Tie[]): Generator<void> {
  const count = ties.reduce((product, { from, to }) => product * factorial(to - from), 1);
  if (count > MOST_ORDERS) return yield;
  yield* ordersFrom(ties, 0);
}

function* ordersFrom(ties: readonly Tie[], tie: number): Generator<void> {
  if (tie === ties.length) return yield;
  const { order, from, to } = at(ties, tie);
  for (const _ of permutations(order, from, to)) yield* ordersFrom(ties, tie + 1);
}

function* permutations(order: Int32Array, from: number, to: number): Generator<void> {
  if (to - from < 2) return yield;
  for (let i = from; i < to; i += 1) {
    swap(order, from, i);
    yield* permutations(order, from + 1, to);
    swap(order, from, i);
  }
}

function swap(order: Int32Array, a: number, b: number): void {
  const kept = at(order, a);
  order[a] = at(order, b);
  order[b] = kept;
}

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1);
}

function isSmaller(a: Uint32Array, b: Uint32Array): boolean {
  for (let i = 0; i < a.length; i += 1)
    if (a[i] !== b[i]) return (a[i] as number) < (b[i] as number);
  return false;
}
