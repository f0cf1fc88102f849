// Takes a list of moves and says what its last moment breaks: the judge of witnesses in tests.

import type { Machine } from '../machine/machine.ts';

/**
 * Names of the properties broken by the last move or in the last state, `no_deadlock`
 * included; `no_stuck` is not judged here. Throws where a move is not enabled.
 */
export function brokenAfter(machine: Machine, moves: readonly number[]): string[] {
  const state = new Uint32Array(machine.words);
  let answer = machine.start(state, 0);
  for (const move of moves) {
    machine.open(state, 0);
    if (machine.ending() === 'panicked') throw new Error('a panicked machine takes no move');
    if (((machine.enabled() >> move) & 1) === 0) throw new Error(`move ${move} is not enabled`);
    answer = machine.take(move, state, 0);
    if (answer < 0) throw new Error(`move ${move} hits a limit`);
  }
  machine.open(state, 0);
  const bits = answer | machine.judge();
  const names = machine.properties.filter((_, i) => (bits >> i) & 1).map(({ name }) => name);
  const dead = machine.ending() === 'running' && machine.enabled() === 0;
  return dead ? [...names, 'no_deadlock'] : names;
}

/** The state that the moves lead to, as its words with commas. */
export function stateAfter(machine: Machine, moves: readonly number[]): string {
  const state = new Uint32Array(machine.words);
  machine.start(state, 0);
  for (const move of moves) {
    machine.open(state, 0);
    machine.take(move, state, 0);
  }
  return state.join();
}

/** Context switches of a list of moves; the first move is none. */
export function switchesOf(machine: Machine, moves: readonly number[]): number {
  const tasks = moves.map((move) => machine.moveTask[move]);
  return tasks.filter((task, i) => i > 0 && task !== tasks[i - 1]).length;
}

/** Runs a generator to its end and returns what it returns. */
export function runToEnd<Result>(work: Generator<unknown, Result>): Result {
  for (;;) {
    const next = work.next();
    if (next.done === true) return next.value;
  }
}
