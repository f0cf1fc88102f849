// What a task needs in each of its configurations: a definition of each call, its CPU and its mm, a step for each cue,
// and no more than the engine can hold.

import type { Config } from '../program/configurations.ts';
import { type ConfigurationCheck, describeConfig } from './checkConfigurations.ts';
import { inlinedSize } from '../analysis/callGraph.ts';
import { LIMITS } from '../syntax/limits.ts';
import type { Body, Task } from '../program/program.ts';
import { everyStatement } from '../program/programWalk.ts';
import {
  definitionsIn,
  distinctIn,
  type KnownTraits,
  optionsAsked,
  type Reached,
  reachFrom,
  type TaskNeed,
  tasksIn,
} from '../analysis/reach.ts';

export function checkReach(check: ConfigurationCheck, configs: readonly Config[]): void {
  const known: KnownTraits = new Map();
  checkNumbers(check);
  for (const { needsTask } of reachIn(check, check.program.init, configs, known))
    if (needsTask !== null) reportInit(check, needsTask);
  checkAsserted(check);
  for (const task of check.program.tasks) {
    const own = configs.filter((config) => tasksIn([task], config).length > 0);
    const reached = reachIn(check, task, own, known);
    for (const reach of reached) checkPlace(check, task, reach);
    checkCues(check, task, reached);
  }
  for (const config of configs) checkShared(check, tasksIn(check.program.tasks, config));
}

const NEEDS: Readonly<
  Record<TaskNeed['because'], { readonly what: string; readonly mend: string }>
> = {
  acts: {
    what: 'needs a task, and no task runs init',
    mend: 'move it into a task, or assign its effect: P.lock = task;',
  },
  judged: {
    what: 'is judged as part of a step, and init is no step',
    mend: 'move it into a task, or write an always property, which also covers the first state',
  },
};

function reportInit({ textOf, diagnostics }: ConfigurationCheck, { at, because }: TaskNeed): void {
  const { what, mend } = NEEDS[because];
  diagnostics.error('RC309', at, `“${textOf(at)}” ${what}`, mend);
}

/** An assertion of the scenario's own that nothing asserts would always hold. */
function checkAsserted({ program, diagnostics }: ConfigurationCheck): void {
  const bodies = [...[...program.functions.values()].flat(), ...program.tasks];
  const asserted = new Set(
    bodies.flatMap(({ body }) =>
      [...everyStatement(body)].flatMap((s) => (s.kind === 'assert' ? [s.property] : [])),
    ),
  );
  for (const { name, kind, at } of program.properties) {
    if (kind !== 'assertion' || at.file !== program.name || asserted.has(name)) continue;
    const mend = `write assert(…, ${name}); where it has to hold`;
    diagnostics.warn('RC110', at, `nothing asserts “${name}”`, mend);
  }
}

function checkNumbers({ program, diagnostics }: ConfigurationCheck): void {
  const [task] = program.tasks.slice(LIMITS.tasks);
  if (task !== undefined)
    diagnostics.error('RC504', task.at, `more than ${LIMITS.tasks} tasks`, 'leave some out');
  const [property] = program.properties.slice(LIMITS.properties);
  if (property !== undefined) {
    const message = `more than ${LIMITS.properties} properties`;
    diagnostics.error('RC504', property.at, message, 'leave some out');
  }
  const bodies = [
    ...program.tasks.map((task) => ({ ...task, what: `task “${task.name}”` })),
    ...[...program.functions.values()].flat().map((f) => ({ ...f, what: `function “${f.name}”` })),
  ];
  for (const { what, at, locals } of bodies) {
    if (locals.length <= LIMITS.locals) continue;
    const message = `${what} has more than ${LIMITS.locals} locals`;
    diagnostics.error('RC504', at, message, 'leave some out, or split it');
  }
  for (const { name, at, ...body } of program.tasks) {
    if (inlinedSize(program, body) <= LIMITS.statements) continue;
    const message = `task “${name}” has more than ${LIMITS.statements} statements after its calls are inlined`;
    diagnostics.error('RC504', at, message, 'call less, or loop over fewer');
  }
}

/** What a body reaches, once for each choice of the options that it uses. */
function reachIn(
  { program, diagnostics }: ConfigurationCheck,
  body: Body,
  configs: readonly Config[],
  known: KnownTraits,
): Reached[] {
  const { functions } = program;
  return distinctIn(configs, optionsAsked(functions, body)).map((config) => {
    const reached = reachFrom(functions, config, body, known);
    for (const [name, at] of reached.calls) {
      const [first, second] = definitionsIn(functions, name, config);
      const cause = `definitions of ${name}`;
      const where = describeConfig(program, config);
      if (first === undefined) {
        const message = `“${name}” has no definition when ${where}`;
        diagnostics.error('RC107', at, message, 'widen the when of one, or write another', cause);
      } else if (second !== undefined) {
        const message = `“${name}” has two definitions when ${where}`;
        diagnostics.error('RC107', second.nameAt, message, 'narrow the when of one', cause);
      }
    }
    return reached;
  });
}

function checkPlace(
  { program, diagnostics }: ConfigurationCheck,
  task: Task,
  { uses }: Reached,
): void {
  for (const what of ['cpu', 'mm'] as const) {
    if (uses[what] === null || task[what] !== null) continue;
    const known = program.globals.find(
      ({ type }) => type.kind === 'object' && program.structs.get(type.struct)?.role === what,
    );
    const clause = `${what === 'cpu' ? 'on' : 'in'} ${known?.name ?? `${what}0`}`;
    const message = `task “${task.name}” runs code that uses current->${what}, and has none`;
    diagnostics.error('RC502', task.at, message, `write ${clause} after its letter`);
  }
}

/** A CPU's TLB holds the translations of one mm. */
function checkShared({ diagnostics }: ConfigurationCheck, tasks: readonly Task[]): void {
  for (const [i, task] of tasks.entries()) {
    const other = tasks
      .slice(0, i)
      .find(({ cpu, mm }) => cpu !== null && cpu === task.cpu && mm !== null && mm !== task.mm);
    if (other === undefined || task.mm === null) continue;
    const message = `tasks “${other.name}” and “${task.name}” share ${task.cpu} and not their mm`;
    diagnostics.error('RC502', task.at, message, 'give one of them a CPU of its own');
  }
}

function checkCues(
  { program, diagnostics }: ConfigurationCheck,
  task: Task,
  reached: readonly Reached[],
): void {
  for (const cue of program.cues.filter((candidate) => candidate.task === task.name)) {
    const met = reached.some(
      ({ calls, labels }) =>
        cue.anchor === task.name || calls.has(cue.anchor) || labels.has(cue.anchor),
    );
    if (met) continue;
    const message = `task “${task.name}” reaches no function or label “${cue.anchor}”`;
    diagnostics.error('RC503', cue.at, message, 'name one that it reaches');
  }
}
