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

/** What people call an object: `P1` for the first page that this run allocated. */
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

/** `B1`, without the `&` of C: what a sentence calls it. */
export function plainValue(world: World, value: Value): string {
  if (value.kind === 'ref' && value.target !== null)
    return value.dangling
      ? `${objectName(world, value.target)}, which is free`
      : objectName(world, value.target);
  return valueText(world, value);
}
