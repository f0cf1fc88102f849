// Why a run broke a property: what was computed of it, as plain data.

import type { Explanation } from '../explain/explanation.ts';
import type { FixReport } from '../fix/fixReport.ts';

/** A step of the witness. */
export interface StepRef extends StepText {
  /** Counts from 1, as on the stage. */
  readonly step: number;
}

/** A step by its text. */
export interface StepText {
  readonly task: string;
  /** The function that it is in, and its statement. */
  readonly calls: readonly string[];
  readonly text: string;
  readonly file: string;
  readonly line: number;
}

export interface WhyReport {
  readonly property: string;
  readonly witness: string;
  /** The step that breaks the property; null where the initial state does. */
  readonly broken: StepRef | null;
  /** The decisive orders and how the damage travelled; null where a limit was reached. */
  readonly explanation: Explanation | null;
  readonly noReturn: NoReturnPoint;
  /** Null: no exchange of two steps alone would have saved the run. */
  readonly pair: CriticalPair | null;
  readonly window: OpenWindow | null;
  /** What would have mended it; null where it was not asked. */
  readonly fixes: FixReport | null;
  readonly tried: TriedText;
  /** Limits that a search reached: what is said then may be too little. */
  readonly limits: readonly string[];
}

export type NoReturnPoint =
  /** After this step no run ends well any more; before it, one does. */
  | { readonly kind: 'step'; readonly at: StepRef }
  /** No run at all ends well. */
  | { readonly kind: 'never' }
  /** A limit hid whether there still is a good end. */
  | { readonly kind: 'unknown'; readonly limit: string };

/** In the witness `first` comes before `second`; had it come after, the property would hold in every run from there. */
export interface CriticalPair {
  readonly first: StepRef;
  readonly second: StepRef;
  /** Where they meet: `F.bmap[0]`. */
  readonly place: string;
}

/** A task's steps from `from` to `to`, into which `inside` fell. */
export interface OpenWindow {
  readonly task: string;
  readonly from: StepRef;
  readonly to: StepRef;
  readonly inside: readonly StepRef[];
}

export interface TriedText {
  readonly pairs: number;
  readonly searches: number;
  readonly states: number;
  /** Between which tasks a lock was looked for. */
  readonly tasks: readonly string[];
  /** Locks of the scenario that were tried; none where not even one more lock would do. */
  readonly locks: readonly LockTry[];
  /** No lock was looked for: it breaks though no two tasks overlap, one running only after the other. */
  readonly inTurn: boolean;
}

export interface LockTry {
  /** Its field: `i_mutex`. */
  readonly name: string;
  /**
   * How far the best text came. `breaks`: some run breaks the property all the same. `deadlocks`: none does, but some run
   * deadlocks or never ends. `disorder`: another scenario takes the locks the other way round. `fails`: something else breaks. `limit`: a limit was reached. `refused`: where it could be
   * taken, the language forbids it, as under a spinlock. `no object`: no name leads to such a lock there.
   */
  readonly outcome:
    | 'helps'
    | 'breaks'
    | 'deadlocks'
    | 'disorder'
    | 'fails'
    | 'limit'
    | 'refused'
    | 'no object';
}

export interface WhyProgress {
  /** Searches that have ended, and states of all of them. */
  readonly searches: number;
  readonly states: number;
}
