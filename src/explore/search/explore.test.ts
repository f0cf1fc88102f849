import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawn } from '../../base/drawn.testing.ts';
import { Budget } from '../machine/budget.ts';
import { explore } from './explore.ts';
import type { Machine } from '../machine/machine.ts';
import { naiveEnumerate } from './naiveEnumerate.testing.ts';
import {
  counter,
  graph,
  grid,
  jugs,
  philosophers,
  river,
  road,
} from '../machine/puzzles.testing.ts';
import { brokenAfter, runToEnd, stateAfter } from './replay.testing.ts';
import type { PropertyVerdict, SearchReport } from './searchReport.ts';
import { anyTableMachine, ruleMachine } from '../machine/tableMachine.testing.ts';

const MB = 2 ** 20;
const AMPLE = { maxStates: 1_000_000, maxBytes: 512 * MB };

const search = (machine: Machine, limits: Partial<typeof AMPLE> = {}): SearchReport =>
  runToEnd(explore(machine, { ...AMPLE, ...limits }));

/** A verdict in a word or two: `holds`, `violated 3` (moves of its witness), `unknown (limit)`. */
function word({ verdict, limit, witness }: PropertyVerdict): string {
  if (witness !== null) return `${verdict} ${witness.length}`;
  return limit === null ? verdict : `${verdict} (${limit})`;
}

const words = ({ verdicts }: SearchReport): Record<string, string> =>
  Object.fromEntries(verdicts.map((verdict) => [verdict.name, word(verdict)]));

describe('explore on puzzles', () => {
  it.each<[puzzle: string, Machine, counts: string, verdicts: Record<string, string>]>([
    [
      'die hard jugs',
      jugs(),
      '16 states, 96 transitions, depth 7, 0 quiescent',
      { not_four: 'violated 6', no_deadlock: 'holds', no_stuck: 'violated 0' },
    ],
    [
      'river crossing',
      river(),
      '10 states, 20 transitions, depth 7, 1 quiescent',
      { never_across: 'violated 7', no_deadlock: 'holds', no_stuck: 'holds' },
    ],
    [
      'three right-handed philosophers',
      philosophers(3, false),
      '45 states, 69 transitions, depth 9, 1 quiescent',
      {
        neighbours_do_not_eat_together: 'holds',
        forks_are_back: 'holds',
        no_deadlock: 'violated 3',
        no_stuck: 'violated 3',
      },
    ],
    [
      'three philosophers, the last left-handed',
      philosophers(3, true),
      '42 states, 62 transitions, depth 9, 1 quiescent',
      {
        neighbours_do_not_eat_together: 'holds',
        forks_are_back: 'holds',
        no_deadlock: 'holds',
        no_stuck: 'holds',
      },
    ],
    [
      'a counter that leaves its range',
      counter(7),
      '8 states, 7 transitions, depth 7, 0 quiescent',
      {
        small: 'violated 3',
        natural: 'unknown (range n)',
        even: 'unknown (range n)',
        no_deadlock: 'unknown (range n)',
        no_stuck: 'unknown (range n)',
      },
    ],
    [
      'a livelock trap: 2 and 3 run in circles for ever',
      graph([[0, 1], [0, 2], [2, 3], [3, 2], [1, 0]], { quiescent: [1] }), // prettier-ignore
      '4 states, 5 transitions, depth 2, 1 quiescent',
      { careful: 'holds', done_well: 'holds', no_deadlock: 'holds', no_stuck: 'violated 1' },
    ],
    [
      'a retry loop that can be left is no trap',
      graph([[0, 1], [1, 0], [1, 2]], { quiescent: [2] }), // prettier-ignore
      '3 states, 3 transitions, depth 2, 1 quiescent',
      { careful: 'holds', done_well: 'holds', no_deadlock: 'holds', no_stuck: 'holds' },
    ],
    [
      'a panic is absorbing, and neither deadlock nor stuck',
      graph([[0, 1], [1, 2, 'careful'], [2, 9]], { panicked: [2] }), // prettier-ignore
      '3 states, 2 transitions, depth 2, 0 quiescent',
      {
        careful: 'violated 2',
        done_well: 'unknown (never finishes)',
        no_deadlock: 'holds',
        no_stuck: 'holds',
      },
    ],
    [
      'a bad edge into a state known to be good',
      graph([[0, 1], [0, 2], [2, 1, 'careful']], { quiescent: [1] }), // prettier-ignore
      '3 states, 3 transitions, depth 1, 1 quiescent',
      { careful: 'violated 2', done_well: 'holds', no_deadlock: 'holds', no_stuck: 'holds' },
    ],
    [
      'on through a violation to a second one',
      graph([[0, 1, 'careful'], [1, 9]], { quiescent: [9] }), // prettier-ignore
      '3 states, 2 transitions, depth 2, 1 quiescent',
      { careful: 'violated 1', done_well: 'violated 2', no_deadlock: 'holds', no_stuck: 'holds' },
    ],
    [
      'a daemon that may still run: quiescent, and moves are left',
      graph([[0, 1], [1, 9]], { quiescent: [0, 9] }), // prettier-ignore
      '3 states, 2 transitions, depth 2, 2 quiescent',
      { careful: 'holds', done_well: 'violated 2', no_deadlock: 'holds', no_stuck: 'holds' },
    ],
    [
      'a long way back',
      road(5000, true),
      '10001 states, 20000 transitions, depth 5000, 1 quiescent',
      { no_deadlock: 'holds', no_stuck: 'holds' },
    ],
    [
      'a road without an end',
      road(5000, false),
      '10001 states, 20000 transitions, depth 5000, 0 quiescent',
      { no_deadlock: 'holds', no_stuck: 'violated 0' },
    ],
  ])('%s', (_, machine, counts, verdicts) => {
    const report = search(machine);
    const { states, transitions, depth, quiescent } = report;
    expect(
      `${states} states, ${transitions} transitions, depth ${depth}, ${quiescent} quiescent`,
    ).toBe(counts);
    expect(words(report)).toEqual(verdicts);
  });
});

