// The parser's place in the tokens: what is next, what was expected, and how to go on after an error.

import { RESERVED_KINDS } from './lockKinds.ts';
import type { Diagnostics, Span } from './diagnostic.ts';
import type { LeftOut } from './leftOut.ts';
import { LIMITS } from './limits.ts';
import { nearestName } from './nearestName.ts';
import type { Name } from './syntax.ts';
import type { Token, Tokens } from './tokenize.ts';
import { typedInstead } from './typedInstead.ts';

/** What a token is to a reader; the code panels and the editor colour by it. */
export type Paint =
  | 'keyword'
  | 'type'
  | 'function'
  | 'lock'
  | 'field'
  | 'name'
  /** One of a few values by name: of an enum, of the data, a constant. */
  | 'token'
  | 'option'
  | 'label'
  | 'number'
  | 'string'
  | 'role'
  | 'comment'
  | 'punctuation';

/** Thrown after an error has been reported, and caught where parsing can go on. Never leaves the parser. */
export class SyntaxFault extends Error {}

/** One for all: it carries nothing, and a trace of the stack for each would cost more than the parsing. */
export const SYNTAX_FAULT = new SyntaxFault();

const OPENING: ReadonlySet<string> = new Set(['(', '[', '{']);
const CLOSING: ReadonlySet<string> = new Set([')', ']', '}']);

/** How many tokens after an error the next may be reported. */
const RECOVERED = 3;

export class TokenCursor {
  private index = 0;
  readonly paints: Paint[];
  readonly file: string;
  readonly source: Tokens;
  /** Whether indentation says where a block ends: the second reading of a text with errors. */
  readonly byLayout: boolean;
  private readonly diagnostics: Diagnostics;
  private readonly brokenLines: Set<number>;
  private brokenAt = -RECOVERED;
  private depth = 0;

  constructor(file: string, source: Tokens, diagnostics: Diagnostics, byLayout: boolean) {
    this.file = file;
    this.source = source;
    this.diagnostics = diagnostics;
    this.byLayout = byLayout;
    this.brokenLines = new Set(source.refused);
    this.paints = source.tokens.map((token) => plainPaint(token));
  }

  peek(ahead = 0): Token {
    const { tokens } = this.source;
    return tokens[Math.min(this.index + ahead, tokens.length - 1)] as Token;
  }

  /** What was taken last; null at the start of the file. */
  get previous(): Token | null {
    return this.source.tokens[this.index - 1] ?? null;
  }

  get position(): number {
    return this.index;
  }

  get atEnd(): boolean {
    return this.peek().kind === 'end';
  }

  /** Whether the next token is the first of its line. */
  get startsLine(): boolean {
    return this.previous === null || this.peek().line > this.previous.line;
  }

  /** True when the next token is this very word or punctuation. */
  is(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.text === text && (token.kind === 'word' || token.kind === 'punctuation');
  }

  next(paint?: Paint): Token {
    const token = this.peek();
    if (paint) this.paints[this.index] = paint;
    if (token.kind !== 'end') this.index += 1;
    return token;
  }

  accept(text: string, paint?: Paint): boolean {
    if (!this.is(text)) return false;
    this.next(paint);
    return true;
  }

  /** Takes `text`. Where it is missing, or comes later in the line, that is reported and parsing goes on. */
  expect(text: string, paint?: Paint): void {
    if (this.accept(text, paint)) return;
    this.reportExpected(`“${text}”`, text);
    const ahead = this.findInLine(text);
    if (ahead === null) return;
    for (let i = 0; i < ahead; i += 1) this.skip();
    this.next(paint);
  }

  /** How many tokens ahead `text` comes, outside of what is opened on the way and before a statement ends. */
  private findInLine(text: string): number | null {
    const { line } = this.previous ?? this.peek();
    let depth = 0;
    for (let ahead = 0; this.peek(ahead).line === line; ahead += 1) {
      if (depth === 0 && this.is(text, ahead)) return ahead;
      if (this.is(';', ahead) || this.is('{', ahead) || this.is('}', ahead)) return null;
      depth += nesting(this.peek(ahead));
      if (depth < 0 || this.peek(ahead).kind === 'end') return null;
    }
    return null;
  }

  /** Takes the `;` that ends something; without one, what is left of the line is skipped. */
  expectEnd(): void {
    if (this.accept(';')) return;
    this.reportExpected('“;”', ';');
    this.skipLine();
    this.accept(';');
  }

