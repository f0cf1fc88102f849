// Values of a world as C writes them.

import { unreachable } from '../../base/assert.ts';
import { GLOBALS } from '../storage/storage.ts';
import type { ObjectId, Value, World } from '../world/world.ts';

export function valueText(world: World, value: Value): string {
  switch (value.kind) {
    case 'bool':
      return value.on ? 'true' : 'false';
    case 'int':
      return `${value.value}`;
    case 'token':
      return value.token;
    case 'enum':
      return value.name;
    case 'ref':
      return value.target === null ? 'NULL' : `&${objectName(world, value.target)}`;
    case 'word':
      return `{${value.fields.map((field) => valueText(world, field.value)).join(', ')}}`;
    case 'array':
      return `{${value.items.map((item) => valueText(world, item)).join(', ')}}`;
    case 'lock':
      if (value.lock.count !== null) return String(value.lock.count);
      return value.lock.holders.length === 0 ? 'free' : 'held';
    default:
      return unreachable(value);
  }
}

/** An object's displayed name: `P1` for the first page that this run allocated. */
export function objectName(world: World, id: ObjectId): string {
  return world.objects.find((object) => object.id === id)?.name ?? id;
}

/** `P1.refcount`; a global stands by itself. */
export function placeName(
  world: World,
  { object, field }: { readonly object: ObjectId; readonly field: string },
): string {
  return object === GLOBALS ? field : `${objectName(world, object)}.${field}`;
}

/** Whether it is NULL, or an entry whose reference is NULL. */
export function isEmpty(value: Value): boolean {
  if (value.kind === 'ref') return value.target === null;
  const target = targetOf(value);
  return target !== null && isEmpty(target);
}

/** The reference in an entry such as a PTE. */
function targetOf(value: Value): Value | null {
  if (value.kind !== 'word') return null;
  return value.fields.find((field) => field.value.kind === 'ref')?.value ?? null;
}

/** `B1`, without the `&` of C; `P1 (w, d)` for an entry that leads to it: a value as sentences show it. */
export function plainValue(world: World, value: Value): string {
  const target = targetOf(value);
  if (value.kind === 'word' && target !== null) {
    if (isEmpty(target)) return 'empty';
    const on = value.fields.flatMap((one) =>
      one.value.kind === 'bool' && one.value.on ? [one.name] : [],
    );
    return `${plainValue(world, target)}${on.length === 0 ? '' : ` (${on.join(', ')})`}`;
  }
  if (value.kind === 'ref' && value.target !== null)
    return value.dangling
      ? `${objectName(world, value.target)}, which is free`
      : objectName(world, value.target);
  return valueText(world, value);
}
