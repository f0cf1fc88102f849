// The values of a task's locals, as a debugger shows them: on its row, and beside the statements that set them.

import { at, unreachable } from '../../base/assert.ts';
import type { StepValues } from '../../model/replay/valueTrace.ts';
import type { Run } from '../../model/world/run.ts';
import type { Field, Value, World } from '../../model/world/world.ts';
import type { LocalValue } from '../run/codeLines.ts';
import { findObject } from './objectNoun.ts';

/** The locals of a task that it can still use; the fields of a word as `e.page`. */
export function liveLocals(world: World, task: number): LocalValue[] {
  return at(world.tasks, task).locals.map(textOf(world));
}

function textOf(world: World): (local: { name: string; value: Value }) => LocalValue {
  return ({ name, value }) => ({ name, text: shortValue(world, value) });
}

/**
 * By the start of a statement in a file: the locals that it set last, as they were then, up to the moment `now`. Calls of
 * the same function from elsewhere count, since the panel shows the function's text. `values`: what each step set, the
 * first at 0; without them only locals that are used later are known.
 */
export function inlineValues(
  run: Run,
  now: number,
  task: number,
  file: string,
  values: readonly StepValues[] = [],
): ReadonlyMap<number, readonly LocalValue[]> {
  const shown = new Map<number, readonly LocalValue[]>();
  for (let moment = 1; moment <= now; moment += 1) {
    const { step, world } = at(run.moments, moment);
    if (step?.task !== task || step.site.file !== file) continue;
    const locals = values[moment - 1]?.locals ?? at(world.tasks, task).locals;
    const set = locals.filter(({ name }) => sets(step.site.text, name));
    if (set.length > 0) shown.set(step.site.from, set.map(textOf(world)));
  }
  return shown;
}

/** `page = …` sets `page`, and `e = …` the fields of `e`. */
function sets(statement: string, local: Field['name']): boolean {
  const left = /^\s*(\w+)\s*=(?!=)/.exec(statement)?.[1];
  return left !== undefined && (local === left || local.startsWith(`${left}.`));
}

/** `P1`, `NULL`, `true`, `OLD`. */
function shortValue(world: World, value: Value): string {
  switch (value.kind) {
    case 'bool':
      return String(value.on);
    case 'int':
      return String(value.value);
    case 'token':
      return value.token;
    case 'enum':
      return value.name;
    case 'ref':
      return refText(world, value);
    case 'word':
      return `{${value.fields.map((field) => shortValue(world, field.value)).join(', ')}}`;
    case 'array':
      return `{${value.items.map((item) => shortValue(world, item)).join(', ')}}`;
    case 'lock':
      return value.lock.lock.name;
    default:
      return unreachable(value);
  }
}

function refText(world: World, { target, dangling }: Value & { kind: 'ref' }): string {
  if (target === null) return 'NULL';
  const name = findObject(world, target)?.name ?? target;
  return dangling ? `${name}, which is free` : name;
}
