// Spinlocks that are held where a task can sleep or end, on some path through its text: for each path the locks that
// are held and the known values of locals. Lock operations in an `if` over options, or over an argument,
// count only where they run.

import { unreachable } from '../../base/assert.ts';
import { type Config, decide } from '../program/configurations.ts';
import type { Diagnostics, Span } from '../syntax/diagnostic.ts';
import { type DataFlowProblem, solveForward, type Tested } from './forwardDataFlow.ts';
import { commonTo, type Known, learned, valueIn, withValue } from './knownValues.ts';
import { LOCK_OPERATIONS, LOCKS, TRY_LOCKS } from '../syntax/lockKinds.ts';
import type { Body, Expr, FunctionDefinition, Place, Program, Stmt } from '../program/program.ts';
import { definitionsIn, distinctIn, optionsAsked, tasksIn } from './reach.ts';

/** Spinlocks that are held, by where they are declared, with the text that took each. */
type Held = ReadonlyMap<string, string>;

/** Paths that hold the same locks, and the values known on all of them. */
interface Way {
  readonly held: Held;
  readonly known: Known;
}

/** By the locks that they hold. */
type Ways = ReadonlyMap<string, Way>;

const NONE: Held = new Map();

/** The key of a body's return value among the locals. */
const RETURNED = -1;

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
      const { exit } = search.follow(task.name, task, { held: NONE, known: new Map() });
      for (const lock of locksOf(exit).values()) {
        const message = `task “${task.name}” may end while it holds the spinlock “${lock}”`;
        diagnostics.warn('RC307', task.at, message, 'release it on every path to the end');
      }
    }
  }
}

interface Outcome {
  readonly exit: Ways;
  /** Locks held since before the body at a place where it may sleep. */
  readonly asleep: Held;
}

type Sleep = (s: Stmt, held: Held) => void;

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

  /** What a body does to the locks that are held when it begins, with the arguments that are known. */
  follow(name: string, { body, locals }: Body, start: Way): Outcome {
    const key = JSON.stringify([name, heldKey(start.held), ...start.known]);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const asleep = new Map<string, string>();
    const sleep: Sleep = (s, held) => {
      for (const [lock, text] of held) {
        if (start.held.has(lock)) asleep.set(lock, text);
        else this.report(s, text);
      }
    };
    const { exit } = solveForward(this.question(sleep, locals), body, waysOf([start]));
    const outcome = { exit: exit ?? new Map(), asleep };
    this.known.set(key, outcome);
    return outcome;
  }

  /** `sleep`: called for each place that may sleep with what is held there. */
  private question(sleep: Sleep, locals: Body['locals']): DataFlowProblem<Ways> {
    return {
      join: (a, b) => waysOf([...a.values(), ...b.values()]),
      equal: isSame,
      after: (s, ways) => waysOf([...ways.values()].flatMap((way) => this.after(s, way, sleep))),
      test: (condition, ways) => this.test(condition, [...ways.values()], locals),
    };
  }

  private after(s: Stmt, way: Way, sleep: Sleep): Way[] {
    const { held, known } = way;
    switch (s.kind) {
      case 'call':
        return this.call(s, way, sleep);
      case 'set':
        return [{ held, known: withValue(known, s.local, valueIn(s.value, known, this.config)) }];
      case 'set-part':
        return [{ held, known: withValue(known, s.local, null) }];
      case 'return': {
        const value = s.value === null ? null : valueIn(s.value, known, this.config);
        return [{ held, known: withValue(known, RETURNED, value) }];
      }
      case 'wait':
        sleep(s, held);
        return [way];
      case 'lock':
        return [{ held: this.afterLock(s, held, sleep), known }];
      case 'store':
      case 'evaluate':
      case 'hold':
      case 'free':
      case 'if':
      case 'while':
      case 'for':
      case 'label':
      case 'goto':
      case 'break':
      case 'continue':
      case 'atomic':
      case 'ghost':
      case 'assert':
      case 'choose':
        return [way];
      default:
        return unreachable(s);
    }
  }

  private afterLock(s: Extract<Stmt, { kind: 'lock' }>, held: Held, sleep: Sleep): Held {
    const { lock, does } = LOCK_OPERATIONS[s.operation];
    if (LOCKS[lock].waiter === 'spins')
      return does === 'take' ? this.taken(held, s.place) : without(held, s.place);
    if (does === 'take') sleep(s, held);
    return held;
  }

  private call(s: Extract<Stmt, { kind: 'call' }>, { held, known }: Way, sleep: Sleep): Way[] {
    const [callee] = definitionsIn(this.program.functions, s.callee, this.config);
    if (callee === undefined) return [{ held, known }];
    const start = { held, known: this.parametersOf(callee, s.args, known) };
    const { exit, asleep } = this.follow(s.callee, callee, start);
    if (asleep.size > 0) sleep(s, asleep);
    const left = forgetOut(callee, s.args, known);
    return [...exit.values()].map((way) => ({
      held: way.held,
      known: s.result === null ? left : withValue(left, s.result, way.known.get(RETURNED) ?? null),
    }));
  }

  private parametersOf(callee: FunctionDefinition, args: readonly Expr[], known: Known): Known {
    return new Map(
      args.flatMap((arg, i) => {
        const value = valueIn(arg, known, this.config);
        return value === null || callee.locals[i]?.kind !== 'parameter' ? [] : [[i, value]];
      }),
    );
  }

  private test(condition: Expr, ways: readonly Way[], locals: Body['locals']): Tested<Ways> {
    const holds: Way[] = [];
    const fails: Way[] = [];
    for (const way of ways) {
      const value = valueIn(condition, way.known, this.config) ?? decide(condition, this.config);
      if (value !== null) (Number(value) === 0 ? fails : holds).push(way);
      else this.split(condition, way, holds, fails);
    }
    return { holds: waysOrNull(holds, locals), fails: waysOrNull(fails, locals) };
  }

  private split(condition: Expr, { held, known }: Way, holds: Way[], fails: Way[]): void {
    if (condition.kind === 'not')
      return this.split(condition.operand, { held, known }, fails, holds);
    const takes =
      condition.kind === 'trylock' && LOCKS[TRY_LOCKS[condition.operation].lock].waiter === 'spins';
    holds.push({
      held: takes ? this.taken(held, condition.place) : held,
      known: learned(condition, true, known),
    });
    fails.push({ held, known: learned(condition, false, known) });
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
      'release it first: a task that waits for it would spin forever',
    );
  }
}

