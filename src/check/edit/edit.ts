// A change of a program's text, as a value: ranges of its files that are replaced by other text.

import { assert } from '../../base/assert.ts';
import type { Span } from '../../lang/syntax/diagnostic.ts';
import type { ProgramSource } from '../source/programSource.ts';

/** What stands from `from` to `to` is replaced; an empty range inserts. */
export interface Splice extends Span {
  readonly text: string;
}

/** No two ranges overlap. What is inserted at one place stands there in the order of the list. */
export type Edit = readonly Splice[];

/** Another version of a function, a task's body or any other range of a text. */
export function replacement({ file, from, to }: Span, text: string): Edit {
  return [{ file, from, to, text }];
}

export function applyEdit({ name, text, library }: ProgramSource, edit: Edit): ProgramSource {
  const written = (file: string, whole: string): string =>
    spliced(
      whole,
      edit.filter((splice) => splice.file === file),
    );
  return {
    name,
    text: written(name, text),
    library: new Map([...library].map(([file, whole]) => [file, written(file, whole)])),
  };
}

function spliced(text: string, splices: readonly Splice[]): string {
  const sorted = splices.toSorted((a, b) => a.from - b.from || a.to - b.to);
  let end = 0;
  const parts = sorted.flatMap(({ from, to, text: put }) => {
    assert(from >= end && to >= from, 'splices of one edit do not overlap');
    const kept = text.slice(end, from);
    end = to;
    return [kept, put];
  });
  return [...parts, text.slice(end)].join('');
}

/** The files of a program by name, the scenario's own last. */
export function filesOf({ name, text, library }: ProgramSource): ReadonlyMap<string, string> {
  return new Map([...library, [name, text]]);
}
