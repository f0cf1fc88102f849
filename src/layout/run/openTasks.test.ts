import { expect, it } from 'vitest';
import { at } from '../../base/assert.ts';
import { FAULT, fixtureRun, FLUSH, PUNCH, REUSE } from '../time/fixtureRun.testing.ts';
import { openTasks } from './openTasks.ts';

const run = fixtureRun();

it.each([
  ['nothing before the first step', 0, 1, [], [null]],
  ['the task that moved last', 1, 1, [], [FAULT]],
  ['two tasks, each in its place', 4, 2, [], [FAULT, PUNCH]],
  ['the same two while they take turns', 14, 2, [], [FAULT, PUNCH]],
  ['a third in the place of the one that moved longest ago', 15, 2, [], [FAULT, FLUSH]],
  ['a pinned task', 4, 1, [REUSE], [REUSE]],
  ['a pinned task beside the one that moved last', 4, 2, [REUSE], [REUSE, PUNCH]],
  ['a pinned task that is open where it is', 4, 2, [FAULT], [FAULT, PUNCH]],
  ['the last of too many pinned ones', 4, 1, [REUSE, FLUSH], [FLUSH]],
])('opens %s', (_, now, places, pinned, expected) => {
  expect(openTasks(run, now, places, pinned)).toEqual(expected);
});

it('shows the task that moves, at every moment', () => {
  for (let now = 1; now < run.moments.length; now += 1) {
    const task = at(run.moments, now).step?.task;
    for (const places of [1, 2, 3]) expect(openTasks(run, now, places, [])).toContain(task);
  }
});

it('lets no panel change its side', () => {
  for (let now = 2; now < run.moments.length; now += 1) {
    const before = openTasks(run, now - 1, 2, []);
    const after = openTasks(run, now, 2, []);
    for (const task of after.filter((one) => before.includes(one) && one !== null)) {
      expect(after.indexOf(task)).toBe(before.indexOf(task));
    }
  }
});
