// Every kind of lock, and every operation on one: the table that all others read. A kind whose form is known
// already is one more row here; a new form must not compile until every place has decided about it.

export type LockKind = 'bitlock' | 'spinlock' | 'mutex' | 'rwsem' | 'semaphore' | 'completion';
export type LockMode = 'exclusive' | 'shared';

/**
 * How a lock lies in memory.
 * - `owner`: one cell, which is 0 or the number of its holder, counted from 1.
 * - `seats`: a cell for each task that says how it holds the lock, then one for each that says where it queues.
 * - `count`: one cell with how many tasks may still go on. Nobody holds such a lock, and anyone may raise its count.
 */
export type LockForm = 'owner' | 'seats' | 'count';

/** How far a count goes; one more is a limit. */
export const MOST_COUNTED = 15;
/** The count of what `complete_all` has opened for ever: nobody who goes on lowers it. */
export const FOREVER = MOST_COUNTED + 1;
/** What is reached by counting one more. */
export const COUNT_LIMIT = `a semaphore or completion counted beyond ${MOST_COUNTED}`;

export interface LockTraits {
  readonly form: LockForm;
  /** In which it can be held; none where nobody holds it. */
  readonly modes: readonly LockMode[];
  /** Whether others may run on its CPU while a task waits for it. */
  readonly waiter: 'sleeps' | 'spins';
  /** Who may let it go. What anyone may let go may be left behind by a task that ends. */
  readonly releasedBy: 'holder' | 'anyone';
  /** Whether its name can name nothing else. Kinds that came later leave the names that texts have. */
  readonly reserved: boolean;
}

export const LOCKS: Readonly<Record<LockKind, LockTraits>> = {
  bitlock: {
    form: 'owner',
    modes: ['exclusive'],
    waiter: 'sleeps',
    releasedBy: 'anyone',
    reserved: true,
  },
  spinlock: {
    form: 'owner',
    modes: ['exclusive'],
    waiter: 'spins',
    releasedBy: 'holder',
    reserved: true,
  },
  mutex: {
    form: 'owner',
    modes: ['exclusive'],
    waiter: 'sleeps',
    releasedBy: 'holder',
    reserved: true,
  },
  rwsem: {
    form: 'seats',
    modes: ['exclusive', 'shared'],
    waiter: 'sleeps',
    releasedBy: 'holder',
    reserved: true,
  },
  semaphore: { form: 'count', modes: [], waiter: 'sleeps', releasedBy: 'anyone', reserved: false },
  completion: { form: 'count', modes: [], waiter: 'sleeps', releasedBy: 'anyone', reserved: false },
};

export const LOCK_KINDS = Object.keys(LOCKS) as readonly LockKind[];

/** Kinds whose names can name nothing else. */
export const RESERVED_KINDS = LOCK_KINDS.filter((kind) => LOCKS[kind].reserved);

export type LockOperation =
  | 'mutex_lock'
  | 'mutex_unlock'
  | 'spin_lock'
  | 'spin_unlock'
  | 'bit_lock'
  | 'bit_unlock'
  | 'down_read'
  | 'up_read'
  | 'down_write'
  | 'up_write'
  | 'downgrade_write'
  | 'down'
  | 'up'
  | 'wait_for_completion'
  | 'complete'
  | 'complete_all';

/** What an operation does to its lock. To take one is what a task may have to wait for. */
export type OperationTraits =
  | {
      readonly form: 'owner';
      readonly lock: LockKind;
      readonly does: 'take' | 'release';
      readonly mode: 'exclusive';
    }
  | {
      readonly form: 'seats';
      readonly lock: LockKind;
      readonly does: 'take' | 'release' | 'downgrade';
      readonly mode: LockMode;
    }
  | {
      readonly form: 'count';
      readonly lock: LockKind;
      readonly does: 'take' | 'release' | 'open';
      readonly mode: 'exclusive';
    };

