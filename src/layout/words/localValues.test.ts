import { expect, it } from 'vitest';
import { fixtureRun } from '../time/fixtureRun.testing.ts';
import type { Run } from '../../model/world/run.ts';
import type { Field, World } from '../../model/world/world.ts';
import { at } from '../../base/assert.ts';
import { inlineValues, liveLocals } from './localValues.ts';

const local = (name: string, value: Field['value']): Field => ({
  name,
  role: null,
  ghost: false,
  value,
});

/** The fixture's run, with these locals in its first task at every moment. */
function withLocals(locals: readonly Field[]): Run {
  const run = fixtureRun();
  const dressed = (world: World): World => ({
    ...world,
    tasks: world.tasks.map((task) => (task.index === 0 ? { ...task, locals } : task)),
  });
  return {
    ...run,
    moments: run.moments.map((moment) => ({ ...moment, world: dressed(moment.world) })),
  };
}

it.each<[string, Field['value'], string]>([
  ['a reference', { kind: 'ref', target: null, dangling: false }, 'NULL'],
  ['a flag', { kind: 'bool', on: true }, 'true'],
  ['data', { kind: 'token', token: 'OLD', index: 1, meaning: 'before' }, 'OLD'],
  ['a number', { kind: 'int', value: 3 }, '3'],
])('says what %s is, in the words of C', (_, value, text) => {
  const { world } = at(withLocals([local('x', value)]).moments, 0);
  expect(liveLocals(world, 0)).toEqual([{ name: 'x', text }]);
});

it('shows a value beside the statement that set it, once the step was taken', () => {
  const run = withLocals([local('page', { kind: 'int', value: 7 })]);
  const step = run.moments.find((moment) => moment.step?.task === 0)?.step;
  expect(step).toBeDefined();
  if (!step) return;
  const site = { ...step.site, text: 'page = mapping->i_pages[index];', file: 'x.race', from: 40 };
  const moments = run.moments.map((moment) =>
    moment.step?.index === step.index ? { ...moment, step: { ...step, site } } : moment,
  );
  const set = (now: number) => inlineValues({ ...run, moments }, now, 0, 'x.race');
  expect(set(step.index - 1).size).toBe(0);
  expect(set(step.index).get(40)).toEqual([{ name: 'page', text: '7' }]);
});
