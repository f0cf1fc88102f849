// The locks of a state: holders, queues and waiters.

import { at, unreachable } from '../../base/assert.ts';
import { FOREVER, LOCKS } from '../../lang/syntax/lockKinds.ts';
import { compileAddress, type Memory } from '../step/compileValue.ts';
import type { Model } from '../build/model.ts';
import { baseOf, EXCLUSIVE_HOLD, GLOBALS, lockWidth } from '../storage/storage.ts';
import type { TaskCode } from '../step/taskCode.ts';
import type { LockHold, LockKind, LockName, LockState, ObjectId, Wait } from '../world/world.ts';

export interface LockAt {
  readonly lock: LockName;
  readonly slot: number;
}

export class LockBoard {
  private readonly model: Model;
  private readonly nameOf: (id: ObjectId) => string;
  private readonly memory: Memory;

  constructor(model: Model, nameOf: (id: ObjectId) => string) {
    this.model = model;
    this.nameOf = nameOf;
    this.memory = model.machine.state;
  }

  lockName(object: ObjectId, field: string, kind: LockKind): LockName {
    const name = object === GLOBALS ? field : `${this.nameOf(object)}.${field}`;
    return { object, field, kind, name };
  }

  /** Every lock of the model, with its first slot. */
  all(): LockAt[] {
    const locks: LockAt[] = [];
    const tasks = this.model.storage.taskCount;
    for (const extent of this.model.storage.extents.values()) {
      for (const { field, offset } of extent.spots.values()) {
        const one = field.type.kind === 'array' ? field.type.of : field.type;
        if (one.kind !== 'lock') continue;
        const count = field.type.kind === 'array' ? field.type.length : 1;
        const width = lockWidth(one.lock, tasks);
        extent.objects.forEach(({ id }, i) => {
          for (let n = 0; n < count; n += 1) {
            const path = field.type.kind === 'array' ? `${field.name}[${n}]` : field.name;
            locks.push({
              lock: this.lockName(id, path, one.lock),
              slot: baseOf(extent, i + 1) + offset + n * width,
            });
          }
        });
      }
    }
    return locks;
  }

  read(lock: LockName, slot: number, waiters: readonly number[]): LockState {
    return {
      lock,
      holders: this.holders(slot, lock.kind),
      queue: this.queue(slot, lock.kind),
      count: this.count(slot, lock.kind),
      waiters,
    };
  }

  holders(slot: number, kind: LockKind): LockHold[] {
    const { form } = LOCKS[kind];
    switch (form) {
      case 'owner': {
        const holder = this.memory[slot] ?? 0;
        return holder === 0 ? [] : [{ task: holder - 1, mode: 'exclusive' }];
      }
      case 'seats':
        return this.seated(slot);
      case 'count':
        return [];
      default:
        return unreachable(form);
    }
  }

  private count(slot: number, kind: LockKind): LockState['count'] {
    if (LOCKS[kind].form !== 'count') return null;
    const count = this.memory[slot] ?? 0;
    return count === FOREVER ? 'for ever' : count;
  }

  private seated(slot: number): LockHold[] {
    return this.model.tasks.flatMap(({ index }) => {
      const hold = this.memory[slot + index] ?? 0;
      if (hold === 0) return [];
      return [
        {
          task: index,
          mode: hold === EXCLUSIVE_HOLD ? ('exclusive' as const) : ('shared' as const),
        },
      ];
    });
  }

  private queue(slot: number, kind: LockKind): LockHold[] {
    if (LOCKS[kind].form !== 'seats') return [];
    const tasks = this.model.storage.taskCount;
    const queued = this.model.tasks.flatMap(({ index }) => {
      const rank = this.memory[slot + tasks + index] ?? 0;
      return rank === 0
        ? []
        : [{ rank, task: index, mode: rank & 1 ? ('exclusive' as const) : ('shared' as const) }];
    });
    return queued.sort((a, b) => a.rank - b.rank).map(({ task, mode }) => ({ task, mode }));
  }

  /**
   * The tasks that block a task: those that hold the lock, or queue for it ahead, in a mode that excludes the task's own. A
   * task may block itself.
   */
  waitsFor(slot: number, kind: LockKind, task: number): Wait[] {
    const queue = this.queue(slot, kind);
    const place = queue.findIndex((hold) => hold.task === task);
    const wanted = queue[place]?.mode ?? 'exclusive';
    const excludes = ({ mode }: LockHold): boolean =>
      mode === 'exclusive' || wanted === 'exclusive';
    const holders = this.holders(slot, kind).filter(excludes);
    const ahead = queue.slice(0, Math.max(0, place)).filter(excludes);
    return [
      ...holders.map((hold): Wait => ({ task: hold.task, why: 'holds' })),
      ...ahead.map((hold): Wait => ({ task: hold.task, why: 'queues' })),
    ];
  }

  /** The lock that the task's next step takes; null if it waits for something else. */
  waitingFor(code: TaskCode, place: number): LockAt | null {
    const { action } = at(code.cfg.nodes, at(code.nodes, place));
    if (action.kind !== 'lock') return null;
    const find = compileAddress(code.compilation, action.lock, true);
    const slot = code.compilation.fault.aside(() => find(this.memory));
    return slot < 0 ? null : this.lockAt(slot);
  }

  /** The lock whose first slot this is. */
  lockAt(slot: number): LockAt | null {
    return this.all().find((lock) => lock.slot === slot) ?? null;
  }
}
