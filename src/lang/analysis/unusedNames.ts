// Names that are declared and never used, and ghosts that are written and never read: most likely a misspelling.
//
// Only the scenario's own text is judged. A plain variable that is written and never read is used, since its write is a step.

import type { FunctionDefinition, Program } from '../program/program.ts';
import { everyStatement } from '../program/programWalk.ts';
import { Diagnostics, type Span } from '../syntax/diagnostic.ts';
import { nearestName } from '../syntax/nearestName.ts';
import type { Declared, DeclarationOf, Name } from '../syntax/syntax.ts';
import { type Token, tokenize } from '../syntax/tokenize.ts';
import { fieldKey, type SharedUses, sharedUses } from './sharedUses.ts';

interface NameCheck {
  readonly program: Program;
  readonly declared: Declared;
  readonly diagnostics: Diagnostics;
}

/** `meant`: the shared names that a misspelt local was probably meant to be, which was reported already. */
export function checkUnusedNames(check: NameCheck, meant: ReadonlySet<string>): void {
  const words = ownWords(check.program);
  const uses = sharedUses(check.program);
  checkNamedValues(check, words);
  checkShared(check, uses, meant);
  checkFields(check, uses);
  checkFunctions(check, words);
  checkLabels(check);
}

/** The words of the scenario's own text, in order; without comments and strings. */
function ownWords(program: Program): readonly Token[] {
  const text = program.files.find(({ name }) => name === program.name)?.text ?? '';
  const { tokens } = tokenize(program.name, text, new Diagnostics());
  return tokens.filter(({ kind }) => kind === 'word');
}

function report({ diagnostics }: NameCheck, what: string, name: Name, mend = 'delete it') {
  diagnostics.warn('RC113', name.at, `the ${what} “${name.name}” is never used`, mend);
}

/** The scenario's own declarations of one sort. */
function own<D extends { readonly at: Span }>({ program }: NameCheck, all: readonly D[]) {
  return all.filter(({ at }) => at.file === program.name);
}

/** Constants, enums, tokens, structs: named once, where they are declared, and nowhere else. */
function checkNamedValues(check: NameCheck, words: readonly Token[]): void {
  const { declared } = check;
  const times = new Map<string, number>();
  for (const { text } of words) times.set(text, (times.get(text) ?? 0) + 1);
  const once = ({ name }: Name): boolean => times.get(name) === 1;
  const libraryConstants = new Set(
    declared('const').flatMap((d) => (d.at.file === check.program.name ? [] : [d.name.name])),
  );
  for (const { name } of own(check, declared('const')))
    if (once(name) && !libraryConstants.has(name.name)) report(check, 'constant', name);
  for (const { name, values } of own(check, declared('enum')))
    if (once(name) && values.every(once)) report(check, 'enum', name);
  for (const { name } of own(check, declared('struct')))
    if (once(name)) report(check, 'struct', name);
  for (const name of laterTokens(check)) if (once(name)) report(check, 'token', name);
}

/** The first token is what memory holds at the start, so it is always used. */
function laterTokens(check: NameCheck): readonly Name[] {
  const all = check.declared('tokens').flatMap(({ tokens }) => tokens.map(({ name }) => name));
  return own(check, all.slice(1));
}

function checkShared(check: NameCheck, uses: SharedUses, meant: ReadonlySet<string>): void {
  const { program, diagnostics } = check;
  const globals = new Map(program.globals.map((global) => [global.name, global]));
  for (const { name, kind } of own(check, [
    ...check.declared('variable'),
    ...check.declared('pool'),
  ])) {
    if (diagnostics.isFullOfWarnings) return;
    const { ghost = false, type } = globals.get(name.name) ?? {};
    const struct = type?.kind === 'object' || type?.kind === 'word' ? type.struct : '';
    if (uses.mentioned.has(name.name)) {
      if (!ghost || uses.read.has(name.name)) continue;
      diagnostics.warn('RC112', name.at, unread(name.name), 'use it, or delete it');
    } else if (
      !meant.has(name.name) &&
      !uses.structs.has(struct) &&
      !isLibraryPool(program, name.name)
    ) {
      const others = [...globals.keys()].filter((other) => other !== name.name);
      report(check, kind, name, mendFor(name.name, others));
    }
  }
}

