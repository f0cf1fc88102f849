// A run: a schedule taken from the initial state, with the world before and after each step.

import type { LockMode, LockName, ObjectId, StepSite, Value, World } from './world.ts';

/** One move of a schedule: the task that steps, and the branch where its step is a choice. */
export interface Move {
  readonly task: number;
  readonly choice: string | null;
}

export interface Run {
  readonly moves: readonly Move[];
  /** `moments[n]` is the world after `n` steps: one more than there are moves taken. */
  readonly moments: readonly Moment[];
  /** Why the replay stopped before the end of the schedule, if it did. */
  readonly stopped: RunStop | null;
}

export type RunStop =
  | {
      readonly kind: 'blocked';
      readonly at: number;
      readonly task: number;
      readonly on: LockName | null;
    }
  | { readonly kind: 'done'; readonly at: number; readonly task: number }
  | { readonly kind: 'ended'; readonly at: number; readonly oops: string }
  | { readonly kind: 'limit'; readonly at: number; readonly task: number; readonly limit: string }
  | {
      readonly kind: 'no-choice';
      readonly at: number;
      readonly task: number;
      readonly choice: string | null;
    };

export interface Moment {
  readonly world: World;
  /** The step that led here; null in the initial moment. */
  readonly step: Step | null;
}

export interface Step {
  /** Counts from 1: `moments[index]` is the world after it. */
  readonly index: number;
  readonly task: number;
  readonly site: StepSite;
  readonly choice: string | null;
  readonly effects: readonly Effect[];
  readonly locks: readonly LockEvent[];
  /** Names of the edge properties (assertions, no_oops, no_lock_leak) that this very step breaks. */
  readonly breaks: readonly string[];
}

/** One access to shared memory, in the order made. `field` is a path inside the object: `bytes[0]`, `tlb[0].w`. */
export type Effect =
  | {
      readonly kind: 'read';
      readonly object: ObjectId;
      readonly field: string;
      readonly value: Value;
    }
  | {
      readonly kind: 'write';
      readonly object: ObjectId;
      readonly field: string;
      readonly before: Value;
      readonly after: Value;
    }
  | { readonly kind: 'alloc' | 'free'; readonly object: ObjectId };

/**
 * A lock transition. `contend`: the task now stands before a lock that it cannot take.
 * `wake`: the task was blocked before this step and can go on after it. Both are said of the
 * step that makes them so, whoever takes it.
 */
export interface LockEvent {
  readonly kind:
    | 'acquire'
    | 'release'
    | 'downgrade'
    | 'queue'
    | 'trylock-failed'
    | 'contend'
    | 'wake';
  readonly lock: LockName;
  readonly mode: LockMode;
  readonly task: number;
}
