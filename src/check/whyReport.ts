// Why a run broke a property: what was computed of it, as plain data.

/** A step of the witness. */
export interface StepRef {
  /** Counts from 1, as on the stage. */
  readonly step: number;
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
  /** Locks of the scenario that one side holds there already, then one more lock; empty: none was found. */
  readonly locks: readonly CoveringLock[];
  readonly tried: {
    readonly pairs: number;
    readonly searches: number;
    readonly states: number;
    /** Between which tasks a lock was looked for. */
    readonly tasks: readonly (readonly [string, string])[];
  };
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

export interface CoveringLock {
  /** The lock of the scenario; null: one more. */
  readonly name: string | null;
  readonly spans: readonly LockSpan[];
}

export interface LockSpan {
  readonly task: string;
  readonly from: StepRef;
  /** Null: until the task ends. */
  readonly to: StepRef | null;
  /** It holds the lock there already. */
  readonly already: boolean;
}

export interface WhyProgress {
  /** Searches that have ended, and states of all of them. */
  readonly searches: number;
  readonly states: number;
}
