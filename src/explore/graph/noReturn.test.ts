// The point of no return against its definition, on random machines and random runs of them.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { drawn } from '../../base/drawn.testing.ts';
import type { Machine } from '../machine/machine.ts';
import {
  type NaiveAnswer,
  naiveEnumerate,
  type NaiveState,
} from '../search/naiveEnumerate.testing.ts';
import { lastGoodState } from './noReturn.ts';
import { anyTableMachine } from '../machine/tableMachine.testing.ts';

const LIMITS = { maxStates: 10_000, maxBytes: 10_000_000 };
const PROPERTIES = ['safe', 'settled', 'step', 'no_deadlock', 'no_stuck'];

/** By closure: a quiescent state is reached with the property unbroken all the way. */
function isGood(all: NaiveAnswer, from: NaiveState, property: string): boolean {
  const seen = new Set([from]);
  for (const state of seen) {
    if (state.broken.includes(property)) continue;
    if (state.ending === 'quiescent') return true;
    for (const { target, broken } of state.moves) {
      const next = target === null ? undefined : all.states.get(target);
      if (next !== undefined && !broken.includes(property)) seen.add(next);
    }
  }
  return false;
}

/** A run that goes on while the property is unbroken: the states before a break, however it is chosen. */
function walk(all: NaiveAnswer, choices: readonly number[], property: string): NaiveState[] {
  const [first] = all.states.values();
  const run: NaiveState[] = [];
  let here = first;
  for (const choice of choices) {
    if (here === undefined || here.broken.includes(property)) break;
    run.push(here);
    const ways = here.moves.filter(({ target }) => target !== null);
    const way = ways[choice % Math.max(1, ways.length)];
    if (way === undefined || way.broken.includes(property)) break;
    here = all.states.get(way.target ?? '');
  }
  return run;
}

function lastGood(machine: Machine, states: readonly NaiveState[], property: string) {
  const words = states.map((state) => Uint32Array.from(state.words));
  const search = lastGoodState(machine, words, property, LIMITS, 3);
  for (;;) {
    const slice = search.next();
    if (slice.done === true) return slice.value;
  }
}

it('is the last state with a good end, and none after it has one', () => {
  fc.assert(
    fc.property(
      anyTableMachine,
      fc.array(fc.nat(9), { minLength: 1, maxLength: 12 }),
      fc.constantFrom(...PROPERTIES),
      (machine, choices, property) => {
        const all = naiveEnumerate(machine, 10_000);
        const run = walk(all, choices, property);
        const good = run.map((state) => isGood(all, state, property));
        const found = lastGood(machine, run, property);
        const last = good.lastIndexOf(true);
        expect(found.lastGood).toBe(last < 0 ? null : last);
        expect(good.slice(0, last + 1)).not.toContain(false);
      },
    ),
    drawn(500),
  );
});

it('names the limit that it reached', () => {
  fc.assert(
    fc.property(anyTableMachine, (machine) => {
      const all = naiveEnumerate(machine, 10_000);
      const [first] = all.states.values();
      if (first === undefined || first.moves.every(({ target }) => target === first.key)) return;
      const search = lastGoodState(
        machine,
        [Uint32Array.from(first.words)],
        'no_deadlock',
        { maxStates: 1, maxBytes: 10_000_000 },
        3,
      );
      for (;;) {
        const slice = search.next();
        if (slice.done !== true) continue;
        const leaves = first.moves.some(({ target }) => target !== null && target !== first.key);
        if (slice.value.lastGood === null && leaves && first.ending === 'running')
          expect(slice.value.limits).toContain('states 1');
        return;
      }
    }),
  );
});
