// Forward data-flow analysis of a body: through branches, loops and gotos, until a fixed point.

import { unreachable } from '../../base/assert.ts';
import type { Expr, Stmt } from '../program/program.ts';

/** One analysis. States only grow when they are joined, so the iteration ends. */
export interface DataFlowProblem<S> {
  join(a: S, b: S): S;
  equal(a: S, b: S): boolean;
  /** The state after a statement that holds no others. `settled`: the fixed point is reached, and this is the last call. */
  after(s: Stmt, state: S, settled: boolean): S;
  /** The state after evaluating what a `for` runs over, before each round; undefined: unchanged. */
  turn?(s: Extract<Stmt, { kind: 'for' }>, state: S): S;
  /** The states of those runs in which a condition holds, and in which not; null: there are none. */
  test(condition: Expr, state: S, settled: boolean): Tested<S>;
}

export interface Tested<S> {
  readonly holds: S | null;
  readonly fails: S | null;
}

export interface DataFlowEnd<S> {
  /** At the closing brace; null: it is never reached. */
  readonly end: S | null;
  /** At the closing brace or at a return; null: the body never ends. */
  readonly exit: S | null;
}

export function solveForward<S>(
  question: DataFlowProblem<S>,
  body: readonly Stmt[],
  start: S,
): DataFlowEnd<S> {
  const walk = new DataFlowWalk(question);
  let before = -1;
  while (walk.changes !== before) {
    before = walk.changes;
    walk.go(body, start);
  }
  walk.settled = true;
  return walk.go(body, start);
}

function isOnce({ over }: Extract<Stmt, { kind: 'for' }>): boolean {
  return over.kind === 'range' && over.low === over.high;
}

interface Loop<S> {
  next: S | null;
  end: S | null;
}

class DataFlowWalk<S> {
  changes = 0;
  settled = false;
  private readonly question: DataFlowProblem<S>;
  private readonly labels = new Map<string, S>();
  private loops: Loop<S>[] = [];
  private returned: S | null = null;

  constructor(question: DataFlowProblem<S>) {
    this.question = question;
  }

  go(body: readonly Stmt[], start: S): DataFlowEnd<S> {
    this.returned = null;
    const end = this.body(body, start);
    return { end, exit: this.join(end, this.returned) };
  }

  private join(a: S | null, b: S | null): S | null {
    if (a === null || b === null) return a ?? b;
    return this.question.join(a, b);
  }

  private body(body: readonly Stmt[], start: S | null): S | null {
    return body.reduce((state, s) => this.statement(s, state), start);
  }

  private statement(s: Stmt, state: S | null): S | null {
    switch (s.kind) {
      case 'label':
        return this.join(state, this.labels.get(s.name) ?? null);
      case 'if': {
        const { holds, fails } = this.test(s.condition, state);
        return this.join(this.body(s.then, holds), this.body(s.else, fails));
      }
      case 'while':
        return this.loop(state, (head) => {
          const { holds, fails } = this.test(s.condition, this.body(s.before, head));
          return { next: this.body(s.body, holds), out: fails };
        });
      case 'for':
        return isOnce(s)
          ? this.once(s.body, state)
          : this.loop(state, (head) => {
              const turned = head === null ? null : (this.question.turn?.(s, head) ?? head);
              return { next: this.body(s.body, turned), out: turned };
            });
      case 'atomic':
      case 'ghost':
        return this.body(s.body, state);
      case 'choose':
        return s.branches
          .map((branch) => this.body(branch.body, state))
          .reduce((a, b) => this.join(a, b), null);
      case 'set':
      case 'set-part':
      case 'store':
      case 'evaluate':
      case 'lock':
      case 'hold':
      case 'free':
      case 'wait':
      case 'call':
      case 'goto':
      case 'return':
      case 'break':
      case 'continue':
      case 'assert':
        return state === null ? null : this.simple(s, state);
      default:
        return unreachable(s);
    }
  }

  private test(condition: Expr, state: S | null): Tested<S> {
    if (state === null) return { holds: null, fails: null };
    return this.question.test(condition, state, this.settled);
  }

  /** Iterates until the state at the head does not change. */
  private loop(
    start: S | null,
    round: (head: S | null) => { next: S | null; out: S | null },
  ): S | null {
    for (let head = start; ; ) {
      const loop: Loop<S> = { next: null, end: null };
      this.loops.push(loop);
      const { next, out } = round(head);
      this.loops.pop();
      const again = this.join(head, this.join(next, loop.next));
      if (this.same(again, head)) return this.join(out, loop.end);
      head = again;
    }
  }

  /** A `for` of one round, which `break` leaves. */
  private once(body: readonly Stmt[], state: S | null): S | null {
    const loop: Loop<S> = { next: null, end: null };
    this.loops.push(loop);
    const end = this.body(body, state);
    this.loops.pop();
    return this.join(end, this.join(loop.next, loop.end));
  }

  private same(a: S | null, b: S | null): boolean {
    return a === null || b === null ? a === b : this.question.equal(a, b);
  }

  private simple(s: Stmt, state: S): S | null {
    const loop = this.loops.at(-1);
    switch (s.kind) {
      case 'goto':
        this.reach(s.label, state);
        return null;
      case 'return':
        this.returned = this.join(this.returned, this.question.after(s, state, this.settled));
        return null;
      case 'break':
        if (loop) loop.end = this.join(loop.end, state);
        return null;
      case 'continue':
        if (loop) loop.next = this.join(loop.next, state);
        return null;
      case 'set':
      case 'set-part':
      case 'store':
      case 'evaluate':
      case 'lock':
      case 'hold':
      case 'free':
      case 'wait':
      case 'call':
      case 'if':
      case 'while':
      case 'for':
      case 'label':
      case 'atomic':
      case 'ghost':
      case 'assert':
      case 'choose':
        return this.question.after(s, state, this.settled);
      default:
        return unreachable(s);
    }
  }

  private reach(label: string, state: S): void {
    const known = this.labels.get(label);
    const joined = known === undefined ? state : this.question.join(known, state);
    if (known !== undefined && this.question.equal(joined, known)) return;
    this.labels.set(label, joined);
    this.changes += 1;
  }
}
