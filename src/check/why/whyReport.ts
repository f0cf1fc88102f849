// Why a run broke a property: what was computed of it, as plain data.

import type { LockKind, LockMode } from '../../model/world/world.ts';

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
  readonly noReturn: NoReturnPoint;
  /** Null: no exchange of two steps alone would have saved the run. */
  readonly pair: DecidingPair | null;
  readonly window: OpenWindow | null;
  /** Locks of the scenario that would do, those first that most of its tasks hold there already; then one more lock. */
  readonly locks: readonly CoveringLock[];
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
export interface DecidingPair {
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
  /** Locks of the scenario, tried over what must be held; none where not even one more lock would do. */
  readonly locks: readonly LockTry[];
  /** No lock was looked for: it breaks though no two tasks overlap, one running only after the other. */
  readonly inTurn: boolean;
}

export interface LockTry {
  readonly name: string;
  /**
   * `breaks`: with it, some run breaks the property all the same. `deadlocks`: none does, but some run
   * deadlocks. `fails`: some run ends in an oops, or never. `sleeps`: a spinlock cannot be held there, or the
   * lock not taken under one. `other mode`: a task holds it there otherwise, and cannot change that.
   * `no object`: no local of each task points to one object whose lock could be meant.
   */
  readonly outcome:
    | 'helps'
    | 'breaks'
    | 'deadlocks'
    | 'fails'
    | 'sleeps'
    | 'other mode'
    | 'no object';
}

export interface CoveringLock {
  /** The lock of the scenario; null: one more. */
  readonly name: string | null;
  /** Of one more lock, the least that does: a spinlock where nobody sleeps under it, unless some could share. */
  readonly kind: LockKind;
  /** Of one more lock between two tasks: either of them may hold it shared, if the other does not. */
  readonly either: boolean;
  readonly spans: readonly LockSpan[];
}

export interface LockSpan {
  readonly task: string;
  readonly mode: LockMode;
  readonly from: SpanEnd;
  /** Null: until the task ends. */
  readonly to: SpanEnd | null;
  /** It holds the lock there already. */
  readonly already: boolean;
  /** The local that points to the object whose lock is meant: `page`; null where it is always the same. */
  readonly through: string | null;
}

/** A task that was drawn in may take steps that the witness does not have: they have no number. */
export interface SpanEnd extends StepText {
  readonly step: number | null;
}

export interface WhyProgress {
  /** Searches that have ended, and states of all of them. */
  readonly searches: number;
  readonly states: number;
}
