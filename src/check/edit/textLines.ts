// Whole lines of a text: what a statement stands in that shares them with no other.

import type { Span } from '../../lang/syntax/diagnostic.ts';

/** Nothing but a comment. */
const REST_OF_LINE = /^[ \t]*(\/\*((?!\*\/).)*\*\/[ \t]*)?$/;

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** The offset of its line feed, or of the text's end. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}

export function beginsLine(text: string, offset: number): boolean {
  return text.slice(lineStart(text, offset), offset).trim() === '';
}

/** Whether nothing but a comment follows it in its line. */
export function endsLine(text: string, offset: number): boolean {
  return REST_OF_LINE.test(text.slice(offset, lineEnd(text, offset)));
}

/** The lines that hold nothing else, the last line feed included; null where something else stands in them. */
export function ownLines(
  text: string,
  { from, to }: Pick<Span, 'from' | 'to'>,
): { readonly from: number; readonly to: number } | null {
  if (!beginsLine(text, from) || !endsLine(text, to)) return null;
  return { from: lineStart(text, from), to: Math.min(lineEnd(text, to) + 1, text.length) };
}

export function indentAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset), offset + 1))?.[0] ?? '';
}
