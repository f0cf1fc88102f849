// A function's text as the lines of a code panel: coloured pieces, the lit statement, what has
// run already. Offsets count in the file's text, as the sites and the token classes do.

import { at } from '../../base/assert.ts';
import type { Run } from '../../model/world/run.ts';
import type { StepSite } from '../../model/world/world.ts';

/** A stretch of a file's text with its colour class: `keyword`, `function`, `comment` …. */
export interface Paint {
  readonly from: number;
  readonly to: number;
  readonly paint: string;
}

export interface CodeLine {
  /** Counts from 1 in the file. */
  readonly number: number;
  /** Columns of indentation, less what all lines of the function share. */
  readonly indent: number;
  readonly pieces: readonly CodePiece[];
  /** The comment behind the code, if there is code before it. */
  readonly remark: string | null;
  /** The line that the next step begins in. */
  readonly next: boolean;
  /** The statement in it has been run in this run. */
  readonly ran: boolean;
  /** It is of the statement that broke a property. */
  readonly guilty: boolean;
  /** The locals that it set last. */
  readonly values: readonly LocalValue[];
}

/** `page` is `P1`: what a local holds. */
export interface LocalValue {
  readonly name: string;
  readonly text: string;
}

export interface CodePiece {
  readonly text: string;
  readonly paint: string | null;
  /** Belongs to the statement that the next step is. */
  readonly lit: boolean;
}

export interface CodeLinesInput {
  readonly text: string;
  readonly paints: readonly Paint[];
  /** The function's range in the text. */
  readonly from: number;
  readonly to: number;
  readonly next: Pick<StepSite, 'from' | 'to'> | null;
  readonly ran: readonly Pick<StepSite, 'from' | 'to'>[];
  readonly guilty?: Pick<StepSite, 'from' | 'to'> | null;
  /** By the start of a statement. */
  readonly values?: ReadonlyMap<number, readonly LocalValue[]>;
}

export const TAB_COLUMNS = 8;

/** One entry a line of the function; the indentation that all of them share is cut off. */
export function codeLines(input: CodeLinesInput): CodeLine[] {
  const { text, next } = input;
  const bounds = lineBounds(text, input.from, input.to);
  const written = bounds.filter(([start, end]) => text.slice(start, end).trim() !== '');
  const common = Math.min(...written.map((line) => indentOf(text, line)));
  const first = lineNumber(text, at(bounds, 0)[0]);
  return bounds.map(([from, to], i) => ({
    number: first + i,
    indent: Math.max(0, indentOf(text, [from, to]) - common),
    ...cutLine(input, textStart(text, from, to), to),
    next: next !== null && from <= next.from && next.from < Math.max(to, from + 1),
    ran: input.ran.some((site) => from <= site.from && site.from <= to),
    guilty: input.guilty != null && from < input.guilty.to && input.guilty.from < to,
    values: [...(input.values ?? [])].flatMap(([start, set]) =>
      from <= start && start < to ? set : [],
    ),
  }));
}

/** The statements of one task that a run has taken up to a moment, each once, oldest first. */
export function ranSites(run: Run, now: number, task: number, file: string): StepSite[] {
  const sites = new Map<string, StepSite>();
  for (const { step } of run.moments.slice(1, now + 1)) {
    if (step?.task === task && step.site.file === file) sites.set(step.site.key, step.site);
  }
  return [...sites.values()];
}

function lineBounds(text: string, from: number, to: number): (readonly [number, number])[] {
  const bounds: (readonly [number, number])[] = [];
  let start = text.lastIndexOf('\n', from - 1) + 1;
  while (start < to) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    bounds.push([start, end]);
    start = end + 1;
  }
  return bounds.length > 0 ? bounds : [[start, start]];
}

function lineNumber(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

function indentOf(text: string, [from, to]: readonly [number, number]): number {
  let columns = 0;
  for (let i = from; i < to && (text[i] === ' ' || text[i] === '\t'); i += 1) {
    columns += text[i] === '\t' ? TAB_COLUMNS - (columns % TAB_COLUMNS) : 1;
  }
  return columns;
}

function textStart(text: string, from: number, to: number): number {
  return from + text.slice(from, to).search(/\S|$/);
}

/** The code of a line in its colours, and the comment behind it apart: that may be cut short. */
function cutLine(
  input: CodeLinesInput,
  from: number,
  to: number,
): Pick<CodeLine, 'pieces' | 'remark'> {
  const comment = input.paints.find(
    (one) => one.paint === 'comment' && one.from > from && to <= one.to,
  );
  if (!comment || comment.from >= to) return { pieces: pieces(input, from, to), remark: null };
  const end = from + input.text.slice(from, comment.from).trimEnd().length;
  return { pieces: pieces(input, from, end), remark: input.text.slice(comment.from, to) };
}

/** Cuts a line at every border of a token class and of the lit statement. */
function pieces({ text, paints, next }: CodeLinesInput, from: number, to: number): CodePiece[] {
  const here = paints.filter((paint) => paint.from < to && paint.to > from);
  const lit = next ? [next] : [];
  const borders = [...here, ...lit].flatMap((range) => [range.from, range.to]);
  const cuts = [
    ...new Set([from, ...borders.filter((border) => border > from && border < to), to]),
  ];
  cuts.sort((a, b) => a - b);
  return cuts.slice(0, -1).map((start, i) => ({
    text: text.slice(start, cuts[i + 1]),
    paint: here.find((paint) => paint.from <= start && start < paint.to)?.paint ?? null,
    lit: next !== null && next.from <= start && start < next.to,
  }));
}
