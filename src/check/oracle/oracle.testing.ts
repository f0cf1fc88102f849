// The engine and the naive interpreter asked the same questions about one program.

import { assert, at, unreachable } from '../../base/assert.ts';
import { explore } from '../../explore/search/explore.ts';
import { runToEnd } from '../../explore/search/replay.testing.ts';
import type { EndGroup, SearchReport } from '../../explore/search/searchReport.ts';
import type { Config } from '../../lang/program/configurations.ts';
import type { Program, Stmt, Type } from '../../lang/program/program.ts';
import { buildModel, type Model } from '../../model/build/model.ts';
import {
  fieldsOf,
  GLOBAL,
  isLock,
  type NaiveMemory,
  type Stored,
  structOf,
  type Word,
} from '../../model/build/naiveMemory.testing.ts';
import {
  NaiveMachine,
  type NaiveReport,
  naiveSearch,
  type NaiveState,
} from '../../model/build/naiveMachine.testing.ts';
import { readWorld } from '../../model/replay/readWorld.ts';
import { endKey, readEnd } from '../../model/replay/runEnd.ts';
import { GLOBALS } from '../../model/storage/storage.ts';
import type { LockState, Value, World, WorldTask } from '../../model/world/world.ts';

/** What must be equal. */
export interface Answer {
  /**
   * Every reachable world, as text: what is shared, where each task stands, how many passes it has left,
   * and the oops that ended it. Locals are left out.
   */
  readonly worlds: readonly string[];
  /** `property: verdict, length of a shortest run that breaks it`. */
  readonly verdicts: readonly string[];
  readonly limits: readonly string[];
  /** How runs end: `outcome values, ending: length of a shortest run, what is broken, number of finished states`. */
  readonly ends: readonly string[];
}

export interface Comparison {
  readonly engine: Answer;
  readonly naive: Answer;
  /**
   * Numbers of states that must not fall: worlds, the engine's states (dead locals are forgotten),
   * the naive interpreter's (no local is).
   */
  readonly counts: readonly [worlds: number, engine: number, naive: number];
}

const LIMITS = { maxStates: 1_000_000, maxBytes: 256 * 1024 * 1024 };

/** Null where the naive interpreter, which has at least as many, has more states than asked for. */
export function compare(program: Program, config: Config, most: number): Comparison | null {
  const model = buildModel(program, config);
  const search = runToEnd(explore(model.machine, LIMITS, undefined, () => endKey(model)));
  if (search.states > most) return null;
  const machine = new NaiveMachine(program, config);
  const report = naiveSearch(machine, most);
  if (report.cut) return null;
  const dead = report.states.some(({ state }) => state.memory[GLOBAL] === undefined);
  const spoken = (answer: Answer): Answer => (dead ? onlyOops(answer) : answer);
  const engine = spoken(askEngine(model, search));
  const naive = spoken(askNaive(model, machine, report));
  return { engine, naive, counts: [engine.worlds.length, search.states, report.states.length] };
}

/** Where the local work before all steps is an oops already, there is no state of which a property could speak. */
function onlyOops(answer: Answer): Answer {
  return { ...answer, verdicts: answer.verdicts.filter((text) => text.startsWith('no_oops')) };
}

const UNTESTED = 'holds (never tested)';

function verdictText(name: string, verdict: string, length: number | undefined): string {
  return `${name}: ${verdict}${length === undefined ? '' : `, ${length}`}`;
}

function endText(values: string, ending: string, how: string, broken: readonly string[]): string {
  return `${values} ${ending}: ${[how, ...broken].join('; ')}`;
}

function sorted(texts: Iterable<string>): string[] {
  return [...texts].sort((a, b) => (a < b ? -1 : 1));
}

function distinct(texts: readonly string[]): string[] {
  return sorted(new Set(texts));
}

// The engine

function askEngine(model: Model, { verdicts, limits, ends, quiescent }: SearchReport): Answer {
  const groups = ends?.groups ?? [];
  return {
    worlds: distinct(engineWorlds(model)),
    verdicts: verdicts.map(({ name, verdict, vacuous, witness }) => verdictText(name, vacuous ? UNTESTED : verdict, witness?.length)), // prettier-ignore
    limits: sorted(limits),
    ends: sorted([...groups.flatMap((group) => engineEnd(model, group)), `${quiescent} finished`]),
  };
}

