// A few lines of pretended kernel for the tests of this folder: tasks are lists of statements
// on locks, and replay answers as the model does. It shares no code with the model.

import type { LockEvent, Move, Moment, Run, RunStop, Step } from '../../model/world/run.ts';
import type {
  LockHold,
  LockKind,
  LockName,
  StepSite,
  TaskInfo,
  World,
  WorldTask,
} from '../../model/world/world.ts';

/**
 * Statements: `lock L`, `unlock L`, `try L`, `down L`, `up L` (a fair rwsem), `choose a b`,
 * `assert P` (breaks P by being taken), `taint P` (P is broken from then on), `oops`; anything
 * else is a plain step. A lock is `OBJECT.FIELD`; its kind follows from its field.
 */
export type ToyScript = Readonly<Record<string, readonly string[]>>;

export interface ToyModel {
  readonly tasks: readonly TaskInfo[];
  replay(moves: readonly Move[]): Run;
}

interface ToyState {
  readonly pc: readonly number[];
  readonly holder: ReadonlyMap<string, number>;
  readonly queue: ReadonlyMap<string, readonly number[]>;
  readonly tainted: readonly string[];
  readonly oops: boolean;
}

export function toyModel(script: ToyScript): ToyModel {
  const names = Object.keys(script);
  const tasks = names.map((name, index) => taskInfo(name, index));
  return { tasks, replay: (moves) => replay(names, script, moves) };
}

/** `f2p` as moves, by the first letters of the tasks; `c.a` takes the branch that begins with a. */
export function toyMoves(model: ToyModel, schedule: string): Move[] {
  return [...schedule.matchAll(/([a-z])(?:\.([a-z]+))?(\d*)/g)].flatMap(
    ([, letter, choice, count]) => {
      const task = model.tasks.findIndex((info) => info.letter === letter);
      return Array.from({ length: Number(count || 1) }, () => ({ task, choice: choice ?? null }));
    },
  );
}

export function toyRun(model: ToyModel, schedule: string): Run {
  return model.replay(toyMoves(model, schedule));
}

function taskInfo(name: string, index: number): TaskInfo {
  return { index, name, letter: name.charAt(0), kind: 'task', cpu: null, mm: null };
}

function replay(names: readonly string[], script: ToyScript, moves: readonly Move[]): Run {
  const toy = new Toy(names, script);
  let state: ToyState = {
    pc: names.map(() => 0),
    holder: new Map(),
    queue: new Map(),
    tainted: [],
    oops: false,
  };
  const moments: Moment[] = [{ world: toy.world(state), step: null }];
  for (const [at, move] of moves.entries()) {
    const stopped = toy.refusal(state, move, at);
    if (stopped !== null) return { moves: moves.slice(0, at), moments, stopped };
    const after = toy.step(state, move.task);
    moments.push({ world: toy.world(after), step: toy.explain(state, after, move, at + 1) });
    state = after;
  }
  return { moves, moments, stopped: null };
}

class Toy {
  readonly names: readonly string[];
  readonly script: ToyScript;

  constructor(names: readonly string[], script: ToyScript) {
    this.names = names;
    this.script = script;
  }

  statement(state: ToyState, task: number): readonly string[] {
    return (this.script[this.names[task] ?? '']?.[state.pc[task] ?? 0] ?? '').split(' ');
  }

  refusal(state: ToyState, { task, choice }: Move, at: number): RunStop | null {
    const [verb = '', lock = ''] = this.statement(state, task);
    if (state.oops) return { kind: 'ended', at, oops: 'BUG_ON' };
    if (verb === '') return { kind: 'done', at, task };
    if (this.blocked(state, task)) return { kind: 'blocked', at, task, on: lockName(lock) };
    const branches = this.choices(state, task);
    const wrong = branches.length > 0 ? !branches.includes(choice ?? '') : choice !== null;
    return wrong ? { kind: 'no-choice', at, task, choice } : null;
  }

  blocked(state: ToyState, task: number): boolean {
    const [verb, lock = ''] = this.statement(state, task);
    const queue = state.queue.get(lock) ?? [];
    if (verb === 'lock') return state.holder.has(lock);
    return verb === 'down' && queue.includes(task) && (state.holder.has(lock) || queue[0] !== task);
  }

  choices(state: ToyState, task: number): readonly string[] {
    const [verb, ...labels] = this.statement(state, task);
    return verb === 'choose' ? labels : [];
  }

  step(state: ToyState, task: number): ToyState {
    const [verb, what = ''] = this.statement(state, task);
    const queue = state.queue.get(what) ?? [];
    const enqueues =
      verb === 'down' && !queue.includes(task) && (state.holder.has(what) || queue.length > 0);
    if (enqueues) return { ...state, queue: new Map(state.queue).set(what, [...queue, task]) };
    const pc = state.pc.map((n, i) => (i === task ? n + 1 : n));
    const tainted = verb === 'taint' ? [...state.tainted, what] : state.tainted;
    const holder = new Map(state.holder);
    if (verb === 'lock' || verb === 'down' || (verb === 'try' && !holder.has(what)))
      holder.set(what, task);
    if (verb === 'unlock' || verb === 'up') holder.delete(what);
    const left = new Map(state.queue).set(what, verb === 'down' ? queue.slice(1) : queue);
    return { pc, tainted, holder, queue: left, oops: state.oops || verb === 'oops' };
  }

