// What the step that led to a moment touched, and what it broke.

import type { Effect, Moment, Run, Step } from '../model/run.ts';
import type { ObjectId } from '../model/world.ts';
import { indexWorld, rootOf, type WorldIndex } from './worldIndex.ts';
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
    // A deadlock is told by its cycle; the step that closed it is nobody's fault.
    if (run.moments[from]!.world.cycle.length > 0) continue;
    for (const card of concerned(run.moments[from]!))
      rings.set(card, { fresh: from === at || (rings.get(card)?.fresh ?? false) });
  }
  if (moment?.step && moment.step.breaks.length > 0)
    for (const card of concerned(moment)) rings.set(card, { fresh: true });
  return rings;
}

function concerned({ step, world }: Moment): ObjectId[] {
  if (!step) return [];
  const index = indexWorld(world);
  const written = step.effects.filter(({ kind }) => kind !== 'read');
  const touched = written.length > 0 ? written : step.effects;
  const objects =
    touched.length > 0
      ? touched.map(({ object }) => object)
      : step.locks.map(({ lock }) => lock.object);
  return objects.map((object) => rootOf(index, object));
}
