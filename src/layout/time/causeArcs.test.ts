import { describe, expect, it } from 'vitest';
import { at } from '../../base/assert.ts';
import type { DescribedOrder, Explanation } from '../../check/explain/explanation.ts';
import { causePicture } from './causeArcs.ts';
import { fixtureProperties, fixtureRun, fixtureTasks, SCRIPT } from './fixtureRun.testing.ts';
import { propertyStrips } from './propertyStrip.ts';
import { spaceTime } from './spaceTime.ts';

const run = fixtureRun(SCRIPT.length);
const strips = propertyStrips(run.moments, fixtureProperties.slice(0, 1));
const size = { width: 940, height: 270, textSize: 12 };
const diagram = spaceTime({ run, tasks: fixtureTasks, strips, life: true, ...size });
const ground = (task: number) => at(diagram.lanes, task).ground;

const step = (number: number | null, task: string) => ({ step: number, task, text: '' });
const order = (more: Partial<DescribedOrder>): DescribedOrder => ({
  kind: 'before',
  first: step(2, 'fault'),
  second: step(4, 'punch'),
  toCome: false,
  place: 'F.bmap[0]',
  locks: [],
  ...more,
});

function picture(orders: readonly DescribedOrder[], outdated: Explanation['outdated'] = null) {
  const text = { property: 'p', violation: '', cause: '', enough: null, idiom: null };
  const rest = { slice: [], steps: [], guilty: null, states: 1 };
  return causePicture({ ...text, ...rest, orders, outdated }, diagram, fixtureTasks, (words) => words.length * 6); // prettier-ignore
}

/** The first and last point of a path. */
function ends(path: string): readonly [number, number, number, number] {
  const numbers = [...path.matchAll(/-?[\d.]+/g)].map(Number);
  return [at(numbers, 0), at(numbers, 1), at(numbers, numbers.length - 2), at(numbers, numbers.length - 1)]; // prettier-ignore
}

describe('arcs', () => {
  it('lead from step to step, on their lanes, and stop short of the second', () => {
    const [arc] = picture([order({})]).arcs;
    expect(arc).toMatchObject({ kind: 'before', toCome: false, task: 0, moment: 4 });
    expect(ends(arc?.path ?? '')).toEqual([
      at(diagram.xs, 2),
      ground(0),
      at(diagram.xs, 4),
      ground(1) - 8,
    ]);
  });

  it('arrive from below where the second lane is above', () => {
    const [arc] = picture([order({ first: step(2, 'punch'), second: step(4, 'fault') })]).arcs;
    expect(ends(arc?.path ?? '')[3]).toBe(ground(0) + 8);
  });

  it.each([
    ['still to come', { toCome: true, second: step(99, 'punch') }],
    ['never taken', { kind: 'stopped', second: step(null, 'punch') }],
  ] as const)('to a step that is %s lead past the end of the run', (_, more) => {
    const [arc] = picture([order(more)]).arcs;
    expect(arc?.toCome).toBe(true);
    expect(ends(arc?.path ?? '')[2]).toBeGreaterThan(at(diagram.xs, SCRIPT.length));
  });

  it('ring both steps of each order', () => {
    expect([...picture([order({}), order({ second: step(9, 'flush') })]).steps]).toEqual([2, 4, 9]);
  });
});

describe('the life of an outdated value', () => {
  const outdated = { place: 'F.x', value: 'A', task: 'fault', read: 2, changed: 5, used: 8 };

  it('runs from read to use, with the change between, in a row above the lanes', () => {
    const { life } = picture([], outdated);
    expect(life).toMatchObject({
      read: at(diagram.xs, 2),
      changed: at(diagram.xs, 5),
      used: at(diagram.xs, 8),
    });
    expect(life?.y).toBeGreaterThan(at(diagram.strips, 0).y);
    expect(life?.y).toBeLessThan(at(diagram.lanes, 0).y);
  });

  it.each([
    [2, 8, 'start', 'F.x = A: read 2, outdated 5, used 8'],
    [9, SCRIPT.length, 'end', 'F.x = A: read 9, outdated 10, used 21'],
    [0, SCRIPT.length, 'start', 'F.x = A'],
  ])('read at %i and used at %i, has its text at its %s', (read, used, anchor, text) => {
    const changed = Math.max(5, read + 1);
    const { life } = picture([], { ...outdated, read, changed, used });
    expect(life?.label.anchor).toBe(anchor);
    expect(life?.text).toBe(text);
  });
});
