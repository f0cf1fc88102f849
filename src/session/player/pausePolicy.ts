// When playing pauses: the four policies, and which locks count.

import { unreachable } from '../../base/assert.ts';
import type { Run } from '../../model/world/run.ts';
import type { LockKind, LockName } from '../../model/world/world.ts';
import { type Reason, reasonsAt } from './reason.ts';

export type PauseOn = 'step' | 'lock' | 'switch' | 'broken';

export interface PausePolicy {
  readonly on: PauseOn;
  /** The locks at which `lock` pauses; kept while another policy is chosen. */
  readonly locks: LockChoice;
}

export interface LockChoice {
  readonly kinds: readonly LockKind[];
  /** They are taken and released around every change of a PTE, in nearly every run. */
  readonly pageTable: boolean;
  /** Fields that are skipped, such as `i_mutex`. */
  readonly except: readonly string[];
}

const KINDS: Readonly<Record<LockKind, true>> = {
  bitlock: true,
  spinlock: true,
  mutex: true,
  rwsem: true,
  semaphore: true,
  completion: true,
};

export const lockKinds = Object.keys(KINDS) as readonly LockKind[];

export const defaultPolicy: PausePolicy = {
  on: 'lock',
  locks: { kinds: lockKinds, pageTable: false, except: [] },
};

const everyStep: PausePolicy = { ...defaultPolicy, on: 'step' };

/**
 * Why playing pauses at moment `at`, the most important reason first; empty: it continues. A broken property, a
 * stopped machine and the end of the run pause it under every policy.
 */
export function stopReasons(run: Run, at: number, policy: PausePolicy): Reason[] {
  const reasons = reasonsAt(run, at);
  return reasons.some((reason) => stops(reason, policy))
    ? reasons.filter((reason) => reports(reason, policy))
    : [];
}

/** The reasons to show at moment `at` when a person went there: all of them. */
export function arrivalReasons(run: Run, at: number): Reason[] {
  return stopReasons(run, at, everyStep);
}

/**
 * The nearest stop after (`by` 1) or before (`by` -1) `at`; the run's end or start where there is none.
 */
export function nextStop(run: Run, at: number, by: 1 | -1, policy: PausePolicy): number {
  const last = by === 1 ? run.moments.length - 1 : 0;
  for (let n = at + by; by * (last - n) > 0; n += by) {
    if (stopReasons(run, n, policy).length > 0) return n;
  }
  return last;
}

/** The lock that covers a page table: a spinlock with one of the names that kernels use. */
export function isPageTableLock(lock: LockName): boolean {
  return lock.kind === 'spinlock' && /(^|[._])(page_table_lock|ptl)$/.test(lock.field);
}

export function choosesLock(choice: LockChoice, lock: LockName): boolean {
  if (!choice.kinds.includes(lock.kind) || choice.except.includes(lock.field)) return false;
  return choice.pageTable || !isPageTableLock(lock);
}

function stops(reason: Reason, policy: PausePolicy): boolean {
  switch (reason.kind) {
    case 'lock':
      return policy.on === 'lock' && choosesLock(policy.locks, reason.event.lock);
    case 'switch':
      return policy.on === 'switch';
    case 'step':
      return policy.on === 'step';
    case 'end':
    case 'quiescent':
    case 'broken':
    case 'deadlock':
    case 'panic':
    case 'halted':
      return true;
    default:
      return unreachable(reason);
  }
}

/** Locks that are not chosen are not mentioned, except under the policy `every step`. */
function reports(reason: Reason, policy: PausePolicy): boolean {
  if (reason.kind === 'switch') return policy.on === 'switch';
  if (reason.kind === 'lock')
    return policy.on === 'step' || choosesLock(policy.locks, reason.event.lock);
  return true;
}
