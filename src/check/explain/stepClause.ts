// What a step did at one place, as a clause in the past: `fault read F.bmap[0] = B1`.

import { at, unreachable } from '../../base/assert.ts';
import { isEmpty, objectName, placeName, plainValue } from '../../model/replay/valueText.ts';
import type { Effect, LockEvent, Step } from '../../model/world/run.ts';
import type { LockName, Value, World } from '../../model/world/world.ts';

/** What a cell holds, in words: a flag is set or clear. */
export function valueWords(world: World, value: Value): string {
  return value.kind === 'bool' ? (value.on ? 'set' : 'clear') : plainValue(world, value);
}

/** `it`: the place was named already. */
export function effectClause(world: World, effect: Effect, it: boolean): string {
  switch (effect.kind) {
    case 'alloc':
      return `allocated ${it ? 'it' : objectName(world, effect.object)}`;
    case 'free':
      return `freed ${it ? 'it' : objectName(world, effect.object)}`;
    case 'read':
      return readClause(world, it ? 'it' : placeName(world, effect), effect.value);
    case 'write':
      return writeClause(world, it ? 'it' : placeName(world, effect), effect.after);
    default:
      return unreachable(effect);
  }
}

function readClause(world: World, place: string, value: Value): string {
  if (value.kind === 'bool') return `found ${place} ${valueWords(world, value)}`;
  if (isEmpty(value)) return `found ${place} ${value.kind === 'word' ? 'empty' : 'NULL'}`;
  return place === 'it'
    ? `read it as ${valueWords(world, value)}`
    : `read ${place} = ${valueWords(world, value)}`;
}

function writeClause(world: World, place: string, value: Value): string {
  if (value.kind === 'bool') return `${value.on ? 'set' : 'cleared'} ${place}`;
  if (isEmpty(value)) return `cleared ${place}`;
  return `set ${place} to ${valueWords(world, value)}`;
}

/** What the step did to the lock. */
export function lockClause({ locks, task }: Step, lock: LockName, it: boolean): string {
  const own = (event: LockEvent): boolean =>
    event.task === task && event.lock.object === lock.object && event.lock.field === lock.field;
  const kind = locks.find((event) => own(event) && event.kind !== 'contend')?.kind ?? 'acquire';
  const name = it ? 'it' : lock.name;
  switch (kind) {
    case 'queue':
      return `queued for ${name}`;
    case 'trylock-failed':
      return `failed to take ${name}`;
    case 'release':
      return lock.kind === 'completion' ? `completed ${name}` : `let ${name} go`;
    case 'downgrade':
      return `downgraded ${name}`;
    case 'acquire':
    case 'contend':
    case 'wake':
      return lock.kind === 'completion' ? `passed ${name}` : `took ${name}`;
    default:
      return unreachable(kind);
  }
}

/** `punch_hole()`, or the task's own text. */
export function functionOf({ site }: Step): string {
  const name = at(site.calls, site.calls.length - 1);
  return `${name}()`;
}
