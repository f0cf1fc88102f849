// One task of the naive interpreter: an explicit stack of what is still to be done, over the statements of
// the checked program.

import { assert } from '../../base/assert.ts';
import type { Body, Stmt } from '../../lang/program/program.ts';
import type { Spot, Stored } from './naiveMemory.testing.ts';

/** What a local holds; a quantifier over words stands at a cell. */
export type LocalValue = Stored | { readonly cell: Spot };

export interface Frame {
  readonly body: Body;
  readonly locals: LocalValue[];
  /** Out parameters: the caller's local that each is bound to. */
  readonly outs: ReadonlyMap<number, number>;
  /** The caller's local that takes the value. */
  readonly result: number | null;
}

type For = Extract<Stmt, { kind: 'for' }>;
type While = Extract<Stmt, { kind: 'while' }>;

/** What is still to be done, the last first. */
export type Work =
  | { readonly kind: 'block'; readonly block: readonly Stmt[]; readonly next: number }
  /** The loop begins another round, with what goes before its test. */
  | { readonly kind: 'while'; readonly loop: While }
  | { readonly kind: 'test'; readonly loop: While }
  | {
      readonly kind: 'for';
      readonly loop: For;
      readonly members: readonly LocalValue[];
      readonly round: number;
    }
  | { readonly kind: 'leave atomic' }
  | { readonly kind: 'leave ghost' }
  | { readonly kind: 'leave function' };

export interface NaiveTask {
  readonly work: readonly Work[];
  readonly frames: readonly Frame[];
  /** Not begun: a daemon between passes, or an `after all` task before its time. */
  readonly idle: boolean;
  readonly done: boolean;
  /** Passes that may still begin, or that run now. */
  readonly passes: number;
}

export function freshTask(body: Body, passes: number): NaiveTask {
  const frame: Frame = { body, locals: [], outs: new Map(), result: null };
  return {
    work: [{ kind: 'block', block: body.body, next: 0 }],
    frames: [frame],
    idle: false,
    done: false,
    passes,
  };
}

/** The next statement; null if something ends or a loop begins a round. */
export function statementAt(task: NaiveTask): Stmt | null {
  const top = task.work.at(-1);
  if (top?.kind === 'test') return top.loop;
  return top?.kind === 'block' ? (top.block[top.next] ?? null) : null;
}

export function atomicDepth(work: readonly Work[]): number {
  return work.filter(({ kind }) => kind === 'leave atomic').length;
}

export function isObserving(work: readonly Work[]): boolean {
  return work.some(({ kind }) => kind === 'leave ghost');
}

/** Without the next statement. */
export function past(work: readonly Work[]): Work[] {
  const top = work.at(-1);
  assert(top?.kind === 'block', 'a statement stands in a block');
  return [...work.slice(0, -1), { ...top, next: top.next + 1 }];
}

export function entering(work: readonly Work[], block: readonly Stmt[]): Work[] {
  return [...work, { kind: 'block', block, next: 0 }];
}

/** Back to the innermost loop; `break` drops the loop too. */
export function toLoop(work: readonly Work[], leave: boolean): Work[] {
  const loop = work.findLastIndex(({ kind }) => kind === 'while' || kind === 'for');
  return work.slice(0, leave ? loop : loop + 1);
}

/** To the innermost block around that has the label. */
export function toLabel(work: readonly Work[], label: string): Work[] {
  for (let depth = work.length - 1; depth >= 0; depth -= 1) {
    const item = work[depth];
    if (item?.kind === 'leave function') break;
    if (item?.kind !== 'block') continue;
    const next = item.block.findIndex((s) => s.kind === 'label' && s.name === label);
    if (next >= 0) return [...work.slice(0, depth), { ...item, next }];
  }
  throw new Error(`the naive interpreter jumps outwards only, not to ${label}`);
}

export function outOfFunction(work: readonly Work[]): Work[] {
  return work.slice(
    0,
    work.findLastIndex(({ kind }) => kind === 'leave function'),
  );
}
