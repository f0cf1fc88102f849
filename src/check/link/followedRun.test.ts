import { expect, it } from 'vitest';
import { loadScenario, loadText } from '../source/loadScenario.ts';
import { namedConfiguration } from './namedConfiguration.ts';
import { followRun } from '../../model/replay/followRun.ts';
import { buildModel } from '../../model/build/model.ts';
import { Replayer } from '../../model/replay/replay.ts';
import { formatSchedule, parseSchedule } from '../../model/world/schedule.ts';

function replayerOf(text: string): Replayer {
  const { program } = loadText('locks', text);
  if (program === null) throw new Error('the text is sound');
  return new Replayer(buildModel(program, {}));
}

function replay(replayer: Replayer, schedule: string) {
  const parsed = parseSchedule(schedule, replayer.model.tasks);
  if (!parsed.ok) throw new Error(parsed.message);
  return replayer.replay(parsed.moves);
}

function holePunch(kernel: string): Replayer {
  const program = loadScenario('hole-punch')?.program;
  const config = program && namedConfiguration(program, kernel)?.config;
  if (!program || !config) throw new Error(`the scenario has the kernel ${kernel}`);
  return new Replayer(buildModel(program, config));
}

const bare = "int 0..1 x; task a 'a' { x = 1; } task b 'b' { x = 0; }";
const locked =
  "mutex m; int 0..1 x; task a 'a' { mutex_lock(&m); x = 1; mutex_unlock(&m); } " +
  "task b 'b' { mutex_lock(&m); x = 0; mutex_unlock(&m); }";

it.each([
  [
    'takes locks that only the new text has, and drops them before they hold somebody up',
    bare,
    'ab',
    locked,
    'a3b2',
    [1, 3, 4],
    [],
  ],
  ['passes over locks that only the old text has', locked, 'a3b2', bare, 'ab', [], [1, 3, 4]],
  ['is the same run on the same text', locked, 'a3b3', locked, 'a3b3', [], []],
])('%s', (_, from, schedule, to, expected, inserted, skipped) => {
  const old = replayerOf(from);
  const target = replayerOf(to);
  const followed = followRun(replay(old, schedule), old.model, target);
  expect(followed.divergence).toBeNull();
  expect(formatSchedule(followed.run.moves, target.model.tasks)).toBe(expected);
  expect(followed.inserted).toEqual(inserted);
  expect(followed.skipped).toEqual(skipped);
});

it('follows the bad run of 2.6.23 onto 5.15 up to where invalidate_lock holds the fault off', () => {
  const old = holePunch('2.6.23');
  const { divergence } = followRun(replay(old, 'f6p5f21p3w15'), old.model, holePunch('5.15'));
  expect(divergence?.stop?.kind).toBe('blocked');
  const on = divergence?.stop?.kind === 'blocked' ? divergence.stop.on?.name : null;
  expect(on).toBe('F.i_data.invalidate_lock');
  expect(divergence?.wanted.calls.at(-1)).toBe('add_to_page_cache_lru');
});
