import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at } from '../../base/assert.ts';
import { fixtureProperties, fixtureRun, fixtureTasks, SCRIPT } from './fixtureRun.testing.ts';
import { propertyStrips } from './propertyStrip.ts';
import { bandOf, LEAST_STEP, momentAt, type SpaceTime, spaceTime } from './spaceTime.ts';

interface Size {
  readonly width: number;
  readonly height: number;
  readonly textSize: number;
}

function diagram(steps: number, size: Size): SpaceTime {
  const run = fixtureRun(steps);
  const strips = propertyStrips(run.moments, fixtureProperties.slice(0, 3));
  return spaceTime({ run, tasks: fixtureTasks, strips, ...size });
}

const DESK: Size = { width: 940, height: 270, textSize: 12 };

describe('on a desk', () => {
  it('puts strips, lanes, ticks, bars and arrows where they have always been', () => {
    expect(printed(diagram(SCRIPT.length, DESK))).toMatchInlineSnapshot(`
      "940 by 270, 38.2 a step
      strip no_foreign_write at 9: holds 12+764, broken 776+61.1, cross 776
      strip stale_block at 27: pending 12+825.1
      strip no_deadlock at 45: holds 12+825.1
      lane fault at 63.4+68.4, ground 72.4
        states ready 12+534.8, done 546.8+290.3
        ticks .50.2 o88.4 .126.6 o241.2 o279.4 o355.8 o394 o432.2 o470.4 o508.6 o546.8
        bar mm0.mmap_sem shared 88.4+748.7 at 81.4: "mm0.mmap_sem" inside 93.2+98.7, open
        bar P1.PG_locked exclusive 241.2+305.6 at 98.2: "P1.PG_locked" inside 246+77.6
        bar mm0.page_table_lock exclusive 394+76.4 at 115: "mm0.page_table_lock" beside 475.2+125.3
      lane punch at 138.5+34.8, ground 147.5
        states ready 12+649.4, done 661.4+175.7
        ticks o164.8 .203 .317.6 o623.2 o661.4
        bar F.i_mutex exclusive 164.8+496.6 at 156.5: "F.i_mutex" inside 169.6+55.2
      lane reuse at 180.1+18, ground 189.1
        states blocked 12+611.2, ready 623.2+76.4, done 699.6+137.5
        ticks o699.6
      lane flush at 204.8+34.8, ground 213.8
        states idle 12+229.2, blocked 241.2+305.6, idle 546.8+38.2, ready 585+229.2, done 814.2+22.9
        ticks o585 o737.8 o!776 o814.2
        bar P1.PG_locked exclusive 585+229.2 at 222.8: "P1.PG_locked" inside 589.8+77.6
      arrow P1.PG_locked waited M546.8,105.6C565.9,105.6,565.9,230.2,585,230.2
      axis at 258: 0@12 2@88.4 4@164.8 6@241.2 8@317.6 10@394 12@470.4 14@546.8 16@623.2 18@699.6 20@776"
    `);
  });

  it('finds the moment under a pointer, also beyond both ends', () => {
    const drawn = diagram(SCRIPT.length, DESK);
    const found = [-50, 12, at(drawn.xs, 7) + drawn.step * 0.4, 5000].map((x) =>
      momentAt(drawn, x),
    );
    expect(found).toEqual([0, 0, 7, SCRIPT.length]);
  });

  it('scrolls when a step would get narrower than a finger', () => {
    const drawn = diagram(SCRIPT.length, { ...DESK, width: 200 });
    expect(drawn.step).toBe(LEAST_STEP);
    expect(drawn.width).toBeGreaterThan(200);
  });
});

const anySize = fc.record({
  width: fc.integer({ min: 120, max: 2400 }),
  height: fc.integer({ min: 100, max: 600 }),
  textSize: fc.integer({ min: 12, max: 28 }),
});
const anySteps = fc.integer({ min: 0, max: SCRIPT.length });