/** The locals that a call writes become unknown. */
function forgetOut(callee: FunctionDefinition, args: readonly Expr[], known: Known): Known {
  const written = args.flatMap((arg, i) =>
    callee.locals[i]?.kind === 'out' && arg.kind === 'local' ? [arg.local] : [],
  );
  return written.reduce((rest: Known, local) => withValue(rest, local, null), known);
}

function waysOf(all: readonly Way[]): Ways {
  const ways = new Map<string, Way>();
  for (const way of all) {
    const key = heldKey(way.held);
    const other = ways.get(key);
    const known = other === undefined ? way.known : commonTo(other.known, way.known);
    ways.set(key, { held: way.held, known });
  }
  return ways;
}

/** A condition on no path is unreachable. A value of a loop's variable holds in one round only. */
function waysOrNull(all: readonly Way[], locals: Body['locals']): Ways | null {
  if (all.length === 0) return null;
  const lasting = all.map(({ held, known }) => ({
    held,
    known: new Map([...known].filter(([local]) => locals[local]?.kind !== 'loop')),
  }));
  return waysOf(lasting);
}

/** The join keeps all paths, and only the values known on each. */
function isSame(a: Ways, b: Ways): boolean {
  return (
    a.size === b.size && [...a].every(([key, { known }]) => b.get(key)?.known.size === known.size)
  );
}

function locksOf(ways: Ways): Held {
  return new Map([...ways.values()].flatMap(({ held }) => [...held]));
}

function heldKey(held: Held): string {
  return [...held.keys()].toSorted().join(' ');
}

function without(held: Held, place: Place): Held {
  const rest = new Map(held);
  rest.delete(lockName(place));
  return rest;
}

/** A lock by its declaration: pointers to different objects of a struct are not distinguished. */
function lockName({ root, path }: Place): string {
  const start =
    root.kind === 'global' ? root.name : root.kind === 'pointer' ? `struct ${root.struct}` : '';
  const fields = path.map((step) => (step.kind === 'field' ? step.name : '[]'));
  return [start, ...fields].join('.');
}
