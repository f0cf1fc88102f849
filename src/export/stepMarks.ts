// What a step does beyond its statement: the locks it takes and drops, what an atomic writes, which tasks block.

import { LOCK_WORDS } from '../model/world/lockVerb.ts';
import { at, unreachable } from '../base/assert.ts';
import type { Effect, LockEvent, Step } from '../model/world/run.ts';
import type { LockName, TaskInfo, Wait, World } from '../model/world/world.ts';
import { objectName, placeName, valueText } from '../model/replay/valueText.ts';

/** Marks of the step itself. `folded`: its statement is a whole function, whose name says what it writes. */
export function ownMarks(step: Step, world: World, folded: boolean): string[] {
  const locks = step.locks.flatMap((event) => lockMark(event, step.task, world));
  const pool = step.effects.flatMap((effect) => poolMark(effect, world));
  // By the step rule only an atomic makes more than one access.
  const writes = folded || step.effects.length < 2 ? [] : writeMarks(step.effects, world);
  return [...locks, ...pool, ...writes];
}

function lockMark(event: LockEvent, task: number, world: World): string[] {
  const { name } = event.lock;
  switch (event.kind) {
    case 'acquire':
      return event.task === task ? [`${LOCK_WORDS[event.lock.kind].takes} ${name}`] : [];
    case 'release':
      if (LOCK_WORDS[event.lock.kind].lacks !== null)
        return [`${LOCK_WORDS[event.lock.kind].releases} ${name}`];
      return event.task === task ? [`drops ${name}`] : [`drops ${name} for its holder`];
    case 'downgrade':
      return [`holds ${name} shared`];
    case 'queue':
      return [`queues for ${name}`];
    case 'trylock-failed':
      return [`fails: ${lockState(world, event.lock)}`];
    case 'contend':
    case 'wake':
      return [];
    default:
      return unreachable(event.kind);
  }
}

function lockState(world: World, lock: LockName): string {
  const field = world.objects
    .find((object) => object.id === lock.object)
    ?.fields.find(({ value }) => value.kind === 'lock' && value.lock.lock.field === lock.field);
  const { lacks } = LOCK_WORDS[lock.kind];
  if (lacks !== null) return `${lock.name}, ${lacks}`;
  const taken = field?.value.kind === 'lock' && field.value.lock.holders.length > 0;
  return `${lock.name} is ${taken ? 'held' : 'queued for'}`;
}

function poolMark(effect: Effect, world: World): string[] {
  if (effect.kind === 'alloc') return [`allocates ${objectName(world, effect.object)}`];
  return effect.kind === 'free' ? [`frees ${objectName(world, effect.object)}`] : [];
}

function writeMarks(effects: readonly Effect[], world: World): string[] {
  return effects.flatMap((effect) =>
    effect.kind === 'write' && effect.after.kind !== 'lock'
      ? [`${placeName(world, effect)} = ${valueText(world, effect.after)}`]
      : [],
  );
}

export interface OtherMark {
  readonly task: number;
  readonly text: string;
}

/** Tasks that wait for a lock from this step on, and those that no longer do. */
export function standingMarks(step: Step, world: World, tasks: readonly TaskInfo[]): OtherMark[] {
  // After an oops no task goes on, even if a lock is free.
  if (world.ending === 'panicked') return [];
  return step.locks.flatMap((event): OtherMark[] => {
    if (event.kind === 'wake') return [{ task: event.task, text: `can take ${event.lock.name}` }];
    if (event.kind !== 'contend') return [];
    const { state } = at(world.tasks, event.task);
    const waitsFor = state.kind === 'blocked' ? state.waitsFor : [];
    return [
      {
        task: event.task,
        text: `blocks on ${event.lock.name}${byWhom(waitsFor, event.task, tasks)}`,
      },
    ];
  });
}

/** `, held by fault and punch`, `, behind munmap`; a task may itself hold the lock that it waits for. */
export function byWhom(
  waitsFor: readonly Wait[],
  task: number,
  tasks: readonly TaskInfo[],
): string {
  const named = (why: Wait['why']): string =>
    waitsFor
      .filter((wait) => wait.why === why)
      .map((wait) => (wait.task === task ? 'itself' : at(tasks, wait.task).name))
      .join(' and ');
  const [holders, queue] = [named('holds'), named('queues')];
  const held = holders === '' ? '' : `, held by ${holders}`;
  return queue === '' ? held : `${held}, behind ${queue}`;
}
