// A task held back, on machines small enough to be asked move by move.
import { describe, expect, it } from 'vitest';
import { explore } from '../search/explore.ts';
import { Flood } from '../search/flood.ts';
import { HeldBack, type LocatedMachine } from './locatedMachine.ts';
import { ruleMachine } from './tableMachine.testing.ts';

const LIMITS = { maxStates: 10_000, maxBytes: 10_000_000 };

/** Two tasks that read a counter, add one and write it back: [place a, place b, local a, local b, counter]. */
function counters(rounds: number): LocatedMachine {
  let open: readonly number[] = [];
  const move = (task: number) => (state: readonly number[]) => {
    const pc = state[task] ?? 0;
    if (pc === 2 * rounds) return null;
    const to = [...state];
    to[task] = pc + 1;
    if (pc % 2 === 0) to[2 + task] = state[4] ?? 0;
    else {
      to[4] = (state[2 + task] ?? 0) + 1;
      to[2 + task] = 0;
    }
    return { to };
  };
  const machine = ruleMachine({
    initial: [0, 0, 0, 0, 0],
    moves: [move(0), move(1)],
    moveTask: [0, 1],
    properties: [{ name: 'counted', kind: 'final', holds: (state) => state[4] === 2 * rounds }],
    ending: ([a, b]) => (a === 2 * rounds && b === 2 * rounds ? 'quiescent' : 'running'),
  });
  return {
    ...machine,
    open: (from, at) => {
      open = [...from.subarray(at, at + 5)];
      machine.open(from, at);
    },
    pcOf: (task) => open[task] ?? 0,
  };
}

function finish<T>(search: Generator<unknown, T>): T {
  for (;;) {
    const slice = search.next();
    if (slice.done === true) return slice.value;
  }
}

function verdict(machine: ConstructorParameters<typeof Flood>[0], property: string) {
  const report = finish(explore(machine, LIMITS));
  return report.verdicts.find(({ name }) => name === property)?.verdict;
}

describe('a task that is held back', () => {
  it('goes on once the other has taken the step', () => {
    const machine = counters(1);
    const start = new Uint32Array(5);
    const held = new HeldBack(machine, start, 0, { task: 1, pc: 1 });
    const flood = new Flood(held, ['counted'], 'break', LIMITS);
    expect(finish(flood.fromStart(10))).toBe(false);
    expect(held.released).toBe(true);
    expect(flood.goodEnds).toBe(1);
  });

  it('may break it where the awaited step is too early a one', () => {
    const held = new HeldBack(counters(1), new Uint32Array(5), 0, { task: 1, pc: 0 });
    expect(finish(new Flood(held, ['counted'], 'break', LIMITS).fromStart(10))).toBe(true);
  });

  it('is never released where the other does not come there, and that is no deadlock', () => {
    const held = new HeldBack(counters(1), new Uint32Array(5), 0, { task: 1, pc: 7 });
    expect(verdict(held, 'no_deadlock')).toBe('holds');
    expect(held.released).toBe(false);
  });
});
