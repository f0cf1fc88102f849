import { expect, it } from 'vitest';
import type { Run } from '../../model/world/run.ts';
import { BREAKING, fixtureProperties, fixtureRun } from './fixtureRun.testing.ts';
import { openStrips, type PropertyStrip, propertyStrips } from './propertyStrip.ts';

const run = fixtureRun();

function reported(strips: readonly PropertyStrip[]): string[] {
  return strips.map(
    ({ property, spans, brokenAt }) =>
      `${property.name}${brokenAt === null ? '' : ` broken at ${brokenAt}`}: ${spans
        .map(({ state, from, to }) => `${state} ${from}-${to}`)
        .join(', ')}`,
  );
}

it('is green until the step that breaks it, and does not judge what is judged at the end', () => {
  expect(reported(propertyStrips(run.moments, fixtureProperties))).toEqual([
    'no_foreign_write broken at 20: holds 0-20, broken 20-22',
    'stale_block: pending 0-22',
    'no_deadlock: holds 0-22',
    'no_oops: holds 0-22',
    'no_lock_leak: holds 0-22',
  ]);
});

it('remembers that a property was broken when the world is mended', () => {
  const mended = withWorlds((now) => ({ broken: now === 5 || now === 6 ? ['no_deadlock'] : [] }));
  expect(reported(propertyStrips(mended.moments, fixtureProperties.slice(2, 3)))).toEqual([
    'no_deadlock broken at 5: holds 0-5, broken 5-7, was-broken 7-22',
  ]);
});

it('judges a final property once every task has ended', () => {
  const ended = withWorlds((now) =>
    now === 21 ? { ending: 'quiescent', broken: ['stale_block'] } : { broken: [] },
  );
  expect(reported(propertyStrips(ended.moments, fixtureProperties.slice(1, 2)))).toEqual([
    'stale_block broken at 21: pending 0-21, broken 21-22',
  ]);
});

it('breaks an assertion at its step alone', () => {
  const moments = run.moments.map((moment, now) => ({
    ...moment,
    step: moment.step && { ...moment.step, breaks: now === 3 ? ['no_oops'] : [] },
  }));
  expect(reported(propertyStrips(moments, fixtureProperties.slice(3, 4)))).toEqual([
    'no_oops broken at 3: holds 0-3, broken 3-4, was-broken 4-22',
  ]);
});

it.each([
  ['three, in the order of declaration', null, 3, 'no_foreign_write stale_block no_deadlock'],
  ['the chosen one always', 'no_lock_leak', 3, 'no_foreign_write stale_block no_lock_leak'],
  ['a broken one even where there is no room', null, 0, 'no_foreign_write'],
  ['all of them where there is room', null, 9, fixtureProperties.map(({ name }) => name).join(' ')],
])('opens %s', (_, chosen, room, names) => {
  const { open, folded } = openStrips(propertyStrips(run.moments, fixtureProperties), chosen, room);
  expect(open.map(({ property }) => property.name).join(' ')).toBe(names);
  expect(open.length + folded.length).toBe(fixtureProperties.length);
});

it('knows the breaking step of the fixture', () => {
  expect(propertyStrips(run.moments, fixtureProperties)[0]?.brokenAt).toBe(BREAKING);
});

function withWorlds(change: (now: number) => Partial<Run['moments'][number]['world']>): Run {
  const moments = run.moments.map((moment, now) => ({
    ...moment,
    world: { ...moment.world, ...change(now) },
  }));
  return { ...run, moments };
}
