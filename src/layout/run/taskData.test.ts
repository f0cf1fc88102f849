import { expect, it } from 'vitest';
import type { StepValues } from '../../model/replay/valueTrace.ts';
import { fixtureRun, fixtureTasks } from '../time/fixtureRun.testing.ts';
import { type Token, taskData } from './taskData.ts';

const OLD: Token = { kind: 'token', token: 'OLD', index: 0, meaning: 'before' };
const NEW: Token = { kind: 'token', token: 'NEW', index: 1, meaning: 'after' };
const nothing: StepValues = { reads: [], writes: [], locals: [] };
const cell = { object: 'S', field: 'bytes[0]' };

function last(first: StepValues): (string | null)[] {
  const run = fixtureRun();
  const values = run.moments.slice(1).map((_, i) => (i === 0 ? first : nothing));
  const data = taskData(run, values, fixtureTasks.length);
  return (data.at(-1) ?? []).map((token) => token?.token ?? null);
}

it('keeps what a step read into a local, to the end of the run', () => {
  const mover = fixtureRun().moments[1]?.step?.task;
  const held = last({
    ...nothing,
    reads: [{ cell, value: OLD }],
    locals: [{ name: 'v', value: OLD }],
  });
  expect(held.map((token, task) => (task === mover ? token : null))).toContain('OLD');
});

it('takes nothing for read that a task was given to write', () => {
  expect(last({ ...nothing, locals: [{ name: 'value', value: NEW }] })).not.toContain('NEW');
});

it('takes nothing for read that only passed from memory to memory', () => {
  expect(last({ ...nothing, reads: [{ cell, value: OLD }] })).not.toContain('OLD');
});