/** Nothing where the start itself is an oops: there is no state before it. */
function engineEnd(model: Model, { key, states, broken, witness }: EndGroup): string[] {
  const { values, oops, stuck } = readEnd(model, key);
  if (oops !== null && witness.length === 0) return [];
  const ending = oops ?? (stuck.length > 0 ? `stuck: ${stuck.join()}` : 'finished');
  const count = (n: number): string => (ending === 'finished' ? `${n} times, ` : '');
  const marks = broken.map((one) => `${count(one.states)}${one.name} after ${one.witness.length}`);
  const described = values.map(({ value }) => value).join();
  return [endText(described, ending, `${count(states)}after ${witness.length}`, marks)];
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
    worlds.push(worldText(model, readWorld(model, new Map()), worlds.length === 0));
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

function worldText(model: Model, world: World, first: boolean): string {
  if (world.oops !== null && first) return world.oops;
  const shared = world.objects.flatMap(({ id, live, pooled, fields }) => [
    ...(pooled ? [`${id} ${live ? 'live' : 'free'}`] : []),
    ...fields.map(({ name, value }) => `${id}.${name}=${valueText(value)}`),
  ]);
  const { machine } = model;
  const tasks = world.tasks.map((task) => {
    const passes = machine.parts.plan.passes[task.index] ?? -1;
    return `${taskText(task)} ${passes < 0 ? '' : `${machine.state[passes]} left`}`;
  });
  return [...sorted(shared), ...tasks, world.ending, world.oops ?? ''].join(' ');
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
    default:
      return unreachable(value);
  }
}

function lockText({ holders, queue, count }: LockState): string {
  const mark = ({ task, mode }: { task: number; mode: string }) =>
    `${task}${mode === 'shared' ? 'r' : 'w'}`;
  const tokens = count === null || count === 0 ? '' : `#${count === 'for ever' ? 'open' : count}`;
  return `${sorted(holders.map(mark)).join('')}<${queue.map(mark).join('')}${tokens}`;
}

// The naive interpreter

function askNaive(model: Model, machine: NaiveMachine, report: NaiveReport): Answer {
  const { program } = model;
  const shown = shownFields(model);
  const worlds = report.states.map(({ state }) => naiveText(program, machine, state, shown));
  const declared = new Set(program.properties.map(({ name }) => name));
  const verdicts = model.properties.map(({ name, kind }) => {
    const length = report.shortest.get(name);
    if (length !== undefined) return verdictText(name, 'violated', length);
    const open = report.limits.size > 0 || (kind === 'finally' && report.quiescent === 0);
    const untested = declared.has(name) && !machine.setting.tested.has(name);
    return verdictText(name, open ? 'unknown' : untested ? UNTESTED : 'holds', undefined);
  });
  const finished = report.states.flatMap(({ state }, i) => machine.ending(state) === 'quiescent' ? [at(worlds, i)] : []); // prettier-ignore
  return {
    worlds: distinct(worlds.map((text) => text.replaceAll(/×\d+;/g, ''))),
    verdicts,
    limits: sorted(report.limits),
    ends: sorted([...naiveEnds(machine, report, worlds), `${distinct(finished).length} finished`]),
  };
}

interface NaiveEnd {
  readonly values: string;
  readonly ending: string;
  /** The worlds that end so, and by property those that break it; each with its distance. */
  readonly worlds: Map<string, number>;
  readonly broken: Map<string, Map<string, number>>;
}

/** The final states by their outcome, nearest first. */
function naiveEnds(
  machine: NaiveMachine,
  report: NaiveReport,
  worlds: readonly string[],
): string[] {
  // prettier-ignore
  const ends = new Map<string, NaiveEnd>();
  report.states.forEach(({ state, distance }, i) => {
    const ending = endingOf(machine, state);
    if (ending === null || state.memory[GLOBAL] === undefined) return;
    const values = machine.outcome(state).map((found, n) => outcomeText(machine, state, found, n)).join(); // prettier-ignore
    const key = `${values} ${ending}`;
    const end = ends.get(key) ?? { values, ending, worlds: new Map(), broken: new Map() };
    ends.set(key, end);
    const note = (met: Map<string, number>): void => {
      if (!met.has(at(worlds, i))) met.set(at(worlds, i), distance);
    };
    note(end.worlds);
    const breaks = [...machine.broken(state), ...(ending.startsWith('stuck') ? ['no_deadlock'] : [])]; // prettier-ignore
    for (const name of breaks) {
      const met = end.broken.get(name) ?? new Map<string, number>();
      end.broken.set(name, met);
      note(met);
    }
  });
  return [...ends.values()].map((end) => naiveEnd(machine, end));
}

function naiveEnd({ setting }: NaiveMachine, { values, ending, worlds, broken }: NaiveEnd): string {
  const count = (met: Map<string, number>): string => (ending === 'finished' ? `${met.size} times, ` : ''); // prettier-ignore
  const nearest = (met: Map<string, number>): number => Math.min(...met.values());
  const names = [...setting.program.properties.map(({ name }) => name), 'no_deadlock'];
  const marks = names.flatMap((name) => {
    const met = broken.get(name);
    return met === undefined ? [] : [`${count(met)}${name} after ${nearest(met)}`];
  });
  return endText(values, ending, `${count(worlds)}after ${nearest(worlds)}`, marks);
}