const onOwner = (lock: LockKind, does: 'take' | 'release'): OperationTraits => ({
  form: 'owner',
  lock,
  does,
  mode: 'exclusive',
});

const onSeats = (
  lock: LockKind,
  does: 'take' | 'release' | 'downgrade',
  mode: LockMode,
): OperationTraits => ({ form: 'seats', lock, does, mode });

const onCount = (lock: LockKind, does: 'take' | 'release' | 'open'): OperationTraits => ({
  form: 'count',
  lock,
  does,
  mode: 'exclusive',
});

export const LOCK_OPERATIONS: Readonly<Record<LockOperation, OperationTraits>> = {
  mutex_lock: onOwner('mutex', 'take'),
  mutex_unlock: onOwner('mutex', 'release'),
  spin_lock: onOwner('spinlock', 'take'),
  spin_unlock: onOwner('spinlock', 'release'),
  bit_lock: onOwner('bitlock', 'take'),
  bit_unlock: onOwner('bitlock', 'release'),
  down_read: onSeats('rwsem', 'take', 'shared'),
  up_read: onSeats('rwsem', 'release', 'shared'),
  down_write: onSeats('rwsem', 'take', 'exclusive'),
  up_write: onSeats('rwsem', 'release', 'exclusive'),
  downgrade_write: onSeats('rwsem', 'downgrade', 'shared'),
  down: onCount('semaphore', 'take'),
  up: onCount('semaphore', 'release'),
  wait_for_completion: onCount('completion', 'take'),
  complete: onCount('completion', 'release'),
  complete_all: onCount('completion', 'open'),
};

export type TryLock =
  | 'mutex_trylock'
  | 'spin_trylock'
  | 'bit_trylock'
  | 'down_read_trylock'
  | 'down_write_trylock'
  | 'down_trylock';

/** Takes the lock if that is possible at once, and says whether it was. */
export interface TryTraits {
  readonly lock: LockKind;
  readonly mode: LockMode;
  /** What it yields when it has taken the lock: `down_trylock` of the kernel says 1 when it has not. */
  readonly yields: 'taken' | 'refused';
}

export const TRY_LOCKS: Readonly<Record<TryLock, TryTraits>> = {
  mutex_trylock: { lock: 'mutex', mode: 'exclusive', yields: 'taken' },
  spin_trylock: { lock: 'spinlock', mode: 'exclusive', yields: 'taken' },
  bit_trylock: { lock: 'bitlock', mode: 'exclusive', yields: 'taken' },
  down_read_trylock: { lock: 'rwsem', mode: 'shared', yields: 'taken' },
  down_write_trylock: { lock: 'rwsem', mode: 'exclusive', yields: 'taken' },
  down_trylock: { lock: 'semaphore', mode: 'exclusive', yields: 'refused' },
};

/** Everything that can be done to a lock of a kind. */
export function operationsOn(kind: LockKind): string[] {
  return Object.entries({ ...LOCK_OPERATIONS, ...TRY_LOCKS }).flatMap(([name, { lock }]) =>
    lock === kind ? [name] : [],
  );
}

/** Whether a task may have to wait for the operation. */
export function mayBlock(operation: LockOperation): boolean {
  return LOCK_OPERATIONS[operation].does === 'take';
}

/** Whether who cannot take the lock at once goes to the end of its queue, which is a step. */
export function mayQueue(operation: LockOperation): boolean {
  const { form, does } = LOCK_OPERATIONS[operation];
  return form === 'seats' && does === 'take';
}

/** Whether the operation takes a lock that has one holder, who alone can go on then. */
export function takesOwned(operation: LockOperation): boolean {
  const { form, does } = LOCK_OPERATIONS[operation];
  return form === 'owner' && does === 'take';
}

export function isLockOperation(name: string): name is LockOperation {
  return Object.hasOwn(LOCK_OPERATIONS, name);
}

export function isTryLock(name: string): name is TryLock {
  return Object.hasOwn(TRY_LOCKS, name);
}
