import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawn } from '../../base/drawn.testing.ts';
import { fewestSwitches, type SwitchReport } from './fewestSwitches.ts';
import type { Machine } from '../machine/machine.ts';
import { naiveEnumerate } from './naiveEnumerate.testing.ts';
import { counter, graph, grid, jugs, philosophers } from '../machine/puzzles.testing.ts';
import { brokenAfter, runToEnd, stateAfter, switchesOf } from './replay.testing.ts';
import { anyTableMachine, ruleMachine } from '../machine/tableMachine.testing.ts';

const AMPLE = { maxStates: 1_000_000, maxBytes: 2 ** 29 };

const ask = (machine: Machine, names: string[], limits: Partial<typeof AMPLE> = {}): SwitchReport =>
  runToEnd(fewestSwitches(machine, names, { ...AMPLE, ...limits }));

/** `1 switch, 4 moves` and the like, or why there is none. */
const words = ({ schedules }: SwitchReport): string[] =>
  schedules.map(({ moves, switches, limit }) =>
    moves === null
      ? `none (${limit ?? 'searched'})`
      : `${switches} switches, ${moves.length} moves`,
  );

/** Task 0 counts a and b up in turn; task 1 jumps. The shortest way to the goal switches more. */
const detour = (): Machine =>
  ruleMachine({
    initial: [0],
    moveTask: [0, 1],
    moves: [
      ([n = 0]) => ([0, 1, 2, 3, 4, 7].includes(n) ? { to: [n === 7 ? 8 : n + 1] } : null),
      ([n = 0]) => (n === 1 ? { to: [7] } : n === 8 ? { to: [5] } : null),
    ],
    properties: [{ name: 'not_five', kind: 'state', holds: ([n]) => n !== 5 }],
  });

describe('fewestSwitches', () => {
  it.each<[what: string, Machine, names: string[], answers: string[]]>([
    ['one task needs no switch', counter(7), ['small'], ['0 switches, 3 moves']],
    ['longer, but by one task', detour(), ['not_five'], ['0 switches, 5 moves']],
    [
      'each philosopher takes a fork',
      philosophers(3, false),
      ['no_deadlock', 'no_stuck'],
      ['2 switches, 3 moves', '2 switches, 3 moves'],
    ],
    ['each jug move is a task of its own', jugs(), ['not_four'], ['5 switches, 6 moves']],
    [
      'a trap without a deadlock',
      graph([[0, 1], [0, 2], [2, 3], [3, 2]], { quiescent: [1] }), // prettier-ignore
      ['no_stuck', 'no_deadlock'],
      ['0 switches, 1 moves', 'none (searched)'],
    ],
    [
      'an edge into a known state',
      graph([[0, 1], [0, 2], [2, 1, 'careful']], { quiescent: [1] }), // prettier-ignore
      ['careful'],
      ['1 switches, 2 moves'],
    ],
    ['what a limit hides', counter(7), ['natural'], ['none (range n)']],
    ['what nobody asked', counter(7), [], []],
  ])('%s', (_, machine, names, answers) => {
    expect(words(ask(machine, names))).toEqual(answers);
  });

  it('counts the start as no move and no switch', () => {
    const machine = ruleMachine({
      initial: [0],
      moves: [],
      start: { to: [0], breaks: ['careful'] },
      properties: [{ name: 'careful', kind: 'edge' }],
    });
    expect(words(ask(machine, ['careful', 'no_deadlock', 'no_stuck']))).toEqual([
      '0 switches, 0 moves',
      '0 switches, 0 moves',
      '0 switches, 0 moves',
    ]);
  });

  it.each([
    { limits: { maxStates: 20 }, name: 'states 20' },
    { limits: { maxBytes: 2 ** 14 }, name: 'memory 16 KB' },
  ])('stops at $name and says so', ({ limits, name }) => {
    const report = ask(grid(20), ['below', 'no_stuck'], limits);
    expect(words(report)).toEqual([`none (${name})`, `none (${name})`]);
    expect(report.limits).toEqual([name]);
  });

  it('offers no worse schedule once it had to refuse a node', () => {
    const machine = ruleMachine({
      initial: [0],
      moveTask: [0, 1],
      moves: [
        ([n = 0]) => (n > 2 ? null : { to: [n + 1], breaks: n === 2 ? ['careful'] : [] }),
        ([n = 0]) => (n === 1 ? { to: [0], breaks: ['careful'] } : null),
      ],
      properties: [{ name: 'careful', kind: 'edge' }],
    });
    expect(words(ask(machine, ['careful']))).toEqual(['0 switches, 3 moves']);
    expect(words(ask(machine, ['careful'], { maxStates: 2 }))).toEqual(['none (states 2)']);
  });

  it('ends as soon as all that was asked for is found', () => {
    const machine = philosophers(4, false);
    const found = ask(machine, ['no_deadlock']);
    expect(found.nodes).toBeLessThan(ask(machine, ['forks_are_back']).nodes);
  });

  it('tells its progress', () => {
    const [first] = [...fewestSwitches(grid(5), ['below'], AMPLE, 50)];
    expect(first).toEqual({ states: 58, transitions: 57, frontier: 18, depth: 4 });
  });
});

const NAMES = ['safe', 'rare', 'settled', 'step', 'leap', 'no_deadlock', 'no_stuck'];

describe('fewestSwitches against naive enumeration', () => {
  it('finds the fewest switches, then the fewest moves', () => {
    fc.assert(
      fc.property(anyTableMachine, (machine) => {
        const { fewest, stuck } = naiveEnumerate(machine, AMPLE.maxStates);
        for (const { name, moves, switches } of ask(machine, NAMES).schedules) {
          const cost = fewest.get(name);
          expect(moves === null ? undefined : [switches, moves.length]).toEqual(cost);
          if (moves === null) continue;
          expect(switchesOf(machine, moves)).toBe(switches);
          if (name === 'no_stuck') expect(stuck).toContain(stateAfter(machine, moves));
          else expect(brokenAfter(machine, moves)).toContain(name);
        }
      }),
      drawn(2000),
    );
  });

  it('says of each property the same as if it were asked alone', () => {
    fc.assert(
      fc.property(anyTableMachine, fc.constantFrom(...NAMES), (machine, name) => {
        const together = ask(machine, NAMES).schedules.find((schedule) => schedule.name === name);
        const [alone] = ask(machine, [name]).schedules;
        expect(alone?.moves?.length).toBe(together?.moves?.length);
        expect(alone?.switches).toBe(together?.switches);
      }),
      drawn(300),
    );
  });

  it('is exact within tiny limits, or names the limit', () => {
    const anyLimits = fc.oneof(
      fc.record({ maxStates: fc.nat(20) }),
      fc.record({ maxBytes: fc.nat(4000) }),
    );
    fc.assert(
      fc.property(anyTableMachine, anyLimits, (machine, limits) => {
        const { fewest } = naiveEnumerate(machine, AMPLE.maxStates);
        const report = ask(machine, NAMES, limits);
        for (const { name, moves, switches, limit } of report.schedules) {
          const found = moves === null ? undefined : [switches, moves.length];
          if (limit === null || (moves !== null && name !== 'no_stuck')) {
            expect(found).toEqual(fewest.get(name));
          } else if (moves !== null) {
            expect(fewest.get(name)?.[0]).toBeLessThanOrEqual(switches ?? 0);
          }
        }
      }),
      drawn(1000),
    );
  });
});