  explain(before: ToyState, after: ToyState, { task, choice }: Move, index: number): Step {
    const [verb, what = ''] = this.statement(before, task);
    const locks = [
      ...this.own(before, after, task, verb ?? '', what),
      ...this.others(before, after),
    ];
    const breaks = verb === 'assert' ? [what] : [];
    return { index, task, site: this.site(before, task), choice, effects: [], locks, breaks };
  }

  own(before: ToyState, after: ToyState, task: number, verb: string, name: string): LockEvent[] {
    const event = (kind: LockEvent['kind']): LockEvent[] => [
      { kind, lock: lockName(name), mode: 'exclusive', task },
    ];
    if (verb === 'unlock' || verb === 'up') return event('release');
    if (verb === 'try' && before.holder.has(name)) return event('trylock-failed');
    if (verb === 'down' && after.pc[task] === before.pc[task]) return event('queue');
    return ['lock', 'try', 'down'].includes(verb) ? event('acquire') : [];
  }

  others(before: ToyState, after: ToyState): LockEvent[] {
    return this.names.flatMap((_, task) => {
      const [was, is] = [this.blocked(before, task), this.blocked(after, task)];
      if (was === is) return [];
      const [, name = ''] = this.statement(is ? after : before, task);
      return [
        { kind: is ? 'contend' : 'wake', lock: lockName(name), mode: 'exclusive', task } as const,
      ];
    });
  }

  site(state: ToyState, task: number): StepSite {
    const [name = '', pc = 0] = [this.names[task], state.pc[task]];
    const text = this.statement(state, task).join(' ');
    const earlier = this.script[name]?.slice(0, pc).filter((other) => other === text).length ?? 0;
    const key = `${name}/${text}#${earlier}`;
    return {
      key,
      file: 'toy.race',
      from: 0,
      to: 0,
      line: pc + 1,
      calls: [name],
      text,
      label: null,
    };
  }

  world(state: ToyState): World {
    const tasks = this.names.map((_, index) => this.task(state, index));
    const done = tasks.every((task) => task.state.kind === 'done');
    const stuck =
      !done && tasks.every((task) => task.state.kind === 'done' || task.state.kind === 'blocked');
    return {
      objects: this.objects(state),
      tasks,
      ending: state.oops ? 'panicked' : done ? 'quiescent' : stuck ? 'deadlocked' : 'running',
      oops: state.oops ? 'BUG_ON' : null,
      broken: state.tainted,
      concerns: {},
      cycle: stuck
        ? tasks.flatMap(({ state: { kind }, index }) =>
            kind === 'blocked' ? [{ task: index, on: null, why: 'holds' as const }] : [],
          )
        : [],
    };
  }

  task(state: ToyState, index: number): WorldTask {
    const [verb = '', lock = ''] = this.statement(state, index);
    const done = verb === '';
    const next = done ? null : this.site(state, index);
    const common = { index, next, locals: [], choices: this.choices(state, index) };
    if (done) return { ...common, state: { kind: 'done' } };
    if (!this.blocked(state, index)) return { ...common, state: { kind: 'ready' } };
    const holder = state.holder.get(lock);
    const waitsFor = holder === undefined ? [] : [{ task: holder, why: 'holds' as const }];
    return { ...common, state: { kind: 'blocked', on: lockName(lock), waitsFor } };
  }

  objects(state: ToyState): World['objects'] {
    const statements = Object.values(this.script)
      .flat()
      .map((statement) => statement.split(' '));
    const used = statements.flatMap(([verb, name]) =>
      verb === 'lock' || verb === 'down' || verb === 'try' ? [name ?? ''] : [],
    );
    return [...new Set(used)].map((name) => {
      const lock = lockName(name);
      const holder = state.holder.get(name);
      const value = {
        lock,
        holders: holder === undefined ? [] : [hold(holder)],
        queue: (state.queue.get(name) ?? []).map(hold),
        count: null,
        waiters: [],
      };
      const field = {
        name: lock.field,
        role: 'lock',
        ghost: false,
        value: { kind: 'lock', lock: value } as const,
      };
      return {
        id: lock.object,
        name: lock.object,
        struct: 'toy',
        role: null,
        live: true,
        pooled: false,
        parent: null,
        fields: [field],
      };
    });
  }
}

function hold(task: number): LockHold {
  return { task, mode: 'exclusive' };
}

export function lockName(name: string): LockName {
  const [object = '', field = ''] = name.split('.');
  return { object, field, kind: kindOf(field), name };
}

function kindOf(field: string): LockKind {
  if (field === 'PG_locked') return 'bitlock';
  if (field === 'ptl') return 'spinlock';
  return field.endsWith('mutex') ? 'mutex' : 'rwsem';
}
