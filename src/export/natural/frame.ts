// One body that is written into the model: the bindings of its locals, its labels and its ends.

import type { Body } from '../../lang/program/program.ts';
import type { Span } from './written.ts';

/** The binding of a local. */
export type Binding =
  /** `assigned`: a variable of the process; otherwise a known value, and its number if it is one object. */
  | { readonly kind: 'scalar'; readonly text: string; readonly span: Span | null; readonly fixed: number | null }
  /** A word by value: a variable for each of its fields. */
  | { readonly kind: 'word'; readonly parts: ReadonlyMap<string, string> }
  /** The current cell of a quantifier over a word struct. */
  | { readonly kind: 'cell'; readonly text: string }; // prettier-ignore

/** A position in the code that is filled in when the code is complete. */
export interface Jump {
  to: number;
}

export interface Frame {
  readonly body: Body;
  /** The function's name; null for a task's own body. */
  readonly name: string | null;
  readonly bindings: Map<number, Binding>;
  /** Labels of the body, and of each round of an unrolled loop: the innermost last. */
  readonly labels: Map<string, Jump>[];
  readonly loops: { readonly next: Jump; readonly end: Jump }[];
  readonly leave: Jump;
  /** The local of the caller that takes the value, in the caller's frame. */
  readonly result: { readonly frame: Frame; readonly local: number } | null;
}

export function openFrame(body: Body, name: string | null, result: Frame['result']): Frame {
  return {
    body,
    name,
    bindings: new Map(),
    labels: [new Map()],
    loops: [],
    leave: { to: -1 },
    result,
  };
}
