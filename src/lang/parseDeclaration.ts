// Declarations: everything that stands outside a function.

import type { Span } from './diagnostic.ts';
import { parseBraces, parseExpression } from './parseExpression.ts';
import { parseBlock } from './parseStatement.ts';
import { parseType } from './parseType.ts';
import type {
  Declaration,
  ExpectClause,
  Expression,
  FieldSyntax,
  Name,
  ParameterSyntax,
  TypeSyntax,
} from './syntax.ts';
import type { TokenCursor } from './tokenCursor.ts';

type Parse = (c: TokenCursor, from: number) => Declaration[];

const BY_WORD: ReadonlyMap<string, Parse> = new Map<string, Parse>([
  ['use', parseUse],
  ['title', (c, from) => parseText(c, from, 'title')],
  ['story', (c, from) => parseText(c, from, 'story')],
  ['author', (c, from) => parseText(c, from, 'author')],
  ['year', parseYear],
  ['source', parseSource],
  ['cue', parseCue],
  ['const', parseConst],
  ['tokens', parseTokens],
  ['enum', parseEnumOrFunction],
  ['word', parseStruct],
  ['struct', parseStructOrVariable],
  ['pool', parsePool],
  ['change', (c, from) => parseOption(c, from, 'change')],
  ['world', (c, from) => parseOption(c, from, 'world')],
  ['model', (c, from) => parseOption(c, from, 'model')],
  ['vary', parseVary],
  ['require', parseRequire],
  ['kernel', parseKernel],
  ['task', (c, from) => parseTask(c, from, 'task')],
  ['daemon', (c, from) => parseTask(c, from, 'daemon')],
  ['init', parseInit],
  ['always', (c, from) => parseProperty(c, from, 'always')],
  ['finally', (c, from) => parseProperty(c, from, 'finally')],
  ['assertion', (c, from) => parseProperty(c, from, 'assertion')],
  ['outcome', parseOutcome],
  ['expect', parseExpect],
  ['ghost', parseVariableOrFunction],
  ['atomic', parseVariableOrFunction],
  ['void', parseVariableOrFunction],
  ['bool', parseVariableOrFunction],
  ['int', parseVariableOrFunction],
  ['data', parseVariableOrFunction],
  ['mutex', parseVariableOrFunction],
  ['spinlock', parseVariableOrFunction],
  ['rwsem', parseVariableOrFunction],
  ['bitlock', parseVariableOrFunction],
]);

export const DECLARATION_STARTS: ReadonlySet<string> = new Set(BY_WORD.keys());

export function parseDeclaration(c: TokenCursor): Declaration[] {
  const token = c.peek();
  const parse = token.kind === 'word' ? BY_WORD.get(token.text) : undefined;
  if (parse === undefined)
    return c.fail('a declaration (struct, task, change, always, a function …)');
  return parse(c, token.from);
}

function end(c: TokenCursor, from: number): Span {
  c.expect(';');
  return c.spanFrom(from);
}

function parseUse(c: TokenCursor, from: number): Declaration[] {
  c.next('keyword');
  return [{ kind: 'use', file: c.string('the name of a library file'), at: end(c, from) }];
}

function parseText(
  c: TokenCursor,
  from: number,
  kind: 'title' | 'story' | 'author',
): Declaration[] {
  c.next('keyword');
  return [{ kind, text: c.string('a text in quotes'), at: end(c, from) }];
}

function parseYear(c: TokenCursor, from: number): Declaration[] {
  c.next('keyword');
  return [{ kind: 'year', year: c.number('a year'), at: end(c, from) }];
}

function parseSource(c: TokenCursor, from: number): Declaration[] {
  c.next('keyword');
  const text = c.string('the source in quotes');
  const mark = c.accept('mark', 'keyword')
    ? c.name('a confidence mark: S, C, M, X or I').name
    : null;
  return [{ kind: 'source', text, mark, at: end(c, from) }];
}

