import { expect, it } from 'vitest';
import { at } from '../../base/assert.ts';
import type { World, WorldTask } from '../../model/world/world.ts';
import {
  FAULT,
  fixtureRun,
  fixtureTasks,
  FLUSH,
  PUNCH,
  REUSE,
} from '../time/fixtureRun.testing.ts';
import { statusText, taskStatus } from './taskStatus.ts';

const run = fixtureRun();

it.each([
  ['not scheduled', 7, PUNCH, 'ready', true],
  ['behind a lock', 7, FLUSH, 'waiting for P1.PG_locked, held by fault', false],
  ['before its condition', 7, REUSE, 'waiting until B1.owner == NULL', false],
  ['between two passes', 0, FLUSH, 'idle', true],
  ['at its end', 15, FAULT, 'done', false],
])('says how a task stands that is %s', (_, now, task, text, canStep) => {
  const status = taskStatus(at(run.moments, now).world, task, fixtureTasks);
  expect([statusText(status), status.canStep]).toEqual([text, canStep]);
});

it('says that a task settles after all others', () => {
  const world = withState({ kind: 'settling-later', waitsFor: [] });
  expect(statusText(taskStatus(world, FAULT, fixtureTasks))).toBe('after all others');
});

it('says that an oops has stopped everyone who was not done', () => {
  const world: World = { ...at(run.moments, 15).world, ending: 'panicked', oops: 'use after free' };
  expect(statusText(taskStatus(world, FLUSH, fixtureTasks))).toBe('stopped use after free');
  expect(statusText(taskStatus(world, FAULT, fixtureTasks))).toBe('done');
});

function withState(state: WorldTask['state']): World {
  const { world } = at(run.moments, 0);
  return { ...world, tasks: world.tasks.map((task) => ({ ...task, state })) };
}
