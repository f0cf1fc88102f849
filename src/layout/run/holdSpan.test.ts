import { expect, it } from 'vitest';
import { fixtureRun, fixtureTasks } from '../time/fixtureRun.testing.ts';
import { handOffs } from './handOff.ts';
import { holdSpans } from './holdSpan.ts';
import { taskSpans } from './taskSpan.ts';

const run = fixtureRun();
const name = (task: number) => fixtureTasks[task]?.name;

it('reads from the worlds who held which lock, how deep, and from when to when', () => {
  const reported = holdSpans(run.moments).map(
    ({ task, lock, mode, depth, from, to }) =>
      `${name(task)} ${lock.name} ${mode} depth ${depth}: ${from} to ${to ?? 'the end'}`,
  );
  expect(reported).toEqual([
    'fault mm0.mmap_sem shared depth 0: 2 to the end',
    'punch F.i_mutex exclusive depth 0: 4 to 17',
    'fault P1.PG_locked exclusive depth 1: 6 to 14',
    'fault mm0.page_table_lock exclusive depth 2: 10 to 12',
    'flush P1.PG_locked exclusive depth 0: 15 to 21',
  ]);
});

it('sees the page lock pass from fault to flush, which had been waiting', () => {
  const reported = handOffs(run.moments, holdSpans(run.moments)).map(
    ({ lock, from, to, waited }) =>
      `${lock.name}: ${name(from.task)} at ${from.at} to ${name(to.task)} at ${to.at}, waited ${waited}`,
  );
  expect(reported).toEqual(['P1.PG_locked: fault at 14 to flush at 15, waited true']);
});

it('sees no hand-off between two readers', () => {
  const spans = holdSpans(run.moments).filter((span) => span.lock.name === 'P1.PG_locked');
  const shared = spans.map((span) => ({ ...span, mode: 'shared' as const }));
  expect(handOffs(run.moments, shared)).toEqual([]);
});

it('tells waiting from idle, ready and done', () => {
  const reported = fixtureTasks.map(
    ({ index }) =>
      `${name(index)}: ${taskSpans(run.moments, index)
        .map(({ kind, from, to }) => `${kind} ${from}-${to}`)
        .join(', ')}`,
  );
  expect(reported).toEqual([
    'fault: ready 0-14, done 14-22',
    'punch: ready 0-17, done 17-22',
    'reuse: blocked 0-16, ready 16-18, done 18-22',
    'flush: idle 0-6, blocked 6-14, idle 14-15, ready 15-21, done 21-22',
  ]);
});

it('tells waiting for one lock from waiting for the next', () => {
  const other = { object: 'F', field: 'i_mutex', kind: 'mutex', name: 'F.i_mutex' } as const;
  const moments = run.moments.map((moment, now) => {
    const tasks = moment.world.tasks.map((task) =>
      task.index === 3 && now >= 10 && now < 14
        ? {
            ...task,
            state: {
              kind: 'blocked' as const,
              on: other,
              waitsFor: [{ task: 1, why: 'holds' as const }],
            },
          }
        : task,
    );
    return { ...moment, world: { ...moment.world, tasks } };
  });
  const waits = taskSpans(moments, 3).filter((span) => span.kind === 'blocked');
  expect(waits.map(({ on, from, to }) => `${on?.name} ${from}-${to}`)).toEqual([
    'P1.PG_locked 6-10',
    'F.i_mutex 10-14',
  ]);
});

it('leaves no moment of a task without a span', () => {
  for (const { index } of fixtureTasks) {
    const spans = taskSpans(run.moments, index);
    expect(spans.map((span) => span.from)).toEqual([
      0,
      ...spans.slice(0, -1).map((span) => span.to),
    ]);
    expect(spans.at(-1)?.to).toBe(run.moments.length);
  }
});
