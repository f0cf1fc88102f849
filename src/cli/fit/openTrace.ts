// A trace file as a recording; what could not be used of it goes to standard error.

import { statSync } from 'node:fs';
import { importTrace } from '../../recording/importTrace.ts';
import type { ImportTrouble, Recording } from '../../recording/recording.ts';
import type { Terminal } from '../terminal.ts';
import { readText } from './readText.ts';

/** Null where there is nothing to read; the reason is printed. */
export function openTrace(path: string, terminal: Terminal): Recording | null {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    terminal.err(`${path}: is a folder; the text of a trace is expected`);
    return null;
  }
  const text = readText(path, terminal);
  if (text === null) return null;
  const recording = importTrace(text);
  for (const line of troubleLines(recording.trouble)) terminal.err(`${path}: ${line}`);
  if (recording.line.length > 0) return recording;
  terminal.err(`${path}: no event in it; see docs/RECORDING.md for what can be read`);
  return null;
}

function troubleLines({ broken, samples, lost, backward }: ImportTrouble): string[] {
  const lines = samples.slice(0, 3).map(({ line, why }) => `line ${line}: ${why}`);
  if (broken > 0) lines.push(`${broken} lines could not be read and were left out`);
  if (lost > 0) lines.push(`the ring buffer lost ${lost} events: record with a larger buffer`);
  if (backward > 0) lines.push(`${backward} times the clock of a CPU went backward`);
  return lines;
}
