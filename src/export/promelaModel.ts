// A model as Promela in its exact form: SPIN's distinct states are the machine's, one for one.
// All state stands in global variables, each step is one atomic of a loop with a single control
// state, and what is dead is reset in the step that ends its life.

import { at } from '../base/assert.ts';
import { CfgBuilder } from '../model/cfg/cfgBuilder.ts';
import type { CfgNode } from '../model/cfg/controlFlowGraph.ts';
import { ghostsRead } from '../model/cfg/ghostsRead.ts';
import type { Model } from '../model/build/model.ts';
import { SiteNamer } from '../model/cfg/siteNamer.ts';
import { GLOBALS } from '../model/storage/storage.ts';
import { ENDED } from '../model/step/taskCode.ts';
import { stepGuard } from './promelaGuard.ts';
import { type DeclaredCell, PromelaNames } from './promelaNames.ts';
import { NotExportable } from './notExportable.ts';
import { PromelaStep } from './promelaStep.ts';
import { forgetScratch } from './forgetScratch.ts';
import { comment, printBody, type Stmt } from './promelaText.ts';
import { PromelaValues, negate, type Trap, truth } from './promelaValue.ts';

export class PromelaModel {
  private readonly model: Model;
  private readonly names: PromelaNames;
  private readonly values: PromelaValues;
  private readonly temporaries = new Set<string>();
  /** Bits of the properties that the local work before the first step breaks. */
  private readonly begun: number;

  /** Whether SPIN may keep scratch out of the state: not on several cores. */
  private readonly hides: boolean;

  constructor(model: Model, hides: boolean) {
    this.model = model;
    this.hides = hides;
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
      ...this.commands().map((text) => ` * ${text}`),
      ...this.objectLines(),
      ' */',
    ];
  }

  /** How SPIN is asked. */
  private commands(): string[] {
    return ['spin -a -o1 -o2 -o3 -DPROP=n; gcc -DSAFETY -DNOREDUCE; pan -n'];
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

  /** Scratch is hidden, or forgotten in the step that uses it. */
  private forget(body: readonly Stmt[]): readonly Stmt[] {
    if (this.hides) return body;
    const scratch = new Set([...this.names.hidden.values()].map(({ name }) => name));
    return forgetScratch(body, (name) => scratch.has(name) || this.temporaries.has(name));
  }

  private get hidden(): string {
    return this.hides ? 'hidden ' : '';
  }

  private declarations(): string[] {
    const declare = (prefix: string, { type, name, initial, note }: DeclaredCell): string =>
      `${prefix}${type} ${name}${prefix === '' ? ` = ${initial}` : ''};${comment(note)}`;
    const steps = [...this.temporaries].map((name) => `${this.hidden}short ${name};`);
    return [
      ...[...this.names.cells.values()].map((cell) => declare('', cell)),
      '',
      ...[...this.names.hidden.values()].map((cell) => declare(this.hidden, cell)),
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
    const pc = this.names.pc(task);
    const rests = kind === 'daemon' && idleFrom < nodes.length ? ` || ${pc} >= ${idleFrom}` : '';
    return `(${pc} == ${ENDED}${rests})`;
  }

  // Tasks

  private task(task: number): string {
    const { nodes } = at(this.model.codes, task);
    const options = nodes.flatMap((node, pc) => (node < 0 ? [] : this.options(task, pc)));
    const body = options.length === 0 ? [':: false'] : options;
    return [`active proctype ${at(this.names.tasks, task)}() {`, 'end:', 'do', ...body, 'od', '}', ''].join('\n'); // prettier-ignore
  }

  /** One option for a step; a choice has one for each branch. */
  private options(task: number, pc: number): string[] {
    const { cfg, nodes } = at(this.model.codes, task);
    const node = at(cfg.nodes, at(nodes, pc));
    const { action, site } = node;
    const guard = this.guard(task, pc, node);
    const branches = action.kind === 'choose' ? action.branches.map(({ label }) => label) : [null];
    return branches.flatMap((label, branch) => {
      const reported = site === null ? null : `${site.file}:${site.line} ${site.text}`;
      const body = this.forget(
        new PromelaStep(this.values, task, pc, this.temporaries).body(branch),
      );
      return [
        ...(reported === null
          ? []
          : [comment(label === null ? reported : `${reported}: ${label}`).trim()]),
        ':: atomic {',
        `     (${guard}) ->`,
        ...printBody(body, '     '),
        '   }',
      ];
    });
  }

  private guard(task: number, pc: number, node: CfgNode): string {
    const stands = `${this.names.pc(task)} == ${pc}`;
    const own = stepGuard(this.values, task, node);
    return ['oops == 0', stands, ...this.mayBegin(task, pc), ...(own === null ? [] : [own])].join(' && '); // prettier-ignore
  }

  /** An `after all` task begins when the others are through; no daemon begins a pass after that. */
  private mayBegin(task: number, pc: number): string[] {
    const { idleFrom, task: { kind } } = at(this.model.codes, task); // prettier-ignore
    if (pc < idleFrom) return [];
    return kind === 'settle' ? this.othersAreThrough() : this.notSettling();
  }

  private othersAreThrough(): string[] {
    return this.model.codes.flatMap(({ task }, i) =>
      task.kind === 'settle' ? [] : [this.through(i)],
    );
  }

  private notSettling(): string[] {
    const { machine, codes } = this.model;
    return machine.settlers.map((i) => `${this.names.pc(i)} >= ${at(codes, i).idleFrom}`);
  }

  // Properties

  /** Looks at every state, and at those in which nobody can move. */
  private monitor(): string {
    return [
      'active proctype monitor() {',
      'end:',
      'do',
      ...this.watched(),
      ':: atomic { timeout -> assert(PROP != no_deadlock || oops != 0 || QUIESCENT) }',
      'od',
      '}',
    ].join('\n');
  }

  /** One option a property: it is looked at in every state. */
  private watched(): string[] {
    return this.model.machine.properties.flatMap(({ name, kind }, i) => {
      const broken = [
        ...(((this.begun >> i) & 1) === 1 ? ['true'] : []),
        ...(kind === 'edge' ? [] : [this.broken(name, kind === 'final')]),
      ];
      const macro = this.names.property(name);
      return broken.map(
        (text) => `:: atomic { PROP == ${macro} && ${text} -> assert(PROP != ${macro}) }`,
      );
    });
  }

  /** What looks through NULL or beyond an array does not hold. */
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
    const observer = new CfgBuilder(setting, { body: [], locals: property.locals }, null);
    const beyond: Trap[] = [];
    const condition = this.values.pure(observer.observe(property.condition), -1, beyond);
    const ways = [negate(truth(condition)), ...beyond.map(({ when }) => `(${when.join(' && ')})`)];
    const broken = beyond.length === 0 ? ways.join('') : `(${ways.join(' || ')})`;
    return `${final ? 'QUIESCENT && ' : ''}${broken}`;
  }
}
