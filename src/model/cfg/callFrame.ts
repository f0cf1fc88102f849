// One inlined call: its locals, labels and loops, and what each local is bound to.

import type { Body, Local, Program } from '../../lang/program/program.ts';
import { type Address, type Jump, type Value, JUMP_NOWHERE } from './controlFlowGraph.ts';
import { constant } from './foldValue.ts';
import { singleAssignmentLocals } from './singleAssignment.ts';

/** The value of a local: variables of the control-flow graph, constants, or the cell that a quantifier ranges over. */
export type Binding =
  | { readonly kind: 'values'; readonly values: readonly Value[] }
  | { readonly kind: 'cell'; readonly address: Address };

export interface CallFrame {
  readonly locals: readonly Local[];
  readonly body: Body;
  readonly singleAssignment: ReadonlySet<number>;
  readonly bindings: Map<number, Binding>;
  readonly calls: readonly string[];
  /** The position in the call tree: the prefix of every site's key. */
  readonly stem: string;
  readonly labels: Map<string, Jump>;
  readonly leave: Jump;
  readonly result: Binding | null;
  readonly loops: { readonly next: Jump; readonly end: Jump }[];
}

export function openFrame(
  program: Program,
  body: Body,
  calls: readonly string[],
  stem: string,
  result: Binding | null,
): CallFrame {
  return {
    locals: body.locals,
    body,
    singleAssignment: singleAssignmentLocals(program, body),
    bindings: new Map(),
    calls,
    stem,
    labels: new Map(),
    leave: { to: JUMP_NOWHERE },
    result,
    loops: [],
  };
}

export function scalar(value: number): Binding {
  return { kind: 'values', values: [constant(value)] };
}
