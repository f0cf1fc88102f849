import { expect, it } from 'vitest';
import type { Move, Run } from '../model/world/run.ts';
import { MOST_FRAMES, travel } from './travel.ts';

/** A run of tasks named by letters; only its moves count here. */
function run(tasks: string): Run {
  const moves = [...tasks].map((letter): Move => ({ task: letter.charCodeAt(0), choice: null }));
  return { moves, moments: [], stopped: null };
}

const a = run('aabbcc');
const b = run('aabbdd');

it.each([
  ['on', a, 1, a, 4, [2, 3, 4]],
  ['back', a, 4, a, 1, [3, 2, 1]],
  ['nowhere', a, 2, a, 2, [2]],
  ['back to what both share, then on', a, 6, b, 6, [5, 4, 5, 6]],
  ['back into another run', a, 6, b, 3, [5, 4, 3]],
])('goes %s', (_, from, start, to, end, cursors) => {
  const way = travel({ run: from, cursor: start }, { run: to, cursor: end }, true);
  expect(way.map(({ cursor }) => cursor)).toEqual(cursors);
  expect(way.at(-1)).toEqual({ run: to, cursor: end });
});

it('jumps to another model', () => {
  expect(travel({ run: a, cursor: 5 }, { run: b, cursor: 2 }, false)).toEqual([
    { run: b, cursor: 2 },
  ]);
});

it('passes no more frames than a person sees', () => {
  const long = run('a'.repeat(90));
  const way = travel({ run: long, cursor: 0 }, { run: long, cursor: 90 }, true);
  expect(way.length).toBeLessThanOrEqual(MOST_FRAMES + 1);
  expect(way.at(-1)?.cursor).toBe(90);
});
