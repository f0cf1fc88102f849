// Declarations: everything that stands outside a function.

import { LOCK_KINDS } from './lockKinds.ts';
import type { Span } from './diagnostic.ts';
import { leftOutWord } from './leftOut.ts';
import { nearestName } from './nearestName.ts';
import { parseBraces, parseExpression } from './parseExpression.ts';
import { parseBlock } from './parseStatement.ts';
import { parseStar, parseType } from './parseType.ts';
import { parseBraced, parseList, parseOne, parseUpTo } from './recover.ts';
import { typedInstead } from './typedInstead.ts';
import type {
  Declaration,
  ExpectClause,
  Expression,
  FieldSyntax,
  Name,
  ParameterSyntax,
  TypeSyntax,
} from './syntax.ts';
import { SYNTAX_FAULT, type TokenCursor } from './tokenCursor.ts';
import type { Token } from './tokenize.ts';

type Parse = (c: TokenCursor, from: number) => Declaration[];

const BY_WORD: ReadonlyMap<string, Parse> = new Map<string, Parse>([
  ['use', parseUse],
  ['title', (c, from) => parseText(c, from, 'title')],
  ['story', (c, from) => parseText(c, from, 'story')],
  ['author', (c, from) => parseText(c, from, 'author')],
  ['opens', (c, from) => parseText(c, from, 'opens')],
  ['year', parseYear],
  ['source', parseSource],
  ['cue', parseCue],
  ['const', parseConst],
  ['tokens', parseTokens],
  ['enum', parseEnumOrFunction],
  ['word', parseStruct],
  ['struct', parseStructOrVariable],
  ['extend', parseExtend],
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
  ['unsigned', parseVariableOrFunction],
  ['static', parseStatic],
  ['inline', parseStatic],
  ['data', parseVariableOrFunction],
  ...LOCK_KINDS.map((kind) => [kind, parseVariableOrFunction] as const),
]);

export const DECLARATION_STARTS: ReadonlySet<string> = new Set(BY_WORD.keys());

export function parseDeclaration(c: TokenCursor): Declaration[] {
  const token = c.peek();
  const parse = token.kind === 'word' ? BY_WORD.get(token.text) : undefined;
  if (parse !== undefined) return parse(c, token.from);
  if (c.is('}') || c.is(';')) {
    c.refuseToken(`one “${token.text}” too many`);
    return [];
  }
  const leftOut = token.kind === 'word' ? leftOutWord(token.text) : null;
  if (leftOut !== null) c.refuseLeftOut(leftOut);
  const meant = token.kind === 'word' ? nearestName(token.text, DECLARATION_STARTS) : null;
  const near = meant === null ? null : `did you mean “${meant}”?`;
  const mend = typedInstead('declaration', token.text) ?? near;
  c.report(token, `expected a declaration, found “${token.text}”`, mend);
  throw SYNTAX_FAULT;
}

/** `static inline void f(…)`: there is one file, and every call is inlined. */
function parseStatic(c: TokenCursor, from: number): Declaration[] {
  while (c.is('static') || c.is('inline')) c.next('keyword');
  const parse = BY_WORD.get(c.peek().text);
  return parse === undefined || c.peek().kind !== 'word' ? c.fail('a type') : parse(c, from);
}

function end(c: TokenCursor, from: number): Span {
  c.expectEnd();
  return c.spanFrom(from);
}

function parseUse(c: TokenCursor, from: number): Declaration[] {
  c.next('keyword');
  return [{ kind: 'use', file: c.string('the name of a library file'), at: end(c, from) }];
}

function parseText(
  c: TokenCursor,
  from: number,
  kind: 'title' | 'story' | 'author' | 'opens',
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
  const mark = c.accept('mark', 'keyword') ? c.name('a mark: S, C, M, X or I') : null;
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
  const name = c.name('the name of a constant', 'token');
  c.expect('=');
  return [{ kind: 'const', name, value: parseExpression(c), at: end(c, from) }];
}

function parseTokens(c: TokenCursor, from: number): Declaration[] {
  c.next('keyword');
  const tokens = parseList(c, '{', '}', () => {
    const name = c.name('the name of a token', 'token');
    return { name, meaning: c.peek().kind === 'string' ? c.string('its meaning') : null };
  });
  return [{ kind: 'tokens', tokens, at: end(c, from) }];
}

function parseEnumOrFunction(c: TokenCursor, from: number): Declaration[] {
  if (!c.is('{', 2)) return parseVariableOrFunction(c, from);
  c.next();
  const name = c.name('the name of the enum', 'type');
  const values = parseList(c, '{', '}', () => c.name('the name of a value', 'token'));
  return [{ kind: 'enum', name, values, at: end(c, from) }];
}

