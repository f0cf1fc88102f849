// The explorer's opponent in tests: the same questions answered from their definitions, with
// maps, sets and repeated relaxation, sharing no code with the search.

import type { Machine } from '../machine/machine.ts';

export interface NaiveMove {
  readonly move: number;
  readonly task: number;
  /** Key of the successor; null where a limit cut the move. */
  readonly target: string | null;
  readonly broken: readonly string[];
}

export interface NaiveState {
  readonly key: string;
  readonly words: readonly number[];
  readonly distance: number;
  readonly ending: ReturnType<Machine['ending']>;
  readonly broken: readonly string[];
  readonly moves: NaiveMove[];
}

export interface NaiveAnswer {
  /** In the order found. */
  readonly states: ReadonlyMap<string, NaiveState>;
  readonly transitions: number;
  readonly limits: readonly string[];
  /** Keys of the states that surely cannot end. */
  readonly stuck: readonly string[];
  /** For each property, built-in ones included, the length of a shortest run that breaks it. */
  readonly shortest: ReadonlyMap<string, number>;
  /** The fewest switches that break it, and the fewest moves with so many switches. */
  readonly fewest: ReadonlyMap<string, readonly [switches: number, moves: number]>;
}

/** Enumerates the machine, keeping at most `maxStates` states. */
export function naiveEnumerate(machine: Machine, maxStates: number): NaiveAnswer {
  const states = new Map<string, NaiveState>();
  const limits = new Set<string>();
  const buffer = new Uint32Array(machine.words);
  const named = (bits: number) =>
    machine.properties.filter((_, i) => (bits >> i) & 1).map(({ name }) => name);
  let transitions = 0;

  /** Reads a state out of the buffer; its moves are looked at later. */
  const discover = (distance: number): string | null => {
    const words = [...buffer];
    const key = words.join();
    if (states.has(key)) return key;
    if (states.size === maxStates) {
      limits.add(`states ${maxStates}`);
      return null;
    }
    machine.open(Uint32Array.from(words), 0);
    const broken = named(machine.judge());
    states.set(key, { key, words, distance, ending: machine.ending(), broken, moves: [] });
    return key;
  };

  const takeMove = (state: NaiveState, move: number) => {
    machine.open(Uint32Array.from(state.words), 0);
    const answer = machine.take(move, buffer, 0);
    if (answer < 0) limits.add(machine.limits[-1 - answer] ?? 'unnamed');
    else transitions++;
    const target = answer < 0 ? null : discover(state.distance + 1);
    const broken = answer < 0 ? [] : named(answer);
    state.moves.push({ move, task: machine.moveTask[move] ?? -1, target, broken });
  };

  const started = machine.start(buffer, 0);
  if (started < 0) limits.add(machine.limits[-1 - started] ?? 'unnamed');
  else discover(0);
  for (const state of states.values()) {
    if (state.ending === 'panicked') continue;
    machine.open(Uint32Array.from(state.words), 0);
    const enabled = machine.enabled();
    for (let move = 0; move < machine.moveCount; move++) {
      if ((enabled >> move) & 1) takeMove(state, move);
    }
  }
  const atStart = started < 0 ? [] : named(started);
  const breaks = breaksIn(states);
  return {
    states,
    transitions,
    limits: [...limits],
    stuck: [...states.values()].filter((state) => !canLeave(states, state)).map(({ key }) => key),
    shortest: shortestBreaks(states, breaks, atStart),
    fewest: fewestBreaks(states, breaks, atStart),
  };
}

type Breaks = (state: NaiveState) => readonly string[];

/** The state properties, the machine's and the built-in ones, that a state breaks. */
function breaksIn(states: ReadonlyMap<string, NaiveState>): Breaks {
  return (state) => [
    ...state.broken,
    ...(state.ending === 'running' && state.moves.length === 0 ? ['no_deadlock'] : []),
    ...(canLeave(states, state) ? [] : ['no_stuck']),
  ];
}

/** Whether a run from here ends, or leaves what was enumerated. */
function canLeave(states: ReadonlyMap<string, NaiveState>, from: NaiveState): boolean {
  const closure = new Set([from]);
  for (const state of closure) {
    if (state.ending !== 'running') return true;
    for (const { target } of state.moves) {
      const next = target === null ? undefined : states.get(target);
      if (next === undefined) return true;
      closure.add(next);
    }
  }
  return false;
}

function shortestBreaks(
  states: ReadonlyMap<string, NaiveState>,
  breaks: Breaks,
  atStart: readonly string[],
): Map<string, number> {
  const shortest = new Map(atStart.map((name) => [name, 0]));
  const offer = (name: string, length: number) =>
    shortest.set(name, Math.min(length, shortest.get(name) ?? Infinity));
  for (const state of states.values()) {
    breaks(state).forEach((name) => offer(name, state.distance));
    for (const { broken } of state.moves) broken.forEach((name) => offer(name, state.distance + 1));
  }
  return shortest;
}

type Cost = readonly [switches: number, moves: number];
const cheaper = (a: Cost, b: Cost | undefined) =>
  b === undefined || a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);

/** Relaxes the cost of each (state, last task) until nothing gets cheaper. */
function fewestBreaks(
  states: ReadonlyMap<string, NaiveState>,
  breaks: Breaks,
  atStart: readonly string[],
): Map<string, Cost> {
  const [initial] = states.values();
  const costs = new Map<string, { state: NaiveState; task: number; cost: Cost }>();
  const fewest = new Map<string, Cost>(atStart.map((name) => [name, [0, 0]]));
  const reach = (state: NaiveState, task: number, cost: Cost): boolean => {
    const node = `${state.key}/${task}`;
    if (!cheaper(cost, costs.get(node)?.cost)) return false;
    costs.set(node, { state, task, cost });
    return true;
  };
  const offer = (name: string, cost: Cost) => {
    if (cheaper(cost, fewest.get(name))) fewest.set(name, cost);
  };
  if (initial !== undefined) reach(initial, -1, [0, 0]);
  for (let changed = true; changed; ) {
    changed = false;
    for (const { state, task, cost } of costs.values()) {
      breaks(state).forEach((name) => offer(name, cost));
      for (const move of state.moves) {
        const switches = cost[0] + (task === -1 || task === move.task ? 0 : 1);
        const next: Cost = [switches, cost[1] + 1];
        move.broken.forEach((name) => offer(name, next));
        const target = move.target === null ? undefined : states.get(move.target);
        if (target !== undefined && reach(target, move.task, next)) changed = true;
      }
    }
  }
  return fewest;
}