describe('explore at the start', () => {
  const edge = { name: 'careful', kind: 'edge' } as const;

  it('finds a property broken before the first move', () => {
    const machine = ruleMachine({
      initial: [0],
      moves: [],
      start: { to: [0], breaks: ['careful'] },
      properties: [edge],
    });
    expect(words(search(machine))).toEqual({
      careful: 'violated 0',
      no_deadlock: 'violated 0',
      no_stuck: 'violated 0',
    });
  });

  it('knows nothing when the initial state hits a limit', () => {
    const machine = ruleMachine({
      initial: [0],
      moves: [],
      start: { limit: 'pool pages[4]' },
      properties: [edge],
      limits: ['pool pages[4]'],
    });
    const report = search(machine);
    expect(report.states).toBe(0);
    expect(words(report)).toEqual({
      careful: 'unknown (pool pages[4])',
      no_deadlock: 'unknown (pool pages[4])',
      no_stuck: 'unknown (pool pages[4])',
    });
  });
});

describe('explore within limits', () => {
  it('does not reach a limit that the states just fit', () => {
    expect(search(grid(4), { maxStates: 64 }).limits).toEqual([]);
    expect(search(grid(4), { maxStates: 63 }).limits).toEqual(['states 63']);
  });

  it.each([
    { maxStates: 0, states: 0, small: 'unknown (states 0)' },
    { maxStates: 1, states: 1, small: 'unknown (states 1)' },
    { maxStates: 3, states: 3, small: 'unknown (states 3)' },
    { maxStates: 4, states: 4, small: 'violated 3' },
  ])('keeps what $maxStates states show', ({ maxStates, states, small }) => {
    const report = search(counter(7), { maxStates });
    expect(report.states).toBe(states);
    expect(report.limits).toEqual([`states ${maxStates}`]);
    expect(words(report)).toMatchObject({ small, natural: `unknown (states ${maxStates})` });
  });

  it('lists all limits, and blames the first', () => {
    const machine = ruleMachine({
      initial: [0],
      limits: ['pool pages[4]'],
      moves: [
        ([n = 0]) => (n === 2 ? { limit: 'pool pages[4]' } : null),
        ([n = 0]) => ({ to: [n + 1] }),
      ],
    });
    const report = search(machine, { maxStates: 5 });
    expect(report.limits).toEqual(['pool pages[4]', 'states 5']);
    expect(words(report)).toMatchObject({ no_deadlock: 'unknown (pool pages[4])' });
  });

  it('claims a trap that lies wholly within the limits', () => {
    const machine = ruleMachine({
      initial: [0],
      moves: [
        ([n = 0]) => (n === 1 ? { to: [2] } : n === 2 ? { to: [1] } : null),
        ([n = 0]) => (n === 0 ? { to: [1] } : null),
        ([n = 0]) => (n === 0 || n > 2 ? { to: [n + 3] } : null),
      ],
    });
    expect(words(search(machine, { maxStates: 100 }))).toEqual({
      no_deadlock: 'unknown (states 100)',
      no_stuck: 'violated 1',
    });
  });

  it.each([
    { maxBytes: 512 * 2 ** 10, name: 'memory 512 KB' },
    { maxBytes: 1 * MB, name: 'memory 1 MB' },
    { maxBytes: 12_345, name: 'memory 12345 B' },
  ])('stays within $name', ({ maxBytes, name }) => {
    const report = search(grid(60), { maxBytes });
    expect(report.limits).toEqual([name]);
    expect(report.bytes + report.stuckBytes).toBeLessThanOrEqual(maxBytes);
    expect(report.bytes).toBeGreaterThan(0.6 * maxBytes);
    expect(words(report)).toMatchObject({
      below: `unknown (${name})`,
      no_stuck: `unknown (${name})`,
    });
  });

  it('holds few bytes a state', () => {
    const report = search(grid(40));
    expect(report.states).toBe(64_000);
    expect(report.bytes / report.states).toBeLessThan(24);
  });
});

