// What can end a step early: an oops of the kernel, or a limit of the model.

/** The ways a kernel dies, in the order of their codes from 1. */
export const OOPSES = [
  'NULL dereference',
  'use after free',
  'BUG_ON',
  'unlock of a lock that is not held',
  'double free',
  'hold of a lock that is held',
] as const;

export type Oops = (typeof OOPSES)[number];

/**
 * The one fault of the step that runs: 0 none, 1… an oops, `LIMIT + i` limit i. The first one counts.
 * Between two steps there is none.
 * `unknown` is raised when an observer reads through NULL; its comparison is then false.
 */
export class Fault {
  code = 0;
  unknown = false;
  /** Bits of the edge properties that the step has broken so far. */
  broken = 0;
  /** Bits of the assertions that any step has evaluated. */
  evaluated = 0;
  readonly limits: string[] = [];

  raise(oops: Oops): void {
    if (this.code === 0) this.code = OOPSES.indexOf(oops) + 1;
  }

  reach(limit: number): void {
    if (this.code === 0) this.code = LIMIT + limit;
  }

  /** Evaluates an observer between two steps: its faults do not count for the next step. */
  aside<T>(look: () => T): T {
    const { code } = this;
    const seen = look();
    this.unknown = false;
    this.code = code;
    return seen;
  }

  /** The number of a limit's name. */
  limit(name: string): number {
    const known = this.limits.indexOf(name);
    return known >= 0 ? known : this.limits.push(name) - 1;
  }
}

/** Fault codes from here on are limits. */
export const LIMIT = 100;
