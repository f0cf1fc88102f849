// The rows of a card: which fields of an object are drawn, and as what. A field's drawing role
// decides; without a role, the kind of its value does.

import type { Field, ObjectId, Value, WorldObject } from '../../model/world/world.ts';
import { itemsOf } from './worldIndex.ts';

/**
 * - `cell`: one element that points on: a TLB entry, a PTE, a slot, a block map entry.
 * - `data`: the data tokens of an array, side by side.
 * - `note`: a size, described in the card's head.
 * - `link`: drawn as an edge alone.
 */
export type RowKind =
  | 'cell'
  | 'data'
  | 'flag'
  | 'count'
  | 'value'
  | 'owner'
  | 'lock'
  | 'note'
  | 'link';

export interface RowField {
  /** `F.i_data.i_pages[0]`: unique in the world. */
  readonly key: string;
  readonly kind: RowKind;
  readonly object: ObjectId;
  readonly field: string;
  readonly role: string | null;
  /** The element of an array; null when the row shows the whole field. */
  readonly item: number | null;
  /** As the kernel spells it: `i_pages[0]`. */
  readonly name: string;
  /** For a flag: as the kernel prints it, `dirty` for `PG_dirty`. */
  readonly short: string;
}

/** Stations of a memory access first, then the rest in the order of declaration. */
const CELL_ORDER = ['tlb', 'pte', 'slot', 'bmap'];

/** Shown in the head of the card or by its badge, never as a row. */
const SHOWN_ELSEWHERE = new Set(['mapping', 'index']);

export function rowFields(parts: readonly WorldObject[]): RowField[] {
  const rows = parts.flatMap((object) =>
    object.fields.flatMap((field) => fieldRows(object, field)),
  );
  return rows.map((row) => shortened(row, rows)).toSorted((a, b) => rank(a) - rank(b));
}

/** Families of flags that the kernel's own prints (`%pGp`, the trace events of NFS) name without their prefix. */
const FLAG_FAMILY = /^(PG_|NFS_INO_)(?=.)/;

/** Without the family's prefix, or any other that all flags of the card share. */
function shortened(row: RowField, rows: readonly RowField[]): RowField {
  if (row.kind !== 'flag') return row;
  const plain = row.name.replace(FLAG_FAMILY, '');
  if (plain !== row.name) return { ...row, short: plain };
  const prefix = /^[A-Za-z]+_/.exec(row.name)?.[0] ?? '';
  const flags = rows.filter(({ kind }) => kind === 'flag');
  const shared =
    flags.length > 1 &&
    flags.every(({ name }) => name.startsWith(prefix) && name.length > prefix.length);
  return shared ? { ...row, short: row.name.slice(prefix.length) } : row;
}

function rank({ kind, role }: RowField): number {
  if (kind !== 'cell') return CELL_ORDER.length + 1;
  const place = CELL_ORDER.indexOf(role ?? '');
  return place < 0 ? CELL_ORDER.length : place;
}

function fieldRows(object: WorldObject, field: Field): RowField[] {
  if (field.ghost || SHOWN_ELSEWHERE.has(field.role ?? '')) return [];
  const kind = rowKind(field);
  if (kind === 'cell' && field.value.kind === 'array') {
    return field.value.items.map((_, item) => rowField(object, field, kind, item));
  }
  return [rowField(object, field, kind, null)];
}

function rowField(object: WorldObject, field: Field, kind: RowKind, item: number | null): RowField {
  const name = item === null ? field.name : `${field.name}[${item}]`;
  return {
    key: rowKey(object.id, name),
    kind,
    object: object.id,
    field: field.name,
    role: field.role,
    item,
    name,
    short: name,
  };
}

/** The key of the row that shows a path inside an object; `tlb[0].w` is shown by `tlb[0]`. */
export function rowKey(object: ObjectId, path: string): string {
  return `${object}.${path.split('.')[0]}`;
}

function rowKind(field: Field): RowKind {
  switch (field.role) {
    case 'tlb':
    case 'pte':
    case 'slot':
    case 'bmap':
      return 'cell';
    case 'data':
    case 'flag':
    case 'count':
    case 'owner':
      return field.role;
    case 'lock':
      return kindByValue(field.value);
    case 'size':
      return 'note';
    case 'blk':
      return 'link';
    default:
      return kindByValue(field.value);
  }
}

function kindByValue(value: Value): RowKind {
  const first = itemsOf(value)[0];
  if (first?.kind === 'lock') return first.lock.count === null ? 'lock' : 'count';
  if (first?.kind === 'word') return 'cell';
  if (first?.kind === 'token') return 'data';
  if (value.kind === 'bool') return 'flag';
  return value.kind === 'array' && first?.kind === 'ref' ? 'cell' : 'value';
}

/** What a row shows in this world: the field, or its element. */
export function rowValue(object: WorldObject | undefined, row: RowField): Value | undefined {
  const value = object?.fields.find((field) => field.name === row.field)?.value;
  if (value === undefined || row.item === null) return value;
  return itemsOf(value)[row.item];
}
