// A task's status in words. A waiting task names what it waits for and who holds it. A task that can run but was not
// scheduled is `ready`.

import { at, unreachable } from '../../base/assert.ts';
import { LOCK_WORDS } from '../../model/world/lockVerb.ts';
import type {
  LockName,
  StepSite,
  TaskInfo,
  Wait,
  World,
  WorldTask,
} from '../../model/world/world.ts';
import { listed } from './caption.ts';

export interface TaskStatus {
  readonly kind: WorldTask['state']['kind'] | 'stopped';
  /** `ready`, `waiting`, `done` …. */
  readonly word: string;
  /** What it waits for, and who holds it; null when it waits for nothing. */
  readonly detail: string | null;
  /** It can take a step now. */
  readonly canStep: boolean;
}

export function taskStatus(world: World, task: number, tasks: readonly TaskInfo[]): TaskStatus {
  const { state, next } = at(world.tasks, task);
  if (world.ending === 'panicked' && state.kind !== 'done') {
    return { kind: 'stopped', word: 'stopped', detail: world.oops, canStep: false };
  }
  switch (state.kind) {
    case 'ready':
      return { kind: 'ready', word: 'ready', detail: null, canStep: true };
    case 'blocked': {
      const detail =
        state.on === null ? conditionText(next) : lockText(state.on, state.waitsFor, tasks);
      return { kind: 'blocked', word: 'waiting', detail, canStep: false };
    }
    case 'idle':
      return { kind: 'idle', word: 'idle', detail: null, canStep: next !== null };
    case 'settling-later':
      return { kind: 'settling-later', word: 'after all others', detail: null, canStep: false };
    case 'done':
      return { kind: 'done', word: 'done', detail: null, canStep: false };
    default:
      return unreachable(state);
  }
}

/** `waiting for P1.PG_locked, held by fault`, for a title or a screen reader. */
export function statusText({ word, detail }: TaskStatus): string {
  return detail === null ? word : `${word} ${detail}`;
}

/** `until B1.owner == NULL`, from the statement that the task stands at. */
function conditionText(next: StepSite | null): string | null {
  const condition = /wait until \((.+?)\);/.exec(next?.text ?? '')?.[1];
  return condition === undefined ? null : `until ${condition}`;
}

function lockText(
  { name, kind }: LockName,
  waits: readonly Wait[],
  tasks: readonly TaskInfo[],
): string {
  const { lacks } = LOCK_WORDS[kind];
  if (lacks !== null) return `for ${name}, ${lacks}`;
  const named = (why: Wait['why']): string =>
    listed(waits.filter((wait) => wait.why === why).map(({ task }) => at(tasks, task).name));
  const [holders, queue] = [named('holds'), named('queues')];
  const held = holders === '' ? '' : `, held by ${holders}`;
  return `for ${name}${held}${queue === '' ? '' : `, behind ${queue} in its queue`}`;
}
