// What a task runs in a configuration: the calls that its options leave, each with one definition.

import { type Config, decide, evaluateOption } from '../program/configurations.ts';
import type { Span } from '../syntax/diagnostic.ts';
import type { Body, Expr, FunctionDefinition, Program, Stmt, Task } from '../program/program.ts';
import {
  bodiesOf,
  everyExpression,
  everyStatement,
  expressionsOf,
} from '../program/programWalk.ts';

type Functions = Program['functions'];

/** The definitions of a function that a configuration has; in a program without errors one. */
export function definitionsIn(
  functions: Functions,
  name: string,
  config: Config,
): FunctionDefinition[] {
  return (functions.get(name) ?? []).filter(
    ({ when }) => when === null || evaluateOption(when, config),
  );
}

/** The tasks that are part of a configuration. */
export function tasksIn(tasks: readonly Task[], config: Config): Task[] {
  return tasks.filter(({ when }) => when === null || evaluateOption(when, config));
}

export interface Reached {
  /** By name, where it is called first. */
  readonly calls: ReadonlyMap<string, Span>;
  readonly labels: ReadonlySet<string>;
  /** The positions of `current->cpu` and `current->mm`. */
  readonly uses: { readonly cpu: Span | null; readonly mm: Span | null };
  /** Its first statement that only a task can execute, or that calls a function with one. */
  readonly needsTask: TaskNeed | null;
}

/** Why `init` cannot execute a statement: it cannot wait, hold a lock or choose, and nothing in it is judged. */
export interface TaskNeed {
  readonly at: Span;
  readonly because: 'acts' | 'judged';
}

export function reachFrom(
  functions: Functions,
  config: Config,
  body: Body,
  known: KnownTraits,
): Reached {
  const calls = new Map<string, Span>();
  const labels = new Set<string>();
  const uses: { cpu: Span | null; mm: Span | null } = { cpu: null, mm: null };
  let needsTask: TaskNeed | null = null;
  /** `from`: the body's own statement that leads here. */
  const visit = (statements: readonly Stmt[], from: Span | null): void => {
    for (const s of runIn(statements, config)) {
      if (s.kind === 'label') labels.add(s.name);
      const { currents, because } = traitsOf(s, known);
      for (const e of currents) uses[e.what] ??= e.at;
      if (because !== null) needsTask ??= { at: from ?? s.at, because };
      if (s.kind !== 'call' || calls.has(s.callee)) continue;
      calls.set(s.callee, s.at);
      for (const f of definitionsIn(functions, s.callee, config)) visit(f.body, from ?? s.at);
    }
  };
  visit(body.body, null);
  return { calls, labels, uses, needsTask };
}

interface Traits {
  /** Where it says `current->cpu` or `current->mm` itself. */
  readonly currents: readonly Extract<Expr, { kind: 'current' }>[];
  /** Why only a task can do it; null where `init` can. */
  readonly because: TaskNeed['because'] | null;
}

/** Facts about statements that are the same in every configuration that reaches them. */
export type KnownTraits = Map<Stmt, Traits>;

function traitsOf(s: Stmt, known: KnownTraits): Traits {
  const before = known.get(s);
  if (before !== undefined) return before;
  const inside = expressionsOf(s).flatMap(everyExpression);
  const currents = inside.filter((e) => e.kind === 'current');
  const tries = inside.some(({ kind }) => kind === 'trylock');
  const acts = isForTasks(s) || tries || currents.length > 0;
  const judged = s.kind === 'assert' && s.variant !== 'bug';
  const traits: Traits = { currents, because: acts ? 'acts' : judged ? 'judged' : null };
  known.set(s, traits);
  return traits;
}

function isForTasks(s: Stmt): boolean {
  if (s.kind === 'hold') return s.task === null;
  return s.kind === 'lock' || s.kind === 'wait' || s.kind === 'choose';
}

/** The statements that a configuration leaves. */
function runIn(body: readonly Stmt[], config: Config): readonly Stmt[] {
  const all: Stmt[] = [];
  const collect = (statements: readonly Stmt[]): void => {
    for (const s of statements) {
      all.push(s);
      bodiesIn(s, config).forEach(collect);
    }
  };
  collect(body);
  return all;
}

function bodiesIn(s: Stmt, config: Config): readonly (readonly Stmt[])[] {
  if (s.kind !== 'if') return bodiesOf(s);
  const decided = decide(s.condition, config);
  return decided === null ? [s.then, s.else] : [decided ? s.then : s.else];
}

/** The options that are used by anything that a body may run in some configuration. */
export function optionsAsked(functions: Functions, body: Body): ReadonlySet<string> {
  const asked = new Set<string>();
  const seen = new Set<string>();
  const ask = (e: Expr): void => {
    for (const inner of everyExpression(e)) if (inner.kind === 'option') asked.add(inner.option);
  };
  const visit = (statements: readonly Stmt[]): void => {
    for (const s of everyStatement(statements)) {
      for (const e of expressionsOf(s)) ask(e);
      if (s.kind !== 'call' || seen.has(s.callee)) continue;
      seen.add(s.callee);
      for (const f of functions.get(s.callee) ?? []) {
        if (f.when !== null) ask(f.when);
        visit(f.body);
      }
    }
  };
  visit(body.body);
  return asked;
}

/** One configuration for each choice of the options that matter. */
export function distinctIn(configs: readonly Config[], options: ReadonlySet<string>): Config[] {
  const byChoice = new Map<string, Config>();
  for (const config of configs) {
    const choice = [...options].map((name) => `${config[name]}`).join(' ');
    if (!byChoice.has(choice)) byChoice.set(choice, config);
  }
  return [...byChoice.values()];
}
