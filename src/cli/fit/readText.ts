// A text file, or the reason that the file system gives.

import { readFileSync } from 'node:fs';
import type { Terminal } from '../terminal.ts';

/** Null where it cannot be read; the reason is printed. */
export function readText(path: string, terminal: Terminal): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    terminal.err(`${path}: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}
