// A statement as a title quotes it.

import type { Statement } from '../../lang/syntax/syntax.ts';
import type { FunctionText } from '../edit/functionText.ts';

const MOST_LETTERS = 48;

export function textOf({ text }: FunctionText, { at: { from, to } }: Statement): string {
  return text.slice(from, to);
}

/** Its first line without the semicolon, cut where it is long. */
export function quoted(within: FunctionText, s: Statement): string {
  const line = (textOf(within, s).split('\n')[0] ?? '').replace(/[;{\s]+$/, '');
  return line.length > MOST_LETTERS ? `${line.slice(0, MOST_LETTERS - 1)}…` : line;
}
