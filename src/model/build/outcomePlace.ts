// The scenario's `outcome` line: what distinguishes the final states.

import { assert } from '../../base/assert.ts';
import type { Expr, Program, Type } from '../../lang/program/program.ts';
import { CfgBuilder } from '../cfg/cfgBuilder.ts';
import type { CfgSetting } from '../cfg/cfgScope.ts';
import { type Compilation, type Compiled, compileValue } from '../step/compileValue.ts';
import type { Value } from '../cfg/controlFlowGraph.ts';

/** One expression of the `outcome` line. */
export interface OutcomePlace {
  readonly text: string;
  /** The expression itself, or the fields of a word. */
  readonly cells: readonly OutcomeCell[];
}

export interface OutcomeCell {
  readonly type: Type;
  readonly read: Compiled;
}

/** An expression of the line before it is compiled. */
export interface ObservedPlace {
  readonly text: string;
  readonly cells: readonly { readonly type: Type; readonly value: Value }[];
}

export function observeOutcome(setting: CfgSetting): ObservedPlace[] {
  return setting.program.outcome.map(({ text, value }) => ({
    text,
    cells: partsOf(setting.program, value).map((part) => {
      const observer = new CfgBuilder(setting, { body: [], locals: [] }, null);
      return { type: part.type, value: observer.observe(part) };
    }),
  }));
}

export function compileOutcome(places: readonly ObservedPlace[], c: Compilation): OutcomePlace[] {
  return places.map(({ text, cells }) => ({
    text,
    cells: cells.map(({ type, value }) => ({ type, read: compileValue(c, value) })),
  }));
}

function partsOf(program: Program, word: Expr): Expr[] {
  const { type } = word;
  if (type.kind !== 'word') return [word];
  const struct = program.structs.get(type.struct);
  assert(struct !== undefined, `there is a struct ${type.struct}`);
  return struct.fields.map((field) => ({
    kind: 'part',
    word,
    field: field.name,
    type: field.type,
    at: word.at,
  }));
}
