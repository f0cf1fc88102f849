import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Budget } from './budget.ts';
import { ABSENT, StateSet } from './stateSet.ts';

const ample = () => new Budget(2 ** 29);

/** Finds each state, adding it where it is absent; returns the indices. */
function findOrAdd(set: StateSet, states: readonly Uint32Array[]): number[] {
  return states.map((state) => {
    const found = set.find(state);
    if (found !== ABSENT) return found;
    if (!set.reserve()) throw new Error('the budget is ample');
    return set.add(state);
  });
}

describe('StateSet', () => {
  it('numbers states in the order in which they were first seen', () => {
    const anyWord = fc.oneof(fc.constantFrom(0, 1, 2 ** 31, 2 ** 32 - 1), fc.nat(3));
    const anyStates = fc
      .integer({ min: 1, max: 4 })
      .chain((words) => fc.array(fc.uint32Array({ minLength: words, maxLength: words })))
      .chain((few) => fc.tuple(fc.constant(few), fc.array(anyWord, { minLength: 4, maxLength: 4 })))
      .map(([few, last]) => [...few, ...few.map((state) => Uint32Array.from(last).subarray(0, state.length)), ...few]); // prettier-ignore
    fc.assert(
      fc.property(anyStates, (states) => {
        const seen = new Map<string, number>();
        const expected = states.map((state) => {
          const key = state.join();
          if (!seen.has(key)) seen.set(key, seen.size);
          return seen.get(key);
        });
        expect(findOrAdd(new StateSet(states[0]?.length ?? 1, ample()), states)).toEqual(expected);
      }),
    );
  });

  /** Packed states differ in few bits, and a bad hash piles them up. */
  it.each([
    { what: 'low bits', state: (n: number) => [n & 255, n >>> 8] },
    { what: 'high bits', state: (n: number) => [(n & 255) << 24, (n >>> 8) << 22] },
    {
      what: 'bits all over',
      state: (n: number) => [(n & 0x155) * 0x10001, (n & 0x1feaa) * 0x4001],
    },
    { what: 'one word', state: (n: number) => [n * 65_536, 7] },
  ])('tells 100,000 states apart by their $what', ({ state }) => {
    const states = Array.from({ length: 100_000 }, (_, n) => Uint32Array.from(state(n)));
    const set = new StateSet(2, ample());
    const keys = [...new Set(states.map((words) => words.join()))];
    const first = findOrAdd(set, states);
    expect(set.count).toBe(keys.length);
    expect(findOrAdd(set, states)).toEqual(first);
    expect(keys.every((key, index) => key === wordsOf(set, index).join())).toBe(true);
  });

  it('grows ahead when it is large and nearly full, and keeps every state', () => {
    const set = new StateSet(1, ample());
    let pauses = 0;
    for (let n = 0; n < 600_000; n++) {
      const state = Uint32Array.of(n);
      if (set.find(state) === ABSENT && set.reserve()) set.add(state);
      if (n % 8192 === 0) pauses += [...set.growAhead()].length;
    }
    expect(pauses).toBeGreaterThan(0);
    const missed = Array.from({ length: 600_000 }, (_, n) => n).filter(
      (n) => set.find(Uint32Array.of(n)) !== n,
    );
    expect(missed).toEqual([]);
  });

  it('asks the budget before it takes anything', () => {
    const budget = new Budget(2 ** 14);
    const set = new StateSet(3, budget);
    let n = 0;
    for (; set.find(Uint32Array.of(n, 0, 0)) === ABSENT && set.reserve(); n++) {
      set.add(Uint32Array.of(n, 0, 0));
    }
    expect(n).toBeGreaterThan(100);
    expect(set.bytes()).toBe(budget.held);
    expect(budget.held).toBeLessThanOrEqual(2 ** 14);
  });
});

function wordsOf({ states }: StateSet, index: number): Uint32Array {
  const offset = states.offset(index);
  return states.page(index).subarray(offset, offset + states.stride);
}