/** `cue fault at lock_page "…";` */
function parseCue(c: TokenCursor, from: number): Declaration[] {
  c.next('keyword');
  const task = c.name('the name of a task');
  c.expect('at', 'keyword');
  const anchor = c.name('a function or a label', 'label');
  return [{ kind: 'cue', task, anchor, text: c.string('a sentence in quotes'), at: end(c, from) }];
}

function parseConst(c: TokenCursor, from: number): Declaration[] {
  c.next('keyword');
  const name = c.name('the name of a constant');
  c.expect('=');
  return [{ kind: 'const', name, value: parseExpression(c), at: end(c, from) }];
}

function parseTokens(c: TokenCursor, from: number): Declaration[] {
  c.next('keyword');
  const tokens = parseList(c, () => {
    const name = c.name('the name of a token');
    return { name, meaning: c.peek().kind === 'string' ? c.string('its meaning') : null };
  });
  return [{ kind: 'tokens', tokens, at: end(c, from) }];
}

/** Items between braces, separated by commas; a comma may follow the last. */
function parseList<T>(c: TokenCursor, parseItem: () => T): T[] {
  c.expect('{');
  const items: T[] = [];
  while (!c.is('}')) {
    items.push(parseItem());
    if (!c.accept(',')) break;
  }
  c.expect('}');
  return items;
}

function parseEnumOrFunction(c: TokenCursor, from: number): Declaration[] {
  if (!c.is('{', 2)) return parseVariableOrFunction(c, from);
  c.next();
  const name = c.name('the name of the enum', 'type');
  const values = parseList(c, () => c.name('the name of a value'));
  return [{ kind: 'enum', name, values, at: end(c, from) }];
}

function parseStructOrVariable(c: TokenCursor, from: number): Declaration[] {
  const defines = c.is('{', 2) || c.peek(2).kind === 'role';
  return defines ? parseStruct(c, from) : parseVariableOrFunction(c, from);
}

function parseStruct(c: TokenCursor, from: number): Declaration[] {
  const word = c.accept('word');
  c.expect('struct');
  const name = c.name('the name of the struct', 'type');
  const role = parseRole(c);
  c.expect('{');
  const fields: FieldSyntax[] = [];
  while (!c.is('}')) fields.push(...parseFields(c));
  c.expect('}');
  return [{ kind: 'struct', word, name, role, fields, at: end(c, from) }];
}

function parseRole(c: TokenCursor): string | null {
  return c.peek().kind === 'role' ? c.next().text.slice(1) : null;
}

/** `const ghost bool a @flag, b @flag;` — one type, several fields. */
function parseFields(c: TokenCursor): FieldSyntax[] {
  const from = c.peek().from;
  const constant = c.accept('const');
  const ghost = c.accept('ghost');
  const type = parseType(c);
  const fields: FieldSyntax[] = [];
  do {
    const own = fields.length === 0 ? type : parseStar(c, type);
    const name = c.name('the name of a field', 'field');
    const length = parseLength(c);
    fields.push({
      constant,
      ghost,
      type: own,
      name,
      length,
      role: parseRole(c),
      at: c.spanFrom(from),
    });
  } while (c.accept(','));
  c.expect(';');
  return fields;
}

/** The type of a further name in a list: as in C, each has a star of its own or none. */
function parseStar(c: TokenCursor, { base, at }: TypeSyntax): TypeSyntax {
  return base.kind === 'struct'
    ? { base: { ...base, pointer: c.accept('*'), out: false }, at }
    : { base, at };
}

function parseLength(c: TokenCursor): Expression | null {
  if (!c.accept('[')) return null;
  const length = parseExpression(c);
  c.expect(']');
  return length;
}

/** `pool struct page pages[4] named P;` */
function parsePool(c: TokenCursor, from: number): Declaration[] {
  c.next('keyword');
  c.expect('struct');
  const struct = c.name('the name of a struct', 'type');
  const name = c.name('the name of the pool');
  c.expect('[');
  const length = parseExpression(c);
  c.expect(']');
  const prefix = c.accept('named', 'keyword') ? c.name('what its elements are called').name : null;
  return [{ kind: 'pool', struct, name, length, prefix, at: end(c, from) }];
}

