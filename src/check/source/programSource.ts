// A program as it travels between threads: its texts, since what was parsed of them does not travel.

import { assert } from '../../base/assert.ts';
import { loadProgram } from '../../lang/load/loadProgram.ts';
import type { Program } from '../../lang/program/program.ts';

export interface ProgramSource {
  /** The file name of the scenario, as its diagnostics give it. */
  readonly name: string;
  readonly text: string;
  /** The library files that it uses, by name; a changed file stands in place of the library's. */
  readonly library: ReadonlyMap<string, string>;
}

/** The texts that a program was made from. */
export function sourceOf({ files }: Program): ProgramSource {
  const own = files.at(-1);
  assert(own !== undefined, 'a program has its own file');
  const library = new Map(files.slice(0, -1).map(({ name, text }) => [name, text]));
  return { name: own.name, text: own.text, library };
}

/** Throws, in one line, where the texts have errors: only the texts of a good program are sent. */
export function programOf({ name, text, library }: ProgramSource): Program {
  const { program, diagnostics } = loadProgram(name, text, library);
  if (program === null)
    throw new Error(`${name}: ${diagnostics[0]?.message ?? 'it is not a program'}`);
  return program;
}
