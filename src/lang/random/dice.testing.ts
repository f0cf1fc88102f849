// Random choices that are the same for the same seed.

import { at } from '../../base/assert.ts';

/** One way to go on, and how much more likely it is than one of weight 1. */
export interface Way<T> {
  readonly weight: number;
  readonly make: () => T;
}

export class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = (Math.imul(seed, 0x9e3779b1) ^ 0x85ebca6b) >>> 0;
    for (let i = 0; i < 4; i += 1) this.next();
  }

  /** mulberry32 */
  private next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }

  /** 0 to `below` - 1. */
  below(below: number): number {
    return this.next() % below;
  }

  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  pick<T>(all: readonly T[]): T {
    return at(all, this.below(all.length));
  }

  take<T>(ways: readonly Way<T>[]): T {
    let rest = this.below(ways.reduce((sum, { weight }) => sum + weight, 0));
    for (const { weight, make } of ways) {
      if (rest < weight) return make();
      rest -= weight;
    }
    return at(ways, 0).make();
  }
}
