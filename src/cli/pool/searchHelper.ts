// A thread that helps with searches: it takes them from the end of the list until none is left.

import { parentPort, workerData } from 'node:worker_threads';
import { assert, at } from '../../base/assert.ts';
import { programOf, type ProgramSource } from '../../check/source/programSource.ts';
import type { Program } from '../../lang/program/program.ts';
import type { HelperAnswer, HelperTask } from './searchPool.ts';
import { searchVerdicts } from './searchVerdicts.ts';
import { takeLast } from './tickets.ts';

/** Called where `workerData` is a task, on a thread that `SearchPool` started. */
export function helpSearching(): void {
  const { searches, tickets }: HelperTask = workerData;
  const port = parentPort;
  assert(port !== null, 'a helper has a parent');
  const read = reader();
  for (;;) {
    const index = takeLast(tickets, searches.length);
    if (index === null) return;
    const { source, search } = at(searches, index);
    const answer: HelperAnswer = { index, report: searchVerdicts(read(source), search) };
    port.postMessage(answer);
  }
}

/** Searches of one program follow each other: the last one read is kept. */
function reader(): (source: ProgramSource) => Program {
  let last: { readonly source: ProgramSource; readonly program: Program } | null = null;
  return (source) => {
    if (last?.source !== source) last = { source, program: programOf(source) };
    return last.program;
  };
}
