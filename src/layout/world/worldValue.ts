// Values in a few letters, as they are shown on a card.

import { unreachable } from '../../base/assert.ts';
import type { Field, ObjectId, TaskInfo, Value, WorldObject } from '../../model/world/world.ts';
import {
  fieldByRole,
  mmOf,
  nameOf,
  partsOf,
  refIn,
  rootOf,
  type WorldIndex,
} from './worldIndex.ts';

export function valueText(index: WorldIndex, value: Value): string {
  switch (value.kind) {
    case 'bool':
      return value.on ? '1' : '0';
    case 'int':
      return String(value.value);
    case 'token':
      return value.token;
    case 'enum':
      return value.name;
    case 'ref':
      return value.target === null ? NULL : nameOf(index, rootOf(index, value.target));
    case 'word':
      return wordText(value);
    case 'array':
      return value.items.map((item) => valueText(index, item)).join(' ');
    case 'lock':
      return value.lock.count === 'for ever' ? '∞' : String(value.lock.count ?? '');
    default:
      return unreachable(value);
  }
}

export const NULL = 'NULL';

/** The text of a word that is all zero. */
export const NO_WORD = '–';

type Word = Value & { readonly kind: 'word' };

/** The bits of a word by their names, `-` for one that is not set. */
function wordText(word: Word): string {
  const bits = bitsOf(word);
  const isSet = ({ value }: Field) => value.kind === 'bool' && value.on;
  if (!bits.some(isSet) && refIn(word)?.target == null) return NO_WORD;
  return bits.map((bit) => (isSet(bit) ? bit.name : '-')).join('');
}

function bitsOf(word: Word): Field[] {
  return word.fields.filter(({ value }) => value.kind === 'bool');
}

/** Texts that the value has, or is likely to have later in the run: space is reserved for them. */
export function roomTexts(index: WorldIndex, value: Value): string[] {
  if (value.kind === 'ref') return [valueText(index, value), NULL, 'P1'];
  if (value.kind !== 'word') return [valueText(index, value)];
  const bits = bitsOf(value).map(({ name }) => name);
  return [bits.join('')];
}

/** Beside a card's title: the address space that a CPU runs, the length of a file. */
export function cardNote(index: WorldIndex, root: ObjectId, tasks: readonly TaskInfo[]): string {
  if (index.byId.get(root)?.role === 'cpu') {
    const mm = mmOf(index, root, tasks);
    return mm === null ? '' : nameOf(index, mm);
  }
  if (index.byId.get(root)?.role === 'mm') return mappedNote(index, root);
  const sizes = partsOf(index, root).flatMap(({ fields }) =>
    fields.filter(({ role }) => role === 'size'),
  );
  return sizes.map(({ name, value }) => `${name} ${valueText(index, value)}`).join(' ');
}

/** Which file an address space maps, where there are several. */
function mappedNote(index: WorldIndex, mm: ObjectId): string {
  if (index.world.objects.filter(({ role }) => role === 'file').length < 2) return '';
  const targets = index.byId
    .get(mm)
    ?.fields.map(({ value }) => (value.kind === 'ref' ? value.target : null));
  const mapped = targets?.find((target) => target && fileLike(index, target));
  return mapped ? `maps ${nameOf(index, rootOf(index, mapped))}` : '';
}

function fileLike(index: WorldIndex, id: ObjectId): boolean {
  return (
    index.byId.get(id)?.role === 'mapping' || index.byId.get(rootOf(index, id))?.role === 'file'
  );
}

/** `F[0]`: the file and the index that a page is cached at; null outside any cache. */
export function pagePlace(index: WorldIndex, page: WorldObject): string | null {
  const mapping = refIn(fieldByRole(page, 'mapping')?.value)?.target ?? null;
  if (mapping === null) return null;
  const at = fieldByRole(page, 'index')?.value;
  const slot = at?.kind === 'int' ? `[${at.value}]` : '';
  return `${nameOf(index, rootOf(index, mapping))}${slot}`;
}

/** Shown instead of a place: the page is in no file's cache. */
export const NO_MAPPING = 'no mapping';
