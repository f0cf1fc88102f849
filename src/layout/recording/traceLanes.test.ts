// Lanes of a recording, and the marks of a window.
import { describe, expect, it } from 'vitest';
import { recorded } from '../../recording/recordings.testing.ts';
import { lookOf, looksOf, marksIn, rowFilter, traceLanes, wholeSpan } from './traceLanes.ts';

const recording = recorded('ext4-punch-vs-fault');
const span = wholeSpan(recording);

describe('lanes', () => {
  it('are one for each task, the busiest first', () => {
    const lanes = traceLanes(recording, 'task', null);
    expect(lanes.map(({ title }) => title)).toEqual(
      expect.arrayContaining(['race-151', 'race-152', '<idle>-0 (cpu 1)']),
    );
    expect(lanes.reduce((sum, { rows }) => sum + rows.length, 0)).toBe(recording.line.length);
    expect(lanes[0]!.rows.length).toBeGreaterThan(lanes.at(-1)!.rows.length);
  });

  it('are one for each CPU', () => {
    const titles = traceLanes(recording, 'cpu', null).map(({ title }) => title);
    expect(titles.toSorted()).toEqual(['CPU 0', 'CPU 1']);
  });

  it('keep what a filter wants', () => {
    const lanes = traceLanes(recording, 'task', rowFilter(recording, 'mm_filemap'));
    expect(lanes.reduce((sum, { rows }) => sum + rows.length, 0)).toBe(18);
    expect(rowFilter(recording, ' ')).toBeNull();
  });
});

describe('marks', () => {
  const lane = traceLanes(recording, 'task', null)[0]!;

  it('are no more than pixels in a level, and lie inside', () => {
    const marks = marksIn(recording, lane, span, 100);
    expect(marks.length).toBeLessThanOrEqual(101 * lane.levels);
    for (const { x, width } of marks) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(101);
    }
  });

  it('are all rows of a small window', () => {
    const window = { from: 16_503_000, to: 16_507_000 };
    const marks = marksIn(recording, lane, window, 100_000);
    const within = [...lane.rows].filter(
      (row) => recording.start[row]! <= window.to && recording.end[row]! >= window.from,
    );
    expect(marks).toHaveLength(within.length);
  });

  it('have a look by their name', () => {
    const looks = looksOf(recording);
    const seen = new Set([...lane.rows].map((row) => lookOf(recording, looks, row)));
    expect([...seen].toSorted()).toEqual(
      ['add', 'call', 'event', 'fault', 'flush', 'lock', 'remove', 'wait'].filter((look) =>
        seen.has(look as never),
      ),
    );
    expect(seen.has('lock')).toBe(true);
    expect(seen.has('fault')).toBe(true);
  });
});
