// References that are drawn as edges, and the state of each: sound, stale or broken.

import type { ObjectId, TaskInfo, Value, WorldObject } from '../../model/world/world.ts';
import {
  fieldByRole,
  fileOf,
  indexWorld,
  itemsOf,
  mmOf,
  refIn,
  rootOf,
  sameValue,
  type WorldIndex,
} from './worldIndex.ts';
import { rowFields, rowValue, type RowField } from './worldRow.ts';
import type { World } from '../../model/world/world.ts';

/**
 * - `tie`: a TLB entry that is equal to the PTE it was copied from.
 * - `stale`: a TLB entry that is not, so it bypasses the PTE.
 * - `wire`: the line from a call on its way to the server.
 * - `broken`: it leads to a page that has left the cache, or to a free element of a pool.
 */
export type LinkLook = 'plain' | 'tie' | 'wire' | 'stale' | 'broken';

export interface WorldLink {
  /** `F.i_data.i_pages[0]>pages[0]`: the same reference at another moment has the same key. */
  readonly key: string;
  readonly from: string;
  /** The drawing role of the field that it stands in. */
  readonly role: string | null;
  readonly fromCard: ObjectId;
  /** The row at which the edge ends, or the card as a whole. */
  readonly to: string | null;
  readonly toCard: ObjectId;
  readonly look: LinkLook;
}

export function worldLinks(
  world: World,
  tasks: readonly TaskInfo[],
  fallen: ReadonlySet<ObjectId> = new Set(),
): WorldLink[] {
  const index = indexWorld(world);
  const live = world.objects.filter((object) => object.live);
  const links = live.flatMap((object) =>
    rowFields([object]).flatMap((row) => rowLinks(index, object, row, tasks, fallen)),
  );
  return [...links, ...callLinks(live)];
}

/** A call belongs to the server, where there is but one. */
function callLinks(live: readonly WorldObject[]): WorldLink[] {
  const [server, ...others] = live.filter(({ role }) => role === 'server');
  if (!server || others.length > 0) return [];
  return live
    .filter(({ role }) => role === 'rpc')
    .map(({ id }) => ({
      key: `${id}>${server.id}`,
      from: id,
      role: null,
      fromCard: id,
      to: null,
      toCard: server.id,
      look: 'wire',
    }));
}

function rowLinks(
  index: WorldIndex,
  object: WorldObject,
  row: RowField,
  tasks: readonly TaskInfo[],
  fallen: ReadonlySet<ObjectId>,
): WorldLink[] {
  if (row.kind !== 'cell' && row.kind !== 'link') return [];
  const value = rowValue(object, row);
  const ref = refIn(value);
  if (!ref || ref.target === null) return [];
  const fromCard = rootOf(index, object.id);
  const tie = row.role === 'tlb' ? tiedPte(index, fromCard, row, value, tasks) : null;
  if (tie)
    return [
      {
        key: `${row.key}>${tie.row}`,
        from: row.key,
        role: row.role,
        fromCard,
        to: tie.row,
        toCard: tie.mm,
        look: 'tie',
      },
    ];
  const toCard = rootOf(index, ref.target);
  const look = linkLook(index, row, ref, fallen, fromCard, tasks);
  return [
    {
      key: `${row.key}>${toCard}`,
      from: row.key,
      role: row.role,
      fromCard,
      to: null,
      toCard,
      look,
    },
  ];
}

function linkLook(
  index: WorldIndex,
  row: RowField,
  ref: Value & { kind: 'ref' },
  fallen: ReadonlySet<ObjectId>,
  fromCard: ObjectId,
  tasks: readonly TaskInfo[],
): LinkLook {
  if (row.role === 'tlb' && pteOf(index, fromCard, row.item, tasks)) return 'stale';
  if (ref.dangling) return 'broken';
  const orphan = ref.target !== null && fallen.has(ref.target);
  return orphan && row.role !== 'blk' ? 'broken' : 'plain';
}

/** The PTE that a TLB entry was copied from, when it still says the same. */
function tiedPte(
  index: WorldIndex,
  cpu: ObjectId,
  row: RowField,
  entry: Value | undefined,
  tasks: readonly TaskInfo[],
): { readonly mm: ObjectId; readonly row: string } | null {
  const pte = pteOf(index, cpu, row.item, tasks);
  return pte && sameWord(pte.value, entry) ? { mm: pte.mm, row: pte.key } : null;
}

function pteOf(index: WorldIndex, cpu: ObjectId, item: number | null, tasks: readonly TaskInfo[]) {
  const mm = mmOf(index, cpu, tasks);
  const object = mm === null ? undefined : index.byId.get(mm);
  const field = fieldByRole(object, 'pte');
  const value = field && itemsOf(field.value)[item ?? 0];
  if (mm === null || !field || !value) return null;
  const key =
    field.value.kind === 'array' ? `${mm}.${field.name}[${item ?? 0}]` : `${mm}.${field.name}`;
  return { mm, key, value };
}

/** A TLB entry and a PTE may be words of two structs: they agree when the fields they share do. */
function sameWord(pte: Value, entry: Value | undefined): boolean {
  if (pte.kind !== 'word' || entry?.kind !== 'word') return sameValue(pte, entry);
  return entry.fields.every((field) => {
    const other = pte.fields.find(({ name }) => name === field.name);
    return !other || sameValue(other.value, field.value);
  });
}

/**
 * Pages that were in a file's cache and are no longer, but still have references.
 * `worlds` are the moments of the run up to the one asked about.
 */
export function fallenPages(worlds: readonly World[]): ReadonlySet<ObjectId> {
  const cached = new Map<ObjectId, string>();
  const fallen = new Set<ObjectId>();
  for (const world of worlds) {
    const index = indexWorld(world);
    for (const page of world.objects.filter((object) => fieldByRole(object, 'mapping'))) {
      const inCache = page.live && fileOf(index, page) !== null;
      if (inCache) cached.set(page.id, page.name);
      const fell = page.live && !inCache && cached.get(page.id) === page.name;
      if (fell) fallen.add(page.id);
      else fallen.delete(page.id);
    }
  }
  return fallen;
}
