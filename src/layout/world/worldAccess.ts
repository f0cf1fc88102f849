// What the step that led to a moment accessed.

import type { Effect, Step } from '../../model/world/run.ts';
import type { ObjectId } from '../../model/world/world.ts';
import { rootOf, type WorldIndex } from './worldIndex.ts';
import { rowKey } from './worldRow.ts';

export interface StepAccesses {
  readonly task: number;
  /** Rows by key, in the order of access; a row both read and written counts as written. */
  readonly rows: ReadonlyMap<string, 'read' | 'write'>;
  /** Cards in the order of access; the task's token is on the last one. */
  readonly cards: readonly ObjectId[];
}

export function accessesOf(step: Step, index: WorldIndex): StepAccesses {
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

/** Data comes first, since that is what a viewer looks for; without data, the last access. */
function main(effects: readonly Effect[]): Effect | undefined {
  const data = effects.findLast(
    (effect) => effect.kind === 'write' && effect.after.kind === 'token',
  );
  return data ?? effects.at(-1);
}
