// A machine of shorter states: what many of them have in common is kept once, and told by its number.

import type { Budget } from './budget.ts';
import { RECORD_HEAD } from './expander.ts';
import { hashWords } from './hashWords.ts';
import type { Expander, Machine } from './machine.ts';
import { ABSENT, StateSet } from './stateSet.ts';
import { WrappedMachine } from './wrappedMachine.ts';

/** No number: the budget is spent. */
const REFUSED = -1;

/** Folds a machine that names words which its states have in common; the machine itself where it names none. */
export function foldWhereWide(machine: Machine, budget: Budget): Machine {
  return machine.common === undefined
    ? machine
    : new CollapsedMachine(machine, machine.common, budget);
}

/**
 * Answers as the whole machine, of whose states it keeps the first `common` words once each. Its own
 * states are the number of these, then the words that follow: two are the same exactly when the whole
 * machine's are. SPIN's collapse compression does likewise (Holzmann, “State compression in SPIN”, 1997).
 */
export class CollapsedMachine extends WrappedMachine {
  private readonly folded: number;
  private readonly limitName: string;
  /** The common words, by number. */
  private readonly kept: StateSet;
  /** The open state, and a successor, as the whole machine has them. */
  private readonly state: Uint32Array;
  private readonly next: Uint32Array;
  private openNumber = 0;
  /** Made for the whole machine's expander, once that has one. */
  private folding: FoldingExpander | undefined;

  constructor(whole: Machine, common: number, budget: Budget) {
    super(whole, 1 + whole.words - common);
    this.folded = common;
    this.limitName = budget.limitName;
    this.kept = new StateSet(common, budget);
    this.state = new Uint32Array(whole.words);
    this.next = new Uint32Array(whole.words);
  }

  /** Its own comes first: the whole machine may come to name more. */
  override get limits(): readonly string[] {
    return [this.limitName, ...this.whole.limits];
  }

  get expander(): Expander | undefined {
    const { expander } = this.whole;
    if (expander === undefined) return undefined;
    if (this.folding?.whole !== expander)
      this.folding = new FoldingExpander(this, expander, this.whole.words);
    return this.folding;
  }

  start(into: Uint32Array, at: number): number {
    return this.answer(this.whole.start(this.next, 0), this.next, 0, into, at);
  }

  override open(from: Uint32Array, at: number): void {
    const { state, folded: common, kept } = this;
    this.openNumber = from[at] as number;
    const page = kept.states.page(this.openNumber);
    const offset = kept.states.offset(this.openNumber);
    for (let w = 0; w < common; w++) state[w] = page[offset + w] as number;
    for (let w = common; w < state.length; w++) state[w] = from[at + 1 + w - common] as number;
    this.whole.open(state, 0);
  }

  take(move: number, into: Uint32Array, at: number): number {
    return this.answer(this.whole.take(move, this.next, 0), this.next, 0, into, at);
  }

  /** Bytes of what is kept beside the states. */
  bytes(): number {
    return this.kept.bytes();
  }

  /** What the whole machine answered, with the successor that it wrote folded; as `take` answers. */
  answer(
    outcome: number,
    from: Uint32Array,
    offset: number,
    into: Uint32Array,
    at: number,
  ): number {
    if (outcome < 0) return outcome - 1;
    const number = this.numberOf(from, offset);
    if (number === REFUSED) return -1;
    into[at] = number;
    const common = this.folded;
    const end = this.state.length;
    for (let w = common; w < end; w++) into[at + 1 + w - common] = from[offset + w] as number;
    return outcome;
  }

  /** Most steps leave the common words as they are. */
  private numberOf(from: Uint32Array, offset: number): number {
    const { state, folded: common, kept } = this;
    if (kept.count > 0 && isSame(state, from, offset, common)) return this.openNumber;
    const found = kept.findAt(from, offset, hashWords(from, offset, common));
    if (found !== ABSENT) return found;
    return kept.reserve() ? kept.add(from, offset) : REFUSED;
  }
}

function isSame(state: Uint32Array, from: Uint32Array, offset: number, words: number): boolean {
  for (let w = 0; w < words; w++) if (state[w] !== from[offset + w]) return false;
  return true;
}

/** The whole machine's records, folded one by one. */
class FoldingExpander implements Expander {
  readonly whole: Expander;
  readonly successors: Uint32Array;
  readonly capacity: number;
  private readonly machine: CollapsedMachine;
  private readonly stride: number;
  private readonly wholeStride: number;

  constructor(machine: CollapsedMachine, whole: Expander, words: number) {
    this.machine = machine;
    this.whole = whole;
    this.capacity = whole.capacity;
    this.stride = machine.words + RECORD_HEAD;
    this.wholeStride = words + RECORD_HEAD;
    this.successors = new Uint32Array(this.capacity * this.stride);
  }

  expand(moves: number, record: number): void {
    const { machine, successors, stride, wholeStride } = this;
    this.whole.expand(moves, 0);
    const from = this.whole.successors;
    let offset = 0;
    let at = record * stride;
    for (let rest = moves; rest !== 0; rest &= rest - 1) {
      const outcome = (from[offset] as number) | 0;
      successors[at] = machine.answer(
        outcome,
        from,
        offset + RECORD_HEAD,
        successors,
        at + RECORD_HEAD,
      );
      successors[at + 1] = hashWords(successors, at + RECORD_HEAD, machine.words);
      offset += wholeStride;
      at += stride;
    }
  }
}
