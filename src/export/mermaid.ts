// A run as a Mermaid sequence diagram: one participant a task, its steps as messages to itself, and waiting as a
// message to the task that is waited for.

import { at } from '../base/assert.ts';
import type { Model } from '../model/build/model.ts';
import type { Moment, Run, Step } from '../model/world/run.ts';
import type { TaskInfo, World } from '../model/world/world.ts';

/** `steps`: only those, counted from 1; null: all. Ends with a newline. */
export function mermaidText(
  model: Model,
  run: Run,
  title: string,
  steps: ReadonlySet<number> | null = null,
): string {
  const shown = run.moments.filter(
    ({ step }) => step !== null && (steps === null || steps.has(step.index)),
  );
  const moving = new Set(shown.map(({ step }) => step?.task ?? 0));
  const participants = model.tasks
    .filter(({ index }) => moving.has(index))
    .map((task) => `  participant ${idOf(task)} as ${escaped(nameOf(task))}`);
  const lines = shown.flatMap((moment) => linesOf(moment, run, model));
  return [
    '---',
    `title: ${JSON.stringify(title)}`,
    '---',
    'sequenceDiagram',
    ...participants,
    ...lines,
    '',
  ].join('\n');
}

function linesOf({ step, world }: Moment, run: Run, model: Model): string[] {
  if (step === null) return [];
  const id = idOf(at(model.tasks, step.task));
  const { world: before } = at(run.moments, step.index - 1);
  return [
    `  ${id}->>${id}: ${step.index}. ${escaped(textOf(step))}`,
    ...waits(step, world, model),
    ...broken(step, world, before).map(
      (name) => `  Note over ${id}: ${escaped(violation(model, name))}`,
    ),
  ];
}

function textOf({ site, choice }: Step): string {
  return choice === null ? site.text : `choose ${choice}`;
}

/** Tasks that this step leaves waiting for a lock. */
function waits({ locks }: Step, world: World, model: Model): string[] {
  return locks
    .filter(({ kind }) => kind === 'contend')
    .flatMap(({ task, lock }) => {
      const { state } = at(world.tasks, task);
      const [holder] = state.kind === 'blocked' ? state.waitsFor : [];
      if (holder === undefined) return [];
      const [from, to] = [at(model.tasks, task), at(model.tasks, holder.task)].map(idOf);
      return [`  ${from}--x${to}: waits for ${escaped(lock.name)}`];
    });
}

function broken(step: Step, world: World, before: World): string[] {
  return [...step.breaks, ...world.broken.filter((name) => !before.broken.includes(name))];
}

function violation(model: Model, name: string): string {
  return model.properties.find((property) => property.name === name)?.violation ?? name;
}

function idOf({ letter }: TaskInfo): string {
  return `task_${letter}`;
}

function nameOf({ name, cpu }: TaskInfo): string {
  return cpu === null ? name : `${cpu.toUpperCase()} ${name}`;
}

/** Mermaid ends a statement at `;` and reads `#…;` as a character. */
function escaped(text: string): string {
  return text.replace(/[#;<>]/g, (sign) => `#${sign.charCodeAt(0)};`);
}
