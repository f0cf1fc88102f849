// A renaming of tasks and objects.

import { at } from '../../base/assert.ts';
import type { CellKind } from './cellKinds.ts';
import { type Storage, withEmbedded } from '../storage/storage.ts';

export class Renaming {
  /** By task. */
  readonly tasks: number[];
  private readonly storage: Storage;
  /** By struct, then by reference; objects of a missing struct keep their names. */
  private readonly objects = new Map<string, number[]>();

  constructor(storage: Storage) {
    this.storage = storage;
    this.tasks = Array.from({ length: storage.taskCount }, (_, task) => task);
  }

  swapTasks(a: number, b: number): this {
    [this.tasks[a], this.tasks[b]] = [at(this.tasks, b), at(this.tasks, a)];
    return this;
  }

  /** Two objects of a struct that were not renamed yet, with all that is embedded in them. */
  swapObjects(struct: string, a: number, b: number): this {
    const others = withEmbedded(this.storage, struct, b);
    withEmbedded(this.storage, struct, a).forEach((part, i) => {
      const { extent, base } = part;
      const one = (base - extent.base) / extent.stride + 1;
      const other = (at(others, i).base - extent.base) / extent.stride + 1;
      const names =
        this.objects.get(extent.struct.name) ??
        Array.from({ length: extent.objects.length + 1 }, (_, reference) => reference);
      this.objects.set(extent.struct.name, names);
      [names[one], names[other]] = [other, one];
    });
    return this;
  }

  reference(struct: string, reference: number): number {
    return this.objects.get(struct)?.[reference] ?? reference;
  }

  /** The slot that a slot is renamed to. */
  slot(slot: number, cellKind: CellKind | undefined): number {
    return (
      this.movedSlot(slot) +
      (cellKind?.kind === 'seat' ? at(this.tasks, cellKind.task) - cellKind.task : 0)
    );
  }

  private movedSlot(slot: number): number {
    for (const [struct, names] of this.objects) {
      const extent = this.storage.extents.get(struct);
      const i = extent === undefined ? -1 : Math.floor((slot - extent.base) / extent.stride);
      if (extent === undefined || i < 0 || i >= extent.objects.length) continue;
      return slot + (at(names, i + 1) - 1 - i) * extent.stride;
    }
    return slot;
  }

  /** A cell's value under the renaming. */
  value(value: number, cellKind: CellKind): number {
    if (cellKind.kind === 'reference') return this.reference(cellKind.struct, value);
    return cellKind.kind === 'holder' && value > 0 ? at(this.tasks, value - 1) + 1 : value;
  }
}
