// The machine compiled to WebAssembly: the same answers as `StepMachine`, for searches.

import { assert } from '../../base/assert.ts';
import type { MachineProperty, StepMachine } from '../step/stepMachine.ts';
import { compileMachine, type WasmImage } from './compileMachine.ts';

/** The part of the WebAssembly API that is used here; its types are in the DOM library, which the core does not use. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly visit: () => void;
  readonly expand: (moves: number, at: number) => void;
}

const ENDINGS = ['running', 'quiescent', 'panicked'] as const;

/**
 * Compiled synchronously, which a page's main thread refuses for modules beyond 4 KB: for workers and for
 * Node. A state is opened, judged and asked for its moves in one call, and a set of moves is taken in
 * another.
 */
export class WasmMachine {
  readonly words: number;
  readonly moveCount: number;
  readonly moveTask: readonly number[];
  readonly properties: readonly MachineProperty[];
  /** See `Machine.expander`. */
  readonly successors: Uint32Array;
  readonly capacity: number;
  private readonly reference: StepMachine;
  private readonly visit: () => void;
  private readonly expandAt: (moves: number, at: number) => void;
  private readonly input: Uint32Array;
  /** What the last visit found: broken properties, how it ends, moves; and the properties tested so far. */
  private readonly found: Int32Array;
  private readonly image: WasmImage;
  /** What the reference had tested by then. */
  private readonly before: number;

  constructor(reference: StepMachine) {
    this.reference = reference;
    this.words = reference.words;
    this.moveCount = reference.moveCount;
    this.moveTask = reference.moveTask;
    this.properties = reference.properties;
    this.before = reference.tested;
    this.image = compileMachine(reference);
    const { bytes, fill, input, found, successors, capacity } = this.image;
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
    assert(isExports(exports), 'the module exports what it was written to');
    const { buffer } = exports.memory;
    new Int32Array(buffer).set(fill);
    this.visit = exports.visit;
    this.expandAt = exports.expand;
    this.input = new Uint32Array(buffer, input, this.words);
    this.found = new Int32Array(buffer, found, 4);
    this.capacity = capacity;
    this.successors = new Uint32Array(buffer, successors, capacity * (this.words + 2));
    this.visit();
  }

  get limits(): readonly string[] {
    return this.reference.limits;
  }

  /** See `Machine.tested`; properties that were tested before the compilation are not tested again. */
  get tested(): number {
    return this.before | (this.found[3] as number);
  }

  start(into: Uint32Array, offset: number): number {
    const begun = this.reference.start(into, offset);
    this.open(into, offset);
    return begun;
  }

  open(from: Uint32Array, offset: number): void {
    const { input, words } = this;
    for (let w = 0; w < words; w += 1) input[w] = from[offset + w] as number;
    this.visit();
  }

  /** The words of the open state. */
  copyOpen(into: Uint32Array): void {
    into.set(this.input);
  }

  judge(): number {
    return this.found[0] as number;
  }

  ending(): (typeof ENDINGS)[number] {
    return ENDINGS[this.found[1] as number] ?? 'running';
  }

  enabled(): number {
    return this.found[2] as number;
  }

  expand(moves: number, record: number): void {
    this.expandAt(moves, this.image.successors + 4 * record * (this.words + 2));
  }

  take(move: number, into: Uint32Array, offset: number): number {
    this.expand(1 << move, 0);
    const outcome = (this.successors[0] as number) | 0;
    if (outcome < 0) return outcome;
    for (let w = 0; w < this.words; w += 1) into[offset + w] = this.successors[2 + w] as number;
    return outcome;
  }
}

function isExports(exports: unknown): exports is Exports {
  return (
    typeof exports === 'object' &&
    exports !== null &&
    ['memory', 'visit', 'expand'].every((name) => name in exports)
  );
}
