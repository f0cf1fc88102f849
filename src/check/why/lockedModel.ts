// A model in which some tasks hold a lock over stretches of their text: to be searched like any other.

import { assert, at } from '../../base/assert.ts';
import type { LockKind, Program } from '../../lang/program/program.ts';
import type { Address } from '../../model/flow/flow.ts';
import { heldFlow, type HeldLock, type HeldStretch } from './heldFlow.ts';
import { buildModel, type Model } from '../../model/build/model.ts';
import { extentOf, GLOBALS } from '../../model/storage/storage.ts';
import { type TaskText, textOfFlow } from '../../model/step/taskText.ts';

/** One task's part in holding a lock. */
export interface Cover {
  readonly task: number;
  readonly stretch: HeldStretch;
  readonly lock: HeldLock;
}

/** Models of one program in one configuration, each with some covers: what is written of one task is kept. */
export class LockedModels {
  readonly base: Model;
  private readonly known = new Map<string, TaskText | null>();

  constructor(base: Model) {
    this.base = base;
  }

  /** Null where a cover cannot be written into its task's text. At most one cover a task. */
  of(covers: readonly Cover[]): Model | null {
    const texts = new Map<number, TaskText>();
    for (const cover of covers) {
      const text = this.textOf(cover);
      if (text === null) return null;
      texts.set(cover.task, text);
    }
    const { program, config } = this.base;
    return buildModel(program, config, (text, task) => texts.get(task) ?? text);
  }

  /** Whether the cover can be written, and whether that changes anything: the task may hold the lock there by itself. */
  changeOf(cover: Cover): 'none' | 'some' | 'impossible' {
    const text = this.textOf(cover);
    if (text === null) return 'impossible';
    return text === at(this.base.codes, cover.task) ? 'none' : 'some';
  }

  /** The text as it was where it holds the lock there by itself. */
  private textOf(cover: Cover): TaskText | null {
    const key = keyOf(cover);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const { task, stretch, lock } = cover;
    const code = at(this.base.codes, task);
    const held = heldFlow(code.flow, task, stretch, lock);
    const changed = held?.changed === true;
    const text = changed ? textOfFlow(this.base.storage, code.task, held.flow) : held && code;
    this.known.set(key, text);
    return text;
  }
}

function keyOf({ task, stretch: { entries, last, stays }, lock }: Cover): string {
  return JSON.stringify([task, [...entries], last, [...stays], lock]);
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
  return {
    struct: GLOBALS,
    object,
    offset,
    indexes: [],
    type: field.type,
    field: path,
    name: path,
    path,
  };
}
