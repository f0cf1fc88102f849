// Reads single cells of a packed state without unpacking the rest.

import type { Packing, PackedPlace } from './packing.ts';

/** A cell's value in the state that begins there. */
export type FieldReader = (state: Uint32Array, from: number) => number;

export class PackedFields {
  private readonly places: ReadonlyMap<number, PackedPlace>;
  private readonly start: Int32Array;
  private readonly readers = new Map<number, FieldReader>();

  /** `start`: memory before the first step; cells that are not packed keep these values. */
  constructor(packing: Packing, start: Int32Array) {
    this.places = new Map(packing.places.map((place) => [place.cell, place]));
    this.start = start;
  }

  reader(cell: number): FieldReader {
    const known = this.readers.get(cell);
    if (known !== undefined) return known;
    const reader = this.compile(cell);
    this.readers.set(cell, reader);
    return reader;
  }

  private compile(cell: number): FieldReader {
    const place = this.places.get(cell);
    if (place === undefined) {
      const known = this.start[cell] as number;
      return () => known;
    }
    const { word, shift, mask } = place;
    const values = Int32Array.from(place.values);
    return (state, from) => values[((state[from + word] as number) >>> shift) & mask] as number;
  }
}
