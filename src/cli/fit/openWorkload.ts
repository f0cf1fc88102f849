// What a recording is held against: a workload of ours by name, or a text of somebody's own with a map beside it.

import { basename, dirname, join } from 'node:path';
import { mapTexts, workloadNames, workloadTexts } from '../../check/fit/workloads.ts';
import { loadMessages } from '../../check/source/loadMessages.ts';
import { loadText } from '../../check/source/loadScenario.ts';
import type { Program } from '../../lang/program/program.ts';
import { type EventMap, readEventMap } from '../../recording/eventMap.ts';
import type { Terminal } from '../terminal.ts';
import { readText } from './readText.ts';

export interface Workload {
  readonly program: Program;
  readonly map: EventMap;
  /** What \`show\` takes to show the run. */
  readonly path: string;
}

export function openWorkload(name: string, terminal: Terminal): Workload | null {
  const known = mapTexts.get(`${name}.map`);
  const [path, text] =
    known === undefined
      ? [name.replace(/\.race$/, '.map'), readText(name.replace(/\.race$/, '.map'), terminal)]
      : [`${name}.map`, known];
  if (text === null) {
    terminal.err(
      `${name}: no recorded scenario of this name; there are ${workloadNames.join(', ')}`,
    );
    return null;
  }
  const { map, diagnostics } = readEventMap(text);
  for (const { line, message } of diagnostics) terminal.err(`${path}:${line}: ${message}`);
  if (diagnostics.length > 0) return null;
  return openProgram(name, map, known !== undefined, terminal);
}

function openProgram(
  name: string,
  map: EventMap,
  isOurs: boolean,
  terminal: Terminal,
): Workload | null {
  const file = map.workload ?? `${basename(name, '.race')}.race`;
  const path = isOurs ? join('src/workloads', file) : join(dirname(name), file);
  const text = isOurs ? (workloadTexts.get(file) ?? null) : readText(path, terminal);
  if (text === null) return null;
  const loaded = loadText(path, text);
  if (loaded.program === null) for (const message of loadMessages(loaded)) terminal.err(message);
  return loaded.program === null ? null : { program: loaded.program, map, path };
}
