// Which fields are worth showing in a configuration: what can change in it, and what its steps read
// and find set. A library's structs have many fields, and a scenario uses few of them.

import type { Address, ControlFlowGraph } from '../cfg/controlFlowGraph.ts';
import { type SlotValues, slotsOf } from '../cfg/slotValues.ts';
import type { Storage } from '../storage/storage.ts';

interface Setting {
  readonly storage: Storage;
  /** Slots at the start, and those of an object that was not written yet. */
  readonly initial: Int32Array;
  readonly defaults: Int32Array;
  /** What each slot can hold. */
  readonly values: SlotValues;
}

/** Fields that say where an object belongs, such as a page's index; shown even if no step reads them. */
const STRUCTURAL: ReadonlySet<string | null> = new Set([
  'mapping',
  'owner',
  'size',
  'slot',
  'bmap',
  'blk',
  'pte',
  'tlb',
  'data',
]);

/** `struct.field` of every field in use. */
export function fieldsInUse(
  setting: Setting,
  cfgs: readonly ControlFlowGraph[],
): ReadonlySet<string> {
  const { storage, initial, defaults, values } = setting;
  const use = new Map<string, { changes: boolean; isSet: boolean; isRead: boolean }>();
  storage.slots.forEach(({ struct, field }, slot) => {
    const known = use.get(`${struct}.${field}`);
    const changes = known?.changes || canChange(values.get(slot), initial[slot] ?? 0);
    const isSet = known?.isSet || initial[slot] !== defaults[slot];
    use.set(`${struct}.${field}`, { changes, isSet, isRead: false });
  });
  for (const address of readAddresses(cfgs)) {
    const found = use.get(fieldName(address));
    if (found && slotsOf(storage, address).length > 0) found.isRead = true;
  }
  return new Set(
    [...use].flatMap(([name, { changes, isSet, isRead }]) => {
      const role = roleOf(storage, name);
      const structural = STRUCTURAL.has(role);
      return changes || role === 'index' || (structural ? isSet || isRead : isSet && isRead)
        ? [name]
        : [];
    }),
  );
}

function canChange(held: readonly number[] | null | undefined, first: number): boolean {
  return held !== undefined && (held === null || held.some((value) => value !== first));
}

function readAddresses(cfgs: readonly ControlFlowGraph[]): Address[] {
  return cfgs.flatMap(({ nodes }) =>
    nodes.flatMap(({ accesses }) =>
      accesses.flatMap(({ kind, address }) => (kind === 'read' ? [address] : [])),
    ),
  );
}

function fieldName({ struct, path }: Address): string {
  return `${struct}.${path.split(/[.[]/)[0]}`;
}

function roleOf({ extents }: Storage, name: string): string | null {
  const dot = name.indexOf('.');
  return extents.get(name.slice(0, dot))?.spots.get(name.slice(dot + 1))?.field.role ?? null;
}

/** The pools from which some task takes an element, or which hold one at the start. */
export function poolsInUse({ storage, initial, values }: Setting): ReadonlySet<string> {
  const used = new Set<string>();
  for (const extent of storage.extents.values()) {
    const { live } = extent;
    if (live === null) continue;
    extent.objects.forEach(({ pool }, i) => {
      const slot = extent.base + i * extent.stride + live;
      if (pool !== null && (initial[slot] !== 0 || values.has(slot))) used.add(pool);
    });
  }
  return used;
}
