// Text to tokens. Nothing is ever lost: what is no token is reported and skipped.

import type { Diagnostics, Span } from './diagnostic.ts';

export type TokenKind = 'word' | 'number' | 'string' | 'letter' | 'punctuation' | 'role' | 'end';

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

export interface Comment {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

export interface Tokens {
  readonly tokens: readonly Token[];
  readonly comments: readonly Comment[];
}

const SPACE = /[ \t\r\n\f\v]+/y;
const LINE_COMMENT = /\/\/[^\n]*/y;
const BLOCK_COMMENT = /\/\*[^]*?\*\//y;
const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
const ROLE = /@[A-Za-z_]+/y;
const NUMBER = /[0-9]+/y;
const STRING = /"((?:[^"\\\n]|\\["\\n])*)"/y;
const LETTER = /'([a-z])'/y;
const PUNCTUATION = /->|\+\+|--|\+=|-=|==|!=|<=|>=|&&|\|\||=>|\.\.|[-+*<>=!&|(){}[\];:,.]/y;

export function tokenize(file: string, text: string, diagnostics: Diagnostics): Tokens {
  const tokens: Token[] = [];
  const comments: Comment[] = [];
  const lines = new LineCounter(text);
  let at = 0;

  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  const span = (from: number, to: number): Span => ({ file, from, to });
  const take = (kind: TokenKind, found: RegExpExecArray, value: string): void => {
    tokens.push({ kind, text: value, from: at, to: at + found[0].length, ...lines.lineAt(at) });
    at += found[0].length;
  };
  const skipSpace = (): boolean => {
    const space = match(SPACE);
    if (space) at += space[0].length;
    return space !== null;
  };
  const skipComment = (): boolean => {
    const found = match(LINE_COMMENT) ?? match(BLOCK_COMMENT);
    if (!found) return false;
    comments.push({ text: found[0], from: at, to: at + found[0].length });
    at += found[0].length;
    return true;
  };
  const takeToken = (): boolean => {
    for (const [kind, pattern] of PATTERNS) {
      const found = match(pattern);
      if (!found) continue;
      take(kind, found, found[1] === undefined ? found[0] : unescape(found[1]));
      return true;
    }
    return false;
  };
  const refuse = (): void => {
    const rest = text.slice(at);
    if (rest.startsWith('/*')) {
      diagnostics.error('RC002', span(at, at + 2), 'comment that never ends', 'close it with */');
      at = text.length;
    } else if (rest.startsWith('"')) {
      const end = rest.indexOf('\n');
      const to = end < 0 ? text.length : at + end;
      diagnostics.error(
        'RC002',
        span(at, to),
        'string that does not end on its line',
        'close it with "',
      );
      at = to;
    } else {
      const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
      diagnostics.error(
        'RC001',
        span(at, at + character.length),
        `character “${character}” has no meaning here`,
        'delete it',
      );
      at += character.length;
    }
  };

  while (at < text.length) {
    if (skipSpace() || skipComment() || takeToken()) continue;
    refuse();
  }
  const end = { kind: 'end', from: text.length, to: text.length } as const;
  tokens.push({ ...end, text: 'the end of the file', ...lines.lineAt(text.length) });
  return { tokens, comments };
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
