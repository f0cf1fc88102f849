// A few lines of .race to a model and its runs, and a world as one line of text: what the tables of
// this folder's tests are written in.

import { expect } from 'vitest';
import { assert, at, unreachable } from '../../base/assert.ts';
import { type Config, validConfigs } from '../../lang/program/configurations.ts';
import { loadProgram } from '../../lang/load/loadProgram.ts';
import type { Program } from '../../lang/program/program.ts';
import { library, scenarios } from '../../lang/syntax/raceFiles.testing.ts';
import { choiceLabels } from '../replay/choiceLabels.ts';
import { buildModel, type Model, sitesOf } from './model.ts';
import { Replayer } from '../replay/replay.ts';
import type { LockEvent, Effect, Move, Run, RunStop } from '../world/run.ts';
import { parseSchedule } from '../world/schedule.ts';
import type { Field, LockState, Value, World, WorldTask } from '../world/world.ts';

/** A text without errors, checked. */
export function programOf(text: string): Program {
  const { program, diagnostics } = loadProgram('snippet.race', text, library);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  expect(errors.map(({ code, message }) => `${code} ${message}`)).toEqual([]);
  assert(program !== null, 'a program without errors');
  return program;
}

export function scenarioProgram(name: string): Program {
  return programOf(scenarios.get(`${name}.race`) ?? '');
}

/** The text in its first valid configuration, except for the options in `config`. */
export function modelOf(text: string | Program, config: Config = {}): Model {
  const program = typeof text === 'string' ? programOf(text) : text;
  const fitting = validConfigs(program).find((valid) =>
    Object.entries(config).every(([name, value]) => valid[name] === value),
  );
  assert(fitting !== undefined, `a configuration with ${JSON.stringify(config)}`);
  return buildModel(program, fitting);
}

export function movesOf(model: Model, schedule: string): readonly Move[] {
  const parsed = parseSchedule(schedule, model.tasks, choiceLabels(model));
  assert(parsed.ok, `schedule ${schedule}: ${parsed.ok ? '' : parsed.message}`);
  return parsed.moves;
}

export function runOf(text: string | Model, schedule: string, config: Config = {}): Run {
  const model = typeof text === 'string' ? modelOf(text, config) : text;
  return new Replayer(model).replay(movesOf(model, schedule));
}

/** The world after a schedule that can be taken to its end. */
export function worldAfter(text: string | Model, schedule: string, config: Config = {}): World {
  const run = runOf(text, schedule, config);
  expect(run.stopped).toBeNull();
  return lastWorld(run);
}

export function lastWorld(run: Run): World {
  return at(run.moments, run.moments.length - 1).world;
}

/** `x=1 p=P1 | y = x ; done` — what is shared, then where each task stands. */
export function textOf(world: World): string {
  return `${describeShared(world)} | ${describeTasks(world)}`;
}

/** As `textOf`, with those shared values only that a text of this form names, in its order. */
export function describeLike(world: World, wanted: string): string {
  const described = new Map(
    describeShared(world)
      .split(' ')
      .map((item) => [nameOfItem(item), item]),
  );
  const [shared = ''] = wanted.split(' | ');
  const chosen = shared.split(' ').map((item) => described.get(nameOfItem(item)) ?? `${item}?`);
  const tasks = wanted.includes(' | ') ? ` | ${describeTasks(world)}` : '';
  return `${chosen.join(' ')}${tasks}`;
}

function nameOfItem(item: string): string {
  return item.slice(0, item.indexOf('='));
}

/** Globals by name, fields as `F.x`; free pool elements are left out. */
export function describeShared(world: World): string {
  return world.objects
    .filter(({ live }) => live)
    .flatMap((object) =>
      object.fields.map((field) => {
        const owner = object.id === '(globals)' ? '' : `${object.name}.`;
        return `${owner}${field.name}=${describeValue(world, field.value)}`;
      }),
    )
    .join(' ');
}

/** One field, such as `x`, `P1.flag` or `F.i_data.slots`, as text. */
export function peek(world: World, path: string): string {
  const dot = path.lastIndexOf('.');
  const owner = dot < 0 ? '(globals)' : path.slice(0, dot);
  const object = world.objects.find(({ name, id }) => (dot < 0 ? id : name) === owner);
  const field = object?.fields.find(({ name }) => name === path.slice(dot + 1));
  assert(field !== undefined, `${path} is in the world`);
  return describeValue(world, field.value);
}

