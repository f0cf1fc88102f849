// The result of a check: one report for each scenario and configuration, in the words that the page, the CLI and the
// tests share.

import type { Config, ExpectedVerdict } from '../../lang/program/configurations.ts';
import type { Reduction } from './reductions.ts';
import type { RestsOn } from './restsOn.ts';

export type { Config };

export type Verdict = 'holds' | 'violated' | 'unknown';

export interface Finding {
  readonly property: string;
  /** The property's sentence in the scenario, or the built-in one. */
  readonly sentence: string;
  /** What went wrong where it is violated, as a sentence without a full stop. */
  readonly violation: string;
  readonly kind: 'always' | 'finally' | 'assertion' | 'builtin';
  readonly verdict: Verdict;
  /**
   * It holds, and nothing tests it: no step reaches its assertion, its antecedent is true in no evaluated state,
   * or it quantifies over an empty set.
   */
  readonly vacuous: boolean;
  /** Why it is unknown: the limit's name, or `never finishes`. */
  readonly limit: string | null;
  /** What the scenario's `expect` lines say of it in this configuration; null if none names it. */
  readonly expected: ExpectedVerdict | null;
  /** A schedule that breaks it, as text (`f3p5w2`); a shortest one unless reductions are on. */
  readonly witness: string | null;
  /** A schedule that breaks it with the fewest context switches. */
  readonly fewestSwitches: string | null;
  /**
   * The functions that a verdict `holds` depends on and that may hide a violation; null if there are none.
   */
  readonly rests: RestsOn | null;
}

/** `holds (never tested)` where it holds vacuously. */
export type FoundVerdict = Verdict | 'holds (never tested)';

export function foundVerdict({ verdict, vacuous }: Finding): FoundVerdict {
  return vacuous ? 'holds (never tested)' : verdict;
}

/** Whether the verdict is the expected one. A property that holds vacuously must be expected to. */
export function isExpected({ verdict, vacuous, expected }: Finding): boolean {
  return (vacuous ? 'holds vacuously' : verdict) === expected;
}

/** Final states that agree in the scenario's `outcome` line and in which tasks are stuck. */
export interface Outcome {
  /** In the order of the `outcome` line; empty where there is none. */
  readonly values: readonly { readonly place: string; readonly value: string }[];
  /** `finished`, `deadlocked: fault, punch`, or `oops: NULL dereference`. */
  readonly ending: string;
  /** The number of distinct states with this end. */
  readonly states: number;
  /** What is broken in all of these states, or in some. */
  readonly broken: readonly OutcomeBreak[];
  /** A shortest schedule that ends so. */
  readonly witness: string;
}

export interface OutcomeBreak {
  readonly property: string;
  /** In how many of the outcome's states it is broken. */
  readonly states: number;
  /** A shortest schedule that ends in one of them. */
  readonly witness: string;
}

export interface Census {
  /** Those in which something is broken first, then by the number of states, the most first. */
  readonly outcomes: readonly Outcome[];
  /** Whether the list is complete; if not, the numbers of states may be too small. */
  readonly complete: boolean;
}

export interface Report {
  readonly scenario: string;
  /** The named kernel with these changes; null if there is none. */
  readonly kernel: string | null;
  readonly config: Config;
  readonly findings: readonly Finding[];
  readonly census: Census;
  readonly states: number;
  readonly transitions: number;
  /** Longest shortest run, in steps. */
  readonly depth: number;
  /** How many states are quiescent. */
  readonly quiescent: number;
  /** Bytes of the visited set, the frontier and the parents together. */
  readonly bytes: number;
  /** The limits that were reached; empty exactly when the whole space was searched. */
  readonly limits: readonly string[];
  /** The reductions that were asked for; none: every state was searched, and runs are shortest. */
  readonly reduce: readonly Reduction[];
  readonly ms: number;
}

export interface Progress {
  readonly states: number;
  readonly transitions: number;
  readonly frontier: number;
  readonly depth: number;
}

export interface Limits {
  readonly maxStates: number;
  readonly maxBytes: number;
}