describe('at every size', () => {
  it('keeps the labels of a lane apart and inside the plot', () => {
    fc.assert(
      fc.property(anySteps, anySize, (steps, size) => {
        const drawn = diagram(steps, size);
        for (const lane of drawn.lanes) {
          for (const [a, b] of pairs(textBoxes(lane))) expect(overlap(a, b)).toBe(false);
          for (const box of textBoxes(lane)) expect(box.right).toBeLessThanOrEqual(drawn.width);
        }
      }),
    );
  });

  it('keeps lanes and strips apart and above the axis', () => {
    fc.assert(
      fc.property(anySteps, anySize, (steps, size) => {
        const drawn = diagram(steps, size);
        const tops = [...drawn.lanes.map((lane) => lane.y), drawn.axis.y];
        const bottoms = drawn.lanes.map((lane) => lane.y + lane.height);
        bottoms.forEach((bottom, i) => expect(bottom).toBeLessThanOrEqual(at(tops, i + 1)));
        const lastStrip = Math.max(...drawn.strips.map((strip) => strip.y));
        expect(lastStrip).toBeLessThan(at(drawn.lanes, 0).y);
        expect(drawn.height).toBeGreaterThanOrEqual(size.height);
      }),
    );
  });

  it('keeps every lock bar under the ground line and inside its lane', () => {
    fc.assert(
      fc.property(anySteps, anySize, (steps, size) => {
        for (const lane of diagram(steps, size).lanes) {
          for (const bar of lane.bars) {
            expect(bar.y).toBeGreaterThan(lane.ground);
            expect(bar.y + bar.height).toBeLessThanOrEqual(lane.y + lane.height);
            expect(bar.width).toBeGreaterThan(0);
          }
        }
      }),
    );
  });

  it('leaves what is drawn in its place when one more step is taken, but for a few leaps', () => {
    fc.assert(
      fc.property(anySize, (size) => {
        const drawn = Array.from({ length: SCRIPT.length + 1 }, (_, steps) => diagram(steps, size));
        const leaps = drawn.filter((one, i) => i > 0 && one.step !== at(drawn, i - 1).step);
        expect(leaps.length).toBeLessThanOrEqual(2);
      }),
    );
  });
});

interface TextBox {
  readonly left: number;
  readonly right: number;
  readonly y: number;
}

/** Labels, and the bars that are no label's own, as boxes in one row. */
function textBoxes(lane: SpaceTime['lanes'][number]): TextBox[] {
  const labels = lane.bars.flatMap(({ label, y }) =>
    label ? [{ left: label.x, right: label.x + label.width, y }] : [],
  );
  const bare = lane.bars
    .filter(({ label }) => !label?.inside)
    .map(({ x, width, y }) => ({ left: x, right: x + width, y }));
  return [...labels, ...bare];
}

function overlap(a: TextBox, b: TextBox): boolean {
  return a.y === b.y && a.left < b.right && b.left < a.right;
}

function pairs<T>(items: readonly T[]): [T, T][] {
  return items.flatMap((a, i) => items.slice(i + 1).map((b): [T, T] => [a, b]));
}

/** The picture as text that a person can read and a test can hold. */
function printed(drawn: SpaceTime): string {
  const span = ({ x, width }: { x: number; width: number }) => `${x}+${width}`;
  const lines = [`${drawn.width} by ${drawn.height}, ${drawn.step} a step`];
  for (const { strip, y, segments, breakX } of drawn.strips) {
    const states = segments.map((segment) => `${segment.state} ${span(segment)}`).join(', ');
    lines.push(
      `strip ${strip.property.name} at ${y}: ${states}${breakX === null ? '' : `, cross ${breakX}`}`,
    );
  }
  for (const lane of drawn.lanes) {
    lines.push(
      `lane ${fixtureTasks[lane.task]?.name} at ${lane.y}+${lane.height}, ground ${lane.ground}`,
    );
    lines.push(`  states ${lane.states.map((state) => `${state.kind} ${span(state)}`).join(', ')}`);
    const ticks = lane.ticks.map(
      ({ x, changes, breaks }) => `${changes ? 'o' : '.'}${breaks ? '!' : ''}${x}`,
    );
    lines.push(`  ticks ${ticks.join(' ')}`);
    for (const bar of lane.bars) {
      const label = bar.label
        ? `"${bar.label.text}" ${bar.label.inside ? 'inside' : 'beside'} ${span(bar.label)}`
        : 'no label';
      lines.push(
        `  bar ${bar.lock.name} ${bar.mode} ${span(bar)} at ${bar.y}: ${label}${bar.open ? ', open' : ''}`,
      );
    }
  }
  for (const { lock, waited, path } of drawn.handOffs) {
    lines.push(`arrow ${lock.name}${waited ? ' waited' : ''} ${path}`);
  }
  lines.push(
    `axis at ${drawn.axis.y}: ${drawn.axis.marks.map(({ moment, x }) => `${moment}@${x}`).join(' ')}`,
  );
  return lines.join('\n');
}

describe('a band', () => {
  const times = { xs: [12, 52, 92, 132], step: 40 };

  it.each([
    [1, 2, { x: 32, width: 80 }],
    [2, 2, { x: 72, width: 40 }],
    [3, 9, { x: 112, width: 40 }],
  ])('from step %i to %i lies half a step around both, and within the run', (from, to, band) => {
    expect(bandOf(times, from, to)).toEqual(band);
  });
});
