// How a lock can be named at a place in the text: `&inode->i_mutex`, where a parameter or a local leads to its object.

import { at } from '../../base/assert.ts';
import { LOCK_OPERATIONS, LOCKS } from '../../lang/syntax/lockKinds.ts';
import type { Field, FunctionDefinition, Program, Struct } from '../../lang/program/program.ts';
import type { Statement } from '../../lang/syntax/syntax.ts';
import type { LockWords } from './heldRange.ts';
import {
  everyStatementOf,
  extentOf,
  type StatementRange,
  statementsOf,
  placesAround,
} from './statementRange.ts';
import { GLOBALS } from '../../model/storage/storage.ts';
import type { LockKind, LockMode } from '../../model/world/world.ts';

/** A lock by its field: that of some object of a struct, or a variable of its own (`GLOBALS`). */
export interface LockField {
  readonly struct: string;
  readonly field: string;
  readonly kind: LockKind;
}

/** Fields that are followed at most from a name to the lock. */
const MOST_HOPS = 3;
/** Terms of one lock that are worth trying at one place. */
const MOST_TERMS = 3;

interface Reached {
  /** `inode` or `inode->i_data`. */
  readonly text: string;
  readonly struct: string;
  /** It is the object itself, not a pointer to it. */
  readonly object: boolean;
}

/** The shortest first; a name that is changed within the range leads to another object at its end. */
export function lockTerms(program: Program, range: StatementRange, lock: LockField): string[] {
  if (lock.struct === GLOBALS)
    return isVisible(program, range, lock.field) ? [`&${lock.field}`] : [];
  const found: string[] = [];
  let reached = rootsAt(program, range);
  for (let hop = 0; hop < MOST_HOPS; hop += 1) {
    for (const one of reached)
      if (one.struct === lock.struct) found.push(`&${one.text}${linkOf(one)}${lock.field}`);
    reached = reached.flatMap((one) => onward(program, one));
  }
  return found.slice(0, MOST_TERMS);
}

function linkOf({ object }: Reached): string {
  return object ? '.' : '->';
}

/** Objects that lie in it, and those that it will always point to: neither costs a step. */
function onward(program: Program, one: Reached): Reached[] {
  const fields = program.structs.get(one.struct)?.fields ?? [];
  return fields.flatMap(({ name, type, constant }: Field): Reached[] => {
    const text = `${one.text}${linkOf(one)}${name}`;
    if (type.kind === 'object') return [{ text, struct: type.struct, object: true }];
    const stays = type.kind === 'reference' && constant;
    return stays ? [{ text, struct: type.struct, object: false }] : [];
  });
}

function rootsAt(program: Program, range: StatementRange): Reached[] {
  const { checked } = range.within;
  const changed = namesSet(statementsOf(range));
  const set = namesSetBefore(range);
  const locals = checked.locals.flatMap(({ name, type, kind }): Reached[] => {
    const known = kind === 'parameter' || (kind === 'variable' && set.has(name));
    const usable = type.kind === 'reference' && known && !changed.has(name);
    return usable ? [{ text: name, struct: type.struct, object: false }] : [];
  });
  return [...locals, ...ownPlaces(program, range), ...variables(program, range)];
}

/** `current->mm` and `current->cpu`; a task that runs nowhere has none, and the loader says so. */
function ownPlaces(program: Program, { within }: StatementRange): Reached[] {
  if (!within.text.slice(within.at.from, within.at.to).includes('current')) return [];
  const of = (role: string, text: string): Reached[] =>
    [...program.structs.values()].flatMap((struct: Struct) =>
      struct.role === role ? [{ text, struct: struct.name, object: false }] : [],
    );
  return [...of('mm', 'current->mm'), ...of('cpu', 'current->cpu')];
}

function variables(program: Program, range: StatementRange): Reached[] {
  return program.globals.flatMap(({ name, type }): Reached[] =>
    type.kind === 'object' && isVisible(program, range, name)
      ? [{ text: name, struct: type.struct, object: true }]
      : [],
  );
}