  name(what: string, paint: Paint = 'name'): Name {
    const token = this.peek();
    if (token.kind !== 'word' || RESERVED.has(token.text)) return this.fail(what);
    this.next(paint);
    return { name: token.text, at: this.span(token.from, token.to) };
  }

  string(what: string): string {
    const token = this.peek();
    if (token.kind !== 'string') return this.fail(what);
    let text = this.next('string').text;
    while (this.peek().kind === 'string') text += this.next('string').text;
    return text;
  }

  number(what: string): number {
    const token = this.peek();
    if (token.kind !== 'number') return this.fail(what);
    this.next();
    const value = Number(token.text);
    if (value <= LIMITS.number) return value;
    this.diagnostics.error(
      'RC004',
      this.span(token.from, token.to),
      `number ${token.text} is larger than ${LIMITS.number}`,
      'use a smaller one: a state has few bits',
    );
    return 0;
  }

  /** From the start of `from` to the end of what was taken last. */
  spanFrom(from: number): Span {
    return this.span(from, Math.max(from, this.previous?.to ?? from));
  }

  span(from: number, to: number): Span {
    return { file: this.file, from, to };
  }

  /** The comment that ends right above the token at `position`, as written. */
  commentAbove(position: number): string | null {
    const { tokens, comments } = this.source;
    const from = tokens[position - 1]?.to ?? 0;
    const to = tokens[position]?.from ?? 0;
    return comments.findLast((comment) => comment.from >= from && comment.to <= to)?.text ?? null;
  }

  // Errors

  /** Reports “expected …, found …”, then unwinds to where parsing can go on. */
  fail(expected: string): never {
    this.reportExpected(expected, null);
    throw SYNTAX_FAULT;
  }

  /** `missing`: the token that would mend it, put after what was taken last. */
  reportExpected(expected: string, missing: string | null): void {
    const token = this.peek();
    const found = token.kind === 'end' ? token.text : `“${token.text}”`;
    const { previous } = this;
    if (missing === null || previous === null) {
      const reserved =
        token.kind === 'word' && RESERVED.has(token.text) && expected.startsWith('the name');
      const mend = reserved ? `“${token.text}” is a word of the language; choose another` : null;
      return this.report(token, `expected ${expected}, found ${found}`, mend);
    }
    const message = `expected ${expected} after “${previous.text}”, found ${found}`;
    this.report(previous, message, this.mendOf(previous, missing));
  }

  private typicalMend(previous: Token, missing: string): string | null {
    const { text, kind } = this.peek();
    const ends = missing === ';' || missing === ')';
    if (ends) return typedInstead('operator', text) ?? (missing === ';' ? typedInstead('call', previous.text) : null); // prettier-ignore
    const begins = kind === 'word' || kind === 'number';
    return missing === '}' && begins && !this.startsLine ? 'insert “,”' : null;
  }

  private mendOf(previous: Token, missing: string): string {
    if (this.is('++') || this.is('--')) return `write ${this.peek().text} before what it counts`;
    const typical = this.typicalMend(previous, missing);
    if (typical !== null) return typical;
    const meant = previous.kind === 'word' ? nearestName(previous.text, RESERVED, 1) : null;
    return meant === null || meant === previous.text
      ? `insert “${missing}”`
      : `did you mean “${meant}”?`;
  }

  /** Reports that something is missing after a token that was taken before. */
  reportMissing(text: string, after: Token): void {
    this.report(after, `expected “${text}” after “${after.text}”`, `insert “${text}”`);
  }

  /** Reports the next token as one that should not be there, and takes it. */
  refuseToken(message: string): void {
    const token = this.peek();
    this.report(token, message, `delete “${token.text}”`);
    this.next();
  }

  /** One syntax error a line, and none until some tokens are read again: others are its consequences. */
  report(
    token: Token,
    message: string,
    mend: string | null,
    code: 'RC003' | 'RC005' = 'RC003',
  ): void {
    const known = this.brokenLines.has(token.line) || this.index < this.brokenAt + RECOVERED;
    this.brokenLines.add(token.line);
    this.brokenAt = this.index;
    const at = this.span(token.from, Math.max(token.to, token.from + 1));
    if (!known) this.diagnostics.error(code, at, message, mend);
  }

  /** Reports what is wrong at the next token, and unwinds. */
  refuse(message: string, mend: string): never {
    this.report(this.peek(), message, mend);
    throw SYNTAX_FAULT;
  }

  /** Reports that the next token is C that this language leaves out, and unwinds. */
  refuseLeftOut({ message, mend }: LeftOut): never {
    this.report(this.peek(), message, mend, 'RC005');
    throw SYNTAX_FAULT;
  }

