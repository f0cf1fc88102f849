// A machine of fewer states and moves: what can be taken before all else is taken alone, or at once.

import { assert } from '../../base/assert.ts';
import { hashWords } from './hashWords.ts';
import type { Spelling } from './canonicalMachine.ts';
import type { Ending, Machine } from './machine.ts';
import { WrappedMachine } from './wrappedMachine.ts';

/** Says which moves need no alternative, and watches that this is so. */
export interface Reducer {
  /**
   * A move of the state that commutes with all that can happen before it, unseen by `state` properties, or -1.
   * Asked only where the state's ending is `running`. Where it is not taken at once but alone (`merge` is off), no
   * round of such moves may lead back to where it began.
   */
  first(state: Uint32Array, from: number, enabled: number): number;
  /** Whether it is, now that the move's successor is known. Not asked of a state's only move. */
  stillFirst(
    task: number,
    before: Uint32Array,
    from: number,
    after: Uint32Array,
    to: number,
  ): boolean;
  /** Whether this step of a task is one that the reducer has counted on; if not, nothing that is found counts. */
  kept(task: number, before: Uint32Array, from: number, after: Uint32Array, to: number): boolean;
}

/** The limit of a search whose reducer was wrong: nothing that it found counts. */
export const BROKEN_PROMISE = 'a promise of the reduction';

/** Moves taken at once at most: a state after so many is kept, and all its moves are taken, so no round goes on for ever. */
const LONGEST_CHAIN = 64;

const NOTHING = -1;

/** Chains that are remembered: many moves lead to where one begins. */
const CHAINS = 4096;

/**
 * Answers as a `Machine`, but where its reducer puts a move first it takes no other (`merge` off), or does not even
 * keep the state before it: a move goes on with every one that comes first after it (`merge` on). What is
 * passed on the way is judged with the move, so a `state` property can be broken by it. Deadlocks and
 * quiescent states are the same as those of the whole machine, and from each state that is left the same ends can
 * be reached; its runs are runs of the whole machine, with some steps brought forward.
 */
export class ReducedMachine extends WrappedMachine implements Spelling {
  /** Whether a promise was broken by the move that is being taken. */
  private brokenNow = false;
  private readonly reducer: Reducer;
  private readonly merge: boolean;
  /** The open state; the whole machine may have another one open. */
  private readonly state: Uint32Array;
  private readonly here: Uint32Array;
  private readonly next: Uint32Array;
  private away = false;
  private enabledHere = 0;
  private brokenHere = 0;
  private endingHere: Ending = 'running';
  /** The move that was last found to go first. */
  private firstMove = NOTHING;
  /** By hash, a state where a chain begins, where it ends, and what it breaks. */
  private readonly chains: Uint32Array;
  private readonly chainStride: number;
  /** The moves last taken, of the whole machine; filled when asked for. */
  private trace: number[] | null = null;

  constructor(whole: Machine, reducer: Reducer, merge: boolean) {
    super(whole);
    this.reducer = reducer;
    this.merge = merge;
    this.state = new Uint32Array(this.words);
    this.here = new Uint32Array(this.words);
    this.next = new Uint32Array(this.words);
    this.chainStride = 2 * this.words + 2;
    this.chains = new Uint32Array(CHAINS * this.chainStride);
  }

  override get limits(): readonly string[] {
    return [...this.whole.limits, BROKEN_PROMISE];
  }

  start(into: Uint32Array, at: number): number {
    const broken = this.whole.start(this.here, 0);
    if (broken < 0) return broken;
    let all = broken;
    if (this.merge) {
      this.whole.open(this.here, 0);
      all |= this.goOn();
    }
    into.set(this.here, at);
    return all;
  }

  override open(from: Uint32Array, at: number): void {
    for (let w = 0; w < this.words; w++) this.state[w] = from[at + w] as number;
    this.whole.open(this.state, 0);
    this.away = false;
    this.enabledHere = this.whole.enabled();
    this.brokenHere = this.whole.judge();
    this.endingHere = this.whole.ending();
    if (!this.merge && this.endingHere === 'running') this.enabledHere = this.firstAlone();
  }

  /** Of the enabled moves the one that goes first, or all. */
  private firstAlone(): number {
    const { enabledHere, state, here } = this;
    if ((enabledHere & (enabledHere - 1)) === 0) return enabledHere;
    here.set(state);
    this.away = true;
    this.brokenNow = false;
    const taken = this.takeFirst(enabledHere);
    return taken < 0 ? enabledHere : 1 << this.firstMove;
  }

  override enabled(): number {
    return this.enabledHere;
  }

  override judge(): number {
    return this.brokenHere;
  }

  override ending(): Ending {
    return this.endingHere;
  }

