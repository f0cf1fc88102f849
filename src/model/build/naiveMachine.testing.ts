// The naive interpreter, with which the engine is compared: states are plain objects, every move is found by trying,
// every question answered from its definition.

import { at } from '../../base/assert.ts';
import { type Config, evaluateOption } from '../../lang/program/configurations.ts';
import type { Program, Property, Stmt } from '../../lang/program/program.ts';
import {
  emptyMemory,
  GLOBAL,
  isLock,
  type Lock,
  type NaiveMemory,
  putInitials,
  type Stored,
} from './naiveMemory.testing.ts';
import { Limit, NaiveStep, Oops, type Setting } from './naiveStep.testing.ts';
import { freshTask, type NaiveTask } from './naiveTask.testing.ts';

export interface NaiveState {
  readonly memory: NaiveMemory;
  readonly tasks: readonly NaiveTask[];
  readonly oops: string | null;
}

export interface NaiveMove {
  readonly task: number;
  readonly choice: string | null;
}

/** The result of a step: a state, or a limit that cuts it off. */
export interface Outcome {
  readonly state: NaiveState | null;
  readonly limit: string | null;
  readonly broken: readonly string[];
}

export class NaiveMachine {
  readonly setting: Setting;
  private readonly numbers = new Map<object, number>();

  constructor(program: Program, config: Config) {
    const tasks = program.tasks.filter(({ when }) => when === null || evaluateOption(when, config));
    this.setting = { program, config, tasks, tested: new Set() };
  }

  start(): Outcome {
    const { program, tasks } = this.setting;
    const memory = emptyMemory(program);
    const nobody = (): boolean => false;
    const observer = new NaiveStep(this.setting, memory, nobody, null, freshTask(program.init, 1));
    putInitials(program, memory, (e) => observer.value(e));
    return attempt(() => {
      observer.runAll();
      const begun: NaiveTask[] = [];
      const broken: string[] = [];
      for (const [index, { kind, runs }] of tasks.entries()) {
        const isDone = (other: number): boolean => begun[other]?.done === true;
        const passes = kind === 'daemon' ? runs : 1;
        const { task, step } = this.beginPass(memory, index, passes, isDone);
        begun.push(task);
        broken.push(...step.broken);
        if (task.done && this.holdsLock(memory, index)) broken.push('no_lock_leak');
      }
      return { state: { memory, tasks: begun, oops: null }, broken };
    });
  }

  /** The local work before a task's first step, with fresh locals. */
  private beginPass(
    memory: NaiveMemory,
    index: number,
    passes: number,
    isDone: (task: number) => boolean,
  ) {
    const body = at(this.setting.tasks, index);
    const step = new NaiveStep(this.setting, memory, isDone, index, freshTask(body, passes));
    step.runOn();
    const done = step.rest.work.length === 0;
    const task: NaiveTask = { ...step.rest, idle: body.kind !== 'task' && !done, done, passes };
    return { task, step };
  }

  moves(state: NaiveState): NaiveMove[] {
    if (state.oops !== null) return [];
    return state.tasks.flatMap((task, index): NaiveMove[] => {
      if (task.done || (task.idle && !this.mayBegin(state, index))) return [];
      const step = this.stepOf(state, index);
      if (!step.canStep()) return [];
      const s = step.statement();
      return s?.kind === 'choose'
        ? s.branches.map(({ label }) => ({ task: index, choice: label }))
        : [{ task: index, choice: null }];
    });
  }

  private mayBegin(state: NaiveState, index: number): boolean {
    const { tasks } = this.setting;
    const isSettling = (task: NaiveTask, i: number): boolean =>
      tasks[i]?.kind === 'settle' && !task.idle && !(task.done && task.passes > 0);
    if (tasks[index]?.kind === 'daemon') return !state.tasks.some(isSettling);
    return state.tasks.every((task, i) => tasks[i]?.kind === 'settle' || this.isThrough(task, i));
  }

  private isThrough(task: NaiveTask, index: number): boolean {
    return task.done || (task.idle && this.setting.tasks[index]?.kind === 'daemon');
  }

  private stepOf(state: NaiveState, index: number): NaiveStep {
    const isDone = (task: number): boolean => state.tasks[task]?.done === true;
    return new NaiveStep(this.setting, state.memory, isDone, index, at(state.tasks, index));
  }

