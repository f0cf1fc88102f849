// The text that runs, as far as the code panels ask for it.

import type { Paint } from '../layout/codeLines.ts';
import type { Program } from '../lang/program.ts';

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
  /** What it models, where that is from, what it leaves out; null for what needs no telling. */
  readonly comment: string | null;
}

/** A program's files, with everything in them that a task can stand in. */
export function programSource({ files, functions, tasks }: Program): CodeSource {
  const byName = new Map(files.map((file) => [file.name, file]));
  const text = (file: string) => byName.get(file)?.text ?? '';
  const lineOf = (file: string, from: number) => text(file).slice(0, from).split('\n').length;
  const written = [
    ...[...functions.values()].flat().map(({ name, at, doc }) => ({ name, at, comment: doc })),
    ...tasks.map(({ name, at }) => ({ name, at, comment: null })),
  ];
  return {
    text,
    paints: (file) => byName.get(file)?.painted ?? [],
    definitions: written.map(({ name, at, comment }) => ({
      name,
      ...at,
      line: lineOf(at.file, at.from),
      comment,
    })),
  };
}

/** The innermost definition around a range; null where there is none. */
export function definitionAround(
  { definitions }: CodeSource,
  { file, from, to }: { readonly file: string; readonly from: number; readonly to: number },
): Definition | null {
  const around = definitions.filter((one) => one.file === file && one.from <= from && to <= one.to);
  return around.toSorted((a, b) => a.to - a.from - (b.to - b.from))[0] ?? null;
}

/** What a name means to a reader of `file`: its own definition before another era's. */
export function definitionNamed(
  { definitions }: CodeSource,
  name: string,
  file: string,
): Definition | null {
  const named = definitions.filter((one) => one.name === name && one.comment !== null);
  return named.find((one) => one.file === file) ?? named[0] ?? null;
}
