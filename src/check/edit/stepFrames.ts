// Where in the text a step stands: the statement that makes it, and the calls that led there, from the task's body inwards.

import { assert } from '../../base/assert.ts';
import { type Config, evaluateOption } from '../../lang/program/configurations.ts';
import type { FunctionDefinition, Program, Task } from '../../lang/program/program.ts';
import { everyStatement } from '../../lang/program/programWalk.ts';
import type { StepSite } from '../../model/world/world.ts';
import type { FunctionText, FunctionTexts } from './functionText.ts';

/** A body, and where in its file the statement begins that is carried out in it. */
export interface Frame {
  readonly within: FunctionText;
  readonly offset: number;
}

/** By the step's key, which names each call of its path: `fault/handle_mm_fault/do_shared_fault~2: …`. */
export function framesOf(
  texts: FunctionTexts,
  config: Config,
  task: Task,
  { key, calls, from }: StepSite,
): Frame[] {
  const path = key.slice(0, key.indexOf(': ')).split('/').slice(1);
  const frames: Frame[] = [];
  let body: Task | FunctionDefinition = task;
  calls.forEach((callee, i) => {
    const ordinal = Number(/~(\d+)$/.exec(path[i] ?? '')?.[1] ?? 1);
    frames.push({ within: texts.of(body), offset: callOffset(body, callee, ordinal) });
    body = definitionOf(texts.program, config, callee);
  });
  return [...frames, { within: texts.of(body), offset: from }];
}

/** The text of a function that a configuration has. */
export function definitionOf(program: Program, config: Config, name: string): FunctionDefinition {
  const found = program.functions
    .get(name)
    ?.find(({ when }) => when === null || evaluateOption(when, config));
  assert(found !== undefined, `${name} is defined in this configuration`);
  return found;
}

function callOffset(body: Task | FunctionDefinition, callee: string, ordinal: number): number {
  const places = everyStatement(body.body).flatMap((s) =>
    s.kind === 'call' && s.callee === callee ? [s.at.from] : [],
  );
  const offset = [...new Set(places)].toSorted((a, b) => a - b)[ordinal - 1];
  assert(offset !== undefined, `${body.name} calls ${callee}`);
  return offset;
}
