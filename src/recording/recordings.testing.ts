// The recordings that tests read: Linux 6.1 in a virtual machine, see docs/RECORDING.md.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { importTrace } from './importTrace.ts';
import type { Recording } from './recording.ts';

const FOLDER = join(import.meta.dirname, 'recordings');

/** `ext4-punch-vs-fault.locks` and the others. */
export const recordingNames: readonly string[] = readdirSync(FOLDER)
  .map((file) => file.replace(/\.txt\.gz$/, ''))
  .sort();

export function recordedText(name: string): string {
  return gunzipSync(readFileSync(join(FOLDER, `${name}.txt.gz`))).toString('utf8');
}

export function recorded(name: string): Recording {
  return importTrace(recordedText(name));
}
