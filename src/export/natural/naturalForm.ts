// A program in one configuration as Promela in its natural form: objects in arrays, a process for each task with local
// variables, one `atomic` for each step, `inline` for what is done to locks and objects.
//
// It is made from the checked program alone. What a flow, a step or a state is to the search is nothing that it knows
// of, so that SPIN, asked about it, is a second opinion.

import { at } from '../../base/assert.ts';
import type { Config } from '../../lang/program/configurations.ts';
import type { Expr, Initial, Program, Property, Type } from '../../lang/program/program.ts';
import { comment, line, printBody, type Stmt, when } from '../promelaText.ts';
import { BodyWriter, type Parts, type Variable } from './bodyWriter.ts';
import { LockText, mayLeak } from './lockText.ts';
import { Setting } from './setting.ts';
import { SharedMemory } from './sharedMemory.ts';
import { SourceLines } from './sourceLines.ts';
import { type Manner, StepLayout } from './stepLayout.ts';
import { ValueWriter } from './valueWriter.ts';
import { negate, truth } from './written.ts';

const OOPSES = ['NULL_DEREFERENCE', 'USE_AFTER_FREE', 'BUG', 'NOT_HELD', 'DOUBLE_FREE', 'HELD_ALREADY', 'LIMIT_REACHED']; // prettier-ignore

export class NaturalForm {
  private readonly parts: Parts;

  constructor(program: Program, config: Config) {
    const setting = new Setting(program, config);
    const memory = new SharedMemory(setting);
    const locks = new LockText(setting);
    this.parts = { setting, memory, locks, lines: new SourceLines(program) };
  }

  private get setting(): Setting {
    return this.parts.setting;
  }

  private get memory(): SharedMemory {
    return this.parts.memory;
  }

  text(): string {
    const { setting, memory, locks } = this.parts;
    const tasks = this.tasks();
    const monitor = this.monitor(tasks.waits);
    const init = this.init();
    const leaks = this.leaks();
    const standing = this.standing(tasks.waits);
    const helpers = memory.definitions();
    const declarations = memory.declarations();
    return [
      ...this.head(),
      ...this.numbers(),
      '#define NULL 0',
      ...setting.definitions(),
      ...OOPSES.map((name, i) => `#define ${name} ${i + 1}`),
      '',
      ...declarations,
      ...standing,
      ...this.ends(),
      ...locks.definitions(memory.usesRwsem),
      ...helpers,
      ...leaks,
      '',
      ...tasks.text,
      ...monitor,
      '',
      ...init,
      '',
    ].join('\n');
  }

  // Head

  private head(): string[] {
    const { program, config } = this.setting;
    const varied = program.options.filter((option) => option.varied).map(({ name }) => `${name}=${config[name]}`); // prettier-ignore
    return [
      `/* ${comment(program.title ?? program.name).slice(4, -3)}`,
      ` * ${program.name}${varied.length > 0 ? `: ${varied.join(', ')}` : ''}`,
      ' * spin -a -DPROP=n; gcc -O2 -DSAFETY; pan -n -E',
      ' * Where limit_reached is violated, a range or a pool of the model is too small: a property without an error is unknown then.',
      ' */',
    ];
  }

  private numbers(): string[] {
    const { properties } = this.setting;
    return [
      '#ifndef PROP',
      '#define PROP 0',
      '#endif',
      ...properties.map(({ macro, sentence }, i) => `#define ${macro} ${i + 1}${comment(sentence)}`), // prettier-ignore
      `#define limit_reached ${properties.length + 1} /* whether the model is too small to say what does not happen */`,
      '',
    ];
  }

  private ends(): string[] {
    const through = this.setting.tasks.map((_, task) => this.through(task));
    return [
      `#define QUIESCENT (${['stopped == 0', ...through].join(' && ')})`,
      '#define OOPS(why) assert(PROP != no_oops); stopped = why; false',
      '#define LIMIT assert(PROP != limit_reached); stopped = LIMIT_REACHED; false',
      '',
    ];
  }

  private through(task: number): string {
    const { setting } = this;
    const done = at(setting.done, task);
    return at(setting.tasks, task).kind === 'daemon' ? `(${done} || ${at(setting.rests, task)})` : done; // prettier-ignore
  }

  /** Where the tasks are, as far as others ask. */
  private standing(waits: number): string[] {
    const { setting } = this;
    const rests = setting.tasks.flatMap(({ kind }, task) => (kind === 'daemon' ? [`bool ${at(setting.rests, task)} = true;`] : [])); // prettier-ignore
    return [
      'byte stopped; /* by an oops, or by a limit: then nothing moves any more */',
      ...setting.done.map((name) => `bool ${name};`),
      ...rests,
      ...(this.settles ? ['bool settling; /* a task after all others has begun */'] : []),
      ...(waits > 0 ? ['byte begun; /* tasks that have done their local work before the first step */'] : []), // prettier-ignore
      '',
    ];
  }

