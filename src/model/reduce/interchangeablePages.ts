// Pools whose elements differ only in their numbers.

import { assert, at } from '../../base/assert.ts';
import type { CellKind } from './cellKinds.ts';
import type { ControlFlowGraph } from '../cfg/controlFlowGraph.ts';
import { conditionText, cfgText } from './cfgText.ts';
import type { Model } from '../build/model.ts';
import { Renaming } from './renaming.ts';
import { type Extent, type Storage, withEmbedded } from '../storage/storage.ts';

/** An object of a pool and what is embedded in it; parts are in the same order for all of a pool. */
export type Element = readonly { readonly extent: Extent; readonly base: number }[];

export interface InterchangeablePool {
  readonly struct: string;
  readonly elements: readonly Element[];
  /** The elements by number, in classes: those of one can hold the same in each of their slots. */
  readonly classes: readonly (readonly number[])[];
}

/**
 * Pools whose elements can be renamed in every state without changing its runs: no task's text, no property and no
 * constant field names one of them. `outcome` lines may: they group final states, and do not affect verdicts.
 *
 * An allocation takes the lowest free element, so free elements have to be equal too. They are always cleared, and every
 * state is tested for pointers to them (`CanonicalState`).
 */
export function findInterchangeablePools(
  model: Model,
  cellKinds: readonly CellKind[],
): InterchangeablePool[] {
  const pools = model.program.pools.flatMap(({ name, struct }) => {
    const { first = 1, length = 0 } = model.storage.ranges.get(name) ?? {};
    if (length < 2) return [];
    const references = Array.from({ length }, (_, i) => first + i);
    return [{ struct, references }];
  });
  const cells = new Cells(model, cellKinds);
  return pools
    .filter(({ struct, references }) => isNameless(model, cells, struct, references))
    .map(({ struct, references }) => {
      const elements = references.map((one) => withEmbedded(model.storage, struct, one));
      elements.forEach((element) => cells.assertCleared(element));
      return { struct, elements, classes: classesOf(elements, cells) };
    })
    .filter(({ classes }) => classes.some((one) => one.length > 1));
}

function isNameless(
  model: Model,
  cells: Cells,
  struct: string,
  references: readonly number[],
): boolean {
  const { storage, codes } = model;
  const own = new Set(references.flatMap((one) => namesIn(storage, struct, one)));
  return (
    codes.every(({ cfg }) => {
      const names = namesInCfg(storage, cfg);
      return names !== null && ![...names].some((name) => own.has(name));
    }) &&
    cells.leaveNameless(own) &&
    references.slice(1).every((one, i) => conditionsAllow(model, struct, at(references, i), one))
  );
}

/** An object and what is embedded in it, as `page 2`. */
function namesIn(storage: Storage, struct: string, reference: number): string[] {
  return withEmbedded(storage, struct, reference).map(({ extent, base }) => {
    return `${extent.struct.name} ${(base - extent.base) / extent.stride + 1}`;
  });
}

/** Records which objects are named. */
class Listener extends Renaming {
  readonly heard = new Set<string>();

  override reference(struct: string, reference: number): number {
    this.heard.add(`${struct} ${reference}`);
    return reference;
  }
}

const NAMES = new WeakMap<ControlFlowGraph, ReadonlySet<string> | null>();

/** Objects that a text names; null if that cannot be decided. */
function namesInCfg(storage: Storage, cfg: ControlFlowGraph): ReadonlySet<string> | null {
  const known = NAMES.get(cfg);
  if (known !== undefined) return known;
  const listener = new Listener(storage);
  const names = cfgText(storage, cfg, listener) === null ? null : listener.heard;
  NAMES.set(cfg, names);
  return names;
}

function conditionsAllow({ machine, storage }: Model, struct: string, a: number, b: number) {
  const same = new Renaming(storage);
  const swapped = new Renaming(storage).swapObjects(struct, a, b);
  return machine.parts.conditions.every((condition) => {
    if (condition === null) return true;
    const text = conditionText(storage, condition.value, same);
    return text !== null && text === conditionText(storage, condition.value, swapped);
  });
}

function classesOf(elements: readonly Element[], cells: Cells): number[][] {
  const classes = new Map<string, number[]>();
  elements.forEach((element, i) => {
    const key = cells.rangeOf(element);
    classes.set(key, [...(classes.get(key) ?? []), i]);
  });
  return [...classes.values()];
}

/** What slots can hold. */
class Cells {
  private readonly cellKinds: readonly CellKind[];
  private readonly values: ReadonlyMap<number, readonly number[]>;
  private readonly start: Int32Array;
  private readonly defaults: Int32Array;

  constructor({ machine }: Model, cellKinds: readonly CellKind[]) {
    const { packing, start, defaults } = machine.parts;
    this.cellKinds = cellKinds;
    this.values = new Map(packing.places.map(({ cell, values }) => [cell, values]));
    this.start = start;
    this.defaults = defaults;
  }

  /** Whether a reference that can be to one of these objects can be to each of them. */
  leaveNameless(own: ReadonlySet<string>): boolean {
    const structs = new Map<string, number>();
    for (const name of own) {
      const [struct = ''] = name.split(' ');
      structs.set(struct, (structs.get(struct) ?? 0) + 1);
    }
    return this.cellKinds.every((cellKind, slot) => {
      if (cellKind.kind !== 'reference') return true;
      const can = this.valuesOf(slot).filter((value) => own.has(`${cellKind.struct} ${value}`));
      return can.length === 0 || can.length === structs.get(cellKind.struct);
    });
  }

  /** Whether freeing would change a slot that never changes otherwise: then free elements would differ. */
  assertCleared(element: Element): void {
    for (const { extent, base } of element) {
      const live = base + (extent.live ?? 0);
      const startsFree = this.start[live] === 0;
      if (!this.valuesOf(live).includes(0)) continue;
      for (let slot = base; slot < base + extent.stride; slot += 1)
        assert(
          slot === live ||
            (!startsFree && this.values.has(slot)) ||
            this.start[slot] === this.defaults[slot],
          'a free element is empty',
        );
    }
  }

  rangeOf(element: Element): string {
    return element
      .flatMap(({ extent, base }) =>
        Array.from({ length: extent.stride }, (_, i) => this.valuesOf(base + i).join()),
      )
      .join('/');
  }

  /** All that a slot can hold: of one that never changes, what it holds. */
  private valuesOf(slot: number): readonly number[] {
    return this.values.get(slot) ?? [this.start[slot] as number];
  }
}
