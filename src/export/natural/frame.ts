// One body on its way into the model: what its locals stand for, and where its labels and ends are.

import type { Body } from '../../lang/program/program.ts';
import type { Span } from './written.ts';

/** What a local stands for. */
export type Binding =
  /** `assigned`: a variable of the process; otherwise something that is known, and its number where it is one object. */
  | { readonly kind: 'scalar'; readonly text: string; readonly span: Span | null; readonly fixed: number | null }
  /** A word by value: a variable for each of its fields. */
  | { readonly kind: 'word'; readonly parts: ReadonlyMap<string, string> }
  /** The cell of a word struct that a quantifier stands at. */
  | { readonly kind: 'cell'; readonly text: string }; // prettier-ignore

/** A place in the code that is known when the code is complete. */
export interface Jump {
  to: number;
}

export interface Frame {
  readonly body: Body;
  /** The function's name; null for a task's own body. */
  readonly name: string | null;
  readonly bindings: Map<number, Binding>;
  /** Labels of the body, and of each round of a loop that is written out: the innermost last. */
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
