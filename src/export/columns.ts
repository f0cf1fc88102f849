// A run as the message of a kernel commit shows it: a column a task, and time going down.

import { at } from '../base/assert.ts';
import { cyclePhrases } from '../model/world/waitPhrase.ts';
import type { FunctionDefinition, Program } from '../lang/program/program.ts';
import type { Model } from '../model/build/model.ts';
import { locksOf } from '../model/replay/lockEvents.ts';
import type { Run, Step } from '../model/world/run.ts';
import type { TaskInfo, World } from '../model/world/world.ts';
import { ownMarks, standingMarks } from './stepMarks.ts';
import { stopSentence } from './stopSentence.ts';
import { valueMark } from './valueMarks.ts';
import { longestPiece, wrapCode } from './wrapCode.ts';

/** Commit messages keep to 75 characters a line. */
const WIDTH = 75;
/** The least width of the last column. */
const NARROWEST = 36;
/** Only one task moves at a time, so its text may run on below the next header, as far as this. */
const READABLE = 46;
const GAP = 2;
const DEEPER = 2;

/** `title`: which scenario, kernel and options. Ends with a newline. */
export function columns(model: Model, run: Run, title: string): string {
  return new Columns(model, run).draw(title);
}

/** The decisive steps, under a sentence that says their result. */
export interface Brief {
  readonly sentence: string;
  /** Counted from 1. */
  readonly steps: ReadonlySet<number>;
  /** The steps without which there is no violation. */
  readonly coreSteps: ReadonlySet<number>;
  /** Locks that steps of both tasks are under, by name: left out last if space is short. */
  readonly sharedLocks: ReadonlySet<string>;
}

/** The most lines that a race takes in a changelog. */
const BRIEF_LINES = 20;

/** What of a step is shown: functions of its call path, values, and which locks. */
interface BriefForm {
  readonly depth: number;
  readonly locks: 'held' | 'shared' | 'none';
  /** Without the steps that only pass the wrong value on. */
  readonly core: boolean;
}

/** If the steps need more lines than MOST_LINES, the later forms leave more out. */
const FORMS: readonly BriefForm[] = [
  { depth: 2, locks: 'held', core: false },
  { depth: 2, locks: 'shared', core: false },
  { depth: 1, locks: 'shared', core: false },
  { depth: 1, locks: 'none', core: false },
  { depth: 2, locks: 'shared', core: true },
  { depth: 1, locks: 'shared', core: true },
  { depth: 1, locks: 'none', core: true },
];

/** The same with some steps only, each under the last functions of its call path, and the locks held around it in brackets. */
export function briefColumns(model: Model, run: Run, brief: Brief): string {
  let text = '';
  for (const form of FORMS) {
    const steps = form.core ? brief.coreSteps : brief.steps;
    text = new Columns(model, run, { ...brief, ...form, steps }).drawBrief();
    if (text.trimEnd().split('\n').length <= BRIEF_LINES) return text;
  }
  return text;
}

/** The first column of a task's text, and its largest width. */
interface Column {
  readonly from: number;
  readonly width: number;
}

class Columns {
  private readonly model: Model;
  private readonly run: Run;
  private readonly columns: ReadonlyMap<number, Column>;
  /** By task: the functions that it was in when it was last shown. */
  private readonly inside = new Map<number, readonly string[]>();
  private readonly brief: (Brief & BriefForm) | null;
  /** By task: the locks that were last shown as held. */
  private readonly held = new Map<number, string>();
  private readonly lines: string[] = [];

  constructor(model: Model, run: Run, brief: Columns['brief'] = null) {
    this.brief = brief;
    this.model = model;
    this.run = run;
    this.columns = placeColumns(brief === null ? shownTasks(run) : briefTasks(run, brief.steps));
  }

  draw(title: string): string {
    const { run, model } = this;
    this.lines.push(...wrapCode(`${title}: ${verdict(run)}`, WIDTH, 0));
    if (this.columns.size > 0) this.lines.push('', ...headers(this.columns, model.tasks), '');
    run.moments.forEach((moment, i) => {
      const before = i === 0 ? [] : at(run.moments, i - 1).world.broken;
      if (moment.step !== null) this.step(moment.step, moment.world);
      this.breaks(moment.step, moment.world, before);
    });
    if (run.stopped !== null)
      this.lines.push('', ...wrapCode(stopSentence(run, run.stopped, model.tasks), WIDTH, 0));
    return `${this.lines.join('\n')}\n`;
  }

