// Tasks and daemons: where they run, how often, and what.

import { openBody } from './checkExpression.ts';
import { checkBody } from './checkFunction.ts';
import { LIMITS } from '../syntax/limits.ts';
import { optionalCondition } from './optionCondition.ts';
import type { Task } from '../program/program.ts';
import {
  constantInt,
  reportUnknown,
  type Scope,
  structOfRole,
  type TaskSyntax,
} from '../scope/scope.ts';
import type { Name } from '../syntax/syntax.ts';

export function checkTask(scope: Scope, d: TaskSyntax): Task {
  return {
    ...checkBody(openBody(scope, 'kernel', null, d.at), d.body),
    name: d.name.name,
    letter: d.letter,
    kind: d.afterAll ? 'settle' : d.variant,
    cpu: placeOf(scope, d.cpu, 'cpu'),
    mm: placeOf(scope, d.mm, 'mm'),
    runs: runsOf(scope, d),
    when: optionalCondition(scope, d.when),
    at: d.name.at,
  };
}

/** The variable that a task runs on or in; its struct has that role. */
function placeOf(scope: Scope, name: Name | null, role: 'cpu' | 'mm'): string | null {
  if (name === null) return null;
  const plays = ([, { type }]: [string, { type: Task['locals'][number]['type'] }]): boolean =>
    type.kind === 'object' && scope.structs.get(type.struct)?.role === role;
  const known = [...scope.globals].filter(plays).map(([global]) => global);
  if (known.includes(name.name)) return name.name;
  if (scope.globals.get(name.name)?.type.kind === 'void') return null;
  if (structOfRole(scope, role, name.at) !== null) reportUnknown(scope, 'RC101', role, name, known);
  return null;
}

function runsOf(scope: Scope, { runs }: TaskSyntax): number {
  if (runs === null) return 1;
  const passes = constantInt(scope, runs);
  if (passes < 1 || passes > LIMITS.runs)
    scope.diagnostics.error('RC207', runs.at, `${passes} is outside 1..${LIMITS.runs}`);
  return passes;
}