describe('explore step by step', () => {
  it('tells its progress after each slice', () => {
    const slices = [...explore(grid(10), AMPLE, 300)];
    expect(slices.map(({ states }) => states)).toEqual([373, 676, 934, 1000, 1000, 1000]);
    expect(slices.map(({ depth }) => depth)).toEqual([11, 15, 20, 27, 27, 27]);
    expect(slices.at(-1)).toEqual({ states: 1000, transitions: 2700, frontier: 0, depth: 27 });
  });

  it('can be left alone at any time', () => {
    const work = explore(grid(30), AMPLE, 100);
    work.next();
    expect(work.return({ ...search(graph([])) }).done).toBe(true);
    expect(work.next().done).toBe(true);
  });

  it('returns the same report whatever the slice', () => {
    expect(runToEnd(explore(grid(9), AMPLE, 7))).toEqual(search(grid(9)));
  });
});

/** What naive enumeration says, in the words of `words`. */
function naiveWords(machine: Machine, maxStates: number): Record<string, string> {
  const { shortest, limits, states } = naiveEnumerate(machine, maxStates);
  const finishes = [...states.values()].some(({ ending }) => ending === 'quiescent');
  const all = [
    ...machine.properties,
    ...['no_deadlock', 'no_stuck'].map((name) => ({ name, kind: 'built in' })),
  ];
  return Object.fromEntries(
    all.map(({ name, kind }) => {
      const moves = shortest.get(name);
      if (moves !== undefined) return [name, `violated ${moves}`];
      if (limits[0] !== undefined) return [name, `unknown (${limits[0]})`];
      return [name, kind === 'final' && !finishes ? 'unknown (never finishes)' : 'holds'];
    }),
  );
}

/** Every witness replays, and ends in what it is a witness of. */
function expectWitnesses(machine: Machine, report: SearchReport): void {
  const stuck = naiveEnumerate(machine, AMPLE.maxStates).stuck;
  for (const { name, witness } of report.verdicts) {
    if (witness === null) continue;
    if (name === 'no_stuck') expect(stuck).toContain(stateAfter(machine, witness));
    else expect(brokenAfter(machine, witness)).toContain(name);
  }
}

describe('explore against naive enumeration', () => {
  const anyMaxStates = fc.oneof(fc.constant(AMPLE.maxStates), fc.integer({ min: 0, max: 24 }));

  it('agrees on states, transitions, limits, verdicts and lengths of witnesses', () => {
    fc.assert(
      fc.property(anyTableMachine, anyMaxStates, (machine, maxStates) => {
        const report = search(machine, { maxStates });
        const naive = naiveEnumerate(machine, maxStates);
        const kept = [...naive.states.values()];
        expect({ ...report, verdicts: words(report) }).toMatchObject({
          verdicts: naiveWords(machine, maxStates),
          states: kept.length,
          transitions: naive.transitions,
          depth: Math.max(0, ...kept.map(({ distance }) => distance)),
          quiescent: kept.filter(({ ending }) => ending === 'quiescent').length,
          limits: naive.limits,
        });
        expectWitnesses(machine, report);
      }),
      drawn(2000),
    );
  });

  it('is right about what it claims within a few bytes', () => {
    fc.assert(
      fc.property(anyTableMachine, fc.integer({ min: 0, max: 3000 }), (machine, maxBytes) => {
        const report = search(machine, { maxBytes });
        const truth = naiveWords(machine, AMPLE.maxStates);
        expect(report.bytes + report.stuckBytes).toBeLessThanOrEqual(maxBytes);
        for (const verdict of report.verdicts) {
          const exact = verdict.name !== 'no_stuck' || report.limits.length === 0;
          const claim = exact ? word(verdict) : verdict.verdict;
          if (verdict.verdict !== 'unknown') expect(truth[verdict.name]).toContain(claim);
        }
        const cut = report.limits.includes(new Budget(maxBytes).limitName);
        if (!cut) expect(words(report)).toEqual(truth);
      }),
      drawn(1000),
    );
  });

  it('is never beaten by a random walk', () => {
    fc.assert(
      fc.property(anyTableMachine, fc.array(fc.nat(30), { maxLength: 40 }), (machine, choices) => {
        const { verdicts } = search(machine);
        const walk = walkOf(machine, choices);
        for (let length = 0; length <= walk.length; length++) {
          for (const broken of brokenAfter(machine, walk.slice(0, length))) {
            const witness = verdicts.find(({ name }) => name === broken)?.witness;
            expect(witness?.length).toBeLessThanOrEqual(length);
          }
        }
      }),
      drawn(500),
    );
  });
});

/** The moves of a walk that takes the choices among what is enabled, until it can go no further. */
function walkOf(machine: Machine, choices: readonly number[]): number[] {
  const state = new Uint32Array(machine.words);
  const walk: number[] = [];
  machine.start(state, 0);
  for (const choice of choices) {
    machine.open(state, 0);
    const bits = machine.ending() === 'panicked' ? 0 : machine.enabled();
    const moves = [...Array(machine.moveCount).keys()].filter((move) => (bits >> move) & 1);
    const move = moves[choice % moves.length];
    if (move === undefined || machine.take(move, state, 0) < 0) break;
    walk.push(move);
  }
  return walk;
}