  take(before: NaiveState, { task, choice }: NaiveMove): Outcome {
    const memory = structuredClone(before.memory);
    const step = this.stepOf({ ...before, memory }, task);
    const outcome = attempt(() => {
      step.takeStep(choice);
      const { passes } = at(before.tasks, task);
      const after: NaiveTask = { ...step.rest, idle: false, done: false, passes };
      const ended = step.rest.work.length === 0;
      if (ended && this.holdsLock(memory, task)) step.broken.add('no_lock_leak');
      const isDone = (other: number): boolean => before.tasks[other]?.done === true;
      const stands = ended ? this.afterPass(memory, task, passes - 1, step.broken, isDone) : after;
      const tasks = before.tasks.map((other, i) => (i === task ? stands : other));
      return { state: { memory, tasks, oops: null }, broken: [...step.broken] };
    });
    if (outcome.state?.oops == null) return outcome;
    const broken = [...outcome.broken, ...step.broken];
    return { ...outcome, broken, state: { ...before, oops: outcome.state.oops } };
  }

  private afterPass(
    memory: NaiveMemory,
    index: number,
    passes: number,
    broken: Set<string>,
    isDone: (task: number) => boolean,
  ): NaiveTask {
    if (passes === 0 || at(this.setting.tasks, index).kind !== 'daemon')
      return { work: [], frames: [], idle: false, done: true, passes: 0 };
    const { task, step } = this.beginPass(memory, index, passes, isDone);
    for (const name of step.broken) broken.add(name);
    return task;
  }

  /** Another task may release a page lock. */
  private holdsLock(memory: NaiveMemory, task: number): boolean {
    const { program } = this.setting;
    const types = (id: string, struct: string) =>
      id === GLOBAL ? program.globals : (program.structs.get(struct)?.fields ?? []);
    return Object.entries(memory).some(([id, { struct, fields }]) =>
      types(id, struct).some(({ name, type }) => {
        const one = type.kind === 'array' ? type.of : type;
        if (one.kind !== 'lock' || one.lock === 'bitlock') return false;
        return locksIn(fields[name]).some((lock) => lock.holds[task] !== undefined);
      }),
    );
  }

  /** In a state without moves: the tasks that have not ended. */
  stuck(state: NaiveState): string[] {
    const isIdle = ({ idle }: NaiveTask, i: number): boolean =>
      idle && (this.setting.tasks[i]?.kind === 'daemon' || !this.mayBegin(state, i));
    const stuck = state.tasks.map((task, i) => !task.done && !isIdle(task, i));
    return this.setting.tasks.filter((_, i) => stuck[i]).map(({ name }) => name);
  }

  ending(state: NaiveState): 'running' | 'quiescent' | 'panicked' {
    if (state.oops !== null) return 'panicked';
    return state.tasks.every((task, i) => this.isThrough(task, i)) ? 'quiescent' : 'running';
  }

  /** The properties that a state itself breaks. */
  broken(state: NaiveState): string[] {
    const isDone = (task: number): boolean => state.tasks[task]?.done === true;
    const holds = ({ condition, locals }: Property): boolean => {
      const body = freshTask({ body: [], locals }, 1);
      const step = new NaiveStep(this.setting, state.memory, isDone, null, body);
      return condition === null || step.holds(condition);
    };
    const asked = this.setting.program.properties.filter(
      ({ kind }) => kind === 'always' || (kind === 'finally' && this.ending(state) === 'quiescent'),
    );
    return asked.filter((property) => !holds(property)).map(({ name }) => name);
  }

  /** Records the properties that a state tests. */
  noteTests(state: NaiveState): void {
    const { program, tested } = this.setting;
    const isDone = (task: number): boolean => state.tasks[task]?.done === true;
    for (const { name, kind, condition, locals } of program.properties) {
      if (condition === null || (kind === 'finally' && this.ending(state) !== 'quiescent'))
        continue;
      const body = freshTask({ body: [], locals }, 1);
      const step = new NaiveStep(this.setting, state.memory, isDone, null, body);
      if (step.tests(condition)) tested.add(name);
    }
  }

  /** By place of the `outcome` line: its value, null if it cannot be reached. */
  outcome(state: NaiveState): ({ readonly value: Stored } | null)[] {
    const isDone = (task: number): boolean => state.tasks[task]?.done === true;
    return this.setting.program.outcome.map(({ value }) => {
      const body = freshTask({ body: [], locals: [] }, 1);
      return new NaiveStep(this.setting, state.memory, isDone, null, body).lookAt(value);
    });
  }

  /** Two states are the same exactly when their keys are. */
  key({ memory, tasks, oops }: NaiveState): string {
    return JSON.stringify([memory, tasks.map((task) => this.taskKey(task)), oops]);
  }