  private get settles(): boolean {
    return this.setting.tasks.some(({ kind }) => kind === 'settle');
  }

  // Tasks

  /** `waits`: how many tasks do something before their first step, one after the other. */
  private tasks(): { readonly text: string[]; readonly waits: number } {
    const written = this.setting.tasks.map((body, task) => {
      const { name } = body;
      const writer = new BodyWriter(this.parts, body, name, task, false);
      return { task, writer, code: writer.write() };
    });
    const nothing = { first: null, all: null };
    const preparing = written.filter(({ writer, code, task }) => new StepLayout(code, this.manner(task, writer, nothing)).prepares); // prettier-ignore
    const waits = preparing.length;
    const text = written.flatMap(({ task, writer, code }) => {
      const turn = preparing.findIndex((one) => one.task === task);
      const order = { first: turn < 0 ? null : turn, all: waits === 0 ? null : waits };
      const lines = new StepLayout(code, this.manner(task, writer, order)).print();
      const locals = writer.variables.map((variable) => `   ${declared(variable)}`);
      const name = at(this.setting.processes, task);
      return [`proctype ${name}() provided (stopped == 0) {`, ...locals, ...lines, '}', ''];
    });
    return { text, waits };
  }

  private manner(
    task: number,
    writer: BodyWriter,
    { first, all }: { readonly first: number | null; readonly all: number | null },
  ): Manner {
    const { setting } = this;
    const { kind } = at(setting.tasks, task);
    const others = setting.tasks.flatMap((other, i) => (other.kind === 'settle' ? [] : [this.through(i)])); // prettier-ignore
    const mayBegin = {
      task: [],
      settle: others,
      daemon: this.settles ? ['!settling'] : [],
    }[kind];
    const marks = { task: [], settle: [line('settling = true')], daemon: [line(`${at(setting.rests, task)} = false`)] }[kind]; // prettier-ignore
    const prepared = first === null ? [] : this.prepared(first, kind === 'daemon');
    return {
      first: first === null ? null : `(begun == ${first})`,
      begin: { open: [...(all === null ? [] : [`begun == ${all}`]), ...mayBegin], mark: marks },
      prepared,
      end: (stepped, again) => this.end(task, writer, stepped ? [] : prepared, stepped ? again : null), // prettier-ignore
      whole: false,
      label: (wanted) => writer.label(wanted),
      rounds: () => writer.newVariable('rounds', 'short'),
    };
  }

  private prepared(turn: number, again: boolean): Stmt[] {
    const next = line(`begun = ${turn + 1}`);
    return again ? when(`begun == ${turn}`, [next], []) : [next];
  }

  /** Where a task ends, or a pass of a daemon; `again`: goes on with the next one; null where no step was taken. */
  private end(
    task: number,
    writer: BodyWriter,
    prepared: readonly Stmt[],
    again: (() => readonly Stmt[]) | null,
  ): Stmt[] {
    const { setting } = this;
    const { kind, runs } = at(setting.tasks, task);
    const done = line(`${at(setting.done, task)} = true`);
    const leaks = line(
      `assert(PROP != no_lock_leak || !HOLDS_A_LOCK_${at(setting.holders, task)})`,
    );
    if (again === null) return [...prepared, leaks, done];
    if (kind !== 'daemon' || runs === 1) return [leaks, done];
    const passes = this.passes(writer);
    const next = [line(`${at(setting.rests, task)} = true`), ...writer.zeroes(), ...again()];
    return [
      leaks,
      line(`${passes} = ${passes} + 1`),
      ...when(`${passes} == ${runs}`, [done], next),
    ];
  }

  private readonly passNames = new Map<BodyWriter, string>();

  /** What counts the passes of a daemon. */
  private passes(writer: BodyWriter): string {
    const known = this.passNames.get(writer) ?? writer.newVariable('passes', 'byte');
    this.passNames.set(writer, known);
    return known;
  }

  /** By task, the condition that it holds a lock which nobody else may let go. */
  private leaks(): string[] {
    const { setting, memory } = this;
    const places = memory.usedPlaces().filter(({ type }) => mayLeak(type));
    return setting.tasks.map((_, task) => {
      const held = places.flatMap(({ text, type }) => this.locksIn(text, type).map((lock) => this.parts.locks.isHeld(lock.text, lock.type, task))); // prettier-ignore
      const condition = held.length === 0 ? 'false' : held.length === 1 ? at(held, 0) : `(${held.join(' || ')})`; // prettier-ignore
      return `#define HOLDS_A_LOCK_${at(setting.holders, task)} ${condition}`;
    });
  }