function nameOf(world: World, id: string): string {
  return world.objects.find((object) => object.id === id)?.name ?? id;
}

function describeValue(world: World, value: Value): string {
  switch (value.kind) {
    case 'bool':
      return value.on ? '1' : '0';
    case 'int':
      return `${value.value}`;
    case 'token':
      return value.token;
    case 'enum':
      return value.name;
    case 'ref':
      if (value.target === null) return 'NULL';
      return `${value.dangling ? '!' : ''}${nameOf(world, value.target)}`;
    case 'word':
      return `{${value.fields.map((field) => describeValue(world, field.value)).join()}}`;
    case 'array':
      return `[${value.items.map((item) => describeValue(world, item)).join()}]`;
    case 'lock':
      return explainLock(value.lock);
    default:
      return unreachable(value);
  }
}

/** The count of what nobody holds; `-` when free; `w0` held by task 0 for writing, `r0r1` for reading, then `<` and the queue. */
function explainLock({ holders, queue, count }: LockState): string {
  if (count !== null) return `${count}`;
  const mark = (hold: { task: number; mode: string }): string =>
    `${hold.mode === 'shared' ? 'r' : 'w'}${hold.task}`;
  const held = holders.map(mark).join('');
  return `${held === '' ? '-' : held}${queue.length > 0 ? `<${queue.map(mark).join('')}` : ''}`;
}

export function describeTasks(world: World): string {
  return world.tasks.map((task) => describeTask(world, task)).join(' ; ');
}

/** A task's location: its next statement, or why it has none. */
export function describeTask(world: World, { state, next, locals }: WorldTask): string {
  const text = next?.text.replace(/;$/, '') ?? '';
  const known =
    locals.length === 0 ? '' : ` (${locals.map((f) => describeField(world, f)).join(' ')})`;
  if (state.kind === 'ready') return `${text}${known}`;
  if (state.kind === 'blocked')
    return `blocked at ${text}${state.waitsFor.length > 0 ? ` by ${state.waitsFor.map(({ task }) => task).join()}` : ''}`;
  return state.kind === 'settling-later' ? 'later' : state.kind;
}

function describeField(world: World, { name, value }: Field): string {
  return `${name}=${describeValue(world, value)}`;
}

/** `read x=1`, `write F.y 0→2`, `alloc P1`. */
export function describeEffect(world: World, effect: Effect): string {
  const object = nameOf(world, effect.object);
  const owner = object === '(globals)' ? '' : `${object}.`;
  if (effect.kind === 'read')
    return `read ${owner}${effect.field}=${describeValue(world, effect.value)}`;
  if (effect.kind === 'write') {
    const [before, after] = [effect.before, effect.after].map((value) =>
      describeValue(world, value),
    );
    return `write ${owner}${effect.field} ${before}→${after}`;
  }
  return `${effect.kind} ${object}`;
}

/** `0 acquire F.lock exclusive`. */
export function describeEvent({ kind, lock, mode, task }: LockEvent): string {
  return `${task} ${kind} ${lock.name.replace('(globals).', '')} ${mode}`;
}

/** What a run's last step did to shared memory and to locks. */
export function describeLastStep(run: Run): {
  effects: string[];
  locks: string[];
  breaks: string[];
} {
  const { world, step } = at(run.moments, run.moments.length - 1);
  assert(step !== null, 'the run has a step');
  return {
    effects: step.effects.map((effect) => describeEffect(world, effect)),
    locks: step.locks.map(describeEvent),
    breaks: [...step.breaks],
  };
}

/** The steps that a task has, by the text of their statements. */
export function stepsOf(text: string | Model, task = 0, config: Config = {}): string[] {
  const model = typeof text === 'string' ? modelOf(text, config) : text;
  return sitesOf(model, task).map((site) => site.text.replace(/;$/, ''));
}

export function stopOf(text: string | Model, schedule: string): RunStop | null {
  return runOf(text, schedule).stopped;
}
