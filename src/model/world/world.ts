// One moment of a run, by name: what a person can point at. Pure data, derived from a packed
// state; every view and every export reads this and nothing deeper.

import type { LockKind, LockMode } from '../../lang/syntax/lockKinds.ts';

/** Names one object's storage for the whole run, such as `F`, `F.i_data`, `pages[2]`. */
export type ObjectId = string;

export interface World {
  readonly objects: readonly WorldObject[];
  readonly tasks: readonly WorldTask[];
  readonly ending: 'running' | 'quiescent' | 'deadlocked' | 'panicked';
  /** Why the machine ended, when it panicked: `NULL dereference`, `use after free`, `BUG_ON`. */
  readonly oops: string | null;
  /** Names of the properties that are broken in this very state (state and final ones). */
  readonly broken: readonly string[];
  /** By broken property: the objects that its condition names where it fails. */
  readonly concerns: Readonly<Record<string, readonly ObjectId[]>>;
  /** A deadlock's cycle: each task waits for that of the next link, the last for the first; empty when there is none. */
  readonly cycle: readonly WaitLink[];
}

export interface WorldObject {
  readonly id: ObjectId;
  /** What the stage calls it: the variable's name, or `P3` for the third page allocated in this run. */
  readonly name: string;
  readonly struct: string;
  /** The struct's drawing role without `@`: `page`, `file`, `block`, `server`, `cpu`, `mm` …; null draws a plain card. */
  readonly role: string | null;
  /** False for an element of a pool that is free now. */
  readonly live: boolean;
  /** True for an element of a pool (it is allocated and freed). */
  readonly pooled: boolean;
  /** The object that this one is embedded in (`F` for `F.i_data`). */
  readonly parent: ObjectId | null;
  readonly fields: readonly Field[];
}

export interface Field {
  readonly name: string;
  /** The field's drawing role without `@`: `flag`, `data`, `count`, `lock`, `slot`, `pte`, `tlb`, `owner`, `size` …. */
  readonly role: string | null;
  /** Ghost fields observe; the kernel cannot read them. */
  readonly ghost: boolean;
  readonly value: Value;
}

export type Value =
  | { readonly kind: 'bool'; readonly on: boolean }
  | { readonly kind: 'int'; readonly value: number }
  /** A data token; `index` counts from 0 in the order of declaration, `meaning` is its declared sentence. */
  | {
      readonly kind: 'token';
      readonly token: string;
      readonly index: number;
      readonly meaning: string;
    }
  | { readonly kind: 'enum'; readonly name: string; readonly index: number }
  /** `dangling`: it points to a free element of a pool. */
  | { readonly kind: 'ref'; readonly target: ObjectId | null; readonly dangling: boolean }
  /** A word struct: a PTE, a TLB entry. */
  | { readonly kind: 'word'; readonly struct: string; readonly fields: readonly Field[] }
  | { readonly kind: 'array'; readonly items: readonly Value[] }
  | { readonly kind: 'lock'; readonly lock: LockState };

export type { LockKind, LockMode };

/** Which lock: the object that it sits in and its field. `name` is what people say: `P1.PG_locked`, `F.i_mutex`. */
export interface LockName {
  readonly object: ObjectId;
  readonly field: string;
  readonly kind: LockKind;
  readonly name: string;
}

export interface LockState {
  readonly lock: LockName;
  readonly holders: readonly LockHold[];
  /** An rwsem's queue, first come first. */
  readonly queue: readonly LockHold[];
  /** How many tasks may still go on, of a semaphore or a completion; null for what somebody holds. */
  readonly count: number | 'for ever' | null;
  /** Tasks whose next step is to take this lock, and who cannot now (queued ones included). */
  readonly waiters: readonly number[];
}

export interface LockHold {
  readonly task: number;
  readonly mode: LockMode;
}

export interface WorldTask {
  readonly index: number;
  /** Where the task stands. Blocked and merely not scheduled never look alike. */
  readonly state:
    | { readonly kind: 'ready' }
    | { readonly kind: 'blocked'; readonly on: LockName | null; readonly waitsFor: readonly Wait[] }
    /** A daemon between two passes. */
    | { readonly kind: 'idle' }
    /** An `after all` task that waits for the others: for those that have not ended. */
    | { readonly kind: 'settling-later'; readonly waitsFor: readonly Wait[] }
    | { readonly kind: 'done' };
  /** The step that it takes next; null when done. */
  readonly next: StepSite | null;
  readonly locals: readonly Field[];
  /** Branch labels when the next step is a choice; else empty. */
  readonly choices: readonly string[];
}

/**
 * Whom a task waits for, and why: that one holds the lock in a mode that excludes it, queues for it ahead with such a mode,
 * or has not ended yet. It goes on when none of them does any more. What a `wait until` waits for names nobody.
 */
export interface Wait {
  readonly task: number;
  readonly why: 'holds' | 'queues' | 'unfinished';
}

/** A task of a cycle. */
export interface WaitLink {
  readonly task: number;
  /** The lock that it waits for. */
  readonly on: LockName | null;
  /** Why it waits for the task of the next link. */
  readonly why: Wait['why'];
}

/** A place in the text where a task takes a step. Equal `key`s mean the same statement, also across kernels. */
export interface StepSite {
  /** Call path and statement, stable across configurations: what runs are mapped by. */
  readonly key: string;
  readonly file: string;
  readonly from: number;
  readonly to: number;
  /** Lines count from 1. */
  readonly line: number;
  /** Functions from the task's body inwards: breadcrumbs. */
  readonly calls: readonly string[];
  /** The source text of the statement, white space folded. */
  readonly text: string;
  /** The C label that stands before the statement, if any. */
  readonly label: string | null;
}

/** A task as declared: what never changes in a run. */
export interface TaskInfo {
  readonly index: number;
  readonly name: string;
  /** The schedule's letter, a-z, unique. */
  readonly letter: string;
  readonly kind: 'task' | 'daemon' | 'settle';
  /** The object ids of its CPU and address space, when it has them. */
  readonly cpu: ObjectId | null;
  readonly mm: ObjectId | null;
}