  /** In C both labels would name the statement after them; here each names a branch of its own. */
  refuseEmptyBranch({ name, at }: Name, next: string): void {
    const message = `branch “${name}” has no statement: it does not fall through to “${next}”`;
    const mend = `delete one of the labels, or write ${name}: { } where it does nothing`;
    this.diagnostics.error('RC310', at, message, mend);
  }

  /** What the text says where it could not be read: nothing there is worth a second message. */
  get broken(): readonly Token[] {
    return this.source.tokens.filter((token) => this.brokenLines.has(token.line));
  }

  /** What was taken since `position` belongs to something that could not be read. */
  breakSince(position: number): void {
    for (const token of this.source.tokens.slice(position, this.index))
      this.brokenLines.add(token.line);
  }

  get isBroken(): boolean {
    return this.brokenLines.size > 0;
  }

  /** Whether what was taken last could not be read. */
  get followsBroken(): boolean {
    return this.previous !== null && this.brokenLines.has(this.previous.line);
  }

  /** Parses something that may hold its like, as deep as the limit allows. */
  nested<T>(parse: () => T): T {
    this.limitNesting(this.depth);
    this.depth += 1;
    try {
      return parse();
    } finally {
      this.depth -= 1;
    }
  }

  limitNesting(depth: number): void {
    if (depth < LIMITS.nesting) return;
    this.report(this.peek(), `more than ${LIMITS.nesting} levels deep`, 'name the parts');
    throw SYNTAX_FAULT;
  }

  // Going on

  /** Skips what is left of the line, up to a `;` or to what closes something that was opened before. */
  skipLine(): void {
    const { line } = this.previous ?? this.peek();
    let depth = 0;
    while (!this.atEnd && this.peek().line === line) {
      if (depth === 0 && (this.is(';') || this.is('}'))) return;
      depth += nesting(this.peek());
      this.skip();
    }
  }

  /** Skips to one of `stops`, or to where what they stand in has ended. */
  skipTo(...stops: readonly string[]): void {
    let depth = 0;
    while (!this.atEnd && !this.is(';') && !(this.startsLine && this.is('{'))) {
      if (depth === 0 && [...stops, ')', ']', '}'].some((text) => this.is(text))) return;
      depth += nesting(this.peek());
      this.skip();
    }
  }

  /** Skips past the `;` that ends a statement, or to what cannot belong to it. `indent`: of the line it began in. */
  skipStatement(indent: number): void {
    let depth = 0;
    while (!this.atEnd) {
      if (this.byLayout && this.startsLine && this.peek().indent <= indent) return;
      if (depth === 0 && this.is('}')) return;
      const ends = depth === 0 && this.is(';');
      const before = depth;
      depth = Math.max(0, depth + nesting(this.peek()));
      this.skip();
      if (ends || (before > 0 && depth === 0 && this.previous?.text === '}')) return;
    }
  }

  /** Skips to the next word that begins a declaration, as far as that can be told. */
  skipDeclaration(starts: ReadonlySet<string>): void {
    let depth = 0;
    for (; !this.atEnd; this.skip()) {
      const { kind, text } = this.peek();
      if (kind === 'word' && starts.has(text) && this.beginsDeclaration(depth)) return;
      depth = Math.max(0, depth + nesting(this.peek()));
    }
  }

  private beginsDeclaration(depth: number): boolean {
    if (this.byLayout) return this.startsLine && this.peek().indent === 0;
    const before = this.previous;
    return depth === 0 && (before === null || before.text === ';' || before.text === '}');
  }

  private skip(): void {
    this.brokenLines.add(this.next().line);
  }
}

/** Words that can never name anything: they shape statements and types. */
export const RESERVED: ReadonlySet<string> = new Set(
  (
    'if else while for in goto return break continue atomic ghost choose ' +
    `struct word enum bool int data void ${RESERVED_KINDS.join(' ')} const ` +
    'forall exists true false NULL current'
  ).split(' '),
);

/** How much deeper one is after a token. */
function nesting({ kind, text }: Token): number {
  if (kind !== 'punctuation') return 0;
  if (OPENING.has(text)) return 1;
  return CLOSING.has(text) ? -1 : 0;
}

function plainPaint(token: Token): Paint {
  if (token.kind === 'string' || token.kind === 'letter') return 'string';
  if (token.kind === 'word') return RESERVED.has(token.text) ? 'keyword' : 'name';
  if (token.kind === 'number') return 'number';
  if (token.kind === 'role') return 'role';
  return 'punctuation';
}
