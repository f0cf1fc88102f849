// Machines written as rules or tables, for tests: puzzles that have nothing to do with kernels.

import fc from 'fast-check';
import type { Ending, Machine, MachineProperty } from './machine.ts';

/** What a move does: the next state, and names of the edge properties that it breaks; or a limit hit. */
export type RuleStep =
  | { readonly to: readonly number[]; readonly breaks?: readonly string[] }
  | { readonly limit: string };

export interface Rules {
  readonly initial: readonly number[];
  /** One function a move: what it does in a state, or null where it is not enabled. */
  readonly moves: readonly ((state: readonly number[]) => RuleStep | null)[];
  /** The task of each move; by default each move is a task of its own. */
  readonly moveTask?: readonly number[];
  readonly properties?: readonly (MachineProperty & {
    /** For `state` and `final` properties: what must hold. */
    readonly holds?: (state: readonly number[]) => boolean;
  })[];
  readonly limits?: readonly string[];
  readonly start?: RuleStep;
  readonly ending?: (state: readonly number[]) => Ending;
}

/** A machine whose states are lists of numbers, one a word. */
export function ruleMachine(rules: Rules): Machine {
  const { initial, moves, properties = [], limits = [] } = rules;
  const { start = { to: initial }, ending = () => 'running' } = rules;
  let open: readonly number[] = [];
  const bitsOf = (names: readonly string[]) =>
    properties.reduce((bits, { name }, i) => (names.includes(name) ? bits | (1 << i) : bits), 0);
  const write = (step: RuleStep, into: Uint32Array, at: number) => {
    if ('limit' in step) return -1 - limits.indexOf(step.limit);
    into.set(step.to, at);
    return bitsOf(step.breaks ?? []);
  };
  return {
    words: initial.length,
    moveCount: moves.length,
    moveTask: rules.moveTask ?? moves.map((_, move) => move),
    properties,
    limits,
    start: (into, at) => write(start, into, at),
    open: (from, at) => {
      open = [...from.subarray(at, at + initial.length)];
    },
    enabled: () =>
      moves.reduce((bits, rule, i) => (rule(open) === null ? bits : bits | (1 << i)), 0),
    take: (move, into, at) => {
      const step = moves[move]?.(open) ?? null;
      if (step === null) throw new Error(`move ${move} is not enabled in ${open.join()}`);
      return write(step, into, at);
    },
    judge: () => {
      const asked = properties.filter(
        ({ kind }) => kind === 'state' || (kind === 'final' && ending(open) === 'quiescent'),
      );
      return bitsOf(asked.filter(({ holds }) => holds?.(open) === false).map(({ name }) => name));
    },
    ending: () => ending(open),
  };
}

/** The properties of every random machine. */
const PROPERTIES = [
  { name: 'safe', kind: 'state' },
  { name: 'rare', kind: 'state' },
  { name: 'settled', kind: 'final' },
  { name: 'step', kind: 'edge' },
  { name: 'leap', kind: 'edge' },
] as const;

interface TableRow {
  readonly ending: Ending;
  /** For each move: the next row, a limit (as -1 - i), or null where it is not enabled. */
  readonly moves: readonly (readonly [to: number, breaks: number] | null)[];
  readonly breaks: number;
}

const LIMITS = ['pool pages[4]', 'range refcount 0..7'];

/** Random small machines: up to 24 states in up to 3 words, up to 5 moves by up to 3 tasks. */
export const anyTableMachine: fc.Arbitrary<Machine> = fc
  .record({
    size: fc.integer({ min: 1, max: 24 }),
    words: fc.integer({ min: 1, max: 3 }),
    moveTask: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 5 }),
    limited: fc.boolean(),
    quiescence: fc.integer({ min: 0, max: 2 }),
    startBreaks: fc.constantFrom(0, 0, 0, 0b01000),
  })
  .chain(({ size, words, moveTask, limited, quiescence, startBreaks }) =>
    fc
      .array(anyRow(size, moveTask.length, limited, quiescence), {
        minLength: size,
        maxLength: size,
      })
      .map((rows) => tableMachine(rows, words, moveTask, startBreaks)),
  );

function anyRow(
  size: number,
  moves: number,
  limited: boolean,
  quiescence: number,
): fc.Arbitrary<TableRow> {
  const target = fc.integer({ min: 0, max: size - 1 });
  const edgeBreaks = fc.constantFrom(0, 0, 0, 0, 0, 0b01000, 0b10000, 0b11000);
  const move = fc.oneof(
    { weight: 3, arbitrary: fc.constant(null) },
    { weight: 5, arbitrary: fc.tuple(target, edgeBreaks) },
    { weight: limited ? 1 : 0, arbitrary: fc.tuple(fc.constantFrom(-1, -2), fc.constant(0)) },
  );
  return fc.record({
    ending: fc.oneof(
      { weight: 8, arbitrary: fc.constant<Ending>('running') },
      { weight: quiescence, arbitrary: fc.constant<Ending>('quiescent') },
      { weight: quiescence === 0 ? 0 : 1, arbitrary: fc.constant<Ending>('panicked') },
    ),
    moves: fc.array(move, { minLength: moves, maxLength: moves }),
    breaks: fc.constantFrom(0, 0, 0, 0, 0, 0, 0b001, 0b010, 0b100, 0b111),
  });
}

/** Row `n` is packed so that neighbouring rows differ in one word only, the others being equal for many. */
function tableMachine(
  rows: readonly TableRow[],
  words: number,
  moveTask: readonly number[],
  startBreaks: number,
): Machine {
  const pack = (row: number) =>
    Array.from(
      { length: words },
      (_, word) => (row >> (2 * word)) & (word === words - 1 ? 255 : 3),
    );
  const unpack = (state: readonly number[]) =>
    state.reduce((row, value, word) => row | (value << (2 * word)), 0);
  const rowOf = (state: readonly number[]): TableRow => {
    const row = rows[unpack(state)];
    if (row === undefined) throw new Error(`no row ${state.join()}`);
    return row;
  };
  const namesOf = (bits: number) =>
    PROPERTIES.filter((_, i) => (bits >> i) & 1).map(({ name }) => name);
  const stepOf = (entry: TableRow['moves'][number]): RuleStep | null => {
    if (entry === null) return null;
    const [to, breaks] = entry;
    return to < 0 ? { limit: LIMITS[-1 - to] ?? '' } : { to: pack(to), breaks: namesOf(breaks) };
  };
  return ruleMachine({
    initial: pack(0),
    start: { to: pack(0), breaks: namesOf(startBreaks) },
    moveTask,
    limits: LIMITS,
    moves: moveTask.map((_, move) => (state) => stepOf(rowOf(state).moves[move] ?? null)),
    properties: PROPERTIES.map((property, i) => ({
      ...property,
      holds: (state) => ((rowOf(state).breaks >> i) & 1) === 0,
    })),
    ending: (state) => rowOf(state).ending,
  });
}
