import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawn } from '../../base/drawn.testing.ts';
import { type EndKey, MOST_ENDS } from './census.ts';
import { explore, SLICE } from './explore.ts';
import type { Machine } from '../machine/machine.ts';
import { type NaiveState, naiveEnumerate } from './naiveEnumerate.testing.ts';
import { counter, graph, grid, philosophers, road } from '../machine/puzzles.testing.ts';
import { runToEnd, stateAfter } from './replay.testing.ts';
import { anyTableMachine, ruleMachine } from '../machine/tableMachine.testing.ts';

const ALL = { maxStates: 1_000_000, maxBytes: 2 ** 28 };

const endsOf = (machine: Machine, keyOf: EndKey = (ending) => ending, maxStates = ALL.maxStates) =>
  runToEnd(explore(machine, { ...ALL, maxStates }, SLICE, keyOf)).ends;

/** `deadlocked 1 (no_deadlock 1) after 3`: states, those that break something, moves of the witness. */
const textOf = (machine: Machine): string[] =>
  (endsOf(machine)?.groups ?? []).map(({ key, states, broken, witness }) => {
    const marks = broken.map((one) => `${one.name} ${one.states}`).join(', ');
    return `${key} ${states}${marks === '' ? '' : ` (${marks})`} after ${witness.length}`;
  });

describe('the census', () => {
  it.each<[puzzle: string, Machine, ends: string[]]>([
    [
      'right-handed philosophers finish, or each holds a fork',
      philosophers(3, false),
      ['deadlocked 1 (no_deadlock 1) after 3', 'quiescent 1 after 9'],
    ],
    [
      'a panic, a good end and a bad one, nearest first',
      graph([[0, 1], [0, 2], [2, 9]], { quiescent: [9, 2], panicked: [1] }), // prettier-ignore
      ['panicked 1 after 1', 'quiescent 2 (done_well 1) after 1'],
    ],
    ['a daemon that may still run: an end with moves', graph([[0, 1]], { quiescent: [0, 1] }), ['quiescent 2 after 0']], // prettier-ignore
    ['a road without an end', road(5, false), []],
    ['the far corner of a grid', grid(4), ['quiescent 1 (below 1) after 9']],
  ])('%s', (_, machine, ends) => {
    expect(textOf(machine)).toEqual(ends);
  });

  it('is not taken unless asked for', () => {
    expect(runToEnd(explore(grid(3), ALL)).ends).toBeNull();
  });

  it('names the limits that may hide ends', () => {
    expect(endsOf(counter(7))).toEqual({ groups: [], limits: ['range n'] });
    expect(endsOf(grid(4), undefined, 10)).toEqual({ groups: [], limits: ['states 10'] });
  });

  it('keeps the nearest when there are too many ends', () => {
    const append = (digit: number) => (state: readonly number[]) => {
      const [length = 0, n = 0] = state;
      return length === 3 ? null : { to: [length + 1, 11 * n + digit] };
    };
    const fan = ruleMachine({
      initial: [0, 0],
      moves: [...Array(11).keys()].map(append),
      ending: ([length]) => (length === 3 ? 'quiescent' : 'running'),
    });
    let number = 0;
    const ends = endsOf(fan, () => `${number++}`);
    expect(ends?.groups.map(({ key }) => key)).toEqual([...Array(MOST_ENDS).keys()].map(String));
    expect(ends?.limits).toEqual([`ends ${MOST_ENDS}`]);
  });
});

/** A final state's ending, by its definition; null for one that is not final. */
function endingOf({ ending, moves }: NaiveState): string | null {
  if (ending !== 'running') return ending;
  return moves.length === 0 ? 'deadlocked' : null;
}

const brokenIn = (state: NaiveState): readonly string[] =>
  endingOf(state) === 'deadlocked' ? [...state.broken, 'no_deadlock'] : state.broken;

/** A shortest run to one of the states. */
function expectWitness(machine: Machine, witness: readonly number[], states: NaiveState[]): void {
  expect(witness.length).toBe(Math.min(...states.map(({ distance }) => distance)));
  expect(states.map(({ key }) => key)).toContain(stateAfter(machine, witness));
}

it('counts what naive enumeration finds, with witnesses that lead there', () => {
  const anyMaxStates = fc.oneof(fc.constant(1000), fc.integer({ min: 0, max: 24 }));
  fc.assert(
    fc.property(anyTableMachine, anyMaxStates, (machine, maxStates) => {
      const naive = naiveEnumerate(machine, maxStates);
      const finals = [...naive.states.values()].filter((state) => endingOf(state) !== null);
      const ends = endsOf(machine, undefined, maxStates);
      expect(ends?.limits).toEqual(naive.limits);
      const keys = new Set(finals.map(endingOf));
      expect(new Set(ends?.groups.map(({ key }) => key))).toEqual(keys);
      for (const { key, states, broken, witness } of ends?.groups ?? []) {
        const group = finals.filter((state) => endingOf(state) === key);
        const names = [...machine.properties.map(({ name }) => name), 'no_deadlock'];
        expect(states).toBe(group.length);
        expectWitness(machine, witness, group);
        const bad = names.filter((name) => group.some((one) => brokenIn(one).includes(name)));
        expect(broken.map(({ name }) => name)).toEqual(bad);
        for (const one of broken) {
          const breaking = group.filter((state) => brokenIn(state).includes(one.name));
          expect(one.states).toBe(breaking.length);
          expectWitness(machine, one.witness, breaking);
        }
      }
    }),
    drawn(1000),
  );
});