  private taskKey({ work, frames, idle, done, passes }: NaiveTask): unknown[] {
    const todo = work.map((item) => {
      if (item.kind === 'block') return [this.numberOf(item.block), item.next];
      if (item.kind === 'for') return [this.numberOf(item.loop), item.round];
      return 'loop' in item ? [item.kind, this.numberOf(item.loop)] : item.kind;
    });
    const places = frames.map(({ body, locals, outs, result }) => [
      this.numberOf(body),
      locals,
      [...outs],
      result,
    ]);
    return [todo, places, idle, done, passes];
  }

  /** The program's text is the same object every time. */
  private numberOf(text: object): number {
    const known = this.numbers.get(text) ?? this.numbers.size;
    this.numbers.set(text, known);
    return known;
  }

  /** The statement that a task takes next; null when it has ended. */
  standsAt(state: NaiveState, index: number): Stmt | null {
    return at(state.tasks, index).done ? null : this.stepOf(state, index).standing();
  }
}

function locksIn(stored: Stored | undefined): Lock[] {
  const values = Array.isArray(stored) ? stored : [stored];
  return values.flatMap((value) => (isLock(value) ? [value] : []));
}

/** A state; or the state after an oops, which contains only the oops; or a limit. */
function attempt(run: () => { state: NaiveState; broken: readonly string[] }): Outcome {
  try {
    return { ...run(), limit: null };
  } catch (error) {
    if (error instanceof Limit) return { state: null, limit: error.message, broken: [] };
    if (!(error instanceof Oops)) throw error;
    const state: NaiveState = { memory: {}, tasks: [], oops: error.message };
    return { state, limit: null, broken: ['no_oops'] };
  }
}

export interface NaiveReport {
  readonly states: readonly { readonly state: NaiveState; readonly distance: number }[];
  /** For each property that some run breaks, the length of a shortest one. */
  readonly shortest: ReadonlyMap<string, number>;
  readonly limits: ReadonlySet<string>;
  readonly quiescent: number;
  /** Whether there were more states than asked for. */
  readonly cut: boolean;
}

/** Every state that can be reached, nearest first. */
export function naiveSearch(machine: NaiveMachine, maxStates: number): NaiveReport {
  const start = machine.start();
  const limits = new Set<string>();
  const shortest = new Map<string, number>();
  const found = new Map<
    string,
    { state: NaiveState; distance: number; targets: string[]; mayTerminate: boolean }
  >();
  const note = (names: readonly string[], distance: number): void => {
    for (const name of names) if (!shortest.has(name)) shortest.set(name, distance);
  };
  const meet = ({ state, limit, broken }: Outcome, distance: number): string | null => {
    note(broken, distance);
    if (limit !== null) limits.add(limit);
    if (state === null) return null;
    const key = machine.key(state);
    if (!found.has(key)) found.set(key, { state, distance, targets: [], mayTerminate: false });
    return key;
  };
  meet(start, 0);
  for (const entry of found.values()) {
    if (found.size > maxStates) break;
    const { state, distance } = entry;
    if (state.memory[GLOBAL] !== undefined) {
      note(machine.broken(state), distance);
      machine.noteTests(state);
    }
    const moves = machine.moves(state);
    if (moves.length === 0 && machine.ending(state) === 'running') note(['no_deadlock'], distance);
    entry.mayTerminate = machine.ending(state) !== 'running';
    for (const move of moves) {
      const target = meet(machine.take(state, move), distance + 1);
      if (target === null) entry.mayTerminate = true;
      else entry.targets.push(target);
    }
  }
  const states = [...found.values()];
  const cut = found.size > maxStates;
  if (!cut) note(...firstStuck(found));
  const quiescent = states.filter(({ state }) => machine.ending(state) === 'quiescent').length;
  return { states, shortest, limits, quiescent, cut };
}

/** The nearest state from which no run ends. */
function firstStuck(
  found: ReadonlyMap<
    string,
    { distance: number; targets: readonly string[]; mayTerminate: boolean }
  >,
): [string[], number] {
  const escaping = new Set(
    [...found].flatMap(([key, { mayTerminate }]) => (mayTerminate ? [key] : [])),
  );
  for (let before = -1; before !== escaping.size; ) {
    before = escaping.size;
    for (const [key, { targets }] of found)
      if (targets.some((target) => escaping.has(target))) escaping.add(key);
  }
  const stuck = [...found]
    .filter(([key]) => !escaping.has(key))
    .map(([, { distance }]) => distance);
  return stuck.length === 0 ? [[], 0] : [['no_stuck'], Math.min(...stuck)];
}
