// Files of the visitor's own: how one is read, and how a scenario from one is named. Its name keeps the `.race` that
// the catalogue's names do not have, so the two never collide.

import {
  readSourceFile,
  sourceTooLarge,
  type StrictDecoder,
} from '../../check/source/readSourceFile.ts';
import { parseLink } from '../../check/link/link.ts';
import type { Diagnostic } from '../../lang/syntax/diagnostic.ts';
import type { OwnLibrary, Library } from './library.ts';
import type { OwnText } from './store.ts';

/** A file as a person chose it, read or refused; `name` is without its folder. */
export type OwnFile =
  | { readonly name: string; readonly text: string }
  /** In one line, why it cannot be read. */
  | { readonly name: string; readonly refused: string };

/** The part of the browser's File that is used. */
export interface ChosenFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Rejects for a folder, and for a file that the person may not read. */
  arrayBuffer(): Promise<ArrayBuffer>;
}

const ending = '.race';

/** Whether a scenario of this name is a file of the visitor's own. */
export function isOwnFile(scenario: string): boolean {
  return scenario.endsWith(ending);
}

/** Never rejects: a file that cannot be read gives the reason. */
export async function readOwnFile(file: ChosenFile, decoder: StrictDecoder): Promise<OwnFile> {
  const { name, size } = file;
  if (!isOwnFile(name))
    return { name, refused: `the name of a scenario’s file must end in ${ending}` };
  const tooLarge = sourceTooLarge(name, size);
  if (tooLarge !== null) return { name, refused: inOneLine(tooLarge) };
  try {
    const read = readSourceFile(name, new Uint8Array(await file.arrayBuffer()), decoder);
    return read.ok ? { name, text: read.text } : { name, refused: inOneLine(read.diagnostic) };
  } catch {
    return { name, refused: 'the browser cannot read it' };
  }
}

/** The catalogue, then the visitor's own texts by name. */
export function withFiles(library: Library, files: ReadonlyMap<string, OwnText>): OwnLibrary {
  return { ...library, own: (name) => files.get(name) ?? null };
}

/** `slot.race`, or the first of `slot-2.race`, `slot-3.race` … that is not taken. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  const stem = name.slice(0, -ending.length);
  let free = name;
  for (let n = 2; isTaken(free); n += 1) free = `${stem}-${n}${ending}`;
  return free;
}

/** The scenario of the catalogue that a file is a copy of, by its name; null where it is none. */
export function originOf(file: string, scenarios: readonly string[]): string | null {
  if (!isOwnFile(file)) return null;
  const stem = file.slice(0, -ending.length);
  const numbered = stem.replace(/-\d+$/, '');
  return (
    scenarios.find((name) => name === stem) ?? scenarios.find((name) => name === numbered) ?? null
  );
}

/**
 * Whether a file is a new version of the scenario on the stage: the same file, or a copy of the catalogue's
 * scenario of that name.
 */
export function isTextOf(file: string, scenario: string): boolean {
  return file === scenario || file === scenario + ending;
}

/** Whether an address waits for a file of that name. */
export function asksFor(hash: string, file: string): boolean {
  const parsed = parseLink(hash);
  return parsed.kind === 'link' && parsed.link.scenario === file;
}

function inOneLine({ message, mend }: Diagnostic): string {
  return mend === null ? message : `${message}; ${mend}`;
}
