// A model as Promela in its exact form: SPIN's distinct states are the machine's, one for one.
// All state stands in global variables, each step is one atomic of a loop with a single control
// state, and what is dead is reset in the step that ends its life.

import { at } from '../base/assert.ts';
import { FlowBuilder } from '../model/buildFlow.ts';
import type { Address, FlowNode } from '../model/flow.ts';
import { ghostsRead } from '../model/ghostsRead.ts';
import type { Model } from '../model/model.ts';
import { SiteNamer } from '../model/siteNamer.ts';
import { EXCLUSIVE_HOLD, GLOBALS } from '../model/storage.ts';
import { ENDED } from '../model/taskCode.ts';
import { type DeclaredCell, PromelaNames } from './promelaNames.ts';
import { NotExportable, PromelaStep } from './promelaStep.ts';
import { comment, printBody } from './promelaText.ts';
import { PromelaValues, negate, type Trap, truth } from './promelaValue.ts';

export type PromelaExport =
  | { readonly ok: true; readonly text: string }
  /** Why this program cannot be written in this form. */
  | { readonly ok: false; readonly reason: string };

/**
 * The model for `spin -a -o1 -o2 -o3 -DPROP=n`: n is a property's number in the list at its top, 0
 * checks none. A limit of ours is a step back to its own state, so a search that meets one is not complete.
 */
export function exportPromela(model: Model): PromelaExport {
  if (model.startFault !== null) return { ok: false, reason: model.startFault };
  try {
    return { ok: true, text: new PromelaModel(model).text() };
  } catch (error) {
    if (error instanceof NotExportable) return { ok: false, reason: error.message };
    throw error;
  }
}

class PromelaModel {
  private readonly model: Model;
  private readonly names: PromelaNames;
  private readonly values: PromelaValues;
  private readonly temporaries = new Set<string>();
  /** Bits of the properties that the local work before the first step breaks. */
  private readonly begun: number;

  constructor(model: Model) {
    this.model = model;
    this.names = new PromelaNames(model);
    this.values = new PromelaValues(model, this.names);
    this.begun = model.machine.start(new Uint32Array(model.machine.words), 0);
    if (this.begun < 0) throw new NotExportable(at(model.machine.limits, -1 - this.begun));
  }

  text(): string {
    const tasks = this.model.codes.map((_, task) => this.task(task));
    const monitor = this.monitor();
    return [
      ...this.head(),
      ...this.numbers(),
      ...this.declarations(),
      ...this.definitions(),
      ...tasks,
      monitor,
      '',
    ].join('\n');
  }

  private head(): string[] {
    const { program, config } = this.model;
    const varied = program.options.filter(({ varied: v }) => v).map(({ name }) => `${name}=${config[name]}`); // prettier-ignore
    return [
      `/* ${comment(program.title ?? program.name).slice(4, -3)}`,
      ` * ${program.name}${varied.length > 0 ? `: ${varied.join(', ')}` : ''}`,
      ' * spin -a -o1 -o2 -o3 -DPROP=n; gcc -DSAFETY -DNOREDUCE; pan -n',
      ...this.objectLines(),
      ' */',
    ];
  }

  /** What the numbers in references mean. */
  private objectLines(): string[] {
    return [...this.model.storage.extents.values()].flatMap(({ struct, objects }) => {
      if (struct.name === GLOBALS || objects.length === 0) return [];
      const listed = objects.map(({ id }, i) => `${i + 1} ${id}`).join(', ');
      return [` * struct ${struct.name} *: 0 NULL, ${listed}`];
    });
  }

  private numbers(): string[] {
    const { properties } = this.model;
    const checked = properties.filter(({ name }) => name !== 'no_stuck');
    return [
      '#ifndef PROP',
      '#define PROP 0',
      '#endif',
      ...checked.map(
        ({ name, sentence }, i) =>
          `#define ${this.names.property(name)} ${i + 1}${comment(sentence)}`,
      ),
      '',
    ];
  }

  private declarations(): string[] {
    const declare = (prefix: string, { type, name, initial, note }: DeclaredCell): string =>
      `${prefix}${type} ${name}${prefix === '' ? ` = ${initial}` : ''};${comment(note)}`;
    const steps = [...this.temporaries].map((name) => `hidden short ${name};`);
    return [
      ...[...this.names.cells.values()].map((cell) => declare('', cell)),
      '',
      ...[...this.names.hidden.values()].map((cell) => declare('hidden ', cell)),
      ...steps,
      '',
    ];
  }

  private definitions(): string[] {
    const { macros, setters } = this.values;
    return [
      ...[...setters].map(([name, body]) => `#define ${name}(p, v) ${body}`),
      ...[...macros].map(([name, body]) => `#define ${name}(p) ${body}`),
      `#define QUIESCENT (${this.quiescent()})`,
      '#define OOPS(code) oops = code; assert(PROP != no_oops)',
      '',
    ];
  }

  private quiescent(): string {
    const through = this.model.codes.map((_, task) => this.through(task));
    return ['oops == 0', ...through].join(' && ');
  }

  private through(task: number): string {
    const { task: { kind }, idleFrom, nodes } = at(this.model.codes, task); // prettier-ignore
    const place = this.names.place(task);
    const rests = kind === 'daemon' && idleFrom < nodes.length ? ` || ${place} >= ${idleFrom}` : '';
    return `(${place} == ${ENDED}${rests})`;
  }

  // Tasks

  private task(task: number): string {
    const { nodes } = at(this.model.codes, task);
    const options = nodes.flatMap((node, place) => (node < 0 ? [] : this.options(task, place)));
    const body = options.length === 0 ? [':: false'] : options;
    return [`active proctype ${at(this.names.tasks, task)}() {`, 'end:', 'do', ...body, 'od', '}', ''].join('\n'); // prettier-ignore
  }

