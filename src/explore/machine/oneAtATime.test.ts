// Tasks that never overlap: which runs are left of all.
import { expect, it } from 'vitest';
import { explore } from '../search/explore.ts';
import { OneAtATime } from './oneAtATime.ts';
import type { LocatedMachine } from './locatedMachine.ts';
import { ruleMachine } from './tableMachine.testing.ts';

const LIMITS = { maxStates: 10_000, maxBytes: 10_000_000 };
const ROUNDS = 2;

/** Three tasks that read a counter, add one and write it back, twice: [places, locals, counter]. */
function counters(): LocatedMachine {
  let open: readonly number[] = [];
  const move = (task: number) => (state: readonly number[]) => {
    const pc = state[task] ?? 0;
    if (pc === 2 * ROUNDS) return null;
    const to = [...state];
    to[task] = pc + 1;
    if (pc % 2 === 0) to[3 + task] = state[6] ?? 0;
    else {
      to[6] = (state[3 + task] ?? 0) + 1;
      to[3 + task] = 0;
    }
    return { to };
  };
  const machine = ruleMachine({
    initial: [0, 0, 0, 0, 0, 0, 0],
    moves: [move(0), move(1), move(2)],
    moveTask: [0, 1, 2],
    properties: [{ name: 'counted', kind: 'final', holds: (state) => state[6] === 6 }],
    ending: (state) =>
      state.slice(0, 3).every((pc) => pc === 2 * ROUNDS) ? 'quiescent' : 'running',
  });
  return {
    ...machine,
    open: (from, at) => {
      open = [...from.subarray(at, at + 7)];
      machine.open(from, at);
    },
    pcOf: (task) => open[task] ?? 0,
  };
}

function counted(tasks: readonly number[], rests: (pc: number) => boolean) {
  const search = explore(new OneAtATime(counters(), tasks, (_, pc) => rests(pc)), LIMITS);
  for (;;) {
    const slice = search.next();
    if (slice.done === true)
      return slice.value.verdicts.find(({ name }) => name === 'counted')?.verdict;
  }
}

const ended = (pc: number): boolean => pc === 2 * ROUNDS;

it.each([
  ['all tasks', [0, 1, 2], ended, 'holds'],
  ['two of three', [0, 1], ended, 'violated'],
  ['nobody', [], ended, 'violated'],
  ['all, each for one round', [0, 1, 2], (pc: number) => pc % 2 === 0, 'holds'],
  ['all, but none for longer than a step', [0, 1, 2], () => true, 'violated'],
] as const)('keeps apart %s', (_, tasks, rests, verdict) => {
  expect(counted(tasks, rests)).toBe(verdict);
});
