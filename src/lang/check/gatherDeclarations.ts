// The first pass over the declarations: names, types and sizes, without bodies.

import type { Diagnostics } from '../syntax/diagnostic.ts';
import { LIMITS } from '../syntax/limits.ts';
import { checkMemory } from '../scope/checkMemory.ts';
import { isBuiltIn } from '../program/builtIn.ts';
import type { Field, Struct, Type } from '../program/program.ts';
import {
  constantInt,
  declareOnce,
  noteMeaning,
  reportUnknown,
  resolveType,
  type Scope,
} from '../scope/scope.ts';
import type { ParsedFile } from '../syntax/parseFile.ts';
import type { Declaration, FieldSyntax, Name } from '../syntax/syntax.ts';

type Of<K extends Declaration['kind']> = Extract<Declaration, { kind: K }>;

/** Files in the order of use, the scenario last: its constants override others, and it says which options vary. */
export function gatherDeclarations(
  files: readonly ParsedFile[],
  incomplete: boolean,
  diagnostics: Diagnostics,
): Scope {
  const scope = emptyScope(files, incomplete, diagnostics);
  const all = files.flatMap((file) => file.declarations);
  const scenario = new Set(files.at(-1)?.declarations ?? []);
  const each = <K extends Declaration['kind']>(kind: K, visit: (d: Of<K>) => void): void => {
    for (const d of all) if (d.kind === kind) visit(d as Of<K>);
  };
  gatherConstants(scope, all, scenario);
  each('enum', (d) => gatherEnum(scope, d));
  each('tokens', (d) => gatherTokens(scope, d));
  each('struct', (d) => gatherStruct(scope, d));
  each('struct', (d) => gatherFields(scope, d));
  each('extend', (d) => extendStruct(scope, d));
  const sound = new Set<string>();
  for (const struct of scope.structs.values()) checkEmbedding(scope, struct, sound);
  each('option', (d) => gatherOption(scope, d, scenario.has(d)));
  each('vary', (d) => d.names.forEach((name) => varyOption(scope, name)));
  each('variable', (d) => gatherVariable(scope, d));
  each('pool', (d) => gatherPool(scope, d));
  checkMemory(scope);
  each('function', (d) => gatherFunction(scope, d));
  each('task', (d) => gatherTask(scope, d));
  each('property', (d) => {
    if (declareOnce(scope, scope.properties, 'property', d.name))
      scope.properties.set(d.name.name, d);
  });
  return scope;
}

function emptyScope(
  files: readonly ParsedFile[],
  incomplete: boolean,
  diagnostics: Diagnostics,
): Scope {
  return {
    diagnostics,
    meanings: new Map(),
    texts: new Map(files.map((file) => [file.name, file.text])),
    uses: usesOf(files),
    structs: new Map(),
    enums: new Map(),
    values: new Map(),
    globals: new Map(),
    pools: new Map(),
    functions: new Map(),
    options: new Map(),
    tasks: new Map(),
    properties: new Map(),
    ordering: new Map(),
    perhaps: new Set(files.flatMap((file) => file.broken.map((token) => token.text))),
    incomplete,
    unread: new Map(files.map((file) => [file.name, file.broken])),
  };
}

/** Each file comes after those that it uses. */
function usesOf(files: readonly ParsedFile[]): Map<string, ReadonlySet<string>> {
  const uses = new Map<string, ReadonlySet<string>>();
  for (const { name, declarations } of files) {
    const used = declarations.flatMap((d) => (d.kind === 'use' ? [d.file] : []));
    uses.set(
      name,
      new Set([name, ...used, ...used.flatMap((file) => [...(uses.get(file) ?? [])])]),
    );
  }
  return uses;
}

/** Variables, pools, options and named values share their names: an expression may name any of them. */
function claimName(scope: Scope, what: string, name: Name): boolean {
  const kinds = [
    ['a value', scope.values],
    ['an option', scope.options],
    ['a variable', scope.globals],
    ['a pool', scope.pools],
  ] as const;
  const taken = kinds.find(([, names]) => names.has(name.name));
  if (taken === undefined) return true;
  const message = `${what} “${name.name}” has the name of ${taken[0]}`;
  scope.diagnostics.error('RC102', name.at, message, 'rename one of them');
  return false;
}

/** A constant of the scenario replaces the library's of the same name. */
function gatherConstants(
  scope: Scope,
  all: readonly Declaration[],
  scenario: ReadonlySet<Declaration>,
): void {
  const own = new Set<string>();
  const constants = all.filter((d) => d.kind === 'const');
  for (const d of constants.filter((c) => scenario.has(c))) {
    if (declareOnce(scope, own, 'constant', d.name)) gatherConstant(scope, d);
    own.add(d.name.name);
  }
  for (const d of constants.filter((c) => !scenario.has(c) && !own.has(c.name.name)))
    if (declareOnce(scope, scope.values, 'constant', d.name)) gatherConstant(scope, d);
}