/** A file sees the variables of the files that it uses, and its own. */
function isVisible(program: Program, { within }: StatementRange, variable: string): boolean {
  const declared = program.globals.find(({ name }) => name === variable)?.at.file;
  return declared !== undefined && filesSeenBy(program, within.file).has(declared);
}

/** A file, and all that it uses. */
export function filesSeenBy(program: Program, file: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const see = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    const text = program.files.find((one) => one.name === name)?.text ?? '';
    for (const [, used = ''] of text.matchAll(/^use "([^"]+)";/gm)) see(used);
  };
  see(file);
  return seen;
}

function namesSet(statements: readonly Statement[]): ReadonlySet<string> {
  const names = everyStatementOf(statements).flatMap((s) => {
    if (s.kind === 'assign' && s.target.kind === 'name') return [s.target.name];
    if (s.kind === 'declare') return [s.name.name];
    return s.kind === 'for' ? [s.variable.name] : [];
  });
  return new Set(names);
}

/** Locals that have a value for certain where the range begins: set by a statement before it in a list around it. */
function namesSetBefore(range: StatementRange): ReadonlySet<string> {
  const { from } = extentOf(range);
  const around = placesAround(range.within.body, from);
  const before = around.flatMap(({ list, index }) => list.slice(0, index));
  const direct = before.filter((s) => s.kind === 'assign' || s.kind === 'declare');
  const loops = around.flatMap(({ list, index }) => {
    const s = at(list, index);
    return s.kind === 'for' && s.at.from < from ? [s.variable.name] : [];
  });
  return new Set([...namesSet(direct), ...loops]);
}

/** How a lock of that kind is taken in that mode, and let go; null where it has no such mode. */
function operationsOf(kind: LockKind, mode: LockMode): readonly [string, string] | null {
  if (!LOCKS[kind].modes.includes(mode)) return null;
  const named = (does: 'take' | 'release'): string | undefined =>
    Object.entries(LOCK_OPERATIONS).find(
      ([, one]) => one.lock === kind && one.does === does && one.mode === mode,
    )?.[0];
  const [take, release] = [named('take'), named('release')];
  return take === undefined || release === undefined ? null : [take, release];
}

/** Null where a lock of that kind has no such mode. */
export function lockWords(
  program: Program,
  range: StatementRange,
  term: string,
  { struct, field, kind }: LockField,
  mode: LockMode,
): LockWords | null {
  const operations = operationsOf(kind, mode);
  if (operations === null) return null;
  const [take, release] = operations;
  const object = term.slice(1, -field.length - 2);
  const pointer = term.endsWith(`->${field}`) ? object : null;
  const [taker, releaser] = [take, release].map((operation) =>
    wrapperOf(program, range, struct, field, operation),
  );
  if (pointer !== null && taker && releaser)
    return { take: `${taker}(${pointer});`, release: `${releaser}(${pointer});` };
  return { take: `${take}(${term});`, release: `${release}(${term});` };
}

/** A function that does nothing but this operation on its argument's lock, as `lock_page()` does. */
function wrapperOf(
  program: Program,
  { within }: StatementRange,
  struct: string,
  field: string,
  operation: string,
): string | null {
  const seen = filesSeenBy(program, within.file);
  const wraps = ({ body, parameters, at: { file } }: FunctionDefinition): boolean => {
    const [only, more] = body;
    if (only?.kind !== 'lock' || more !== undefined || parameters !== 1) return false;
    const { root, path } = only.place;
    const [step, deeper] = path;
    const direct = step?.kind === 'field' && step.name === field && deeper === undefined;
    const ofArgument = root.kind === 'pointer' && root.struct === struct;
    return only.operation === operation && direct && ofArgument && seen.has(file);
  };
  const found = [...program.functions.values()].flat().filter((one) => one.when === null);
  return found.find(wraps)?.name ?? null;
}