function endingOf(machine: NaiveMachine, state: NaiveState): string | null {
  if (state.oops !== null) return state.oops;
  if (machine.ending(state) === 'quiescent') return 'finished';
  if (machine.moves(state).length > 0) return null;
  return `stuck: ${machine.stuck(state).join()}`;
}

function outcomeText(
  machine: NaiveMachine,
  { memory }: NaiveState,
  found: { readonly value: Stored } | null,
  place: number,
): string {
  const { program } = machine.setting;
  const { type } = at(program.outcome, place).value;
  if (type.kind !== 'word') return found === null ? OUT_OF_REACH : scalarText(program, memory, type, found.value); // prettier-ignore
  const { fields } = structOf(program, type.struct);
  const parts = fields.map((field) =>
    found === null
      ? OUT_OF_REACH
      : scalarText(program, memory, field.type, (found.value as Word)[field.name] ?? null),
  );
  return parts.length === 1 ? at(parts, 0) : `{ ${parts.join(', ')} }`;
}

const OUT_OF_REACH = 'out of reach';

function scalarText(program: Program, memory: NaiveMemory, type: Type, value: Stored): string {
  if (value === null) return 'NULL';
  if (type.kind === 'bool') return value === 0 ? 'false' : 'true';
  if (type.kind === 'data') return at(program.tokens, Number(value)).name;
  if (type.kind === 'enum') return at(program.enums.get(type.name) ?? [], Number(value));
  if (type.kind !== 'reference') return String(value);
  return `${String(value)}${memory[String(value)]?.live === true ? '' : ' (free)'}`;
}

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
  if (state.memory[GLOBAL] === undefined) return state.oops ?? '';
  const shared = [
    ...shown.pooled.map((id) => `${id} ${state.memory[id]?.live === true ? 'live' : 'free'}`),
    ...shown.fields.map(({ id, field }) => {
      const value = fieldsOf(state.memory, id)[field];
      assert(value !== undefined, `${id}.${field}`);
      return `${id === GLOBAL ? GLOBALS : id}.${field}=${storedText(value)}`;
    }),
  ];
  const tasks = state.tasks.map(({ idle: unbegun, done, passes }, index) => {
    const s = machine.standsAt(state, index);
    const idle = unbegun && machine.setting.tasks[index]?.kind === 'daemon';
    const where =
      done || s === null ? 'done' : `${idle ? 'waits for' : 'at'} ${stmtText(program, s)}`;
    const daemon = machine.setting.tasks[index]?.kind === 'daemon';
    return `| ${index} ${where} ${daemon ? `${passes} left` : ''}`;
  });
  const ending = machine.ending(state);
  const dead = ending === 'running' && machine.moves(state).length === 0;
  return [...sorted(shared), ...tasks, dead ? 'deadlocked' : ending, state.oops ?? ''].join(' ');
}

/** How often a task holds a lock as a reader (`×2`) tells states apart, but not worlds. */
function storedText(value: Stored): string {
  if (value === null) return 'NULL';
  if (typeof value !== 'object') return `${value}`;
  if (Array.isArray(value)) return `[${value.map(storedText).join()}]`;
  if (!isLock(value)) return `{${Object.values(value).map(storedText).join()}}`;
  const holders = Object.entries(value.holds).map(([task, how]) =>
    how === 'w' ? `${task}w` : `${task}r×${how};`,
  );
  const queue = value.queue.map(({ task, write }) => `${task}${write ? 'w' : 'r'}`);
  const tokens = value.tokens === 0 ? '' : `#${value.tokens}`;
  return `${sorted(holders).join('')}<${queue.join('')}${tokens}`;
}

function stmtText(program: Program, { at: { file, from, to } }: Stmt): string {
  const text = at(
    program.files.filter(({ name }) => name === file).map((found) => found.text),
    0,
  );
  return text.slice(from, to).replace(/\s+/g, ' ').trim();
}

/** Where two answers differ, in a few lines; empty where they do not. */
export function difference({ engine, naive, counts }: Comparison): string[] {
  const [worlds, ours, theirs] = counts;
  const fallen = worlds <= ours && ours <= theirs ? [] : [`counts: ${counts.join(', ')}`];
  return [...fallen, ...differingAnswers(engine, naive)];
}

function differingAnswers(engine: Answer, naive: Answer): string[] {
  return (['worlds', 'verdicts', 'limits', 'ends'] as const).flatMap((kind) => {
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
