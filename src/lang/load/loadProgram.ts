// A scenario's text, with the library files that it uses, to a checked program or to its diagnostics.

import { checkProgram } from '../check/checkProgram.ts';
import { type Diagnostic, Diagnostics } from '../syntax/diagnostic.ts';
import { nearestName } from '../syntax/nearestName.ts';
import { type ParsedFile, parseFile } from '../syntax/parseFile.ts';
import type { Program } from '../program/program.ts';
import type { Declaration } from '../syntax/syntax.ts';
import type { Token } from '../syntax/tokenize.ts';

type UseSyntax = Extract<Declaration, { kind: 'use' }>;

export interface Loaded {
  /** Null if there is an error. */
  readonly program: Program | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly texts: ReadonlyMap<string, string>;
}

/** Library files by name (`filemap.race`); `use` finds them here and nowhere else. */
export type Library = ReadonlyMap<string, string>;

export function loadProgram(name: string, text: string, library: Library): Loaded {
  const diagnostics = new Diagnostics();
  const { files, incomplete } = parseUsed(name, text, library, diagnostics);
  for (const file of files)
    for (const token of file.broken) diagnostics.ignore(file.name, token.from);
  const program = checkProgram(files, incomplete, diagnostics);
  const texts = new Map(files.map((file) => [file.name, file.text]));
  return {
    program: diagnostics.hasErrors ? null : program,
    diagnostics: inReadingOrder(diagnostics.list, [...texts.keys()]),
    texts,
  };
}

/** The scenario's first, then those of the files that it uses, each from top to bottom. */
function inReadingOrder(all: readonly Diagnostic[], files: readonly string[]): Diagnostic[] {
  const rank = ({ at }: Diagnostic): number => -files.indexOf(at.file);
  return all.toSorted((a, b) => rank(a) - rank(b) || a.at.from - b.at.from);
}

interface Used {
  /** Every file once, each after those that it uses. */
  readonly files: readonly ParsedFile[];
  /** Whether a `use` names a missing file. */
  readonly incomplete: boolean;
}

function parseUsed(name: string, text: string, library: Library, diagnostics: Diagnostics): Used {
  const files: ParsedFile[] = [];
  const opened = new Set([name]);
  let incomplete = false;
  const visit = (file: ParsedFile): void => {
    for (const use of file.declarations.filter((d) => d.kind === 'use')) {
      if (opened.has(use.file)) continue;
      opened.add(use.file);
      const source = library.get(use.file);
      if (source === undefined) reportMissingFile(use, library, diagnostics);
      else visit(readUsed(use.file, source, diagnostics));
      incomplete ||= source === undefined;
    }
    incomplete ||= file.broken.some(namesFile);
    files.push(file);
  };
  visit(parseFile(name, text, diagnostics));
  return { files, incomplete };
}

/** A cache of parsed library files by name: scenarios share them. */
const READ = new Map<string, ParsedFile>();
/** More files than the library has; it bounds the cache on a page where many files are edited under new names. */
const MOST_READ = 64;

/** Only a text without errors is cached: the errors of another have to be reported again. */
function readUsed(name: string, text: string, diagnostics: Diagnostics): ParsedFile {
  const known = READ.get(name);
  if (known?.text === text) return known;
  const found = new Diagnostics();
  const file = parseFile(name, text, found);
  for (const d of found.list) diagnostics.add(d);
  if (found.list.length > 0) return file;
  if (READ.size >= MOST_READ) READ.clear();
  READ.set(name, file);
  return file;
}

/** Whether a token that could not be read may have been part of a `use`. */
function namesFile({ kind, text }: Token): boolean {
  return text === 'use' || (kind === 'string' && text.endsWith('.race'));
}

/** How many names fit on a line. */
const NAMED = 4;

function namesOf(library: Library): string {
  const names = [...library.keys()];
  const named = names.slice(0, NAMED).join(', ');
  return names.length > NAMED ? `${named} and ${names.length - NAMED} others` : named;
}

function reportMissingFile(use: UseSyntax, library: Library, diagnostics: Diagnostics): void {
  const nearest = nearestName(use.file, library.keys());
  const mend = nearest === null ? `it has ${namesOf(library)}` : `did you mean “${nearest}”?`;
  diagnostics.error('RC105', use.at, `the library has no file “${use.file}”`, mend);
}
