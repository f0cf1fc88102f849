// Puzzles with known answers, and small traps for an explorer, as machines.

import type { Machine } from './machine.ts';
import { ruleMachine, type RuleStep } from './tableMachine.testing.ts';

/** Jugs of 5 and 3 gallons; a `state` property forbids four gallons in the large one. */
export function jugs(): Machine {
  const pour = (from: number, room: number) => Math.min(from, room);
  return ruleMachine({
    initial: [0, 0],
    moves: [
      ([, small = 0]) => ({ to: [5, small] }),
      ([large = 0]) => ({ to: [large, 3] }),
      ([, small = 0]) => ({ to: [0, small] }),
      ([large = 0]) => ({ to: [large, 0] }),
      ([large = 0, small = 0]) => {
        const poured = pour(large, 3 - small);
        return { to: [large - poured, small + poured] };
      },
      ([large = 0, small = 0]) => {
        const poured = pour(small, 5 - large);
        return { to: [large + poured, small - poured] };
      },
    ],
    properties: [{ name: 'not_four', kind: 'state', holds: ([large]) => large !== 4 }],
  });
}

/**
 * Farmer, wolf, goat and cabbage on bank 0 or 1; whoever would eat may not be left alone.
 * Quiescent when all are across; `final` asks the impossible, that they are not.
 */
export function river(): Machine {
  const eaten = ([farmer, wolf, goat, cabbage]: readonly number[]) =>
    goat !== farmer && (goat === wolf || goat === cabbage);
  const cross = (passenger: number) => (state: readonly number[]) => {
    if (state[passenger] !== state[0]) return null;
    const to = state.map((bank, who) => (who === 0 || who === passenger ? 1 - bank : bank));
    return eaten(to) ? null : { to };
  };
  return ruleMachine({
    initial: [0, 0, 0, 0],
    moves: [cross(0), cross(1), cross(2), cross(3)],
    properties: [{ name: 'never_across', kind: 'final', holds: () => false }],
    ending: (state) => (state.every((bank) => bank === 1) ? 'quiescent' : 'running'),
  });
}

/**
 * Philosophers who take one fork, then the other, eat once and put both back. Words: each
 * one's phase (0 to 3), then each fork's holder (0: free). The last one may reach left-handed.
 */
export function philosophers(count: number, lastIsLeftHanded: boolean): Machine {
  const forks = (who: number) => {
    const [left, right] = [count + who, count + ((who + 1) % count)];
    return lastIsLeftHanded && who === count - 1 ? [right, left] : [left, right];
  };
  const advance = (who: number) => (state: readonly number[]) => {
    const phase = state[who] ?? 0;
    const [first = 0, second = 0] = forks(who);
    const needed = phase === 0 ? first : second;
    if (phase === 3 || (phase < 2 && state[needed] !== 0)) return null;
    const to = [...state];
    to[who] = phase + 1;
    if (phase < 2) to[needed] = who + 1;
    else to[first] = to[second] = 0;
    return { to };
  };
  const people = Array.from({ length: count }, (_, who) => who);
  return ruleMachine({
    initial: Array.from({ length: 2 * count }, () => 0),
    moves: people.map(advance),
    properties: [
      {
        name: 'neighbours_do_not_eat_together',
        kind: 'state',
        holds: (state) => people.every((who) => state[who] !== 2 || state[(who + 1) % count] !== 2),
      },
      {
        name: 'forks_are_back',
        kind: 'final',
        holds: (state) => state.slice(count).every((holder) => holder === 0),
      },
    ],
    ending: (state) => (people.every((who) => state[who] === 3) ? 'quiescent' : 'running'),
  });
}

/** Counts for ever, until its range of 0 to `most` is left. */
export function counter(most: number): Machine {
  return ruleMachine({
    initial: [0],
    moves: [([n = 0]) => (n === most ? { limit: 'range n' } : { to: [n + 1] })],
    properties: [
      { name: 'small', kind: 'state', holds: ([n = 0]) => n < 3 },
      { name: 'natural', kind: 'state', holds: ([n = 0]) => n >= 0 },
      { name: 'even', kind: 'final', holds: () => true },
    ],
    limits: ['range m', 'range n'],
  });
}

type Arrow = readonly [from: number, to: number, breaks?: string];

/** A graph by its arrows, each of which may break the edge property `careful`. State 0 is initial. */
export function graph(
  arrows: readonly Arrow[],
  { quiescent = [], panicked = [] }: { quiescent?: number[]; panicked?: number[] } = {},
): Machine {
  const step = ([from, to, breaks]: Arrow) => {
    return ([state]: readonly number[]): RuleStep | null =>
      state === from ? { to: [to], breaks: breaks === undefined ? [] : [breaks] } : null;
  };
  return ruleMachine({
    initial: [0],
    moves: arrows.map(step),
    properties: [
      { name: 'careful', kind: 'edge' },
      { name: 'done_well', kind: 'final', holds: ([state]) => state !== 9 },
    ],
    ending: ([state = 0]) => {
      if (panicked.includes(state)) return 'panicked';
      return quiescent.includes(state) ? 'quiescent' : 'running';
    },
  });
}

/** A grid of `side` by `side` by `side`, walked upwards: as many states as one likes. */
export function grid(side: number): Machine {
  const up = (axis: number) => (state: readonly number[]) =>
    state[axis] === side - 1 ? null : { to: state.map((n, i) => (i === axis ? n + 1 : n)) };
  return ruleMachine({
    initial: [0, 0, 0],
    moves: [up(0), up(1), up(2)],
    properties: [
      { name: 'below', kind: 'state', holds: (state) => state.some((n) => n < side - 1) },
    ],
    ending: (state) => (state.every((n) => n === side - 1) ? 'quiescent' : 'running'),
  });
}

/** Starts in the middle of a road and may walk either way; only the near end is one, if any is. */
export function road(half: number, hasEnd: boolean): Machine {
  return ruleMachine({
    initial: [half],
    moves: [
      ([n = 0]) => (n < 2 * half ? { to: [n + 1] } : null),
      ([n = 0]) => (n > 0 ? { to: [n - 1] } : null),
    ],
    ending: ([n]) => (hasEnd && n === 0 ? 'quiescent' : 'running'),
  });
}