/** A constant whose declaration has an error counts as 1. */
function gatherConstant(scope: Scope, { name, value }: Of<'const'>): void {
  const { file } = name.at;
  scope.values.set(
    name.name,
    scope.diagnostics.isRead(name.at)
      ? { type: { kind: 'int', range: null }, value: constantInt(scope, value), file }
      : { type: { kind: 'void' }, value: 1, file },
  );
}

function gatherEnum(scope: Scope, d: Of<'enum'>): void {
  if (!declareOnce(scope, scope.enums, 'enum', d.name)) return;
  const names = d.values.map((value) => value.name);
  if (names.length === 0) {
    const mend = 'write its values between the braces';
    scope.diagnostics.error('RC207', d.name.at, `enum “${d.name.name}” has no values`, mend);
  }
  scope.enums.set(d.name.name, names);
  gatherValues(scope, { kind: 'enum', name: d.name.name }, d.values);
}

function gatherTokens(scope: Scope, d: Of<'tokens'>): void {
  const earlier = [...scope.values.values()].filter(({ type }) => type.kind === 'data').length;
  const names = d.tokens.map(({ name }) => name);
  gatherValues(scope, { kind: 'data' }, names, earlier);
}

/** The names of an enum's values or of data tokens, counted from `first`. */
function gatherValues(scope: Scope, type: Type, names: readonly Name[], first = 0): void {
  names.forEach((name, i) => {
    if (claimName(scope, 'name', name))
      scope.values.set(name.name, { type, value: first + i, file: name.at.file });
  });
}

function gatherStruct(scope: Scope, { name, word, role, at }: Of<'struct'>): void {
  const known = scope.structs.get(name.name);
  if (known !== undefined && known.at.file !== at.file) {
    const message = `struct “${name.name}” is declared in ${known.at.file}`;
    scope.diagnostics.error('RC102', name.at, message, `write extend struct ${name.name} { … }; to add fields`); // prettier-ignore
    return;
  }
  if (declareOnce(scope, scope.structs, 'struct', name))
    scope.structs.set(name.name, { name: name.name, word, role, fields: [], at });
}

function gatherFields(scope: Scope, d: Of<'struct'>): void {
  const struct = scope.structs.get(d.name.name);
  if (struct !== undefined && struct.at === d.at) addFields(scope, struct, d.fields);
}

/** `extend struct inode { … };`: the fields come behind those that the struct has. */
function extendStruct(scope: Scope, d: Of<'extend'>): void {
  const struct = scope.structs.get(d.name.name);
  if (struct === undefined)
    return reportUnknown(scope, 'RC101', 'struct', d.name, scope.structs.keys());
  if (scope.uses.get(d.at.file)?.has(struct.at.file) === false)
    return reportUnknown(scope, 'RC101', 'struct', d.name, []);
  addFields(scope, struct, d.fields);
}

function addFields(scope: Scope, struct: Struct, added: readonly FieldSyntax[]): void {
  const fields = [...struct.fields];
  const seen = new Set(fields.map(({ name }) => name));
  for (const field of added) {
    if (!declareOnce(scope, seen, 'field', field.name)) continue;
    seen.add(field.name.name);
    fields.push(gatherField(scope, struct.word, field));
  }
  scope.structs.set(struct.name, { ...struct, fields });
}

/** A struct that contains itself has no size. `sound`: structs that do not lead to such a struct. */
function checkEmbedding(scope: Scope, outer: Struct, sound: Set<string>): void {
  const open = embeddedIn(outer);
  const seen = new Set<string>();
  for (let name = open.pop(); name !== undefined && !seen.has(outer.name); name = open.pop()) {
    if (seen.has(name) || sound.has(name)) continue;
    seen.add(name);
    const inner = scope.structs.get(name);
    if (inner !== undefined) open.push(...embeddedIn(inner));
  }
  if (!seen.has(outer.name)) return seen.forEach((name) => void sound.add(name));
  const mend = `point to it: struct ${outer.name} *`;
  scope.diagnostics.error('RC201', outer.at, `struct ${outer.name} contains itself`, mend);
  scope.structs.set(outer.name, { ...outer, fields: [] });
}

function embeddedIn({ fields }: Struct): string[] {
  return fields.flatMap(({ type }) => (type.kind === 'object' ? [type.struct] : []));
}

function gatherField(scope: Scope, word: boolean, field: FieldSyntax): Field {
  const scalar = resolveType(scope, field.type);
  const nested =
    scalar.kind === 'object' ||
    scalar.kind === 'lock' ||
    scalar.kind === 'word' ||
    field.length !== null;
  if (word && nested) {
    const message = `a word struct cannot hold “${field.name.name}”: it is one cell of plain values`;
    const mend = scalar.kind === 'object' ? `point to it: struct ${scalar.struct} *` : null;
    scope.diagnostics.error('RC201', field.at, message, mend);
    return { ...gatherField(scope, false, field), type: { kind: 'void' } };
  }
  if (scalar.kind === 'object' && field.length !== null) {
    scope.diagnostics.error(
      'RC201',
      field.at,
      'an array of structs cannot be embedded',
      'declare it as a variable or a pool',
    );
  }
  checkRange(scope, scalar, field.name);
  const type: Type =
    field.length === null
      ? scalar
      : { kind: 'array', of: scalar, length: arrayLength(scope, field.length) };
  const { constant, ghost, role } = field;
  if (scalar.kind === 'lock') noteMeaning(scope, field.name.at, 'lock');
  const read = scope.diagnostics.isRead(field.name.at);
  return { name: field.name.name, type: read ? type : { kind: 'void' }, constant, ghost, role };
}

