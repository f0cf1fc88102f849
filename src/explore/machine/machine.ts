// What the explorer asks of anything that it searches. It knows no kernel.

/**
 * A property that the machine itself can judge.
 *
 * - `state`: judged in every reachable state.
 * - `final`: judged in quiescent states only.
 * - `edge`: judged while a move is taken; the move into a known state may be the bad one.
 */
export interface MachineProperty {
  readonly name: string;
  readonly kind: 'state' | 'final' | 'edge';
}

/** `quiescent`: every task has ended and every daemon is idle. `panicked`: an oops ended the machine. */
export type Ending = 'running' | 'quiescent' | 'panicked';

/** Takes several moves of the open state in one go. */
export interface Expander {
  /**
   * Records of `2 + words` words, one a move taken: what `take` returns, the state's hash (`hashWords`), the
   * state. After a limit only the first of these says something.
   */
  readonly successors: Uint32Array;
  /** Records that there is room for; more than there are moves. */
  readonly capacity: number;
  /** Takes a set of enabled moves, in the order of their numbers, and writes their records from this one on. */
  expand(moves: number, record: number): void;
}

/**
 * A finite machine over packed states.
 *
 * A state is `words` 32-bit words in an array of the caller's. Exactly one state is open at
 * a time; every question below is about the open state, and taking a move leaves it open.
 * Two states are the same exactly when their words are.
 */
export interface Machine {
  readonly words: number;
  /** So many words at the beginning are worth keeping once for all states that have them in common; nothing said: none. */
  readonly common?: number | undefined;
  /** Moves are numbered from 0; a move is one task's next step, or one branch of its choice. At most 31. */
  readonly moveCount: number;
  /** The task that makes the move: what a context switch is counted by. */
  readonly moveTask: readonly number[];
  /** At most 31: bit `i` of a judgement speaks of `properties[i]`. */
  readonly properties: readonly MachineProperty[];
  /** Names of the limits that a move can hit, such as `pool pages[4]` or `range refcount 0..7`. */
  readonly limits: readonly string[];
  /** Writes the initial state; returns the bits of the edge properties that it breaks, or -1 - i for limit i. */
  start(into: Uint32Array, at: number): number;
  open(from: Uint32Array, at: number): void;
  /** Bit `m` is set when move `m` can be taken in the open state. */
  enabled(): number;
  /**
   * Takes an enabled move and writes the successor.
   * Returns the bits of the edge properties that the move breaks (0: none), or `-1 - i` when it
   * hits limit `i`; then nothing is written and the move has no successor.
   */
  take(move: number, into: Uint32Array, at: number): number;
  /** Bits of the `state` properties that the open state breaks, and of the `final` ones where it is quiescent. */
  judge(): number;
  ending(): Ending;
  /**
   * Bits of the properties that something has tested since the machine was made: an assertion was evaluated, an
   * antecedent was true in a judged state. What holds without having been tested holds vacuously. Nothing said: all.
   */
  readonly tested?: number | undefined;
  /** A machine that can take many moves faster than one by one says so; it may begin to at any time. */
  readonly expander?: Expander | undefined;
}
