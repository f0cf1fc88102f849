// The text that runs, as far as the code panels ask for it.

import type { Paint } from '../layout/codeLines.ts';

export interface CodeSource {
  text(file: string): string;
  paints(file: string): readonly Paint[];
  readonly functions: readonly KernelFunction[];
}

/** A function of the text, as far as a reader asks for it. */
export interface KernelFunction {
  readonly name: string;
  readonly file: string;
  readonly from: number;
  readonly to: number;
  readonly line: number;
  /** What it models, where that is from, what it leaves out. */
  readonly comment: string;
}
