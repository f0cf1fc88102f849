// What the step that led to a moment touched, and what it broke.

import type { Effect, Moment, Run, Step } from '../model/run.ts';
import type { ObjectId } from '../model/world.ts';
import { fieldOf, indexWorld, rootOf, type WorldIndex } from './worldIndex.ts';
import { rowKey } from './worldRow.ts';

export interface Touches {
  readonly task: number;
  /** Rows by key, in the order touched; a row both read and written counts as written. */
  readonly rows: ReadonlyMap<string, 'read' | 'write'>;
  /** Cards in the order touched; the last is where the task stands now. */
  readonly cards: readonly ObjectId[];
}

export function touchesOf(step: Step, index: WorldIndex): Touches {
  const rows = new Map<string, 'read' | 'write'>();
  const cards: ObjectId[] = [];
  for (const effect of step.effects) {
    cards.push(rootOf(index, effect.object));
    if (!('field' in effect)) continue;
    const key = rowKey(effect.object, effect.field);
    if (effect.kind === 'write' || !rows.has(key)) rows.set(key, effect.kind);
  }
  for (const { lock, task, kind } of step.locks) {
    if (task !== step.task || kind === 'wake') continue;
    cards.push(rootOf(index, lock.object));
    rows.set(rowKey(lock.object, lock.field), kind === 'contend' ? 'read' : 'write');
  }
  return { task: step.task, rows, cards };
}

/** The card that the step's task ends at: what it wrote last, else what it touched last. */
export function standsAt(step: Step, index: WorldIndex): ObjectId | null {
  const written = step.effects.filter(({ kind }) => kind !== 'read');
  const locked = step.locks.filter(({ task, kind }) => task === step.task && kind !== 'wake');
  const object = locked.at(-1)?.lock.object ?? main(written)?.object ?? main(step.effects)?.object;
  return object === undefined ? null : rootOf(index, object);
}

/** Data is what a person looks for; without data, the last access is. */
function main(effects: readonly Effect[]): Effect | undefined {
  const data = effects.findLast(
    (effect) => effect.kind === 'write' && effect.after.kind === 'token',
  );
  return data ?? effects.at(-1);
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
 * The cards to ring: what was written by the steps that broke what is broken now, and whether
 * that was the step just taken.
 */
export function ringedCards(
  run: Run,
  at: number,
): ReadonlyMap<ObjectId, { readonly fresh: boolean }> {
  const rings = new Map<ObjectId, { fresh: boolean }>();
  const moment = run.moments[at];
  for (const name of moment?.world.broken ?? []) {
    let from = at;
    while (from > 0 && run.moments[from - 1]!.world.broken.includes(name)) from -= 1;
    const broke = run.moments[from]!;
    // A deadlock is told by its cycle; the step that closed it is nobody's fault.
    if (broke.world.cycle.length > 0) continue;
    for (const card of writtenCards(broke)) {
      rings.set(card, { fresh: from === at || (rings.get(card)?.fresh ?? false) });
    }
  }
  if (moment?.step && moment.step.breaks.length > 0) {
    for (const card of concernedCards(moment)) rings.set(card, { fresh: true });
  }
  return rings;
}

/**
 * Where the step changed more than a count: the step after which everything is quiet, and a final
 * property is judged, often only drops a reference.
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
