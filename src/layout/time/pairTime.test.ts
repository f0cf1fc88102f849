import { describe, expect, it } from 'vitest';
import { at } from '../../base/assert.ts';
import type { Run } from '../../model/world/run.ts';
import { fixtureRun, fixtureTasks } from './fixtureRun.testing.ts';
import { columnOf, pairColumns, type PairTimeInput, pairTime } from './pairTime.ts';

const whole = fixtureRun(12);

/** The first `steps` steps of the fixture. */
function part(steps: number): Run {
  return { ...whole, moments: whole.moments.slice(0, steps + 1) };
}

function shown(columns: ReturnType<typeof pairColumns>): string {
  return columns.map(({ left, right, step }) => `${left}${'=<>'['both left right'.split(' ').indexOf(step)] ?? '.'}${right}`).join(' '); // prettier-ignore
}

describe('columns', () => {
  it.each([
    ['of equal runs hold both steps', 3, 3, [], [], '0.0 1=1 2=2 3=3'],
    ['of a step that only the right run has come before the next shared one', 2, 3, [2], [], '0.0 1=1 1>2 2=3'], // prettier-ignore
    ['of a step that only the left run has stand alone', 3, 2, [], [2], '0.0 1=1 2<1 3=2'],
    ['go on with the left run where the right one has stopped', 4, 2, [], [], '0.0 1=1 2=2 3<2 4<2'], // prettier-ignore
    ['of last steps of the right run come before the left run goes on alone', 3, 3, [2, 3], [], '0.0 1=1 1>2 1>3 2<3 3<3'], // prettier-ignore
    ['of runs without a step are one', 0, 0, [], [], '0.0'],
  ])('%s', (_, left, right, inserted, skipped, expected) => {
    const columns = pairColumns({ left: part(left), right: part(right), inserted, skipped });
    expect(shown(columns)).toBe(expected);
  });

  it('are found by both positions', () => {
    const columns = pairColumns({ left: part(2), right: part(3), inserted: [2], skipped: [] });
    expect([columnOf(columns, 1, 1), columnOf(columns, 1, 2), columnOf(columns, 2, 3)]).toEqual([
      1, 2, 3,
    ]);
  });
});

function diagram(more: Partial<PairTimeInput> = {}) {
  return pairTime({
    left: part(12),
    right: part(6),
    tasks: { left: fixtureTasks, right: fixtureTasks },
    inserted: [],
    skipped: [],
    diverges: 7,
    width: 900,
    height: 260,
    textSize: 12,
    ...more,
  });
}

describe('the diagram', () => {
  it('has two lanes for each task, one below the other, above the axis', () => {
    const { lanes, axis } = diagram();
    const grounds = lanes.flatMap(({ left, right }) => [left.ground, right.ground]);
    expect(grounds).toHaveLength(8);
    expect(grounds).toEqual(grounds.toSorted((a, b) => a - b));
    expect(at(grounds, 7)).toBeLessThan(axis);
  });

  it('puts equal steps of both at one place', () => {
    const { lanes } = diagram();
    for (const { left, right } of lanes) {
      const places = left.ticks.map(({ x }) => x);
      for (const { x } of right.ticks) expect(places).toContain(x);
    }
  });

  it('marks the place where they part, before the first step that only the left one takes', () => {
    const { divergesX, xs } = diagram();
    expect(divergesX).toBeGreaterThan(at(xs, 6));
    expect(divergesX).toBeLessThan(at(xs, 7));
    expect(diagram({ right: part(12), diverges: null }).divergesX).toBeNull();
  });

  it('rings the steps that one of them takes alone', () => {
    const { lanes } = diagram({ inserted: [2], diverges: null });
    expect(lanes.flatMap(({ right }) => right.ticks).filter(({ own }) => own)).toHaveLength(1);
    expect(lanes.flatMap(({ left }) => left.ticks).filter(({ own }) => own)).toHaveLength(0);
  });

  it('shows a lock that only one of them holds, and no lock of both', () => {
    const both = diagram({ right: part(12), diverges: null });
    expect(both.lanes.flatMap(({ left, right }) => [...left.bars, ...right.bars])).toEqual([]);
    const start = at(whole.moments, 0);
    const idle: Run = { ...whole, moments: whole.moments.map(({ step }) => ({ ...start, step })) };
    const one = diagram({ right: idle, diverges: null });
    const locks = one.lanes.flatMap(({ left }) => left.bars.map(({ lock }) => lock));
    expect(locks).toContain('F.i_mutex');
  });

  it('scrolls when a step would get narrower than a finger', () => {
    expect(diagram({ width: 100 }).step).toBe(12);
  });
});
