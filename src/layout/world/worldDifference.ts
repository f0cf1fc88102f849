// What differs between two worlds, such as one moment of a schedule on two kernels.

import type { ObjectId, World, WorldObject } from '../../model/world/world.ts';

/**
 * The objects that differ, with those that they are embedded in. A live object that only one world has differs too; a
 * field that only one of them has does not, as long as it is no lock that somebody holds or waits for.
 */
export function differingObjects(one: World, other: World): ReadonlySet<ObjectId> {
  const known = new Map(one.objects.map((object) => [object.id, object]));
  const others = new Map(other.objects.map((object) => [object.id, object]));
  const all = new Map([...others, ...known]);
  const differing = [...all.values()].filter(
    ({ id }) => !isSame(known.get(id) ?? null, others.get(id) ?? null),
  );
  return new Set(differing.flatMap((object) => withParents(object, all)));
}

function isSame(one: WorldObject | null, other: WorldObject | null): boolean {
  const [live, alive] = [one?.live === true, other?.live === true];
  if (one === null || other === null || !live || !alive) return live === alive;
  const names = new Set([...one.fields, ...other.fields].map(({ name }) => name));
  return [...names].every((name) => contents(one, name) === contents(other, name));
}

/** A lock that nobody wants is like no lock at all. */
function contents({ fields }: WorldObject, name: string): string {
  const value = fields.find((field) => field.name === name)?.value;
  if (value === undefined) return '';
  if (value.kind !== 'lock') return JSON.stringify(value);
  const { holders, queue, waiters, count } = value.lock;
  const idle = holders.length + queue.length + waiters.length === 0 && count === null;
  return idle ? '' : JSON.stringify([holders, queue, waiters, count]);
}

function withParents(object: WorldObject, all: ReadonlyMap<ObjectId, WorldObject>): ObjectId[] {
  const parent = object.parent === null ? undefined : all.get(object.parent);
  return [object.id, ...(parent === undefined ? [] : withParents(parent, all))];
}
