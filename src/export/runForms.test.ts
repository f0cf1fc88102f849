// A run in the forms of other tools: lockdep, Mermaid, JSON.
import { describe, expect, it } from 'vitest';
import { enumerateConfigurations } from '../lang/program/configurations.ts';
import { loadProgram } from '../lang/load/loadProgram.ts';
import { library } from '../lang/syntax/raceFiles.testing.ts';
import { choiceLabels } from '../model/replay/choiceLabels.ts';
import { buildModel } from '../model/build/model.ts';
import { Replayer } from '../model/replay/replay.ts';
import { parseSchedule } from '../model/world/schedule.ts';
import { lockOrderText } from './lockOrder.ts';
import { mermaidText } from './mermaid.ts';
import { traceText } from './trace.ts';

function ran(text: string, schedule: string) {
  const { program, diagnostics } = loadProgram('toy', text, library);
  if (program === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  const model = buildModel(program, enumerateConfigurations(program)[0]?.config ?? {});
  const parsed = parseSchedule(schedule, model.tasks, choiceLabels(model));
  if (!parsed.ok) throw new Error(parsed.message);
  return { model, run: new Replayer(model).replay(parsed.moves) };
}

const LOCKS = `
mutex left, right;
struct cpu @cpu { bool idle; };
struct cpu cpu0;
struct cpu cpu1;
task one 'a' on cpu0 { mutex_lock(&left); mutex_lock(&right); mutex_unlock(&right); mutex_unlock(&left); }
task two 'b' on cpu1 { mutex_lock(&right); mutex_lock(&left); mutex_unlock(&left); mutex_unlock(&right); }
`;

const REPORT = ` Possible unsafe locking scenario:

  CPU0 (one)              CPU1 (two)
  ----------              ----------
  lock(left);
                          lock(right);
  lock(right);
                          lock(left);

 *** DEADLOCK ***
`;

describe('locks as lockdep reports them', () => {
  it.each([
    ['a deadlock', LOCKS, 'ab', REPORT],
    ['an inversion in a run that ends well', LOCKS, 'a4b4', REPORT],
    ['one order only', LOCKS, 'a4b', null],
    [
      'a trylock, which never waits',
      LOCKS.replace(
        'mutex_lock(&left); mutex_unlock(&left)',
        'if (mutex_trylock(&left)) mutex_unlock(&left)',
      ),
      'a4b4',
      null,
    ],
    ['readers, who exclude nobody', readersOf(LOCKS), 'a4b4', null],
  ])('%s', (_, text, schedule, report) => {
    const { model, run } = ran(text, schedule);
    expect(lockOrderText(model, run)).toBe(report);
  });
});

function readersOf(locks: string): string {
  return locks
    .replace('mutex left, right', 'rwsem left, right')
    .replaceAll('mutex_lock', 'down_read')
    .replaceAll('mutex_unlock', 'up_read');
}

describe('a Mermaid diagram', () => {
  it('has a participant a task, a message a step, and who waits for whom', () => {
    const { model, run } = ran(LOCKS, 'ab');
    expect(mermaidText(model, run, 'toy "1"')).toBe(`---
title: "toy \\"1\\""
---
sequenceDiagram
  participant task_a as CPU0 one
  participant task_b as CPU1 two
  task_a->>task_a: 1. mutex_lock(&left)
  task_b->>task_b: 2. mutex_lock(&right)
  task_a--xtask_b: waits for right
  task_b--xtask_a: waits for left
  Note over task_b: No task can go on, and some have not ended
`);
  });

  it('shows the steps that are asked for, and escapes what Mermaid would read', () => {
    const { model, run } = ran(`int 0..3 n;\ntask one 'a' { n = 1; if (n < 2) n = 2; }`, 'a3');
    const text = mermaidText(model, run, 'toy', new Set([2]));
    expect(text.match(/->>/g)).toHaveLength(1);
    expect(text).toContain('2. n #60; 2');
  });
});

it('a trace says its version, the schedule, and every access', () => {
  const { model, run } = ran(LOCKS, 'ab');
  const trace: unknown = JSON.parse(
    traceText(model, run, { scenario: 'toy', kernel: null, options: {} }),
  );
  expect(trace).toMatchObject({
    format: 'pagerace-trace',
    version: 1,
    scenario: 'toy',
    schedule: 'ab',
    ending: 'deadlocked',
    tasks: [
      { name: 'one', letter: 'a' },
      { name: 'two', letter: 'b' },
    ],
    steps: [
      {
        index: 1,
        task: 'one',
        text: 'mutex_lock(&left)',
        locks: [{ kind: 'acquire', lock: 'left', mode: 'exclusive', task: 'one' }],
      },
      { index: 2, task: 'two', broken: ['no_deadlock'] },
    ],
  });
});
