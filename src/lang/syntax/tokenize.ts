// Text to tokens. Nothing is ever lost: what is no token is reported and skipped.

import type { Diagnostics, Span } from './diagnostic.ts';
import { leftOut, leftOutDirective } from './leftOut.ts';

type TokenKind = 'word' | 'number' | 'string' | 'letter' | 'punctuation' | 'role' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** As written; a string without its quotes, a letter (`'f'`) without its own. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** Counted from 0. */
  readonly line: number;
  /** How far its line is indented, in columns; a tab reaches to the next multiple of 8. */
  readonly indent: number;
}

interface Comment {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

export interface Tokens {
  readonly tokens: readonly Token[];
  readonly comments: readonly Comment[];
  /** Lines that hold what is no token, which has been reported. */
  readonly refused: ReadonlySet<number>;
}

const SPACE = /[ \t\r\n\f\v]+/y;
const LINE_COMMENT = /\/\/[^\n]*/y;
const BLOCK_COMMENT = /\/\*[^]*?\*\//y;
const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
const ROLE = /@[A-Za-z_]+/y;
/** With the suffix that C allows, which says nothing here. */
const NUMBER = /(0[xX][0-9a-fA-F]+|[0-9]+)[uUlL]*/y;
const DIRECTIVE =
  /#[ \t]*(define|undef|include|if|ifdef|ifndef|elif|else|endif|pragma|error)\b(?:\\\r?\n|[^\n])*/y;
const FLOAT = /[0-9]+\.[0-9]+(?!\.)[a-zA-Z]*/y;
const STRING = /"((?:[^"\\\n]|\\["\\n])*)"/y;
const LETTER = /'([a-z])'/y;
const PUNCTUATION = /->|\+\+|--|\+=|-=|==|!=|<=|>=|&&|\|\||=>|\.\.\.?|[-+*%<>=!?&|(){}[\];:,.]/y;
const LEFT_OUT = /[|&^]=|<<=?|>>=?|[*/%]=|[~^]|\/(?!\*)|'[^'\n]*'/y;

export function tokenize(file: string, text: string, diagnostics: Diagnostics): Tokens {
  return new Tokenizer(file, text, diagnostics).read();
}

class Tokenizer {
  private at = 0;
  private readonly tokens: Token[] = [];
  private readonly comments: Comment[] = [];
  private readonly refused = new Set<number>();
  private readonly lines: LineCounter;
  private readonly file: string;
  private readonly text: string;
  private readonly diagnostics: Diagnostics;

  constructor(file: string, text: string, diagnostics: Diagnostics) {
    this.file = file;
    this.text = text;
    this.diagnostics = diagnostics;
    this.lines = new LineCounter(text);
  }

  read(): Tokens {
    while (this.at < this.text.length) {
      if (this.skipSpace() || this.takeComment() || this.takeLeftOut()) continue;
      if (!this.takeToken()) this.refuse();
    }
    this.push('end', 'the end of the file', 0);
    return { tokens: this.tokens, comments: this.comments, refused: this.refused };
  }

  private match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    return pattern.exec(this.text);
  }

  private push(kind: TokenKind, text: string, length: number): void {
    const { at } = this;
    this.tokens.push({ kind, text, from: at, to: at + length, ...this.lines.lineAt(at) });
    this.at += length;
  }

  private skipSpace(): boolean {
    const space = this.match(SPACE);
    if (space) this.at += space[0].length;
    return space !== null;
  }

  private takeComment(): boolean {
    const found = this.match(LINE_COMMENT) ?? this.match(BLOCK_COMMENT);
    if (!found) return false;
    this.comments.push({ text: found[0], from: this.at, to: this.at + found[0].length });
    this.at += found[0].length;
    return true;
  }

  /** What C has and this language leaves out: said with what to write, and skipped. */
  private takeLeftOut(): boolean {
    const directive = this.match(DIRECTIVE);
    const found =
      directive ?? this.match(FLOAT) ?? (this.match(LETTER) ? null : this.match(LEFT_OUT));
    if (found === null) return false;
    const { message, mend } = directive ? leftOutDirective(found[1] ?? '') : leftOut(found[0]);
    this.report('RC005', found[0].length, message, mend);
    this.at += found[0].length;
    return true;
  }

  private takeToken(): boolean {
    for (const [kind, pattern] of PATTERNS) {
      const found = this.match(pattern);
      if (!found) continue;
      const text = found[1] === undefined ? found[0] : unescape(found[1]);
      this.push(kind, text, found[0].length);
      return true;
    }
    return false;
  }

  private refuse(): void {
    const rest = this.text.slice(this.at, this.at + 2);
    if (rest === '/*') {
      this.report('RC002', 2, 'comment that never ends', 'close it with */');
      this.at = this.text.length;
    } else if (rest.startsWith('"')) {
      const end = this.text.indexOf('\n', this.at);
      const length = (end < 0 ? this.text.length : end) - this.at;
      this.report('RC002', length, 'string that does not end on its line', 'close it with "');
      this.push('string', this.text.slice(this.at + 1, this.at + length), length);
    } else {
      const character = String.fromCodePoint(this.text.codePointAt(this.at) ?? 0);
      const message = `character “${character}” has no meaning here`;
      this.report('RC001', character.length, message, 'delete it');
      this.at += character.length;
    }
  }

  private report(
    code: 'RC001' | 'RC002' | 'RC005',
    length: number,
    message: string,
    mend: string,
  ): void {
    const at: Span = { file: this.file, from: this.at, to: this.at + length };
    this.refused.add(this.lines.lineAt(this.at).line);
    this.diagnostics.error(code, at, message, mend);
  }
}

/** The line of each offset, when they are asked in order. */
class LineCounter {
  private line = 0;
  private indent: number;
  private end: number;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
    this.indent = indentAt(text, 0);
    this.end = this.endAfter(0);
  }

  lineAt(offset: number): { readonly line: number; readonly indent: number } {
    while (this.end < offset) {
      this.line += 1;
      this.indent = indentAt(this.text, this.end + 1);
      this.end = this.endAfter(this.end + 1);
    }
    return { line: this.line, indent: this.indent };
  }

  private endAfter(start: number): number {
    const end = this.text.indexOf('\n', start);
    return end < 0 ? this.text.length : end;
  }
}

function indentAt(text: string, start: number): number {
  let column = 0;
  for (let i = start; text[i] === ' ' || text[i] === '\t'; i += 1)
    column += text[i] === ' ' ? 1 : 8 - (column % 8);
  return column;
}

const PATTERNS: readonly (readonly [TokenKind, RegExp])[] = [
  ['word', WORD],
  ['number', NUMBER],
  ['string', STRING],
  ['letter', LETTER],
  ['role', ROLE],
  ['punctuation', PUNCTUATION],
];

function unescape(text: string): string {
  return text.replace(/\\(["\\n])/g, (_, c: string) => (c === 'n' ? '\n' : c));
}
