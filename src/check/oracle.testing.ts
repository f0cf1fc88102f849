// The engine and the naive interpreter asked the same questions about one program.

import { assert, at } from '../base/assert.ts';
import { explore } from '../explore/explore.ts';
import type { Config } from '../lang/configurations.ts';
import type { Program, Stmt } from '../lang/program.ts';
import { buildModel, type Model } from '../model/model.ts';
import { fieldsOf, GLOBAL, isLock, type Stored } from '../model/naiveMemory.testing.ts';
import { NaiveMachine, naiveSearch, type NaiveState } from '../model/naiveMachine.testing.ts';
import { readWorld } from '../model/readWorld.ts';
import { GLOBALS } from '../model/storage.ts';
import type { LockState, Value, World, WorldTask } from '../model/world.ts';

/** What must be equal. */
export interface Answer {
  /** Every reachable world, as text: what is shared, and where each task stands. Locals are left out. */
  readonly worlds: readonly string[];
  /** `property: length of a shortest run that breaks it`. */
  readonly broken: readonly string[];
  readonly limits: readonly string[];
}

export interface Comparison {
  readonly engine: Answer;
  readonly naive: Answer;
  /** Distinct states, by the engine's count. */
  readonly states: number;
}

const LIMITS = { maxStates: 1_000_000, maxBytes: 256 * 1024 * 1024 };

/** Null where there are more states than asked for. */
export function compare(program: Program, config: Config, most: number): Comparison | null {
  const model = buildModel(program, config);
  const naive = new NaiveMachine(program, config);
  const report = naiveSearch(naive, most);
  if (report.cut) return null;
  const shown = shownFields(model);
  const worlds = report.states.map(({ state }) => naiveText(program, naive, state, shown));
  return {
    engine: askEngine(model),
    naive: {
      worlds: distinct(worlds),
      broken: sorted([...report.shortest].map(([name, length]) => `${name}: ${length}`)),
      limits: sorted(report.limits),
    },
    states: report.states.length,
  };
}

function sorted(texts: Iterable<string>): string[] {
  return [...texts].sort((a, b) => (a < b ? -1 : 1));
}

function distinct(texts: readonly string[]): string[] {
  return sorted(new Set(texts));
}

// The engine

function askEngine(model: Model): Answer {
  const search = explore(model.machine, LIMITS);
  let step = search.next();
  while (step.done !== true) step = search.next();
  const { verdicts, limits } = step.value;
  const broken = verdicts.flatMap(({ name, witness }) =>
    witness === null ? [] : [`${name}: ${witness.length}`],
  );
  return { worlds: distinct(engineWorlds(model)), broken: sorted(broken), limits: sorted(limits) };
}

/** Searches once more by itself, since the explorer keeps no worlds. */
function engineWorlds(model: Model): string[] {
  const { machine } = model;
  const first = new Uint32Array(machine.words);
  if (machine.start(first, 0) < -0.5) return [];
  const states = new Map([[first.join(), first]]);
  const worlds: string[] = [];
  for (const state of states.values()) {
    machine.open(state, 0);
    worlds.push(worldText(readWorld(model, new Map())));
    const enabled = machine.ending() === 'panicked' ? 0 : machine.enabled();
    for (let move = 0; move < machine.moveCount; move += 1) {
      if (((enabled >> move) & 1) === 0) continue;
      machine.open(state, 0);
      const successor = new Uint32Array(machine.words);
      if (machine.take(move, successor, 0) >= 0) states.set(successor.join(), successor);
    }
  }
  return worlds;
}

function worldText(world: World): string {
  if (world.oops !== null) return world.oops;
  const shared = world.objects.flatMap(({ id, live, pooled, fields }) => [
    ...(pooled ? [`${id} ${live ? 'live' : 'free'}`] : []),
    ...fields.map(({ name, value }) => `${id}.${name}=${valueText(value)}`),
  ]);
  return [...sorted(shared), ...world.tasks.map(taskText), world.ending].join(' ');
}

function taskText({ index, state, next }: WorldTask): string {
  const idle = state.kind === 'idle' ? 'waits for' : 'at';
  return `| ${index} ${state.kind === 'done' ? 'done' : `${idle} ${next?.text ?? ''}`}`;
}

