// When a task that stops still holds a lock. Another task may unlock a page lock.

import { LOCKS } from '../lang/syntax/lockKinds.ts';
import type { Type } from '../lang/program/program.ts';
import type { Model } from '../model/build/model.ts';
import { baseOf, heldBy, widthOf } from '../model/storage/storage.ts';
import type { PromelaNames } from './promelaNames.ts';

/** The condition that the task holds one; null if it never can. */
export function lockLeaks(model: Model, names: PromelaNames, task: number): string | null {
  const held: string[] = [];
  const visit = (type: Type, slot: number): void => {
    if (type.kind === 'array') {
      const width = widthOf(model.program.structs, type.of, model.storage.taskCount);
      for (let i = 0; i < type.length; i += 1) visit(type.of, slot + i * width);
    }
    if (type.kind !== 'lock' || LOCKS[type.lock].releasedBy === 'anyone') return;
    const { cell, value } = heldBy({ type }, task);
    const name = names.read(slot + cell);
    const holds = LOCKS[type.lock].form === 'seats' ? `${name} != 0` : `${name} == ${value}`;
    if (names.varies(slot + cell) || Number(name) === value) held.push(holds);
  };
  for (const extent of model.storage.extents.values()) {
    extent.objects.forEach((_, i) => {
      for (const { field, offset } of extent.spots.values())
        visit(field.type, baseOf(extent, i + 1) + offset);
    });
  }
  return held.length === 0 ? null : held.join(' || ');
}
