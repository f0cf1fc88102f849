// The parser's place in the tokens: what is next, what was expected, and how to go on after an error.

import type { Diagnostics, Span } from './diagnostic.ts';
import { LIMITS } from './limits.ts';
import type { Name } from './syntax.ts';
import type { Token, Tokens } from './tokenize.ts';

/** What a token is to a reader; the code panels and the editor colour by it. */
export type Paint =
  | 'keyword'
  | 'type'
  | 'function'
  | 'lock'
  | 'field'
  | 'name'
  | 'option'
  | 'label'
  | 'number'
  | 'string'
  | 'role'
  | 'comment'
  | 'punctuation';

/** Thrown after an error has been reported, and caught where parsing can go on. Never leaves the parser. */
export class SyntaxFault extends Error {}

export class TokenCursor {
  private index = 0;
  readonly paints: Paint[];
  readonly file: string;
  readonly source: Tokens;
  private readonly diagnostics: Diagnostics;

  constructor(file: string, source: Tokens, diagnostics: Diagnostics) {
    this.file = file;
    this.source = source;
    this.diagnostics = diagnostics;
    this.paints = source.tokens.map((token) => plainPaint(token));
  }

  peek(ahead = 0): Token {
    const { tokens } = this.source;
    return tokens[Math.min(this.index + ahead, tokens.length - 1)] as Token;
  }

  get position(): number {
    return this.index;
  }

  get atEnd(): boolean {
    return this.peek().kind === 'end';
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

  expect(text: string, paint?: Paint): Token {
    if (this.is(text)) return this.next(paint);
    return this.fail(`“${text}”`, `insert “${text}”`);
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
    const last = this.source.tokens[Math.max(0, this.index - 1)] as Token;
    return this.span(from, Math.max(from, last.to));
  }

  span(from: number, to: number): Span {
    return { file: this.file, from, to };
  }

  /** Reports “expected …, found …” once, then unwinds to where parsing can go on. */
  fail(expected: string, mend: string | null = null): never {
    const token = this.peek();
    const before = this.source.tokens[this.index - 1];
    const missing = before !== undefined && mend?.startsWith('insert') === true;
    const at = missing
      ? this.span(before.from, before.to)
      : this.span(token.from, Math.max(token.to, token.from + 1));
    const found = token.kind === 'end' ? token.text : `“${token.text}”`;
    const after = missing ? ` after “${before.text}”` : '';
    this.diagnostics.error('RC003', at, `expected ${expected}${after}, found ${found}`, mend);
    throw new SyntaxFault();
  }

  /** Reports what was written but means nothing, then unwinds. */
  refuse(at: Span, message: string, mend: string | null): never {
    this.diagnostics.error('RC003', at, message, mend);
    throw new SyntaxFault();
  }

  /** Skips to the end of a statement: past the next `;` or closing brace of this depth, or before the brace that closes the block. */
  skipStatement(): void {
    let depth = 0;
    while (!this.atEnd) {
      if (depth === 0 && this.is('}')) return;
      if (this.is('{')) depth += 1;
      const closes = this.is('}');
      if (closes) depth -= 1;
      const ends = this.is(';');
      this.next();
      if (depth === 0 && (ends || closes)) return;
    }
  }

  /** Skips to the next word that begins a declaration, outside every brace that was opened on the way. */
  skipDeclaration(starts: ReadonlySet<string>): void {
    let depth = 0;
    while (!this.atEnd) {
      if (depth <= 0 && this.startsLine() && starts.has(this.peek().text)) return;
      if (this.is('{')) depth += 1;
      if (this.is('}')) depth -= 1;
      this.next();
    }
  }

  private startsLine(): boolean {
    const token = this.peek();
    const before = this.source.tokens[this.index - 1];
    return (
      token.kind === 'word' && (before === undefined || before.text === ';' || before.text === '}')
    );
  }
}

/** Words that can never name anything: they shape statements and types. */
export const RESERVED: ReadonlySet<string> = new Set(
  (
    'if else while for in goto return break continue atomic ghost choose ' +
    'struct word enum bool int data void mutex spinlock rwsem bitlock const ' +
    'forall exists true false NULL current'
  ).split(' '),
);

function plainPaint(token: Token): Paint {
  if (token.kind === 'string' || token.kind === 'letter') return 'string';
  if (token.kind === 'word') return RESERVED.has(token.text) ? 'keyword' : 'name';
  if (token.kind === 'number') return 'number';
  if (token.kind === 'role') return 'role';
  return 'punctuation';
}
