// The objects of a broken property: the cards to ring, and which of them the step just taken broke.

import type { Effect, Moment, Run } from '../../model/world/run.ts';
import type { ObjectId } from '../../model/world/world.ts';
import { fieldOf, indexWorld, rootOf, type WorldIndex } from './worldIndex.ts';

export interface Ring {
  /** The step just taken broke it: the strongest mark. */
  readonly fresh: boolean;
}

/** Whether this very step breaks a property: on its edge, or in the state that it leads to. */
export function breaksNow(run: Run, at: number): boolean {
  const moment = run.moments[at];
  if (!moment?.step) return false;
  const before = run.moments[at - 1]?.world.broken ?? [];
  return (
    moment.step.breaks.length > 0 || moment.world.broken.some((name) => !before.includes(name))
  );
}

/**
 * The cards of broken properties: the objects that they name where they fail. The breaking step emphasizes those that
 * it wrote, or all of them if it wrote none.
 */
export function ringedCards(run: Run, at: number): ReadonlyMap<ObjectId, Ring> {
  const rings = new Map<ObjectId, Ring>();
  const ring = (cards: readonly ObjectId[], fresh: boolean) => {
    for (const card of cards)
      rings.set(card, { fresh: fresh || (rings.get(card)?.fresh ?? false) });
  };
  const moment = run.moments[at];
  for (const name of moment?.world.broken ?? []) {
    const from = brokenSince(run, at, name);
    const broke = run.moments[from]!;
    // A deadlock is shown as a cycle; the step that closed it is not marked.
    if (broke.world.cycle.length > 0) continue;
    const written = writtenCards(broke);
    const named = namedCards(run.moments[at]!, name);
    const about = named.length > 0 ? named : written;
    const loud = about.filter((card) => written.includes(card));
    ring(about, from === at && loud.length === 0);
    ring(loud, from === at);
  }
  if (moment?.step && moment.step.breaks.length > 0) ring(concernedCards(moment), true);
  return rings;
}

function brokenSince(run: Run, at: number, property: string): number {
  let from = at;
  while (from > 0 && run.moments[from - 1]!.world.broken.includes(property)) from -= 1;
  return from;
}

function namedCards({ world }: Moment, property: string): ObjectId[] {
  const index = indexWorld(world);
  return [...new Set((world.concerns[property] ?? []).map((object) => rootOf(index, object)))];
}

/**
 * Whether the step changed more than a count: the step before the quiescent state, in which a final property is
 * judged, often only drops a reference.
 */
function writtenCards({ step, world }: Moment): ObjectId[] {
  const index = indexWorld(world);
  const written = (step?.effects ?? []).filter(
    (effect) => effect.kind !== 'read' && roleOf(effect, index) !== 'count',
  );
  return written.map(({ object }) => rootOf(index, object));
}

function roleOf(effect: Effect, { byId }: WorldIndex): string | null {
  if (!('field' in effect)) return null;
  const [name] = effect.field.split(/[.[]/);
  return fieldOf(byId.get(effect.object), name ?? '')?.role ?? null;
}

/** An assertion fails in the very step: it concerns what that wrote, else read, else locked. */
function concernedCards(moment: Moment): ObjectId[] {
  const { step, world } = moment;
  const written = writtenCards(moment);
  if (!step || written.length > 0) return written;
  const index = indexWorld(world);
  const objects = step.effects.length > 0 ? step.effects : step.locks.map(({ lock }) => lock);
  return objects.map(({ object }) => rootOf(index, object));
}
