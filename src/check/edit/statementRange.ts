// Whole statements of one function, side by side: what a lock can be held over in the text.

import { at, unreachable } from '../../base/assert.ts';
import { innerStatements } from '../../lang/syntax/innerStatements.ts';
import type { Expression, Statement } from '../../lang/syntax/syntax.ts';
import type { FunctionText } from './functionText.ts';

/** The statements from `first` to `last` of one list. */
export interface StatementRange {
  readonly within: FunctionText;
  readonly list: readonly Statement[];
  readonly first: number;
  readonly last: number;
}

/** A list of statements, and the one of them in which something lies. */
export interface PlaceInList {
  readonly list: readonly Statement[];
  readonly index: number;
}

/** The lists around an offset, the innermost last; what is one step, or only observes, is not taken apart. */
export function placesAround(body: readonly Statement[], offset: number): PlaceInList[] {
  const index = body.findIndex(({ at: { from, to } }) => from <= offset && offset < to);
  const statement = body[index];
  if (statement === undefined) return [];
  const inner = listsOf(statement).flatMap((list) => placesAround(list, offset));
  return [{ list: body, index }, ...inner];
}

/** The lists of statements that a statement holds. A single one that a condition governs is no list. */
export function listsOf(s: Statement): readonly (readonly Statement[])[] {
  switch (s.kind) {
    case 'block':
      return [s.body];
    case 'if':
      return [s.then, ...(s.else === null ? [] : [s.else])].flatMap(listsOf);
    case 'while':
    case 'do':
    case 'for':
    case 'count':
      return listsOf(s.body);
    case 'switch':
      return s.cases.map(({ body }) => body);
    case 'choose':
      return s.branches.map(({ body }) => body);
    case 'atomic':
    case 'ghost':
    case 'declare':
    case 'assign':
    case 'evaluate':
    case 'label':
    case 'goto':
    case 'return':
    case 'break':
    case 'continue':
    case 'wait':
      return [];
    default:
      return unreachable(s);
  }
}

/** All of them with what they hold, outer ones first. */
export function everyStatementOf(list: readonly Statement[]): Statement[] {
  return list.flatMap((s) => [s, ...everyStatementOf(innerStatements(s))]);
}

export function statementsOf({ list, first, last }: StatementRange): readonly Statement[] {
  return list.slice(first, last + 1);
}

/** Where the range begins and ends in its file. */
export function extentOf({ list, first, last }: StatementRange): { from: number; to: number } {
  return { from: at(list, first).at.from, to: at(list, last).at.to };
}

export function contains(outer: StatementRange, inner: StatementRange): boolean {
  const [a, b] = [extentOf(outer), extentOf(inner)];
  return outer.within === inner.within && a.from <= b.from && a.to >= b.to;
}

/**
 * What observes belongs to the step before it: the range begins with none, and ends with those of its last step. Null where
 * nothing is left.
 */
export function settled(range: StatementRange): StatementRange | null {
  const { list } = range;
  let { first, last } = range;
  while (first <= last && observes(at(list, first))) first += 1;
  while (last + 1 < list.length && observes(at(list, last + 1))) last += 1;
  return first > last ? null : { ...range, first, last };
}

/** It observes: it belongs to the step before it, which has to stay before it. */
export function observes(s: Statement): boolean {
  if (s.kind === 'ghost') return true;
  return s.kind === 'evaluate' && isCallOf(s.value, ['assert']);
}

export function isCallOf(e: Expression, names: readonly string[]): boolean {
  return e.kind === 'call' && names.includes(e.callee.name);
}

/** Whether what follows the statement can be reached from its end. */
export function goesOn(s: Statement): boolean {
  switch (s.kind) {
    case 'return':
    case 'goto':
    case 'break':
    case 'continue':
      return false;
    case 'block':
      return s.body.every(goesOn);
    case 'if':
      return s.else === null || goesOn(s.then) || goesOn(s.else);
    case 'declare':
    case 'assign':
    case 'evaluate':
    case 'label':
    case 'wait':
    case 'while':
    case 'do':
    case 'for':
    case 'count':
    case 'switch':
    case 'atomic':
    case 'ghost':
    case 'choose':
      return true;
    default:
      return unreachable(s);
  }
}
