// What SPIN has said before, by the model's text and the way in which it was asked.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Judgement, Puzzle } from './spinBinary.testing.ts';

/** Null where it has not been asked. */
export function readCache(method: string, puzzle: Puzzle): Judgement | null {
  const file = fileFor(method, puzzle);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Judgement) : null;
}

/** Whole or not at all: others may be reading. */
export function writeCache(method: string, puzzle: Puzzle, judgement: Judgement): void {
  const file = fileFor(method, puzzle);
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, JSON.stringify(judgement));
  renameSync(unfinished, file);
}

function fileFor(method: string, { text }: Puzzle): string {
  const hash = createHash('sha256').update(method).update(text).digest('hex').slice(0, 32);
  return join(cacheFolderFor(), `${hash}.json`);
}

/** Beside the packages, where nothing is ever committed; elsewhere when nobody may write there. */
function cacheFolderFor(): string {
  for (const folder of ['node_modules/.cache', tmpdir()]) {
    const cacheFolder = join(folder, 'pagerace-spin-answers');
    try {
      mkdirSync(cacheFolder, { recursive: true });
      return cacheFolder;
    } catch {
      continue;
    }
  }
  throw new Error('nowhere to keep what SPIN says');
}
