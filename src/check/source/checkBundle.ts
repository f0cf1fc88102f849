// What is wrong with the changed library files that a text brings along: such a file changes nothing unless
// the library has one of that name, and the scenario uses it.

import type { Loaded } from '../../lang/load/loadProgram.ts';
import type { Diagnostic } from '../../lang/syntax/diagnostic.ts';
import { nearestName } from '../../lang/syntax/nearestName.ts';
import { type Bundle, nearlyHeads, repeatedFiles } from './bundle.ts';

export interface CheckedBundle {
  readonly name: string;
  readonly whole: string;
  /** `whole`, split. */
  readonly bundle: Bundle;
  /** The library's own files. */
  readonly kernel: ReadonlyMap<string, string>;
}

/** The program with what is said of its changed files; null where one of them cannot be meant. */
export function checkBundle(
  { name, whole, bundle: { text, files }, kernel }: CheckedBundle,
  loaded: Loaded,
): Loaded {
  const names = [...files.keys()];
  const unknown = names.filter((file) => !kernel.has(file));
  const unused = names.filter((file) => kernel.has(file) && !loaded.texts.has(file));
  const diagnostics = [
    ...nearlyHeads(text).map((at) => nearHead({ file: name, ...at })),
    ...unknown.map((file) => unknownFile(file, kernel)),
    ...repeatedFiles(whole).map(repeatedFile),
    // Where a `use` cannot be read, nobody knows what is used.
    ...(loaded.program === null ? [] : unused.map(unusedFile)),
  ];
  if (diagnostics.length === 0) return loaded;
  const wrong = diagnostics.some(({ severity }) => severity === 'error');
  return {
    program: wrong ? null : loaded.program,
    diagnostics: [...loaded.diagnostics, ...diagnostics],
    texts: new Map([...loaded.texts, ...files]),
  };
}

function nearHead(at: Diagnostic['at']): Diagnostic {
  const message = 'this line looks like the head of a changed library file, and is a comment';
  const mend = 'write /* ==== NAME.race, changed ==== */';
  return { code: 'RC111', severity: 'warning', at, message, mend };
}

function unknownFile(file: string, kernel: CheckedBundle['kernel']): Diagnostic {
  const nearest = nearestName(file, kernel.keys());
  const mend = nearest === null ? 'delete it' : `did you mean “${nearest}”?`;
  const message = `the library has no file “${file}” that this could replace`;
  return { code: 'RC111', severity: 'error', at: startOf(file), message, mend };
}

function repeatedFile(file: string): Diagnostic {
  const message = `“${file}” is brought along twice, and only the last text counts`;
  return {
    code: 'RC111',
    severity: 'error',
    at: startOf(file),
    message,
    mend: 'delete one of them',
  };
}

function unusedFile(file: string): Diagnostic {
  const message = `nothing uses “${file}”, so changing it changes nothing`;
  return {
    code: 'RC111',
    severity: 'warning',
    at: startOf(file),
    message,
    mend: `write use "${file}";`,
  };
}

function startOf(file: string): Diagnostic['at'] {
  return { file, from: 0, to: 0 };
}