  private locksIn(text: string, type: Type): { readonly text: string; readonly type: Type }[] {
    if (type.kind !== 'array') return [{ text, type }];
    return Array.from({ length: type.length }, (_, i) => ({
      text: `${text}[${i}]`,
      type: type.of,
    }));
  }

  // Properties

  /** Looks at every state, and at those in which nobody can move. */
  private monitor(waits: number): string[] {
    const begun = waits === 0 ? '' : `begun == ${waits} && `;
    const watched = this.setting.program.properties.flatMap((property) => {
      if (property.condition === null) return [];
      const macro = this.setting.property(property.name);
      const when = property.kind === 'finally' ? 'QUIESCENT' : 'stopped == 0';
      const broken = this.broken(property, property.condition);
      return [`:: atomic { PROP == ${macro} && ${begun}${when} && ${broken} -> assert(PROP != ${macro}) }`]; // prettier-ignore
    });
    return [
      'proctype monitor() {',
      '   do',
      ...watched.map((text) => `   ${text}`),
      '   :: atomic { PROP == no_deadlock && timeout -> assert(PROP != no_deadlock || stopped != 0 || QUIESCENT) }', // prettier-ignore
      '   od',
      '}',
    ];
  }

  /** What looks through NULL or beyond an array does not hold. */
  private broken({ locals }: Property, condition: Expr): string {
    const site = new BodyWriter(this.parts, { body: [], locals }, 'monitor', null, true);
    site.look = 'state';
    const writer = new ValueWriter(this.setting, this.memory, this.parts.locks, site);
    const fails = negate(truth(writer.write(condition)));
    if (writer.beyond.length === 0) return fails;
    return `(${[fails, ...writer.beyond.map((way) => `(${way})`)].join(' || ')})`;
  }

  // The start

  /** What the objects hold at the start, what `init` does, and then all tasks at once. */
  private init(): string[] {
    const { setting, memory } = this;
    const writer = new BodyWriter(this.parts, setting.program.init, 'init', null, true);
    const layout = new StepLayout(writer.write(), {
      first: null,
      begin: { open: [], mark: [] },
      prepared: [],
      end: () => [],
      whole: true,
      label: (wanted) => writer.label(wanted),
      rounds: () => writer.newVariable('rounds', 'short'),
    });
    const runs = ['monitor', ...setting.processes].map((name) => line(`run ${name}()`));
    const initials = this.initials();
    const live = memory.liveFromStart().map((text) => line(text));
    const code = layout.statements();
    // No label may stand first in an atomic.
    const prepared =
      initials.length + live.length === 0 && code.length > 0 ? [line('true'), ...code] : code;
    const locals = writer.variables.map((variable) => `   ${declared(variable)}`);
    return [
      'init {',
      ...locals,
      '   atomic {',
      ...printBody([...initials, ...live, ...prepared, ...runs], '      '),
      '   }',
      '}',
    ];
  }

  private initials(): Stmt[] {
    const { memory, setting } = this.parts;
    return memory.usedPlaces().flatMap(({ text, type, path }) => {
      const initial = initialAt(setting.program, path);
      const values = this.initialValues(type, initial);
      return memory.parts(text, type).flatMap(({ text: part, blank }, i) => {
        const value = values === null ? blank : (values[i] ?? blank);
        return String(value) === '0' || value === 'false' || value === 'NULL' ? [] : [line(`${part} = ${value}`)]; // prettier-ignore
      });
    });
  }

  /** By scalar part; null where nothing is said. */
  private initialValues(type: Type, initial: Initial | null): (string | number)[] | null {
    if (initial === null) return null;
    if (initial.kind === 'items') {
      if (type.kind !== 'array') return null;
      const { of } = type;
      const width = of.kind === 'word' ? this.memory.wordFields(of.struct).length : 1;
      const blanks = Array.from({ length: width }, () => this.memory.blank(of));
      return initial.items.flatMap((item) => this.initialValues(of, item) ?? blanks);
    }
    if (initial.kind === 'fields') return null;
    const site = new BodyWriter(this.parts, { body: [], locals: [] }, 'init', null, true);
    const values = new ValueWriter(this.setting, this.memory, this.parts.locks, site);
    return values.parts(initial.value).map(({ text }) => text);
  }
}

/** What the text says that a place holds at the start; null where it says nothing. */
function initialAt(program: Program, path: readonly (string | number)[]): Initial | null {
  const [name, ...rest] = path;
  let initial = program.globals.find((global) => global.name === name)?.value ?? null;
  for (const step of rest) {
    if (initial === null || initial.kind === 'value') return null;
    initial = initial.kind === 'fields' ? (initial.fields.get(String(step)) ?? null) : (initial.items[Number(step)] ?? null); // prettier-ignore
  }
  return initial;
}

function declared({ type, name, initial }: Variable): string {
  return `${type} ${name}${initial === 0 ? '' : ` = ${initial}`};`;
}
