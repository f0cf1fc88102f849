// A model as Promela in its natural form: objects in arrays, a proctype a task with local variables, a label
// where a step begins, and deadlocks left to SPIN, which knows them as invalid end states.
//
// One thing differs from the exact form, and from ours: after an oops the other tasks go on.

import { at } from '../base/assert.ts';
import type { FlowNode } from '../model/flow/flow.ts';
import type { Model } from '../model/build/model.ts';
import { ENDED } from '../model/step/taskCode.ts';
import { NaturalStep, RESTS } from './naturalStep.ts';
import { stepGuard } from './promelaGuard.ts';
import { PromelaModel } from './promelaModel.ts';
import { type DeclaredCell, END_LABELS, PromelaNames } from './promelaNames.ts';
import { RESERVED_WORDS } from './promelaReserved.ts';
import { comment, printBody, type Stmt } from './promelaText.ts';

export class NaturalModel extends PromelaModel {
  constructor(model: Model, hides: boolean) {
    super(model, hides, new PromelaNames(model, true));
  }

  override text(): string {
    return `${super.text()}\n${this.init().join('\n')}\n`;
  }

  protected override commands(): string[] {
    return [
      'spin -a -DPROP=n; gcc -O2 -DSAFETY; pan -n -E',
      'without -E for no_deadlock: a deadlock is an invalid end state',
    ];
  }

  /** Arrays of objects, then the variables that stand alone; locals are declared by their proctypes. */
  protected override declarations(): string[] {
    const { names } = this;
    const arrays = [...names.arrays].filter(([, { fields }]) => fields.size > 0);
    const types = arrays.flatMap(([struct, { name, length, fields }]) => [
      `typedef struct_${struct} {`,
      ...[...fields.values()].map(({ name: field, type }) => `   ${type} ${field};`),
      '};',
      `struct_${struct} ${name}[${length}];`,
      '',
    ]);
    const alone = [...names.cells].filter(
      ([cell, { name }]) => !names.isVariable(cell) && !name.includes('[') && !this.isPasses(cell),
    );
    const scratch = [...names.hidden.values()].map(({ name }) => name);
    const hidden = [...new Set([...scratch, ...this.temporaries])];
    return [
      ...types,
      ...alone.map(([, cell]) => declare(cell)),
      ...(hidden.length > 0 ? ['/* scratch, within one step only */'] : []),
      ...hidden.map((name) => `${this.hidden}short ${name};`),
      '',
    ];
  }

  private isPasses(cell: number): boolean {
    return this.model.machine.parts.plan.passes.includes(cell);
  }

  protected override through(task: number): string {
    const { kind } = at(this.model.codes, task).task;
    const place = this.names.place(task);
    return `(${place} == ${ENDED}${kind === 'daemon' ? ` || ${place} == ${RESTS}` : ''})`;
  }

  protected override monitor(): string {
    const options = this.watched();
    if (options.length === 0) return '';
    return ['proctype monitor() {', 'end:', 'do', ...options, 'od', '}'].join('\n');
  }

  /** What the objects hold at the start, and all tasks at once. */
  private init(): string[] {
    const { names } = this;
    const start = [...names.cells].flatMap(([cell, { name, initial }]) =>
      !names.isVariable(cell) && name.includes('[') && initial !== 0
        ? [`   ${name} = ${initial};`]
        : [],
    );
    const watchers = this.watched().length > 0 ? ['monitor'] : [];
    const runs = [...watchers, ...names.tasks].map((name) => `   run ${name}()`).join(';\n');
    return ['init {', 'atomic {', ...start, runs, '}', '}'];
  }

  protected override task(task: number): string {
    const { nodes } = at(this.model.codes, task);
    const labels = this.labels(task);
    const first =
      this.model.machine.parts.start[at(this.model.machine.parts.plan.places, task)] ?? 0;
    const order = nodes.flatMap((node, place) => (node < 0 ? [] : [place])).sort((a, b) => at(nodes, a) - at(nodes, b)); // prettier-ignore
    const steps = order.map((place) => ({
      label: at(labels, place),
      text: this.step(task, place, labels),
    }));
    const entry = order[0] === first ? [] : [`   goto ${at(labels, first)};`];
    const lines = [...entry, ...steps.flatMap(({ label, text }, i) => this.print(label, text, steps[i + 1]?.label ?? 'done'))]; // prettier-ignore
    const oops = lines.some((text) => text.includes('goto end_oops'));
    return [
      `proctype ${at(this.names.tasks, task)}() {`,
      ...this.locals(task),
      ...lines,
      `done: skip${oops ? ';\n   goto over;\nend_oops: false;\nover: skip' : ''}`,
      '}',
      '',
    ].join('\n');
  }

