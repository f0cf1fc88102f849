import { expect, it } from 'vitest';
import { punchRun, punchTasks } from '../scene/fixtureWorld.testing.ts';
import { objectAbout } from './objectAbout.ts';

const run = punchRun();
const last = run.moments.length - 1;

it('tells what happened to an object, the latest last, and no more than six lines', () => {
  const { history } = objectAbout(run, last, 'F', punchTasks);
  expect(history.length).toBeGreaterThan(0);
  expect(history.length).toBeLessThanOrEqual(6);
  const steps = history.map((line) => Number.parseInt(line, 10));
  expect(steps).toEqual(steps.toSorted((a, b) => a - b));
});

it('tells nothing of what has not happened yet', () => {
  expect(objectAbout(run, 0, 'F', punchTasks).history).toEqual([]);
});

it('has each token of the object once, with its own words', () => {
  const { tokens } = objectAbout(run, last, 'B1', punchTasks);
  expect(new Set(tokens.map(([token]) => token)).size).toBe(tokens.length);
});