function parseOption(
  c: TokenCursor,
  from: number,
  sort: 'change' | 'world' | 'model',
): Declaration[] {
  c.next('keyword');
  const name = c.name('the name of the option', 'option');
  let values: Name[] | null = null;
  if (c.accept('=')) {
    values = [c.name('a value', 'option')];
    while (c.accept('|')) values.push(c.name('a value', 'option'));
  }
  const sentence = c.peek().kind === 'string' ? c.string('a sentence') : null;
  const since = c.accept('since', 'keyword') ? c.string('a version in quotes') : null;
  const by = c.accept('by', 'keyword') ? c.string('a name in quotes') : null;
  return [{ kind: 'option', sort, name, values, sentence, since, by, at: end(c, from) }];
}

function parseVary(c: TokenCursor, from: number): Declaration[] {
  c.next('keyword');
  const names = [c.name('the name of an option', 'option')];
  while (c.accept(',')) names.push(c.name('the name of an option', 'option'));
  return [{ kind: 'vary', names, at: end(c, from) }];
}

function parseRequire(c: TokenCursor, from: number): Declaration[] {
  c.next('keyword');
  return [{ kind: 'require', condition: parseExpression(c), at: end(c, from) }];
}

/** `kernel "5.15" = { fault_locks_page, fill_lock: invalidate_lock };` */
function parseKernel(c: TokenCursor, from: number): Declaration[] {
  c.next('keyword');
  const name = c.string('the kernel’s name in quotes');
  c.expect('=');
  const settings = parseList(c, () => {
    const option = c.name('the name of an option', 'option');
    return { option, value: c.accept(':') ? c.name('a value', 'option') : null };
  });
  return [{ kind: 'kernel', name, settings, at: end(c, from) }];
}

function parseTask(c: TokenCursor, from: number, sort: 'task' | 'daemon'): Declaration[] {
  c.next('keyword');
  const name = c.name('the name of the task');
  if (c.peek().kind !== 'letter') return c.fail('the task’s letter for schedules, such as ’f’');
  const letter = c.next('string').text;
  const cpu = c.accept('on', 'keyword') ? c.name('a cpu') : null;
  const mm = c.accept('in', 'keyword') ? c.name('an mm') : null;
  const runs = c.accept('runs', 'keyword') ? parseExpression(c) : null;
  const afterAll = c.accept('after', 'keyword') && c.expect('all', 'keyword') !== null;
  const when = c.accept('when', 'keyword') ? parseExpression(c) : null;
  const body = parseBlock(c);
  return [
    { kind: 'task', sort, name, letter, cpu, mm, runs, afterAll, when, body, at: c.spanFrom(from) },
  ];
}

function parseInit(c: TokenCursor, from: number): Declaration[] {
  c.next('keyword');
  return [{ kind: 'init', body: parseBlock(c), at: c.spanFrom(from) }];
}

/** `always NAME "sentence" checks INV-X: condition;` — an assertion has no condition of its own. */
function parseProperty(
  c: TokenCursor,
  from: number,
  sort: 'always' | 'finally' | 'assertion',
): Declaration[] {
  c.next('keyword');
  const name = c.name('the name of the property');
  const sentence = c.peek().kind === 'string' ? c.string('a sentence') : null;
  const checks = c.accept('checks', 'keyword') ? parseRuleId(c) : null;
  if (sort === 'assertion') {
    return [{ kind: 'property', sort, name, sentence, checks, condition: null, at: end(c, from) }];
  }
  c.expect(':');
  const condition = parseExpression(c);
  return [{ kind: 'property', sort, name, sentence, checks, condition, at: end(c, from) }];
}

/** `INV-ORPHAN`: words with hyphens between. */
function parseRuleId(c: TokenCursor): string {
  let id = c.name('the id of a rule').name;
  while (c.accept('-')) id += `-${c.name('the rest of the rule’s id').name}`;
  return id;
}

