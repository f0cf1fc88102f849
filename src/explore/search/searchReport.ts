// The limits of a search, its progress, and its report.

export interface SearchLimits {
  /** Distinct states that may be kept. */
  readonly maxStates: number;
  /** Bytes that may be held at once, everything whose size grows with the states included. */
  readonly maxBytes: number;
}

export interface SearchProgress {
  readonly states: number;
  readonly transitions: number;
  /** States found whose moves have not been taken yet. */
  readonly frontier: number;
  /** Length in moves of the shortest run to the states now being expanded. */
  readonly depth: number;
}

/** The properties that the explorer itself asks of every machine. */
export const NO_DEADLOCK = 'no_deadlock';
export const NO_STUCK = 'no_stuck';

/** The limit named by a `final` property when no state is quiescent. */
export const NEVER_FINISHES = 'never finishes';

export interface PropertyVerdict {
  readonly name: string;
  readonly verdict: 'holds' | 'violated' | 'unknown';
  /** Why it is unknown; null otherwise. */
  readonly limit: string | null;
  /** It holds, and nothing in the whole space tests it. */
  readonly vacuous: boolean;
  /**
   * A shortest list of moves that breaks it; null unless violated. For `no_stuck` it leads to the nearest state
   * that is certainly stuck. If a limit was reached, a nearer state may be stuck too.
   */
  readonly witness: readonly number[] | null;
}

/** Those of the states of an end that break a property. */
export interface EndBreak {
  readonly name: string;
  readonly states: number;
  /** A shortest list of moves to one of them. */
  readonly witness: readonly number[];
}

/** Final states that count as one end. */
export interface EndGroup {
  readonly key: string;
  readonly states: number;
  /** What these states themselves break, `no_deadlock` included. */
  readonly broken: readonly EndBreak[];
  /** A shortest list of moves to one of them. */
  readonly witness: readonly number[];
}

export interface Ends {
  /** In the order in which their first states were found. */
  readonly groups: readonly EndGroup[];
  /**
   * Why there may be more ends, and more states of those listed; empty exactly if all are counted.
   */
  readonly limits: readonly string[];
}

export interface SearchReport {
  /** The machine's properties in its order, then `no_deadlock` and `no_stuck`. */
  readonly verdicts: readonly PropertyVerdict[];
  readonly states: number;
  /**
   * Moves taken, those into known states included; a move cut by a limit of the machine does not count.
   */
  readonly transitions: number;
  /** Moves of the longest shortest run. */
  readonly depth: number;
  readonly quiescent: number;
  /** Bytes of the visited set, the frontier and the parents. */
  readonly bytes: number;
  /** Most bytes that `no_stuck` held beside them. */
  readonly stuckBytes: number;
  /** Limits reached, in that order; empty exactly when the whole space was searched. */
  readonly limits: readonly string[];
  /** The ends of all runs; null unless requested. */
  readonly ends: Ends | null;
}
