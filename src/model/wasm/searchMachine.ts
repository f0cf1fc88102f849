// The machine that searches use: closures at first, WebAssembly once it pays.

import type { MachineProperty, StepMachine } from '../step/stepMachine.ts';
import { WasmMachine } from './wasmMachine.ts';

/** States after which compiling has paid for itself; measured, see bench/README.md. */
const WARM = 4000;

/**
 * Gives the same results as the model's own machine. Compiles itself when many states have been opened; a small
 * search ends before that. Not for a page's main thread (see `WasmMachine`).
 */
export class SearchMachine {
  readonly words: number;
  readonly common: number | undefined;
  readonly moveCount: number;
  readonly moveTask: readonly number[];
  readonly properties: readonly MachineProperty[];
  private readonly reference: StepMachine;
  private compiled: WasmMachine | undefined;
  private opened = 0;
  private readonly warm: number;
  /** The state last opened. */
  private readonly state: Uint32Array;

  constructor(reference: StepMachine, warm = WARM) {
    this.reference = reference;
    this.words = reference.words;
    this.common = reference.common;
    this.moveCount = reference.moveCount;
    this.moveTask = reference.moveTask;
    this.properties = reference.properties;
    this.warm = warm;
    this.state = new Uint32Array(reference.words);
    if (warm === 0) this.compiled = compileWherePossible(reference);
  }

  get limits(): readonly string[] {
    return this.reference.limits;
  }

  /** See `Machine.tested`: by closures before, compiled after. */
  get tested(): number {
    return this.reference.tested | (this.compiled?.tested ?? 0);
  }

  get expander(): WasmMachine | undefined {
    return this.compiled;
  }

  start(into: Uint32Array, offset: number): number {
    return this.reference.start(into, offset);
  }

  open(from: Uint32Array, offset: number): void {
    if (this.compiled === undefined) {
      this.reference.open(from, offset);
      this.opened += 1;
      if (this.opened !== this.warm + 1) return;
      this.compiled = compileWherePossible(this.reference);
    }
    this.compiled?.open(from, offset);
  }

  enabled(): number {
    return (this.compiled ?? this.reference).enabled();
  }

  take(move: number, into: Uint32Array, offset: number): number {
    return (this.compiled ?? this.reference).take(move, into, offset);
  }

  judge(): number {
    return (this.compiled ?? this.reference).judge();
  }

  ending(): ReturnType<StepMachine['ending']> {
    return (this.compiled ?? this.reference).ending();
  }

  /** Opens the open state in the model's own machine too, where it can be read by name. */
  show(): void {
    if (this.compiled === undefined) return;
    this.compiled.copyOpen(this.state);
    this.reference.open(this.state, 0);
  }
}

/** Undefined if the host has no WebAssembly, a content-security policy forbids it, or a step is too long. */
function compileWherePossible(reference: StepMachine): WasmMachine | undefined {
  try {
    return new WasmMachine(reference);
  } catch {
    return undefined;
  }
}
