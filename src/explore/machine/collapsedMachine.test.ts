// A search of folded states says all that a search of whole ones does, in fewer bytes where states are wide.
import { describe, expect, it } from 'vitest';
import { randomQuestions } from '../../lang/random/randomQuestions.testing.ts';
import { buildModel } from '../../model/build/model.ts';
import { SearchMachine } from '../../model/wasm/searchMachine.ts';
import { Budget } from './budget.ts';
import { explore } from '../search/explore.ts';
import { CollapsedMachine } from './collapsedMachine.ts';
import type { Machine } from './machine.ts';
import { runToEnd } from '../search/replay.testing.ts';
import { ruleMachine } from './tableMachine.testing.ts';

const LIMITS = { maxStates: 3000, maxBytes: 2 ** 26 };

/** What a search says, but for what it holds. */
function described(machine: Machine, limits = LIMITS) {
  const { bytes: _, stuckBytes: __, ...report } = runToEnd(explore(machine, limits));
  return report;
}

/** Eight counters: the first four count together, the others each for itself. */
function counters(common?: number): Machine {
  const up = (words: readonly number[]) => (state: readonly number[]) =>
    words.every((w) => (state[w] ?? 0) < 6)
      ? { to: state.map((value, w) => (words.includes(w) ? value + 1 : value)) }
      : null;
  const machine = ruleMachine({
    initial: [0, 0, 0, 0, 0, 0, 0, 0],
    moves: [up([0, 1, 2, 3]), up([4]), up([5]), up([6]), up([7])],
    properties: [
      { name: 'low', kind: 'state', holds: (state) => state[4] !== 6 || state[0] !== 6 },
    ],
    ending: (state) => (state.every((value) => value === 6) ? 'quiescent' : 'running'),
  });
  return { ...machine, common };
}

describe('a folded machine', () => {
  it('is searched as the whole one is, wherever it is folded', () => {
    const whole = described(counters(), { ...LIMITS, maxStates: 100_000 });
    expect(whole.states).toBe(7 ** 5);
    for (const common of [1, 4, 7, 8])
      expect(described(counters(common), { ...LIMITS, maxStates: 100_000 })).toEqual(whole);
  });

  it('is searched as the whole one is, on random programs, before and after these are compiled', () => {
    for (const { program, config, seed } of randomQuestions(1, 50)) {
      const { machine } = buildModel(program, config);
      const whole = described(machine);
      const common = 1 + (seed % machine.words);
      for (const warm of [0, 20]) {
        const budget = new Budget(LIMITS.maxBytes);
        const folded = new CollapsedMachine(new SearchMachine(machine, warm), common, budget);
        expect(described(folded), `seed ${seed}`).toEqual(whole);
      }
    }
  });

  it('takes fewer bytes where states have much in common', () => {
    const limits = { ...LIMITS, maxStates: 100_000 };
    const whole = runToEnd(explore(counters(), limits));
    const folded = runToEnd(explore(counters(4), limits));
    expect(whole.bytes - folded.bytes).toBeGreaterThan(whole.states * 8);
  });

  it('names the budget when what is kept once does not fit', () => {
    const report = described(counters(8), { ...LIMITS, maxBytes: 2 ** 15 });
    expect(report.limits).toEqual(['memory 32 KB']);
    expect(report.verdicts.map(({ verdict }) => verdict)).toEqual([
      'unknown',
      'unknown',
      'unknown',
    ]);
  });
});
