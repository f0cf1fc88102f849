// A run mapped by statement onto another kernel, or onto a text that has changed.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawn } from '../../base/drawn.testing.ts';
import { assert } from '../../base/assert.ts';
import { kernelConfig } from '../../lang/program/configurations.ts';
import { type Followed, followRun } from './followRun.ts';
import { buildModel, type Model } from '../build/model.ts';
import { Replayer } from './replay.ts';
import type { Move, Run } from '../world/run.ts';
import { formatSchedule } from '../world/schedule.ts';
import { modelOf, movesOf, scenarioProgram } from '../build/snippet.testing.ts';

const program = scenarioProgram('hole-punch');

function holePunch(name: string): Replayer {
  const kernel = program.kernels.find((candidate) => candidate.name === name);
  const config = kernel === undefined ? null : kernelConfig(program, kernel);
  assert(config !== null, `kernel ${name} has a configuration`);
  return new Replayer(buildModel(program, config));
}

function replayerOf(text: string): Replayer {
  return new Replayer(modelOf(text));
}

function replay(replayer: Replayer, schedule: string): Run {
  return replayer.replay(movesOf(replayer.model, schedule));
}

describe('the bad run of 2.6.23', () => {
  const old = holePunch('2.6.23');
  const run = replay(old, 'f6p5f21p3w15');

  it.each([
    ['2.6.23', 'f6p5f21p3w15', [], null],
    ['ext4 4.4', 'f6p5f21p3w15', [], null],
    ['2.6.22', 'f7p6f13', [5, 9, 26], 'fault: bit_lock(&page->PG_locked), diverges here'],
    ['ext4 4.5', 'f7p2', [5, 9], 'punch: spin_lock(&mm->page_table_lock), F.i_mmap_sem of fault'],
    [
      '5.15',
      'f6p8f2',
      [3, 7, 8, 9, 10, 15, 16],
      'fault: mapping->i_pages[index], F.i_data.invalidate_lock of punch',
    ],
  ])('on %s', (kernel, schedule, inserted, divergence) => {
    const target = holePunch(kernel);
    const followed = followRun(run, old.model, target);
    expect(formatSchedule(followed.run.moves, target.model.tasks)).toBe(schedule);
    expect(followed.inserted).toEqual(inserted);
    expect(describeDivergence(target.model, followed)).toBe(divergence);
  });

  it('breaks on ext4 4.4 what it breaks here', () => {
    const followed = followRun(run, old.model, holePunch('ext4 4.4')).run;
    expect(followed.moments.at(-1)?.step?.breaks).toEqual(['no_foreign_write']);
  });
});

/** `task: statement, lock of holder`. */
function describeDivergence(model: Model, { divergence, run }: Followed): string | null {
  if (divergence === null) return null;
  const nameOf = (task: number): string => model.tasks[task]?.name ?? '';
  const world = run.moments.at(-1)?.world;
  const state = world?.tasks[divergence.task]?.state;
  const holders =
    state?.kind === 'blocked' ? state.waitsFor.map(({ task }) => nameOf(task)).join() : '';
  const { stop } = divergence;
  const why =
    stop?.kind === 'blocked' ? `${stop.on?.name} of ${holders}` : (stop?.kind ?? 'diverges here');
  return `${nameOf(divergence.task)}: ${divergence.wanted.text}, ${why}`;
}

describe('on the same steps', () => {
  const schedules = fc.array(fc.tuple(fc.nat({ max: 3 }), fc.integer({ min: 1, max: 9 })), {
    maxLength: 8,
  });

  it.each(['2.6.22', '2.6.23', 'ext4 4.5', '5.15'])('every run of %s is itself', (kernel) => {
    const [one, other] = [holePunch(kernel), holePunch(kernel)];
    fc.assert(
      fc.property(schedules, (groups) => {
        const moves = groups.flatMap(([task, times]) =>
          Array.from({ length: times }, () => ({ task, choice: null })),
        );
        const run = longest(one, moves);
        const followed = followRun(run, one.model, other);
        expect(followed).toEqual({ run, inserted: [], skipped: [], divergence: null });
      }),
      drawn(15),
    );
  });

  it('of a text with choices, comments and more white space, every run is itself', () => {
    const text =
      "int 0..3 x; task a 'a' { x = 1; choose { l: x = 2; r: x = 0; } } task b 'b' { x = 3; }";
    const [one, other] = [replayerOf(text), replayerOf(text.replaceAll(';', '  ;\n/* so */'))];
    const run = one.replay([
      { task: 0, choice: null },
      { task: 1, choice: null },
      { task: 0, choice: 'r' },
      { task: 0, choice: null },
    ]);
    const followed = followRun(run, one.model, other);
    expect([followed.divergence, followed.run.moves]).toEqual([null, run.moves]);
  });
});

/** The moves that can be taken, one after the other. */
function longest(replayer: Replayer, moves: readonly Move[]): Run {
  let run = replayer.replay([]);
  for (const move of moves) {
    const next = replayer.replay([...run.moves, move]);
    if (next.stopped === null) run = next;
  }
  return replayer.replay(run.moves);
}

it.each([
  [
    'a task that the other text has not',
    "int 0..1 x; task a 'a' { x = 1; } task b 'b' { x = 0; }",
    'ab',
    "int 0..1 x; task a 'a' { x = 1; }",
    'a',
    [2],
  ],
  [
    'a task of another letter',
    "int 0..1 x; task a 'a' { x = 1; }",
    'a',
    "int 0..1 x; task a 'z' { x = 1; }",
    'z',
    [],
  ],
  [
    'the same statement called from elsewhere',
    "int 0..1 x; void f(void) { x = 1; } task a 'a' { f(); }",
    'a',
    "int 0..1 x; void f(void) { x = 1; } void g(void) { f(); } task a 'a' { g(); }",
    'a',
    [],
  ],
  [
    'a statement that is gone',
    "int 0..1 x, y; task a 'a' { x = 1; y = 1; x = 0; }",
    'aaa',
    "int 0..1 x, y; task a 'a' { x = 1; x = 0; }",
    'a2',
    [2],
  ],
])('maps %s', (_, from, schedule, to, expected, skipped) => {
  const [old, target] = [replayerOf(from), replayerOf(to)];
  const followed = followRun(replay(old, schedule), old.model, target);
  expect(followed.divergence).toBeNull();
  expect(formatSchedule(followed.run.moves, target.model.tasks)).toBe(expected);
  expect(followed.skipped).toEqual(skipped);
});
