// Spinlocks that may be held where a task can sleep or end. Lock operations in an `if` over options
// count in those configurations only in which they run.

import { type Config, decide } from '../program/configurations.ts';
import type { Diagnostics, Span } from '../syntax/diagnostic.ts';
import { type FlowQuestion, followFlow, type Tested } from './forwardFlow.ts';
import { LOCK_OPERATIONS } from '../program/lockOperations.ts';
import type { Expr, Place, Program, Stmt } from '../program/program.ts';
import { definitionsIn, distinctIn, optionsAsked, tasksIn } from './reach.ts';

/** Spinlocks that may be held, by where they are declared, with the text that took each. */
type Held = ReadonlyMap<string, string>;

const NONE: Held = new Map();

export function checkHeldSpinlocks(
  program: Program,
  configs: readonly Config[],
  textOf: (at: Span) => string,
  diagnostics: Diagnostics,
): void {
  for (const task of program.tasks) {
    for (const config of distinctIn(configs, optionsAsked(program.functions, task))) {
      if (!tasksIn([task], config).includes(task)) continue;
      const search = new SpinlockSearch(program, config, textOf, diagnostics);
      for (const lock of search.follow(task.name, task.body, NONE).exit.values()) {
        const message = `task “${task.name}” may end while it holds the spinlock “${lock}”`;
        diagnostics.warn('RC307', task.at, message, 'release it on every way out');
      }
    }
  }
}

interface Outcome {
  readonly exit: Held;
  /** What may be held where it may sleep. */
  readonly asleep: Held;
}

class SpinlockSearch {
  private readonly known = new Map<string, Outcome>();
  private readonly program: Program;
  private readonly config: Config;
  private readonly textOf: (at: Span) => string;
  private readonly diagnostics: Diagnostics;

  constructor(
    program: Program,
    config: Config,
    textOf: (at: Span) => string,
    diagnostics: Diagnostics,
  ) {
    this.program = program;
    this.config = config;
    this.textOf = textOf;
    this.diagnostics = diagnostics;
  }

  /** What a body does to the locks that are held when it begins. */
  follow(name: string, body: readonly Stmt[], start: Held): Outcome {
    const key = `${name} ${[...start.keys()].toSorted().join(' ')}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const asleep = new Map<string, string>();
    const sleep = (s: Stmt, held: Held): void => {
      for (const [lock, text] of held) {
        if (start.has(lock)) asleep.set(lock, text);
        else this.report(s, text);
      }
    };
    const { exit } = followFlow(this.question(sleep), body, start);
    const outcome = { exit: exit ?? NONE, asleep };
    this.known.set(key, outcome);
    return outcome;
  }

  /** `sleep`: called for each place that may sleep with what may be held there. */
  private question(sleep: (s: Stmt, held: Held) => void): FlowQuestion<Held> {
    return {
      join: (a, b) => new Map([...a, ...b]),
      equal: (a, b) => a.size === b.size,
      after: (s, held) => this.after(s, held, sleep),
      test: (condition, held) => this.test(condition, held),
    };
  }

  private after(s: Stmt, held: Held, sleep: (s: Stmt, held: Held) => void): Held {
    if (s.kind === 'call') return this.call(s, held, sleep);
    if (s.kind === 'wait') sleep(s, held);
    if (s.kind !== 'lock') return held;
    if (s.operation === 'spin_lock') return this.taken(held, s.place);
    if (s.operation === 'spin_unlock') return without(held, s.place);
    if (LOCK_OPERATIONS.get(s.operation)?.blocks === true) sleep(s, held);
    return held;
  }

  private call(
    s: Extract<Stmt, { kind: 'call' }>,
    held: Held,
    sleep: (s: Stmt, held: Held) => void,
  ): Held {
    const [callee] = definitionsIn(this.program.functions, s.callee, this.config);
    if (callee === undefined) return held;
    const { exit, asleep } = this.follow(s.callee, callee.body, held);
    if (asleep.size > 0) sleep(s, asleep);
    return exit;
  }

  private test(condition: Expr, held: Held): Tested<Held> {
    const decided = decide(condition, this.config);
    if (decided !== null)
      return decided ? { holds: held, fails: null } : { holds: null, fails: held };
    if (condition.kind === 'not') {
      const { holds, fails } = this.test(condition.operand, held);
      return { holds: fails, fails: holds };
    }
    if (condition.kind === 'trylock' && condition.operation === 'spin_trylock')
      return { holds: this.taken(held, condition.place), fails: held };
    return { holds: held, fails: held };
  }

  private taken(held: Held, place: Place): Held {
    return new Map([...held, [lockName(place), this.textOf(place.at)]]);
  }

  private report(s: Stmt, lock: string): void {
    const what = s.kind === 'call' ? s.callee : s.kind === 'lock' ? s.operation : 'wait until';
    this.diagnostics.warn(
      'RC307',
      s.at,
      `${what} may sleep while the spinlock “${lock}” is held`,
      'release it first: who spins for it would spin for ever',
    );
  }
}

function without(held: Held, place: Place): Held {
  const rest = new Map(held);
  rest.delete(lockName(place));
  return rest;
}

/** A lock by its declaration: pointers to different objects of a struct are not told apart. */
function lockName({ root, path }: Place): string {
  const start =
    root.kind === 'global' ? root.name : root.kind === 'pointer' ? `struct ${root.struct}` : '';
  const fields = path.map((step) => (step.kind === 'field' ? step.name : '[]'));
  return [start, ...fields].join('.');
}