  /** A step whose only end is the next one in the text falls through to it. */
  private print(label: string, step: StepText, next: string): string[] {
    const head = `${label}:${comment(step.said)}`;
    return [head, ...(step.options.length === 1 ? this.alone(step, next) : this.choice(step))];
  }

  private alone({ guard, options: [body = []] }: StepText, next: string): string[] {
    const last = body.at(-1);
    const falls = last?.kind === 'line' && last.text === `goto ${next}`;
    const inner = falls ? body.slice(0, -1) : body;
    const [only] = inner;
    if (guard === null && inner.length === 0) return ['   skip;'];
    if (guard === null && inner.length === 1 && only?.kind === 'line') return printBody(inner, '   ').map((text) => `${text};`); // prettier-ignore
    const asked = guard === null ? [] : [`      ${guard}${inner.length > 0 ? ' ->' : ''}`];
    return [
      '   atomic {',
      ...asked,
      ...(inner.length > 0 ? printBody(inner, '      ') : []),
      '   };',
    ];
  }

  private choice({ guard, options }: StepText): string[] {
    const all = options.flatMap((body) => [
      '   :: atomic {',
      `      ${guard ?? 'true'} ->`,
      ...printBody(body, '      '),
      '   }',
    ]);
    return ['   if', ...all, '   fi;'];
  }

  private step(task: number, place: number, labels: readonly string[]): StepText {
    const { flow, nodes } = at(this.model.codes, task);
    const node: FlowNode = at(flow.nodes, at(nodes, place));
    const branches = node.action.kind === 'choose' ? node.action.branches.length : 1;
    const own = stepGuard(this.values, task, node);
    const guards = [...this.mayBegin(task, place), ...(own === null ? [] : [own])];
    const bodies = Array.from({ length: branches }, (_, branch) =>
      this.forget(new NaturalStep(this.values, task, place, this.temporaries, labels).body(branch)),
    );
    return {
      said: node.site === null ? null : `${node.site.file}:${node.site.line} ${node.site.text}`,
      guard: guards.length === 0 ? null : `(${guards.join(' && ')})`,
      options: bodies,
    };
  }

  protected override notSettling(): string[] {
    return this.model.machine.settlers.map((i) => `${this.names.place(i)} == ${RESTS}`);
  }

  /** By place: the function and the line of the step; `end_…` where a task may well stop for ever. */
  private labels(task: number): string[] {
    const { flow, nodes, idleFrom, task: { name } } = at(this.model.codes, task); // prettier-ignore
    const taken = new Set(END_LABELS);
    const isLoop = (label: string): boolean => /^again_\d+_\d+_\d+$/.test(label);
    return nodes.map((node, place) => {
      if (node < 0) return 'done';
      const { site } = at(flow.nodes, node);
      const said = `${site?.calls.at(-1) ?? name}_${site?.line ?? node}`.replace(/\W+/g, '_');
      const wanted = `${place >= idleFrom ? 'end_' : ''}${RESERVED_WORDS.has(said) ? `${said}_` : said}`;
      let label = wanted;
      for (let n = 2; taken.has(label) || isLoop(label) || this.names.isName(label); n += 1)
        label = `${wanted}_${n}`;
      taken.add(label);
      return label;
    });
  }

  private locals(task: number): string[] {
    const { names, model } = this;
    const { flow } = at(model.codes, task);
    const passes = names.cells.get(at(model.machine.parts.plan.passes, task));
    const own = flow.variables.flatMap((_, variable) => {
      const cell = names.variable(task, variable);
      return names.cells.get(cell) ?? [];
    });
    return [...(passes === undefined ? [] : [passes]), ...own].map((cell) => `   ${declare(cell)}`);
  }
}

interface StepText {
  /** Its place in the `.race` text. */
  readonly said: string | null;
  readonly guard: string | null;
  /** One body; a choice has one a branch. */
  readonly options: readonly (readonly Stmt[])[];
}

function declare({ type, name, initial, note }: DeclaredCell): string {
  return `${type} ${name}${initial === 0 ? '' : ` = ${initial}`};${comment(note)}`;
}
