// Where two steps meet: the memory that both touch and one of them changes.

import type { Effect, Step } from '../../model/world/run.ts';
import type { World } from '../../model/world/world.ts';

/**
 * The place that makes two steps conflict, as `F.bmap[0]`; null where they can be exchanged: both
 * read, or they touch nothing in common. Taking or freeing an object of a pool changes all of it.
 * Of locks, only two that are taken conflict: a release and what waits for it have one order only.
 */
export function conflictOf(a: Step, b: Step): string | null {
  const shared = sharedEffect(a, b);
  if (shared !== null) return placeOf(shared, shared.object);
  return a.locks.find((event) => taken(a, event) && takes(b, event.lock.name))?.lock.name ?? null;
}

/** The object that two conflicting steps meet at, down to the outermost: `F` for what lies in `F.i_data`. */
export function conflictRoot(a: Step, b: Step): string | null {
  const shared = sharedEffect(a, b);
  const lock = a.locks.find((event) => taken(a, event) && takes(b, event.lock.name))?.lock;
  const object = shared?.object ?? lock?.object ?? null;
  return object === null ? null : rootOf(object);
}

/** `F` of `F.i_data`. */
export function rootOf(object: string): string {
  return object.split('.')[0] ?? object;
}

/** As people say it in that world: the page by the name that it has in this run. */
export function conflictName(a: Step, b: Step, world: World): string | null {
  const shared = sharedEffect(a, b);
  const object = world.objects.find(({ id }) => id === shared?.object);
  return shared === null || !object ? conflictOf(a, b) : placeOf(shared, object.name);
}

function sharedEffect(a: Step, b: Step): Effect | null {
  for (const one of a.effects) {
    const other = b.effects.find((effect) => meets(one, effect));
    if (other !== undefined) return shorter(one, other);
  }
  return null;
}

function taken({ task }: Step, event: Step['locks'][number]): boolean {
  return event.kind === 'acquire' && event.task === task;
}

function takes(step: Step, name: string): boolean {
  return step.locks.some((event) => taken(step, event) && event.lock.name === name);
}

function meets(a: Effect, b: Effect): boolean {
  if (a.object !== b.object || (a.kind === 'read' && b.kind === 'read')) return false;
  return !('field' in a) || !('field' in b) || isWithin(a.field, b.field);
}

/** A word and one of its fields: `pte[0]` and `pte[0].page`. */
function isWithin(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  return long === short || long.startsWith(`${short}.`) || long.startsWith(`${short}[`);
}

function shorter(a: Effect, b: Effect): Effect {
  return 'field' in a && (!('field' in b) || a.field.length <= b.field.length) ? a : b;
}

function placeOf(effect: Effect, name: string): string {
  if (!('field' in effect)) return name;
  return effect.object.startsWith('(') ? effect.field : `${name}.${effect.field}`;
}
