// The name of a place in memory, with every index known.

import { at } from '../../base/assert.ts';
import type { Model } from '../build/model.ts';
import type { Address } from '../cfg/controlFlowGraph.ts';
import { baseOf, extentOf } from '../storage/storage.ts';
import type { ObjectId } from '../world/world.ts';

export interface CellName {
  readonly object: ObjectId;
  /** A path inside the object: `bytes[0]`, `tlb[0].w`. */
  readonly field: string;
}

/** `slot` is where the address was found to lie: the first slot of the place. */
export function cellName(model: Model, address: Address, slot: number): CellName {
  const extent = extentOf(model.storage, address.struct);
  const reference = Math.floor((slot - extent.base) / extent.stride) + 1;
  let rest = slot - baseOf(extent, reference) - address.offset;
  let field = address.path;
  for (const { scale } of address.indexes) {
    const index = Math.floor(rest / scale);
    rest -= index * scale;
    field = field.replace('#', `${index}`);
  }
  return { object: at(extent.objects, reference - 1).id, field };
}
