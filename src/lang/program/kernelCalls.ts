// Calls that kernel code is full of, and what each is when steps interleave and memory is not reordered.

/**
 * - `nothing`: a barrier, or a critical section that excludes nobody.
 * - `value`, `read`, `load`: its argument, what is in the place, what is at the address.
 * - `write`, `store`: an assignment to a place, or to what is at the address.
 * - `exchange`, `compare`: one access that reads and writes.
 * - `same`: two words compared.
 */
export type KernelCall =
  | 'nothing'
  | 'value'
  | 'read'
  | 'load'
  | 'write'
  | 'store'
  | 'exchange'
  | 'compare'
  | 'same';

interface Row {
  readonly is: KernelCall;
  /** What it takes, as people write it. */
  readonly takes: string;
  /** Whether it orders memory, which no model here does. */
  readonly orders: boolean;
  readonly names: string;
}

const ROWS: readonly Row[] = [
  {
    is: 'nothing',
    takes: '',
    orders: true,
    names:
      'smp_mb smp_rmb smp_wmb mb rmb wmb barrier smp_mb__before_atomic smp_mb__after_atomic ' +
      'smp_mb__after_spinlock smp_read_barrier_depends rcu_read_lock rcu_read_unlock',
  },
  { is: 'nothing', takes: '', orders: false, names: 'cpu_relax cond_resched might_sleep' },
  { is: 'value', takes: 'condition', orders: false, names: 'likely unlikely' },
  { is: 'read', takes: 'place', orders: true, names: 'READ_ONCE ACCESS_ONCE rcu_dereference' },
  { is: 'load', takes: '&place', orders: true, names: 'smp_load_acquire' },
  {
    is: 'write',
    takes: 'place, value',
    orders: true,
    names: 'WRITE_ONCE rcu_assign_pointer smp_store_mb',
  },
  { is: 'store', takes: '&place, value', orders: true, names: 'smp_store_release' },
  {
    is: 'exchange',
    takes: '&place, value',
    orders: true,
    names: 'xchg_acquire xchg_release xchg_relaxed',
  },
  { is: 'compare', takes: '&place, old, new', orders: false, names: 'cmpxchg' },
  {
    is: 'compare',
    takes: '&place, old, new',
    orders: true,
    names: 'cmpxchg_acquire cmpxchg_release cmpxchg_relaxed',
  },
  { is: 'same', takes: 'a, b', orders: false, names: 'pte_same pmd_same' },
];

interface Known {
  readonly is: KernelCall;
  readonly orders: boolean;
  readonly arguments: number;
}

const KNOWN: ReadonlyMap<string, Known> = new Map(
  ROWS.flatMap(
    ({ is, takes, orders, names }) =>
    names.split(' ').map((name) => [name, { is, orders, arguments: takes === '' ? 0 : takes.split(',').length }] as const), // prettier-ignore
  ),
);

/** How each is written, by name. */
export const KERNEL_USAGE: readonly string[] = ROWS.flatMap(({ takes, names }) =>
  names.split(' ').map((name) => `${name}(${takes})`),
);

/** Null for what is no such call; a text that declares a function of the name means its own. */
export function kernelCall(name: string): Known | null {
  return KNOWN.get(name) ?? null;
}
