// The ends of a machine's runs: its final states, grouped by a key that the caller computes.

import type { Ending, MachineProperty } from '../machine/machine.ts';
import { type EndGroup, type Ends, NO_DEADLOCK } from './searchReport.ts';

/** `deadlocked`: no move, though neither quiescent nor panicked. */
export type FinalEnding = Exclude<Ending, 'running'> | 'deadlocked';

/**
 * The key of a final state. The machine has that state open, and must still have it open afterwards.
 */
export type EndKey = (ending: FinalEnding) => string;

/**
 * The most ends that are distinguished: longer lists are not read, and each end costs an object.
 */
export const MOST_ENDS = 1000;
/** The name of the limit when there are more; the ends that were found first are kept. */
const ENDS_LIMIT = `ends ${MOST_ENDS}`;

interface Count {
  readonly key: string;
  /** The first state found. */
  readonly first: number;
  states: number;
  /** By number of the property, the states that break it; the last one is `no_deadlock`. */
  readonly broken: (Tally | undefined)[];
}

interface Tally {
  /** The first state found. */
  readonly first: number;
  states: number;
}

/**
 * Counts the final states of a search while it has each open. Its memory grows with the number of ends, not of
 * states.
 */
export class Census {
  private readonly keyOf: EndKey;
  private readonly names: readonly string[];
  private readonly counts = new Map<string, Count>();
  private full = false;

  constructor(keyOf: EndKey, properties: readonly MachineProperty[]) {
    this.keyOf = keyOf;
    this.names = [...properties.map(({ name }) => name), NO_DEADLOCK];
  }

  /** States come in the order of their distance, so that the first of a group is a nearest one. */
  note(state: number, ending: FinalEnding, broken: number): void {
    const count = this.countOf(this.keyOf(ending), state);
    if (count === null) return;
    count.states++;
    for (let rest = broken; rest !== 0; rest &= rest - 1) {
      add(count.broken, 31 - Math.clz32(rest & -rest), state);
    }
    if (ending === 'deadlocked') add(count.broken, this.names.length - 1, state);
  }

  /**
   * `pathTo` returns the shortest moves to a state, `limits` the limits that the search reached. Yields after
   * each end.
   */
  *ends(
    pathTo: (state: number) => readonly number[],
    limits: readonly string[],
  ): Generator<void, Ends> {
    const groups: EndGroup[] = [];
    for (const { key, states, first, broken } of this.counts.values()) {
      const named = this.names.flatMap((name, i) => {
        const tally = broken[i];
        return tally ? [{ name, states: tally.states, witness: pathTo(tally.first) }] : [];
      });
      groups.push({ key, states, broken: named, witness: pathTo(first) });
      yield;
    }
    return { groups, limits: this.full ? [...limits, ENDS_LIMIT] : limits };
  }

  private countOf(key: string, state: number): Count | null {
    const known = this.counts.get(key);
    if (known !== undefined) return known;
    if (this.counts.size === MOST_ENDS) {
      this.full = true;
      return null;
    }
    const count: Count = { key, first: state, states: 0, broken: [] };
    this.counts.set(key, count);
    return count;
  }
}

function add(tallies: Count['broken'], property: number, state: number): void {
  const tally = (tallies[property] ??= { first: state, states: 0 });
  tally.states++;
}