function valueText(value: Value): string {
  switch (value.kind) {
    case 'bool':
      return value.on ? '1' : '0';
    case 'int':
      return `${value.value}`;
    case 'token':
    case 'enum':
      return `${value.index}`;
    case 'ref':
      return value.target ?? 'NULL';
    case 'word':
      return `{${value.fields.map((field) => valueText(field.value)).join()}}`;
    case 'array':
      return `[${value.items.map(valueText).join()}]`;
    case 'lock':
      return lockText(value.lock);
  }
}

function lockText({ holders, queue }: LockState): string {
  const mark = ({ task, mode }: { task: number; mode: string }) =>
    `${task}${mode === 'shared' ? 'r' : 'w'}`;
  return `${sorted(holders.map(mark)).join('')}<${queue.map(mark).join('')}`;
}

// The naive interpreter

interface ShownField {
  readonly id: string;
  readonly field: string;
  readonly pooled: boolean;
}

/** What the engine's worlds show: fields that nobody touches may be left out. */
function shownFields(model: Model): { fields: ShownField[]; pooled: string[] } {
  model.machine.start(new Uint32Array(model.machine.words), 0);
  const { objects } = readWorld(model, new Map());
  const fields = objects.flatMap(({ id, pooled, fields: own }) =>
    own.map(({ name }) => ({ id: id === GLOBALS ? GLOBAL : id, field: name, pooled })),
  );
  return { fields, pooled: objects.flatMap(({ id, pooled }) => (pooled ? [id] : [])) };
}

function naiveText(
  program: Program,
  machine: NaiveMachine,
  state: NaiveState,
  shown: ReturnType<typeof shownFields>,
): string {
  if (state.oops !== null) return state.oops;
  const shared = [
    ...shown.pooled.map((id) => `${id} ${state.memory[id]?.live === true ? 'live' : 'free'}`),
    ...shown.fields.map(({ id, field }) => {
      const value = fieldsOf(state.memory, id)[field];
      assert(value !== undefined, `${id}.${field}`);
      return `${id === GLOBAL ? GLOBALS : id}.${field}=${storedText(value)}`;
    }),
  ];
  const tasks = state.tasks.map(({ idle: unbegun, done }, index) => {
    const s = machine.standsAt(state, index);
    const idle = unbegun && machine.setting.tasks[index]?.kind === 'daemon';
    return `| ${index} ${done || s === null ? 'done' : `${idle ? 'waits for' : 'at'} ${stmtText(program, s)}`}`;
  });
  const ending = machine.ending(state);
  const dead = ending === 'running' && machine.moves(state).length === 0;
  return [...sorted(shared), ...tasks, dead ? 'deadlocked' : ending].join(' ');
}

function storedText(value: Stored): string {
  if (value === null) return 'NULL';
  if (typeof value !== 'object') return `${value}`;
  if (Array.isArray(value)) return `[${value.map(storedText).join()}]`;
  if (!isLock(value)) return `{${Object.values(value).map(storedText).join()}}`;
  const holders = Object.entries(value.holds).map(
    ([task, how]) => `${task}${how === 'w' ? 'w' : 'r'}`,
  );
  const queue = value.queue.map(({ task, write }) => `${task}${write ? 'w' : 'r'}`);
  return `${sorted(holders).join('')}<${queue.join('')}`;
}

function stmtText(program: Program, { at: { file, from, to } }: Stmt): string {
  const text = at(
    program.files.filter(({ name }) => name === file).map((found) => found.text),
    0,
  );
  return text.slice(from, to).replace(/\s+/g, ' ').trim();
}

/** Where two answers differ, in a few lines; empty where they do not. */
export function difference({ engine, naive }: Comparison): string[] {
  return (['worlds', 'broken', 'limits'] as const).flatMap((kind) => {
    const only = (a: readonly string[], b: readonly string[]): string[] => {
      const others = new Set(b);
      return a.filter((text) => !others.has(text)).slice(0, 3);
    };
    return [
      ...only(engine[kind], naive[kind]).map((text) => `only the engine, ${kind}: ${text}`),
      ...only(naive[kind], engine[kind]).map((text) => `only the naive one, ${kind}: ${text}`),
    ];
  });
}
