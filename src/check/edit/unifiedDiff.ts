// Two versions of a program's texts as a unified diff, as `diff -u` and `git diff` print it. The package `diff` finds the
// lines: which lines to show as changed is a solved problem, and readers know its answers from elsewhere.

import { structuredPatch } from 'diff';
import type { ProgramSource } from '../source/programSource.ts';
import { filesOf } from './edit.ts';

const CONTEXT = 3;

/** A scenario of the catalogue has no ending in a program; in a diff it has, and no file has its folder. */
function fileName(name: string): string {
  const base = name.slice(name.lastIndexOf('/') + 1);
  return base.endsWith('.race') ? base : `${base}.race`;
}

export function unifiedDiff(before: ProgramSource, after: ProgramSource): string {
  const was = filesOf(before);
  return [...filesOf(after)]
    .filter(([name, text]) => text !== was.get(name))
    .map(([name, text]) => fileDiff(fileName(name), was.get(name) ?? '', text))
    .join('');
}

function fileDiff(name: string, before: string, after: string): string {
  const [from, to] = [`a/${name}`, `b/${name}`];
  const { hunks } = structuredPatch(from, to, before, after, '', '', { context: CONTEXT });
  const lines = before.split('\n');
  const parts = hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines: changed }) => [
    `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@${functionAbove(lines, oldStart)}`,
    ...changed,
  ]);
  return [`--- ${from}`, `+++ ${to}`, ...parts, ''].join('\n');
}

/** The last line above a hunk that begins a declaration with a body: where one is. */
function functionAbove(lines: readonly string[], start: number): string {
  const head = lines.slice(0, start - 1).findLast((line) => /^[a-z].*[({]/.test(line));
  return head === undefined ? '' : ` ${head}`;
}

/** How many lines it adds and takes away. */
export function diffSize(diff: string): number {
  return diff.split('\n').filter((line) => /^[+-](?!\+\+ |-- )/.test(line)).length;
}
