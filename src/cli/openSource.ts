// The input of a command: a scenario of the catalogue by name, or a file by its path.

import { readFileSync, statSync } from 'node:fs';
import { nearestScenario } from '../check/catalogue/catalogue.ts';
import { kernelLibrary } from '../check/source/library.ts';
import { loadMessages } from '../check/source/loadMessages.ts';
import { loadScenario, loadText } from '../check/source/loadScenario.ts';
import { readSourceFile } from '../check/source/readSourceFile.ts';
import type { Loaded } from '../lang/load/loadProgram.ts';
import type { Program } from '../lang/program/program.ts';
import type { Terminal } from './terminal.ts';

export interface Source {
  /** The name as given, so that a printed command line can repeat it. */
  readonly name: string;
  readonly program: Program;
}

/** Null where it cannot be read; the reason and every warning go to standard error. */
export function openSource(name: string, terminal: Terminal): Source | null {
  const there = statSync(name, { throwIfNoEntry: false });
  const loaded = there === undefined || there.isDirectory() ? loadScenario(name) : loadFile(name);
  if (loaded === null) {
    terminal.err(`${name}: no such file, and no scenario of the catalogue${meant(name)}`);
    return null;
  }
  if (typeof loaded === 'string') {
    terminal.err(`${name}: ${loaded}`);
    return null;
  }
  for (const message of loadMessages(loaded)) terminal.err(message);
  return loaded.program === null ? null : { name, program: loaded.program };
}

/** A name that is near, or where all of them are listed. */
function meant(name: string): string {
  const stem = name.replace(/^.*\//, '').replace(/\.race$/, '');
  const nearest = nearestScenario(stem);
  return nearest === null
    ? '; npm run -s check -- --list lists its scenarios'
    : `; did you mean “${nearest}”?`;
}

/** A string is the reason that the file system gives. */
function loadFile(path: string): Loaded | string {
  const name = inLibrary(path) ? `./${path}` : path;
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const read = readSourceFile(name, bytes, new TextDecoder('utf-8', { fatal: true }));
  if (read.ok) return loadText(name, read.text);
  return { program: null, diagnostics: [read.diagnostic], texts: new Map() };
}

/** A visitor's file may have the name of a library file that it uses. */
function inLibrary(path: string): boolean {
  return kernelLibrary.has(path);
}