function parseStructOrVariable(c: TokenCursor, from: number): Declaration[] {
  const defines = c.is('{', 2) || c.peek(2).kind === 'role';
  return defines ? parseStruct(c, from) : parseVariableOrFunction(c, from);
}

function parseStruct(c: TokenCursor, from: number): Declaration[] {
  const { indent } = c.peek();
  const word = c.accept('word');
  c.expect('struct');
  const name = c.name('the name of the struct', 'type');
  const role = parseRole(c);
  const fields = parseFieldBlock(c, indent);
  return [{ kind: 'struct', word, name, role, fields, at: end(c, from) }];
}

/** `extend struct inode { rwsem i_gc_rwsem; };` */
function parseExtend(c: TokenCursor, from: number): Declaration[] {
  const { indent } = c.next('keyword');
  c.expect('struct');
  const name = c.name('the name of the struct', 'type');
  const fields = parseFieldBlock(c, indent);
  return [{ kind: 'extend', name, fields, at: end(c, from) }];
}

function parseFieldBlock(c: TokenCursor, indent: number): FieldSyntax[] {
  const fields: FieldSyntax[] = [];
  parseBraced(c, indent, () => void fields.push(...parseOne(c, parseFields).flat()));
  return fields;
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
  c.expectEnd();
  return fields;
}

function parseLength(c: TokenCursor): Expression | null {
  if (!c.accept('[')) return null;
  const length = parseUpTo(c, ']', parseExpression);
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
  const length = parseUpTo(c, ']', parseExpression);
  c.expect(']');
  const prefix = c.accept('named', 'keyword') ? c.name('what its elements are called').name : null;
  return [{ kind: 'pool', struct, name, length, prefix, at: end(c, from) }];
}

function parseOption(
  c: TokenCursor,
  from: number,
  variant: 'change' | 'world' | 'model',
): Declaration[] {
  c.next('keyword');
  const name = c.name('the name of the option', 'option');
  let values: Name[] | null = null;
  if (c.accept('=')) {
    values = [c.name('a value', 'option')];
    while (c.accept('|')) values.push(c.name('a value', 'option'));
  }
  if (c.is(':')) c.refuse(`the sentence follows “${name.name}” without a colon`, 'delete “:”');
  const sentence = c.peek().kind === 'string' ? c.string('a sentence') : null;
  const since = c.accept('since', 'keyword') ? c.string('a version in quotes') : null;
  const by = c.accept('by', 'keyword') ? c.string('a name in quotes') : null;
  return [{ kind: 'option', variant, name, values, sentence, since, by, at: end(c, from) }];
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
  const settings = parseList(c, '{', '}', () => {
    const option = c.name('the name of an option', 'option');
    if (c.is('='))
      c.refuse(`a value follows “${option.name}” behind a colon`, `write ${option.name}: VALUE`);
    return { option, value: c.accept(':') ? c.name('a value', 'option') : null };
  });
  return [{ kind: 'kernel', name, settings, at: end(c, from) }];
}

function parseTask(c: TokenCursor, from: number, variant: 'task' | 'daemon'): Declaration[] {
  const { indent } = c.next('keyword');
  const name = c.name('the name of the task');
  const letter = parseLetter(c);
  const cpu = c.accept('on', 'keyword') ? c.name('a cpu') : null;
  const mm = c.accept('in', 'keyword') ? c.name('an mm') : null;
  const runs = c.accept('runs', 'keyword') ? parseExpression(c) : null;
  const afterAll = c.accept('after', 'keyword');
  if (afterAll) c.expect('all', 'keyword');
  const when = c.accept('when', 'keyword') ? parseExpression(c) : null;
  if (['on', 'in', 'runs', 'after'].some((word) => c.is(word)))
    c.refuse(`“${c.peek().text}” stands too late`, 'the order is on CPU in MM runs N after all when CONDITION'); // prettier-ignore
  const body = parseBlock(c, indent);
  return [
    {
      kind: 'task',
      variant,
      name,
      letter,
      cpu,
      mm,
      runs,
      afterAll,
      when,
      body,
      at: c.spanFrom(from),
    },
  ];
}

/** A task without a letter gets an empty one. */
function parseLetter(c: TokenCursor): string {
  if (c.peek().kind === 'letter') return c.next('string').text;
  c.reportExpected('the task’s letter for schedules', `'${c.previous?.text.slice(0, 1) ?? 'f'}'`);
  return '';
}

function parseInit(c: TokenCursor, from: number): Declaration[] {
  const { indent } = c.next('keyword');
  return [{ kind: 'init', body: parseBlock(c, indent), at: c.spanFrom(from) }];
}

