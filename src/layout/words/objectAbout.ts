// What a person may want to know of an object on the stage: how it stands, what the tokens in it mean, and what happened to
// it in this run.

import { at, unreachable } from '../../base/assert.ts';
import { plainValue } from '../../model/replay/valueText.ts';
import type { Run } from '../../model/world/run.ts';
import type { Field, ObjectId, TaskInfo, Value, World } from '../../model/world/world.ts';

export interface ObjectAbout {
  /** Token and meaning, in the scenario's own words. */
  readonly tokens: readonly (readonly [token: string, meaning: string])[];
  /** `34: punch sets bmap[0] = NULL`, the latest last. */
  readonly history: readonly string[];
}

/** More lines hide the stage. */
const MOST_LINES = 6;

export function objectAbout(
  run: Run,
  now: number,
  object: ObjectId,
  tasks: readonly TaskInfo[],
): ObjectAbout {
  const { world } = at(run.moments, now);
  const parts = new Set(partsOf(world, object));
  const fields = world.objects.filter(({ id }) => parts.has(id)).flatMap((one) => one.fields);
  return {
    tokens: [...new Map(fields.flatMap(tokensIn))],
    history: historyOf(run, now, parts, tasks).slice(-MOST_LINES),
  };
}

/** The object and those that are embedded in it. */
function partsOf({ objects }: World, object: ObjectId): ObjectId[] {
  const inner = objects.filter(({ parent }) => parent === object).map(({ id }) => id);
  return [object, ...inner];
}

function tokensIn({ value }: Pick<Field, 'value'>): (readonly [string, string])[] {
  return tokensOf(value);
}

function tokensOf(value: Value): (readonly [string, string])[] {
  switch (value.kind) {
    case 'token':
      return value.meaning === '' ? [] : [[value.token, value.meaning]];
    case 'array':
      return value.items.flatMap(tokensOf);
    case 'word':
      return value.fields.flatMap(tokensIn);
    case 'bool':
    case 'int':
    case 'enum':
    case 'ref':
    case 'lock':
      return [];
    default:
      return unreachable(value);
  }
}

/** One line for each step that wrote it, or that took or gave up one of its locks. */
function historyOf(
  run: Run,
  now: number,
  parts: ReadonlySet<ObjectId>,
  tasks: readonly TaskInfo[],
): string[] {
  return run.moments.slice(1, now + 1).flatMap(({ step, world }) => {
    if (step === null) return [];
    const written = step.effects.flatMap((effect) =>
      effect.kind === 'write' && parts.has(effect.object)
        ? [`${effect.field} = ${plainValue(world, effect.after)}`]
        : [],
    );
    const locks = step.locks
      .filter(({ lock, kind }) => parts.has(lock.object) && kind !== 'contend' && kind !== 'wake')
      .map(({ lock, kind }) => `${LOCK_VERBS[kind] ?? kind} ${lock.field}`);
    const does = [...written.map((set) => `sets ${set}`), ...locks];
    const name = at(tasks, step.task).name;
    return does.length === 0 ? [] : [`${step.index}: ${name} ${[...new Set(does)].join(', ')}`];
  });
}

const LOCK_VERBS: Readonly<Record<string, string>> = {
  acquire: 'takes',
  release: 'releases',
  downgrade: 'downgrades',
  queue: 'queues for',
  'trylock-failed': 'fails to take',
};
