// A model in which some tasks hold a lock over stretches of their text: to be searched like any other.

import { assert, at } from '../base/assert.ts';
import type { LockKind } from '../lang/program.ts';
import type { Program } from '../lang/program.ts';
import type { Address } from '../model/flow.ts';
import { type HeldFlow, heldFlow, type HeldLock, type HeldStretch } from './heldFlow.ts';
import { buildModel, type Model } from '../model/model.ts';
import { extentOf, GLOBALS } from '../model/storage.ts';
import { textOfFlow } from '../model/taskText.ts';

/** One task's part in holding a lock. */
export interface Cover {
  readonly task: number;
  readonly stretch: HeldStretch;
  readonly lock: HeldLock;
}

export interface LockedModel {
  readonly model: Model;
  /** By task, as it is covered; a task without a cover is not in it. */
  readonly flows: ReadonlyMap<number, HeldFlow>;
}

/** Null where a cover cannot be written into its task's text. At most one cover a task. */
export function lockedModel(base: Model, covers: readonly Cover[]): LockedModel | null {
  const flows = new Map<number, HeldFlow>();
  for (const { task, stretch, lock } of covers) {
    const held = heldFlow(at(base.codes, task).flow, task, stretch, lock);
    if (held === null) return null;
    flows.set(task, held);
  }
  const model = buildModel(base.program, base.config, (text, task) => {
    const held = flows.get(task);
    return held?.changed === true ? textOfFlow(base.storage, text.task, held.flow) : text;
  });
  return { model, flows };
}

const SPARE = new Map<LockKind, string>([
  ['mutex', 'one more mutex'],
  ['rwsem', 'one more rw_semaphore'],
]);

/** The program with locks that nobody takes yet: they cost nothing until somebody does. */
export function withSpareLocks(program: Program): Program {
  const nowhere = { file: program.name, from: 0, to: 0 };
  const spare = [...SPARE].map(([lock, name]) => ({
    name,
    type: { kind: 'lock', lock } as const,
    ghost: false,
    value: null,
    at: nowhere,
  }));
  return { ...program, globals: [...program.globals, ...spare] };
}

/** One of those that `withSpareLocks` adds. */
export function spareLock({ storage }: Model, kind: 'mutex' | 'rwsem'): Address {
  const path = SPARE.get(kind) ?? '';
  const spot = extentOf(storage, GLOBALS).spots.get(path);
  assert(spot !== undefined, 'the program has spare locks');
  const { offset, field } = spot;
  const object = { kind: 'constant', value: 1 } as const;
  return { struct: GLOBALS, object, offset, indexes: [], type: field.type, path };
}