function parseOutcome(c: TokenCursor, from: number): Declaration[] {
  c.next('keyword');
  const places = parseList(c, () => parseExpression(c));
  return [{ kind: 'outcome', places, at: end(c, from) }];
}

/** `expect P, Q holds when E; violated otherwise;` */
function parseExpect(c: TokenCursor, from: number): Declaration[] {
  c.next('keyword');
  const properties = [c.name('the name of a property')];
  while (c.accept(',')) properties.push(c.name('the name of a property'));
  const clauses: ExpectClause[] = [];
  do clauses.push(parseExpectClause(c));
  while (c.is('holds') || c.is('violated'));
  return [{ kind: 'expect', properties, clauses, at: c.spanFrom(from) }];
}

function parseExpectClause(c: TokenCursor): ExpectClause {
  const from = c.peek().from;
  if (!c.is('holds') && !c.is('violated')) return c.fail('“holds” or “violated”');
  const verdict = c.next('keyword').text === 'holds' ? 'holds' : 'violated';
  let when: ExpectClause['when'] = null;
  if (c.accept('otherwise', 'keyword')) when = 'otherwise';
  else if (c.accept('when', 'keyword')) when = parseExpression(c);
  return { verdict, when, at: end(c, from) };
}

function parseVariableOrFunction(c: TokenCursor, from: number): Declaration[] {
  const ghost = c.accept('ghost');
  const atomic = c.accept('atomic');
  const type = parseType(c);
  const paint = c.is('(', 1) ? 'function' : 'name';
  const name = c.name('the name of a variable or a function', paint);
  if (c.is('(')) {
    if (ghost) c.refuse(name.at, `“${name.name}” is a function: only data is ghost`, 'drop ghost');
    return [parseFunction(c, from, atomic, type, name)];
  }
  if (atomic) c.refuse(name.at, `“${name.name}” is a variable: only code is atomic`, 'drop atomic');
  const declarations = [parseVariable(c, from, ghost, type, name)];
  while (c.accept(',')) {
    const own = parseStar(c, type);
    const next = c.name('the name of a variable');
    declarations.push(parseVariable(c, next.at.from, ghost, own, next));
  }
  c.expect(';');
  return declarations;
}

function parseVariable(
  c: TokenCursor,
  from: number,
  ghost: boolean,
  type: TypeSyntax,
  name: Name,
): Declaration {
  const length = parseLength(c);
  const value = c.accept('=') ? (c.is('{') ? parseBraces(c) : parseExpression(c)) : null;
  return { kind: 'variable', ghost, type, name, length, value, at: c.spanFrom(from) };
}

function parseFunction(
  c: TokenCursor,
  from: number,
  atomic: boolean,
  result: TypeSyntax,
  name: Name,
): Declaration {
  c.expect('(');
  const parameters: ParameterSyntax[] = [];
  while (!c.is(')') && !(c.is('void') && c.is(')', 1))) {
    const start = c.peek().from;
    const type = parseType(c);
    parameters.push({ type, name: c.name('the name of a parameter'), at: c.spanFrom(start) });
    if (!c.accept(',')) break;
  }
  c.accept('void');
  c.expect(')');
  const when = c.accept('when', 'keyword') ? parseExpression(c) : null;
  const body = parseBlock(c);
  const doc = docBefore(c, from);
  return {
    kind: 'function',
    doc,
    atomic,
    result,
    name,
    parameters,
    when,
    body,
    at: c.spanFrom(from),
  };
}

/** The comment that ends right above the function, without its marks; null where there is none. */
function docBefore(c: TokenCursor, from: number): string | null {
  const before = c.source.comments.filter((comment) => comment.to <= from).at(-1);
  if (before === undefined) return null;
  const between = c.source.tokens.some((token) => token.from >= before.to && token.to <= from);
  return between ? null : stripComment(before.text);
}

function stripComment(text: string): string {
  return text
    .replace(/^\/\*+|\*+\/$|^\/\//g, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/, '').trimEnd())
    .join('\n')
    .trim();
}