  /** One option for a step; a choice has one for each branch. */
  private options(task: number, place: number): string[] {
    const { flow, nodes } = at(this.model.codes, task);
    const node = at(flow.nodes, at(nodes, place));
    const { action, site } = node;
    const guard = this.guard(task, place, node);
    const branches = action.kind === 'choose' ? action.branches.map(({ label }) => label) : [null];
    return branches.flatMap((label, branch) => {
      const said = site === null ? null : `${site.file}:${site.line} ${site.text}`;
      const body = new PromelaStep(this.values, task, place, this.temporaries).body(branch);
      return [
        ...(said === null ? [] : [comment(label === null ? said : `${said}: ${label}`).trim()]),
        ':: atomic {',
        `     (${guard}) ->`,
        ...printBody(body, '     '),
        '   }',
      ];
    });
  }

  private guard(task: number, place: number, node: FlowNode): string {
    const stands = `${this.names.place(task)} == ${place}`;
    const own = this.open(task, node);
    return ['oops == 0', stands, ...this.mayBegin(task, place), ...(own === null ? [] : [own])].join(' && '); // prettier-ignore
  }

  /** An `after all` task begins when the others are through; no daemon begins a pass after that. */
  private mayBegin(task: number, place: number): string[] {
    const { idleFrom, task: { kind } } = at(this.model.codes, task); // prettier-ignore
    if (place < idleFrom) return [];
    return kind === 'settle' ? this.othersAreThrough() : this.notSettling();
  }

  private othersAreThrough(): string[] {
    return this.model.codes.flatMap(({ task }, i) =>
      task.kind === 'settle' ? [] : [this.through(i)],
    );
  }

  private notSettling(): string[] {
    return this.model.codes.flatMap(({ task, idleFrom, nodes }, i) =>
      task.kind === 'settle' && idleFrom < nodes.length
        ? [`${this.names.place(i)} >= ${idleFrom}`]
        : [],
    );
  }

  /** What a lock or a wait waits for; a place that cannot be reached is no obstacle, since the step is an oops. */
  private open(task: number, { action }: FlowNode): string | null {
    const traps: Trap[] = [];
    if (action.kind === 'wait') {
      const { text } = this.values.pure(action.until, task, traps);
      return either(traps, text);
    }
    if (action.kind !== 'lock') return null;
    const simple = ['mutex_lock', 'spin_lock', 'bit_lock'].includes(action.operation);
    if (simple) {
      const spot = this.values.spot(action.lock, false, task, traps, []);
      return either(traps, `${this.values.cell(spot, 0)} == 0`);
    }
    if (action.operation !== 'down_read' && action.operation !== 'down_write') return null;
    return either(traps, this.mayDown(action.lock, action.operation === 'down_write', task, traps));
  }

  /** Not yet queued: the step takes or queues. Queued: it takes when everything before it is compatible. */
  private mayDown(lock: Address, write: boolean, task: number, traps: Trap[]): string | null {
    const { codes } = this.model;
    const spot = this.values.spot(lock, false, task, traps, []);
    const queue = (t: number): string => this.values.cell(spot, codes.length + t);
    const mine = queue(task);
    if (mine === '0') return null;
    const holds = codes.map((_, t) => `${this.values.cell(spot, t)} ${write ? '== 0' : `!= ${EXCLUSIVE_HOLD}`}`); // prettier-ignore
    const behind = codes.flatMap((_, t) => {
      const other = queue(t);
      if (t === task || other === '0') return [];
      const before = `${other} != 0 && ${other} >> 1 < ${mine} >> 1`;
      return [`!(${before}${write ? '' : ` && (${other} & 1) == 1`})`];
    });
    return `(${mine} == 0 || ${[...holds, ...behind].join(' && ')})`;
  }

  // Properties

  /** Looks at every state, and at those in which nobody can move. */
  private monitor(): string {
    const options = this.model.machine.properties.flatMap(({ name, kind }, i) => {
      const broken = [
        ...(((this.begun >> i) & 1) === 1 ? ['true'] : []),
        ...(kind === 'edge' ? [] : [this.broken(name, kind === 'final')]),
      ];
      const macro = this.names.property(name);
      return broken.map(
        (text) => `:: atomic { PROP == ${macro} && ${text} -> assert(PROP != ${macro}) }`,
      );
    });
    return [
      'active proctype monitor() {',
      'end:',
      'do',
      ...options,
      ':: atomic { timeout -> assert(PROP != no_deadlock || oops != 0 || QUIESCENT) }',
      'od',
      '}',
    ].join('\n');
  }

  private broken(name: string, final: boolean): string {
    const { program, config, storage, codes, machine } = this.model;
    const property = program.properties.find((p) => p.name === name);
    if (!property?.condition) throw new NotExportable(`${name} has no condition`);
    const setting = {
      program,
      config,
      storage,
      tasks: codes.map(({ task }) => task),
      ghosts: ghostsRead(program),
      initial: machine.parts.start,
      namer: new SiteNamer(program),
    };
    const observer = new FlowBuilder(setting, { body: [], locals: property.locals }, null);
    const condition = this.values.pure(observer.observe(property.condition), -1, []);
    return `${final ? 'QUIESCENT && ' : ''}${negate(truth(condition))}`;
  }
}

function either(traps: readonly Trap[], open: string | null): string | null {
  if (open === null) return null;
  return traps.length === 0 ? open : `(${[...traps.map((trap) => `(${trap.when.join(' && ')})`), open].join(' || ')})`; // prettier-ignore
}