function arrayLength(scope: Scope, length: NonNullable<FieldSyntax['length']>): number {
  const value = constantInt(scope, length);
  if (value >= 1 && value <= LIMITS.length) return value;
  scope.diagnostics.error('RC207', length.at, `length ${value} is not within 1..${LIMITS.length}`);
  return 1;
}

/** A shared int needs a declared range, so that its bits are known without reading any statement. */
function checkRange(scope: Scope, type: Type, name: Name): void {
  if (type.kind !== 'int' || type.range !== null) return;
  scope.diagnostics.error(
    'RC204',
    name.at,
    `int “${name.name}” is shared and has no range`,
    `write int 0..7 ${name.name}`,
  );
}

function gatherOption(scope: Scope, d: Of<'option'>, varied: boolean): void {
  if (!declareOnce(scope, scope.options, 'option', d.name)) return;
  if (!claimName(scope, 'option', d.name)) return;
  const seen = new Set<string>();
  for (const value of d.values ?? [])
    if (declareOnce(scope, seen, 'value', value)) seen.add(value.name);
  const values = d.values === null ? null : [...seen];
  const { variant: kind, sentence, since, by } = d;
  scope.options.set(d.name.name, { kind, name: d.name.name, values, sentence, since, by, varied });
}

function varyOption(scope: Scope, name: Name): void {
  const option = scope.options.get(name.name);
  if (option === undefined) reportUnknown(scope, 'RC401', 'option', name, scope.options.keys());
  else scope.options.set(name.name, { ...option, varied: true });
}

function gatherVariable(scope: Scope, d: Of<'variable'>): void {
  if (!scope.diagnostics.isRead(d.name.at)) return;
  if (!declareOnce(scope, scope.globals, 'variable', d.name)) return;
  if (!claimName(scope, 'variable', d.name)) return;
  const single = resolveType(scope, d.type);
  checkRange(scope, single, d.name);
  if (single.kind === 'lock') noteMeaning(scope, d.name.at, 'lock');
  const type: Type =
    d.length === null
      ? single
      : { kind: 'array', of: single, length: arrayLength(scope, d.length) };
  scope.globals.set(d.name.name, { type, ghost: d.ghost, file: d.name.at.file });
}

function gatherPool(scope: Scope, d: Of<'pool'>): void {
  if (!declareOnce(scope, scope.pools, 'pool', d.name)) return;
  if (!claimName(scope, 'pool', d.name)) return;
  const struct = scope.structs.get(d.struct.name);
  if (struct === undefined) {
    for (const name of ['pool', d.name.name]) scope.perhaps.add(name);
    return reportUnknown(scope, 'RC101', 'struct', d.struct, scope.structs.keys());
  }
  const length = arrayLength(scope, d.length);
  scope.pools.set(d.name.name, {
    name: d.name.name,
    struct: struct.name,
    length,
    prefix: d.prefix ?? d.name.name,
    at: d.at,
  });
}

function gatherFunction(scope: Scope, d: Of<'function'>): void {
  const name = d.name.name;
  if (isBuiltIn(name)) {
    const mend = 'choose another name';
    return scope.diagnostics.error('RC102', d.name.at, `“${name}” is built in`, mend);
  }
  scope.functions.set(name, [...(scope.functions.get(name) ?? []), d]);
}

function gatherTask(scope: Scope, d: Of<'task'>): void {
  if (!declareOnce(scope, scope.tasks, 'task', d.name)) return;
  checkClauses(scope, d);
  const twin = [...scope.tasks.values()].find((task) => task.letter === d.letter);
  if (twin !== undefined && d.letter !== '') {
    scope.diagnostics.error(
      'RC501',
      d.name.at,
      `tasks “${twin.name.name}” and “${d.name.name}” share the letter ’${d.letter}’`,
      'give one of them another letter',
    );
  }
  scope.tasks.set(d.name.name, d);
}

/** Clauses that only tasks or only daemons may have. */
function checkClauses(scope: Scope, d: Of<'task'>): void {
  const { diagnostics } = scope;
  if (d.variant === 'task' && d.runs !== null)
    diagnostics.error('RC505', d.runs.at, 'a task runs once', 'make it a daemon');
  if (d.variant === 'daemon' && d.afterAll)
    diagnostics.error('RC505', d.name.at, 'a daemon cannot wait for all', 'make it a task');
}
