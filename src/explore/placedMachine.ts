// Machines made from a machine: one task held back, or a lock added, without a change to the text.

import type { Ending, Machine, MachineProperty } from './machine.ts';

/** A machine that says where its tasks stand: places are small numbers, each task's its own. */
export interface PlacedMachine extends Machine {
  /** Of the open state. */
  placeOf(task: number): number;
}

/** A machine whose states are those of another one, and one word more. */
abstract class Widened implements Machine {
  readonly words: number;
  readonly moveCount: number;
  readonly moveTask: readonly number[];
  readonly properties: readonly MachineProperty[];
  protected readonly inner: PlacedMachine;
  /** The added word of the open state. */
  protected added = 0;
  /** By task, its moves. */
  private readonly moves = new Map<number, number>();

  constructor(inner: PlacedMachine) {
    this.inner = inner;
    this.words = inner.words + 1;
    this.moveCount = inner.moveCount;
    this.moveTask = inner.moveTask;
    this.properties = inner.properties;
    inner.moveTask.forEach((task, move) => this.moves.set(task, this.movesOf(task) | (1 << move)));
  }

  get limits(): readonly string[] {
    return this.inner.limits;
  }

  start(into: Uint32Array, at: number): number {
    const broken = this.inner.start(into, at);
    into[at + this.inner.words] = 0;
    return broken;
  }

  open(from: Uint32Array, at: number): void {
    this.inner.open(from, at);
    this.added = from[at + this.inner.words] as number;
  }

  abstract enabled(): number;
  abstract take(move: number, into: Uint32Array, at: number): number;

  judge(): number {
    return this.inner.judge();
  }

  ending(): Ending {
    return this.inner.ending();
  }

  protected movesOf(task: number): number {
    return this.moves.get(task) ?? 0;
  }
}

/** Which step is waited for: the one that the task takes from this place. */
export interface PlacedStep {
  readonly task: number;
  readonly place: number;
}

/**
 * Starts in a given state, and holds one task back until another has taken a step from a given
 * place. Where the others cannot go on before that, the run counts as ended, neither well nor badly.
 */
export class HeldBack extends Widened {
  /** Whether some run has come to the step that is waited for. */
  released = false;
  private readonly from: Uint32Array;
  private readonly held: number;
  private readonly until: PlacedStep;

  constructor(inner: PlacedMachine, from: Uint32Array, held: number, until: PlacedStep) {
    super(inner);
    this.from = from;
    this.held = this.movesOf(held);
    this.until = until;
  }

  override start(into: Uint32Array, at: number): number {
    into.set(this.from, at);
    into[at + this.inner.words] = 0;
    return 0;
  }

  enabled(): number {
    const enabled = this.inner.enabled();
    return this.added === 0 ? enabled & ~this.held : enabled;
  }

  take(move: number, into: Uint32Array, at: number): number {
    const { task, place } = this.until;
    const awaited = this.moveTask[move] === task && this.inner.placeOf(task) === place;
    const broken = this.inner.take(move, into, at);
    if (broken < 0) return broken;
    if (awaited) this.released = true;
    into[at + this.inner.words] = awaited ? 1 : this.added;
    return broken;
  }

  override ending(): Ending {
    const ending = this.inner.ending();
    const waits = this.added === 0 && ending === 'running' && this.enabled() === 0;
    return waits ? 'panicked' : ending;
  }
}

/** What of a task's text an added lock covers, by place. */
export interface LockCover {
  readonly task: number;
  /** The lock is taken before the step from here. */
  readonly entries: ReadonlySet<number>;
  /** It is kept on arriving here while it is held. */
  readonly stays: ReadonlySet<number>;
  /** It is let go after the step from here. */
  readonly exits: ReadonlySet<number>;
}

/**
 * One more lock, which one task holds at a time. It is taken with the step at an entry, which waits
 * until nobody else holds it, and let go with the step at an exit, or with one that leaves the places
 * where it stays: an early return, an end. The added word says who holds it: 0 nobody, else task + 1.
 */
export class WithLock extends Widened {
  private readonly covers: ReadonlyMap<number, LockCover>;
  private readonly copy: Uint32Array;

  constructor(inner: PlacedMachine, covers: readonly LockCover[]) {
    super(inner);
    this.covers = new Map(covers.map((cover) => [cover.task, cover]));
    this.copy = new Uint32Array(inner.words);
  }

  override open(from: Uint32Array, at: number): void {
    super.open(from, at);
    for (let word = 0; word < this.copy.length; word++) this.copy[word] = from[at + word] as number;
  }

  enabled(): number {
    let enabled = this.inner.enabled();
    if (this.added === 0) return enabled;
    for (const { task, entries } of this.covers.values()) {
      const waits = task + 1 !== this.added && entries.has(this.inner.placeOf(task));
      if (waits) enabled &= ~this.movesOf(task);
    }
    return enabled;
  }

  take(move: number, into: Uint32Array, at: number): number {
    const task = this.moveTask[move] as number;
    const cover = this.covers.get(task);
    const place = this.inner.placeOf(task);
    const broken = this.inner.take(move, into, at);
    if (broken < 0) return broken;
    const holds = cover !== undefined && (this.added === task + 1 || cover.entries.has(place));
    into[at + this.inner.words] = holds ? this.after(cover, place, into, at) : this.added;
    return broken;
  }

  /** Who holds the lock after a step from `place` by the one who holds it; the open state stays open. */
  private after(cover: LockCover, place: number, into: Uint32Array, at: number): number {
    if (cover.exits.has(place)) return 0;
    this.inner.open(into, at);
    const stays = cover.stays.has(this.inner.placeOf(cover.task));
    this.inner.open(this.copy, 0);
    return stays ? cover.task + 1 : 0;
  }
}
