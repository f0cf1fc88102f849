// A value as Promela: an expression, and what has to run before it.

import type { Stmt } from '../promelaText.ts';

export type Span = readonly [low: number, high: number];

export interface Written {
  /** What has to run first: checks of what may be an oops or a limit, and what the value changes. */
  readonly before: readonly Stmt[];
  readonly text: string;
  /** Conditions under which the value is unknown to an observer, because it reads through NULL. */
  readonly unknown: readonly string[];
  /** The values that it can have, if the text determines them. */
  readonly span: Span | null;
  /** Whether computing it changes anything. */
  readonly changes: boolean;
  /** Whether nothing can change it: a constant. */
  readonly fixed: boolean;
}

export function known(text: string, span: Span | null, fixed = false): Written {
  return { before: [], text, unknown: [], span, changes: false, fixed };
}

/** As a condition: false if it is unknown to an observer. */
export function truth({ text, unknown }: Written): string {
  return unknown.length === 0 ? text : `(!(${anyOf(unknown)}) && ${text})`;
}

export function negate(text: string): string {
  if (text === 'true') return 'false';
  if (text === 'false') return 'true';
  return isWrapped(text) ? `!${text}` : `!(${text})`;
}

export function wrapped(text: string): string {
  return isWrapped(text) ? text : `(${text})`;
}

/** Whether one pair of parentheses is around all of it. */
function isWrapped(text: string): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i += 1) {
    if (text[i] === '(') depth += 1;
    if (text[i] === ')') depth -= 1;
    if (depth === 0) return i === text.length - 1 && i > 0;
  }
  return false;
}

export function anyOf(conditions: readonly string[]): string {
  return [...new Set(conditions)].join(' || ');
}