/** `always NAME "sentence" else "violation" checks INV-X: condition;` — an assertion has no condition of its own. */
function parseProperty(
  c: TokenCursor,
  from: number,
  variant: 'always' | 'finally' | 'assertion',
): Declaration[] {
  c.next('keyword');
  const name = c.name('the name of the property');
  const sentence = c.peek().kind === 'string' ? c.string('a sentence') : null;
  const violation = c.accept('else', 'keyword') ? c.string('what went wrong, in quotes') : null;
  const checks = c.accept('checks', 'keyword') ? parseRuleId(c) : null;
  const head = { kind: 'property', variant, name, sentence, violation, checks } as const;
  if (variant === 'assertion') return [{ ...head, condition: null, at: end(c, from) }];
  c.expect(':');
  const condition = parseExpression(c);
  return [{ ...head, condition, at: end(c, from) }];
}

/** `INV-ORPHAN`: words with hyphens between. */
function parseRuleId(c: TokenCursor): string {
  let id = c.name('the id of a rule').name;
  while (c.accept('-')) id += `-${c.name('the rest of the rule’s id').name}`;
  return id;
}

function parseOutcome(c: TokenCursor, from: number): Declaration[] {
  c.next('keyword');
  const places = parseList(c, '{', '}', () => parseExpression(c));
  return [{ kind: 'outcome', places, at: end(c, from) }];
}

/** `expect P, Q holds vacuously when E; violated otherwise;` */
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
  const instead = typedInstead('verdict', c.peek().text);
  if (instead !== null) c.refuse(`“${c.peek().text}” is no verdict`, instead);
  if (!c.is('holds') && !c.is('violated')) return c.fail('“holds” or “violated”');
  const verdict = c.next('keyword').text === 'holds' ? 'holds' : 'violated';
  const vacuously = verdict === 'holds' && c.accept('vacuously', 'keyword');
  let when: ExpectClause['when'] = null;
  if (c.accept('otherwise', 'keyword')) when = 'otherwise';
  else if (c.accept('when', 'keyword')) when = parseExpression(c);
  return { verdict, vacuously, when, at: end(c, from) };
}

function parseVariableOrFunction(c: TokenCursor, from: number): Declaration[] {
  const { indent } = c.peek();
  const doc = docOf(c.commentAbove(c.position));
  const ghost = parseKind(c, 'ghost');
  const atomic = parseKind(c, 'atomic');
  const result = parseType(c);
  const calls = c.is('(', 1);
  const name = c.name('the name of a variable or a function', calls ? 'function' : 'name');
  if (calls) {
    if (ghost !== null) c.report(ghost, 'only data is ghost', 'delete “ghost”');
    return [parseFunction(c, { from, indent, doc, atomic: atomic !== null, result, name })];
  }
  if (atomic !== null) c.report(atomic, 'only code is atomic', 'delete “atomic”');
  return parseVariables(c, from, ghost !== null, result, name);
}

/** The word itself, for a message; null where it does not stand. */
function parseKind(c: TokenCursor, word: 'ghost' | 'atomic'): Token | null {
  return c.is(word) ? c.next() : null;
}

function parseVariables(
  c: TokenCursor,
  from: number,
  ghost: boolean,
  type: TypeSyntax,
  name: Name,
): Declaration[] {
  const declarations = [parseVariable(c, from, ghost, type, name)];
  while (c.accept(',')) {
    const own = parseStar(c, type);
    const next = c.name('the name of a variable');
    declarations.push(parseVariable(c, next.at.from, ghost, own, next));
  }
  c.expectEnd();
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

/** What stands before the parameters of a function. */
interface FunctionHead {
  readonly from: number;
  readonly indent: number;
  readonly doc: string | null;
  readonly atomic: boolean;
  readonly result: TypeSyntax;
  readonly name: Name;
}

function parseFunction(c: TokenCursor, head: FunctionHead): Declaration {
  const { from, indent, ...rest } = head;
  const parameters = parseParameters(c);
  const when = c.accept('when', 'keyword') ? parseExpression(c) : null;
  const body = parseBlock(c, indent);
  return { kind: 'function', ...rest, parameters, when, body, at: c.spanFrom(from) };
}

function parseParameters(c: TokenCursor): ParameterSyntax[] {
  if (c.is('void', 1) && c.is(')', 2)) {
    for (const paint of [undefined, 'type', undefined] as const) c.next(paint);
    return [];
  }
  return parseList(c, '(', ')', () => {
    const { from } = c.peek();
    c.accept('const');
    const type = parseType(c);
    return { type, name: c.name('the name of a parameter'), at: c.spanFrom(from) };
  });
}

/** A comment's text without its marks. */
function docOf(comment: string | null): string | null {
  return comment === null ? null : stripComment(comment);
}

function stripComment(text: string): string {
  return text
    .replace(/^\/\*+|\*+\/$|^\/\//g, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/, '').trimEnd())
    .join('\n')
    .trim();
}
