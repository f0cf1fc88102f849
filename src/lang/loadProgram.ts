// A scenario's text, with the library files that it uses, to a checked program or to what is wrong with it.

import { checkProgram } from './checkProgram.ts';
import { type Diagnostic, Diagnostics } from './diagnostic.ts';
import { nearestName } from './nearestName.ts';
import { type ParsedFile, parseFile } from './parseFile.ts';
import type { Program } from './program.ts';

export interface Loaded {
  /** Null when there is an error. */
  readonly program: Program | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly texts: ReadonlyMap<string, string>;
}

/** Library files by name (`filemap.race`); `use` finds them here and nowhere else. */
export type Library = ReadonlyMap<string, string>;

export function loadProgram(name: string, text: string, library: Library): Loaded {
  const diagnostics = new Diagnostics();
  const files = [...parseUsed(name, text, library, diagnostics).values()];
  const program = checkProgram(files, diagnostics);
  const texts = new Map(files.map((file) => [file.name, file.text]));
  return { program: diagnostics.hasErrors ? null : program, diagnostics: diagnostics.list, texts };
}

/** Every file once, each after those that it uses. */
function parseUsed(
  name: string,
  text: string,
  library: Library,
  diagnostics: Diagnostics,
): Map<string, ParsedFile> {
  const files = new Map<string, ParsedFile>();
  const opened = new Set([name]);
  const visit = (file: ParsedFile): void => {
    for (const d of file.declarations) {
      if (d.kind !== 'use' || opened.has(d.file)) continue;
      opened.add(d.file);
      const source = library.get(d.file);
      if (source === undefined) {
        const nearest = nearestName(d.file, library.keys());
        diagnostics.error(
          'RC105',
          d.at,
          `the library has no file “${d.file}”`,
          nearest === null
            ? `it has ${[...library.keys()].join(', ')}`
            : `did you mean “${nearest}”?`,
        );
      } else {
        visit(parseFile(d.file, source, diagnostics));
      }
    }
    files.set(file.name, file);
  };
  visit(parseFile(name, text, diagnostics));
  return files;
}
