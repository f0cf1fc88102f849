// Locks as Promela. A mutex, a spinlock or a bit lock is its holder, 0 for none; an rwsem has for each task how it holds
// the lock and where it queues.

import { assert, unreachable } from '../../base/assert.ts';
import type { LockOperation, TryLock, Type } from '../../lang/program/program.ts';
import { FOREVER, LOCKS } from '../../lang/syntax/lockKinds.ts';
import { line, type Stmt } from '../promelaText.ts';
import { type LockHelper, MOST_SHARED, PLAIN_HELPERS, rwsemHelpers } from './lockHelpers.ts';
import type { Setting } from './setting.ts';

/** A lock operation as a step. */
export interface LockStep {
  /** When the step can be taken; null: always. */
  readonly open: string | null;
  /** Of a fair lock: when the step only queues, and how. */
  readonly queue: { readonly when: string; readonly join: Stmt } | null;
  readonly body: readonly Stmt[];
}

export class LockText {
  private readonly setting: Setting;
  private readonly used = new Set<LockHelper>();

  constructor(setting: Setting) {
    this.setting = setting;
  }

  step(operation: LockOperation, lock: string, task: number): LockStep {
    const who = this.setting.holder(task);
    switch (operation) {
      case 'mutex_lock':
      case 'spin_lock':
      case 'bit_lock':
        return { open: `${lock} == 0`, queue: null, body: [line(`${lock} = ${who}`)] };
      case 'mutex_unlock':
      case 'spin_unlock':
        return this.release('unlock', lock, who);
      case 'bit_unlock':
        this.used.add('bit_unlock');
        return { open: null, queue: null, body: [line(`bit_unlock(${lock})`)] };
      case 'down_read':
        return this.down('down_read', lock, who, false);
      case 'down_write':
        return this.down('down_write', lock, who, true);
      case 'up_read':
      case 'up_write':
      case 'downgrade_write':
        return this.release(operation, lock, who);
      case 'down':
      case 'wait_for_completion':
        this.used.add('lower');
        return { open: `${lock} != 0`, queue: null, body: [line(`lower(${lock})`)] };
      case 'up':
      case 'complete':
        this.used.add('raise');
        return { open: null, queue: null, body: [line(`raise(${lock})`)] };
      case 'complete_all':
        return { open: null, queue: null, body: [line(`${lock} = ${FOREVER}`, 'for ever')] };
      default:
        return unreachable(operation);
    }
  }

  private release(helper: LockHelper, lock: string, who: string): LockStep {
    this.used.add(helper);
    return { open: null, queue: null, body: [line(`${helper}(${lock}, ${who})`)] };
  }

  /** Fair: taken at once if no holder conflicts and the queue is empty; otherwise queueing is a step, and taking another. */
  private down(
    helper: 'down_read' | 'down_write',
    lock: string,
    who: string,
    exclusive: boolean,
  ): LockStep {
    this.used.add(helper).add('join');
    const room = exclusive ? `NO_HOLDER(${lock})` : `NO_WRITER(${lock})`;
    const turn = exclusive ? `FIRST(${lock}, ${who})` : `NO_WRITER_BEFORE(${lock}, ${who})`;
    const queues = `${lock}.place[${who}] != 0`;
    return {
      open: `(!(${queues}) || ${room} && ${turn})`,
      queue: {
        when: `!(${queues}) && !(NO_QUEUE(${lock}) && ${room})`,
        join: line(`join(${lock}, ${who}, ${exclusive})`),
      },
      body: [line(`${helper}(${lock}, ${who})`)],
    };
  }

  tries(operation: TryLock, lock: string, task: number, got: string): string {
    const who = this.setting.holder(task);
    switch (operation) {
      case 'mutex_trylock':
      case 'spin_trylock':
      case 'bit_trylock':
        this.used.add('trylock');
        return `trylock(${lock}, ${who}, ${got})`;
      case 'down_read_trylock':
      case 'down_write_trylock':
        this.used.add(operation);
        return `${operation}(${lock}, ${who}, ${got})`;
      case 'down_trylock':
        this.used.add('lower').add('down_trylock');
        return `down_trylock(${lock}, ${got})`;
      default:
        return unreachable(operation);
    }
  }

  /** Takes a lock that no task holds, without a wait. */
  holds(lock: string, type: Type, task: number): Stmt {
    assert(type.kind === 'lock', 'only a lock is held');
    const helper = type.lock === 'rwsem' ? 'hold_rwsem' : 'hold';
    this.used.add(helper);
    return line(`${helper}(${lock}, ${this.setting.holder(task)})`);
  }

  /** By a task, or by any task. */
  isHeld(lock: string, type: Type, task: number | null): string {
    assert(type.kind === 'lock', 'only a lock is held');
    if (type.lock !== 'rwsem')
      return task === null ? `(${lock} != 0)` : `(${lock} == ${this.setting.holder(task)})`;
    return task === null
      ? `!NO_HOLDER(${lock})`
      : `(${lock}.holds[${this.setting.holder(task)}] != 0)`;
  }

  /** Macros and inlines: those that are used, or that these use. */
  definitions(usesRwsem: boolean): string[] {
    const { setting } = this;
    const names = setting.tasks.map((_, task) => setting.holder(task));
    const each = (text: (task: string) => string): string => `(${names.map(text).join(' && ')})`;
    const macros = [
      `#define NO_HOLDER(s) ${each((t) => `s.holds[${t}] == 0`)}`,
      `#define NO_WRITER(s) ${each((t) => `s.holds[${t}] != EXCLUSIVE`)}`,
      `#define NO_QUEUE(s) ${each((t) => `s.place[${t}] == 0`)}`,
      `#define BEFORE(s, t, u) (s.place[t] != 0 && s.place[t] < s.place[u])`,
      `#define FIRST(s, u) ${each((t) => `!BEFORE(s, ${t}, u)`)}`,
      `#define NO_WRITER_BEFORE(s, u) ${each((t) => `!(BEFORE(s, ${t}, u) && s.writes[${t}])`)}`,
    ];
    const text: Readonly<Record<LockHelper, string>> = { ...PLAIN_HELPERS, ...rwsemHelpers(names) };
    const inlines = [...this.used].map((helper) => text[helper]);
    return [...(usesRwsem ? [`#define EXCLUSIVE ${MOST_SHARED + 1}`, ...macros] : []), ...inlines];
  }
}

/** Whether a task that ends must not hold it: another task may unlock a page lock. */
export function mayLeak(type: Type): boolean {
  const one = type.kind === 'array' ? type.of : type;
  return one.kind === 'lock' && LOCKS[one.lock].releasedBy === 'holder';
}
