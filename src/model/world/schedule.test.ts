// Schedules to text and back.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Move } from './run.ts';
import { formatSchedule, MAX_STEPS, parseSchedule } from './schedule.ts';
import type { TaskInfo } from './world.ts';

const TASKS: readonly TaskInfo[] = [...'fpcm'].map((letter, index) => ({
  index,
  name: `${letter}_task`,
  letter,
  kind: 'task',
  cpu: null,
  mm: null,
}));
const LABELS: readonly (readonly string[])[] = [
  [],
  ['map', 'p'],
  ['merge', 'move', 'm', 'none'],
  ['f', 'fp', 'c_m'],
];
const labels = (task: number): readonly string[] => LABELS[task] ?? [];

function read(text: string): string[] | string {
  const parsed = parseSchedule(text, TASKS, labels);
  if (!parsed.ok) return `${parsed.at}: ${parsed.message}`;
  return parsed.moves.map(({ task, choice }) => `${task}${choice === null ? '' : `.${choice}`}`);
}

describe('reading', () => {
  it.each([
    ['nothing', '', []],
    ['letters', 'fpf', ['0', '1', '0']],
    ['counts', 'f3p', ['0', '0', '0', '1']],
    ['a count of nothing', 'f0p', ['1']],
    ['a choice by its label', 'c.none', ['2.none']],
    ['a choice by the beginning of its label', 'c.n', ['2.none']],
    ['one that is the beginning of others, when it is all of a label', 'c.m', ['2.m']],
    ['a choice that is taken several times', 'c.mo2', ['2.move', '2.move']],
    ['a choice before a step', 'c.me1p', ['2.merge', '1']],
    ['choices in a row', 'c.me1c.mo', ['2.merge', '2.move']],
  ])('%s', (_, text, moves) => {
    expect(read(text)).toEqual(moves);
  });

  it.each([
    ['what is no step', 'f2!x', '2: “!x” is no step: a task’s letter is expected'],
    ['a capital letter', 'F', '0: “F” is no step: a task’s letter is expected'],
    ['a count without a letter', '3f', '0: “3f” is no step: a task’s letter is expected'],
    [
      'a letter of nobody',
      'fx',
      '1: no task has the letter “x”: there are f (f_task), p (p_task), c (c_task), m (m_task)',
    ],
    ['a label of nobody', 'c.x', '0: c_task has no choice “x”: there are merge, move, m, none'],
    ['a beginning of several labels', 'm.c_', ['3.c_m']],
    ['one that tells no two apart', 'p.x', '0: p_task has no choice “x”: there are map, p'],
    ['a choice of a task that has none', 'f.a', '0: f_task has no choice “a”'],
    ['too many steps', `f${MAX_STEPS}p`, `6: more than ${MAX_STEPS} steps`],
    [
      'a count that is beyond all numbers',
      `f${'9'.repeat(400)}`,
      `0: more than ${MAX_STEPS} steps`,
    ],
  ])('%s', (_, text, message) => {
    expect(read(text)).toEqual(message);
  });
});

describe('writing', () => {
  it.each([
    ['nothing', [], ''],
    ['letters and counts', [[0], [0], [0], [1]], 'f3p'],
    ['a choice by what tells it apart', [[2, 'move']], 'c.mo'],
    ['a label that another one begins with', [[2, 'm']], 'c.m'],
    ['a choice before a step, with its count', [[2, 'none'], [1]], 'c.n1p'],
    [
      'the same choice again',
      [
        [2, 'none'],
        [2, 'none'],
      ],
      'c.n2',
    ],
    [
      'another choice',
      [
        [2, 'none'],
        [2, 'merge'],
      ],
      'c.n1c.me',
    ],
    ['a step and a choice of one task', [[2], [2, 'none'], [2]], 'cc.n1c'],
  ] satisfies [string, [number, string?][], string][])('%s', (_, moves, text) => {
    expect(
      formatSchedule(
        moves.map(([task, choice = null]) => ({ task, choice })),
        TASKS,
        labels,
      ),
    ).toBe(text);
  });
});

const move: fc.Arbitrary<Move> = fc
  .nat({ max: TASKS.length - 1 })
  .chain((task) => fc.constantFrom(null, ...labels(task)).map((choice) => ({ task, choice })));

it('what was written is read back', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(move, fc.integer({ min: 1, max: 3 }))), (groups) => {
      const moves = groups.flatMap(([one, times]) => Array.from({ length: times }, () => one));
      const parsed = parseSchedule(formatSchedule(moves, TASKS, labels), TASKS, labels);
      expect(parsed).toEqual({ ok: true, moves });
    }),
  );
});

it('what was read is written so that it is read in the same way', () => {
  const texts = fc.stringMatching(/^([fpcm](\.(ma|p|me|mo|m|no|f|fp|c_))?[0-9]?){0,8}$/);
  fc.assert(
    fc.property(texts, (text) => {
      const parsed = parseSchedule(text, TASKS, labels);
      fc.pre(parsed.ok);
      const written = formatSchedule(parsed.ok ? parsed.moves : [], TASKS, labels);
      expect(parseSchedule(written, TASKS, labels)).toEqual(parsed);
    }),
  );
});
