// The text that runs, as the code panels need it.

import type { Paint } from '../../layout/run/codeLines.ts';
import type { Program } from '../../lang/program/program.ts';

export interface CodeSource {
  text(file: string): string;
  paints(file: string): readonly Paint[];
  readonly definitions: readonly Definition[];
}

/** A function or a task in the text. */
export interface Definition {
  readonly name: string;
  readonly file: string;
  readonly from: number;
  readonly to: number;
  /** Counts from 1. */
  readonly line: number;
  /**
   * What it models, from which source, and what it leaves out; null where the text has no comment.
   */
  readonly comment: string | null;
}

/** A program's files with all functions and tasks defined in them. */
export function programSource({ files, functions, tasks }: Program): CodeSource {
  const byName = new Map(files.map((file) => [file.name, file]));
  const text = (file: string) => byName.get(file)?.text ?? '';
  const paints = (file: string) => byName.get(file)?.painted ?? [];
  const lineOf = (file: string, from: number) => text(file).slice(0, from).split('\n').length;
  const written = [
    ...[...functions.values()].flat().map(({ name, at, doc }) => ({ name, ...at, comment: doc })),
    ...tasks.map(({ name, at: { file, from } }) => {
      return { name, file, ...blockAround(text(file), paints(file), from), comment: null };
    }),
  ];
  const definitions = written.map((one) => ({ ...one, line: lineOf(one.file, one.from) }));
  return { text, paints, definitions };
}

/** From the start of the line to the brace that closes the block. */
function blockAround(
  text: string,
  paints: readonly Paint[],
  head: number,
): { readonly from: number; readonly to: number } {
  const from = text.lastIndexOf('\n', head) + 1;
  const silent = paints.filter(({ paint }) => paint === 'comment' || paint === 'string');
  let depth = 0;
  for (let i = head; i < text.length; i += 1) {
    const hidden = silent.find((one) => one.from <= i && i < one.to);
    if (hidden) i = hidden.to - 1;
    else if (text[i] === '{') depth += 1;
    else if (text[i] === '}' && (depth -= 1) === 0) return { from, to: i + 1 };
  }
  return { from, to: text.length };
}

/** The innermost definition around a range; null where there is none. */
export function definitionAround(
  { definitions }: CodeSource,
  { file, from, to }: { readonly file: string; readonly from: number; readonly to: number },
): Definition | null {
  const around = definitions.filter((one) => one.file === file && one.from <= from && to <= one.to);
  return around.toSorted((a, b) => a.to - a.from - (b.to - b.from))[0] ?? null;
}

/**
 * The definition that a name refers to in `file`: one in the same file first, then one of another kernel
 * version.
 */
export function definitionNamed(
  { definitions }: CodeSource,
  name: string,
  file: string,
): Definition | null {
  const named = definitions.filter((one) => one.name === name && one.comment !== null);
  return named.find((one) => one.file === file) ?? named[0] ?? null;
}
