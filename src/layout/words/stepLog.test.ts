import { expect, it } from 'vitest';
import { at } from '../../base/assert.ts';
import { BREAKING, fixtureRun, fixtureTasks } from '../time/fixtureRun.testing.ts';
import { LOG_ROW, stepLog } from './stepLog.ts';

const run = fixtureRun();
const log = stepLog(run, fixtureTasks);

it('gives every moment a row that a finger can meet', () => {
  expect(log.rows.map((row) => row.moment)).toEqual(run.moments.map((_, now) => now));
  expect(log.height).toBe(run.moments.length * LOG_ROW);
  expect(at(log.rows, BREAKING)).toEqual({
    moment: BREAKING,
    task: 3,
    y: (BREAKING + 0.5) * LOG_ROW,
    text: 'submit_write(p->blk, p);',
    breaks: ['no_foreign_write'],
  });
});

it('keeps the lanes, their bars and the text apart', () => {
  log.lanes.forEach((lane, i) => {
    const end = log.lanes[i + 1]?.x ?? log.textX;
    for (const bar of lane.bars) {
      expect(bar.x).toBeGreaterThan(lane.x);
      expect(bar.x + 4).toBeLessThan(end - 5);
    }
  });
});

it('draws what a task could do and held, from row to row', () => {
  const flush = at(log.lanes, 3);
  expect(flush.lines.filter((line) => line.blocked)).toEqual([
    { y: 6.5 * LOG_ROW, height: 8 * LOG_ROW, blocked: true },
  ]);
  expect(flush.bars.map(({ lock, y, height }) => [lock.name, y, height])).toEqual([
    ['P1.PG_locked', 15.5 * LOG_ROW, 6 * LOG_ROW],
  ]);
});

it('lets what is still held at the end run to the end', () => {
  const [mmap] = at(log.lanes, 0).bars;
  expect(mmap && mmap.y + mmap.height).toBe(log.height);
});