  take(move: number, into: Uint32Array, at: number): number {
    if (this.away) this.whole.open(this.state, 0);
    this.away = false;
    this.brokenNow = false;
    const broken = this.step(move, this.state, this.here);
    if (broken < 0) return broken;
    const all = this.merge ? broken | this.follow() : broken;
    for (let w = 0; w < this.words; w++) into[at + w] = this.here[w] as number;
    return this.brokenNow ? this.brokenLimit() : all;
  }

  /** `goOn`, unless that is remembered. */
  private follow(): number {
    const { chains, words, here } = this;
    const chain = ((hashWords(here, 0, words) >>> 0) % CHAINS) * this.chainStride;
    if (this.trace === null && this.isAt(chain)) {
      for (let w = 0; w < words; w++) here[w] = chains[chain + 2 + words + w] as number;
      return chains[chain + 1] as number;
    }
    this.away = true;
    this.whole.open(here, 0);
    chains[chain] = 0;
    for (let w = 0; w < words; w++) chains[chain + 2 + w] = here[w] as number;
    const broken = this.goOn();
    if (this.brokenNow) return broken;
    chains[chain] = 1;
    chains[chain + 1] = broken;
    for (let w = 0; w < words; w++) chains[chain + 2 + words + w] = here[w] as number;
    return broken;
  }

  private isAt(chain: number): boolean {
    if (this.chains[chain] === 0) return false;
    for (let w = 0; w < this.words; w++)
      if (this.chains[chain + 2 + w] !== this.here[w]) return false;
    return true;
  }

  startSpelled(into: Uint32Array): readonly number[] {
    return this.spelled(() => this.start(into, 0));
  }

  takeSpelled(move: number, into: Uint32Array): readonly number[] {
    return this.spelled(() => this.take(move, into, 0));
  }

  /** The moves of the whole machine that are taken meanwhile. */
  private spelled(take: () => void): readonly number[] {
    const trace: number[] = [];
    this.trace = trace;
    take();
    this.trace = null;
    return trace;
  }

  private brokenLimit(): number {
    return -1 - this.whole.limits.length;
  }

  /** Takes one move of the whole machine, which has `from` open. */
  private step(move: number, from: Uint32Array, into: Uint32Array): number {
    const broken = this.whole.take(move, into, 0);
    if (broken < 0) return broken;
    if (!this.reducer.kept(this.whole.moveTask[move] as number, from, 0, into, 0)) {
      this.brokenNow = true;
      return this.brokenLimit();
    }
    this.trace?.push(move);
    return broken;
  }

  /** Goes on from `here`, which is open, and leaves there where it ends; returns what was broken on the way. */
  private goOn(): number {
    const { whole, here, next } = this;
    let broken = 0;
    for (let length = 0; length < LONGEST_CHAIN; length++) {
      if (whole.ending() !== 'running') return broken;
      const judged = whole.judge();
      const taken = this.takeFirst(whole.enabled());
      if (taken < 0) return broken;
      broken |= judged | taken;
      here.set(next);
    }
    return broken;
  }

  /** Takes a move of `here` to `next`, which is open then, if one goes before all others; returns what it breaks, or -1. */
  private takeFirst(enabled: number): number {
    const { whole, reducer, here, next } = this;
    const only = (enabled & (enabled - 1)) === 0 && enabled !== 0;
    for (let rest = enabled; ; ) {
      const move = only ? 31 - Math.clz32(enabled) : reducer.first(here, 0, rest);
      if (move === NOTHING) return NOTHING;
      const size = this.trace?.length ?? 0;
      const broken = this.step(move, here, next);
      if (broken >= 0 && (only || this.isFirst(move))) {
        whole.open(next, 0);
        this.firstMove = move;
        if (whole.ending() !== 'panicked') return broken;
        whole.open(here, 0);
      }
      if (this.trace) this.trace.length = size;
      rest &= ~(1 << move);
      if (rest === 0 || this.brokenNow) return NOTHING;
    }
  }

  private isFirst(move: number): boolean {
    const task = this.whole.moveTask[move] as number;
    return this.reducer.stillFirst(task, this.here, 0, this.next, 0);
  }
}

/** Of a machine's moves, as few as break the property. */
export function untilBroken(
  machine: Machine,
  property: number,
  moves: readonly number[],
): number[] {
  const state = new Uint32Array(machine.words);
  let broken = machine.start(state, 0);
  for (let n = 0; ; n++) {
    machine.open(state, 0);
    if (((broken | machine.judge()) >> property) & 1) return moves.slice(0, n);
    const move = moves[n];
    assert(move !== undefined, 'the run breaks the property');
    broken = machine.take(move, state, 0);
  }
}