  drawBrief(): string {
    const { run, model, brief } = this;
    this.lines.push(...wrapCode(brief?.sentence ?? '', WIDTH, 0));
    if (this.columns.size > 0) this.lines.push('', ...headers(this.columns, model.tasks), '');
    for (const { step, world } of run.moments)
      if (step !== null && brief?.steps.has(step.index) === true)
        this.briefStep(step, world, brief);
    return `${this.lines.join('\n')}\n`;
  }

  private briefStep(step: Step, world: World, brief: Brief & BriefForm): void {
    const name = step.site.calls.at(-1);
    const folded = name !== undefined && isOneStep(this.model.program, name, step);
    const path = (folded ? step.site.calls.slice(0, -1) : step.site.calls).slice(-brief.depth);
    this.enter(step.task, path);
    const named = folded || step.effects.length > 1;
    const value = valueMark(step, world, named);
    const marks = [...(value === null ? [] : [value]), ...this.heldMark(step, brief)];
    this.put(step.task, path.length, folded ? `${name}()` : withChoice(step), marks);
  }

  /** The locks that the task holds before the step, if they differ from those that were shown last. */
  private heldMark({ task, index }: Step, { locks, sharedLocks }: Brief & BriefForm): string[] {
    if (locks === 'none') return [];
    const { world } = at(this.run.moments, index - 1);
    const held = locksOf(world)
      .filter(({ holders }) => holders.some((hold) => hold.task === task))
      .map(({ lock }) => lock.name)
      .filter((name) => locks === 'held' || sharedLocks.has(name))
      .join(', ');
    if (held === (this.held.get(task) ?? '')) return [];
    this.held.set(task, held);
    return held === '' ? [] : [`[${held}]`];
  }

  private step(step: Step, world: World): void {
    const name = step.site.calls.at(-1);
    const folded = name !== undefined && isOneStep(this.model.program, name, step);
    const path = folded ? step.site.calls.slice(0, -1) : step.site.calls;
    this.enter(step.task, path);
    const statement = folded ? `${name}()` : withChoice(step);
    const own = ownMarks(step, world, folded).map((mark) => `[${mark}]`);
    const named = folded || step.effects.length > 1;
    const value = valueMark(step, world, named);
    const marks = value === null ? own : [value, ...own];
    this.put(step.task, path.length, statement, marks);
    for (const { task, text } of standingMarks(step, world, this.model.tasks))
      this.put(task, this.inside.get(task)?.length ?? 0, `[${text}]`, []);
  }

  /** Names the functions that the task has entered since it was last shown. */
  private enter(task: number, path: readonly string[]): void {
    const shown = this.inside.get(task) ?? [];
    let same = 0;
    while (same < path.length && path[same] === shown[same]) same += 1;
    path.slice(same).forEach((name, i) => this.put(task, same + i, `${name}()`, []));
    this.inside.set(task, path);
  }

  /** A mark is placed behind its statement if there is space, else below it. */
  private put(task: number, depth: number, text: string, marks: readonly string[]): void {
    const column = this.columns.get(task);
    if (column === undefined) return;
    const longest = Math.max(...[text, ...marks].map(longestPiece));
    const indent = Math.min(depth * DEEPER, Math.max(0, column.width - longest - DEEPER));
    const width = column.width - indent;
    const lines = wrapCode(text, width, DEEPER);
    for (const mark of marks) {
      const last = at(lines, lines.length - 1);
      if (last.length + GAP + mark.length <= width) lines[lines.length - 1] = `${last}  ${mark}`;
      else
        lines.push(...wrapCode(mark, width - DEEPER, 1).map((line) => ' '.repeat(DEEPER) + line));
    }
    const margin = ' '.repeat(column.from + indent);
    this.lines.push(...lines.map((line) => margin + line));
  }

