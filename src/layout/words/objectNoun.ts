// The name of an object, a value or a location in a sentence. A freed object keeps the name that it had before the
// step.

import { unreachable } from '../../base/assert.ts';
import type { Value, World, WorldObject } from '../../model/world/world.ts';

/** The worlds before and after the step that a sentence describes. */
export interface Sides {
  readonly before: World;
  readonly after: World;
}

/** `page P1`, `block B1`; only `cpu0`, because that name already says what it is. */
export function objectNoun({ name, role }: Pick<WorldObject, 'name' | 'role'>): string {
  if (!role || name.toLowerCase().startsWith(role)) return name;
  return /^[a-z]+$/.test(role) ? `${role} ${name}` : name;
}

export function noun(sides: Sides, id: string): string {
  const object = findObject(sides.after, id) ?? findObject(sides.before, id);
  return object ? objectNoun(object) : id;
}

export function nounBefore(sides: Sides, id: string): string {
  const object = findObject(sides.before, id);
  return object ? objectNoun(object) : noun(sides, id);
}

export function findObject(world: World, id: string): WorldObject | undefined {
  return world.objects.find((object) => object.id === id);
}

/** `page P1 (w, d)` for a PTE, `NULL`, `W`, `3`. */
export function valueText(sides: Sides, value: Value): string {
  switch (value.kind) {
    case 'bool':
      return value.on ? 'set' : 'clear';
    case 'int':
      return String(value.value);
    case 'token':
      return value.token;
    case 'enum':
      return value.name;
    case 'ref':
      return refText(sides, value);
    case 'word':
      return wordText(sides, value);
    case 'array':
      return value.items.map((item) => valueText(sides, item)).join(' ');
    case 'lock':
      return value.lock.lock.name;
    default:
      return unreachable(value);
  }
}

/** What a word struct points to; null for an empty one. */
export function wordTarget(word: Value & { kind: 'word' }): string | null {
  const ref = word.fields.find((field) => field.value.kind === 'ref')?.value;
  return ref?.kind === 'ref' ? ref.target : null;
}

export function isEmpty(value: Value): boolean {
  return (
    (value.kind === 'ref' && value.target === null) ||
    (value.kind === 'word' && wordTarget(value) === null)
  );
}

function refText(sides: Sides, { target, dangling }: Value & { kind: 'ref' }): string {
  if (target === null) return 'NULL';
  return dangling ? `${noun(sides, target)} (free)` : noun(sides, target);
}

function wordText(sides: Sides, word: Value & { kind: 'word' }): string {
  const target = wordTarget(word);
  if (target === null) return 'empty';
  const bits = word.fields
    .filter(({ value }) => value.kind === 'bool' && value.on)
    .map(({ name }) => name);
  return bits.length > 0 ? `${noun(sides, target)} (${bits.join(', ')})` : noun(sides, target);
}
