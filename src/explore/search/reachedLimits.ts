// The limits that a search has reached, each once, in the order in which it reached them.

import { assert } from '../../base/assert.ts';
import type { Machine } from '../machine/machine.ts';

export class ReachedLimits {
  readonly names: string[] = [];
  private readonly machine: Pick<Machine, 'limits'>;

  constructor(machine: Pick<Machine, 'limits'>) {
    this.machine = machine;
  }

  reach(name: string): void {
    if (!this.names.includes(name)) this.names.push(name);
  }

  /** What `start` and `take` return below 0: limit `-1 - answer` of the machine. */
  reachOwn(answer: number): void {
    const name = this.machine.limits[-1 - answer];
    assert(name !== undefined, `the machine has no limit ${-1 - answer}`);
    this.reach(name);
  }
}