  private breaks(step: Step | null, world: World, before: readonly string[]): void {
    const fresh = world.broken.filter((name) => !before.includes(name));
    for (const name of [...(step?.breaks ?? []), ...fresh]) {
      const property = this.model.properties.find((candidate) => candidate.name === name);
      const sentence = `*** ${property?.violation ?? name}${this.because(name, world)} (${name})`;
      this.lines.push(...wrapCode(sentence, WIDTH, 4));
    }
  }

  private because(property: string, world: World): string {
    if (property === 'no_oops' && world.oops !== null) return ` (${world.oops})`;
    if (property !== 'no_deadlock' || world.cycle.length === 0) return '';
    const name = (task: number): string => at(this.model.tasks, task).name;
    return ` (${cyclePhrases(world.cycle, name).join(', ')})`;
  }
}

/** The tasks that move or block in a run, in the order of the text. */
function shownTasks(run: Run): number[] {
  const seen = run.moments.flatMap(({ step }) =>
    step === null ? [] : [step.task, ...step.locks.map((event) => event.task)],
  );
  return [...new Set(seen)].sort((a, b) => a - b);
}

function briefTasks({ moments }: Run, steps: ReadonlySet<number>): number[] {
  const tasks = moments.flatMap(({ step }) =>
    step !== null && steps.has(step.index) ? [step.task] : [],
  );
  return [...new Set(tasks)].sort((a, b) => a - b);
}

function placeColumns(tasks: readonly number[]): Map<number, Column> {
  const apart = tasks.length < 2 ? WIDTH : Math.floor((WIDTH - NARROWEST) / (tasks.length - 1));
  return new Map(
    tasks.map((task, i) => {
      const from = i * apart;
      const width = Math.min(WIDTH - from, Math.max(READABLE, apart - GAP));
      return [task, { from, width }];
    }),
  );
}

/** `CPU0 (fault)` above its column; one that does not fit beside the last is placed a line lower. */
function headers(columns: ReadonlyMap<number, Column>, tasks: readonly TaskInfo[]): string[] {
  const lines: string[] = [''];
  for (const [task, { from }] of columns) {
    const text = headerOf(at(tasks, task));
    const start = Math.min(from, Math.max(0, WIDTH - text.length));
    if (at(lines, lines.length - 1).length + (from > 0 ? GAP : 0) > start && from > 0)
      lines.push('');
    lines[lines.length - 1] = at(lines, lines.length - 1).padEnd(start) + text;
  }
  return lines;
}

function headerOf({ name, cpu }: TaskInfo): string {
  return cpu === null ? name : `${cpu.toUpperCase()} (${name})`;
}

/** Whether the whole function is in this step: an atomic one, or one with a single statement. */
function isOneStep(program: Program, name: string, step: Step): boolean {
  const { file, from, to } = step.site;
  const definition = (program.functions.get(name) ?? []).find(
    ({ at: span }) => span.file === file && span.from <= from && to <= span.to,
  );
  return definition !== undefined && (definition.atomic || isSingle(definition));
}

function isSingle({ body }: FunctionDefinition): boolean {
  const [only] = body;
  return (
    body.length === 1 &&
    only !== undefined &&
    ['store', 'evaluate', 'lock', 'wait'].includes(only.kind)
  );
}

function withChoice({ site, choice }: Step): string {
  return choice === null ? site.text : `choose ${choice}`;
}

/** `51 steps, no_foreign_write is broken in step 51`. */
function verdict({ moments, stopped }: Run): string {
  const found = moments.flatMap(({ step, world }, i) => {
    const before = i === 0 ? [] : at(moments, i - 1).world.broken;
    const fresh = world.broken.filter((name) => !before.includes(name));
    return [...(step?.breaks ?? []), ...fresh].map((name) => `${name} is broken in step ${i}`);
  });
  const steps = `${moments.length - 1} ${moments.length === 2 ? 'step' : 'steps'}`;
  const ends = stopped === null ? [] : ['then the schedule stops'];
  return [steps, ...(found.length === 0 ? ['nothing is broken'] : found), ...ends].join(', ');
}