function unread(name: string): string {
  return `the ghost “${name}” is written and never read`;
}

/** A pool may be there for what a file of the library allocates. */
function isLibraryPool({ pools, functions, name }: Program, pool: string): boolean {
  const struct = pools.find((one) => one.name === pool)?.struct;
  return (
    struct !== undefined &&
    [...functions.values()].flat().some(({ nameAt }) => nameAt.file !== name)
  );
}

/** Shorter names are too similar to compare. */
const SHORTEST = 4;

function mendFor(name: string, others: Iterable<string>): string {
  const nearest = name.length < SHORTEST ? null : nearestName(name, others, 2);
  return nearest === null ? 'delete it' : `delete it, or did you mean it instead of “${nearest}”?`;
}

function checkFields(check: NameCheck, uses: SharedUses): void {
  const declared = [...check.declared('struct'), ...check.declared('extend')];
  for (const { name: struct, fields, kind } of own(check, declared)) {
    for (const { name, ghost } of fields) {
      const key = fieldKey(struct.name, name.name);
      // A struct has to have one field, whether its objects are told apart by it or not.
      const needed = kind === 'struct' && fields.length === 1;
      if (!uses.mentioned.has(key) && !needed) report(check, 'field', name);
      else if (!uses.mentioned.has(key)) continue;
      else if (ghost && !uses.read.has(key))
        check.diagnostics.warn('RC112', name.at, unread(name.name), 'use it, or delete it');
    }
  }
}

function checkFunctions(check: NameCheck, words: readonly Token[]): void {
  const { program, declared } = check;
  const all = [...program.functions.values()].flat();
  const called = new Set(
    [...all, ...program.tasks, program.init].flatMap(({ body }) =>
      everyStatement(body).flatMap((s) => (s.kind === 'call' ? [s.callee] : [])),
    ),
  );
  const libraries = new Set(all.filter(({ at }) => at.file !== program.name).map(nameOf));
  for (const d of own(check, declared('function'))) {
    if (libraries.has(d.name.name)) continue;
    if (!called.has(d.name.name)) report(check, 'function', d.name, 'call it, or delete it');
    else checkParameters(check, d, words);
  }
}

function nameOf({ name }: FunctionDefinition): string {
  return name;
}

/**
 * C has many unused parameters, since a signature is often given. An unused parameter is reported only if the body
 * uses a very similar name instead.
 */
function checkParameters(
  check: NameCheck,
  { parameters, at }: DeclarationOf<'function'>,
  words: readonly Token[],
): void {
  const inside = words.filter(({ from, to }) => from >= at.from && to <= at.to);
  const names = parameters.map(({ name }) => name.name);
  const others = new Set(inside.map(({ text }) => text).filter((text) => !names.includes(text)));
  for (const { name } of parameters) {
    if (inside.filter(({ text }) => text === name.name).length > 1) continue;
    const nearest = name.name.length < SHORTEST ? null : nearestName(name.name, others, 2);
    if (nearest !== null)
      report(check, 'parameter', name, `did you mean it instead of “${nearest}”?`);
  }
}

/** A label is for a goto, or for a cue. */
function checkLabels(check: NameCheck): void {
  const { program } = check;
  const cues = new Set(program.cues.map(({ anchor }) => anchor));
  for (const { body } of own(check, [
    ...[...program.functions.values()].flat(),
    ...program.tasks,
  ])) {
    const all = everyStatement(body);
    const targets = new Set(all.flatMap((s) => (s.kind === 'goto' ? [s.label] : [])));
    for (const s of all)
      if (s.kind === 'label' && !targets.has(s.name) && !cues.has(s.name))
        report(check, 'label', s);
  }
}
