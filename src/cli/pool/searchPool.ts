// Many searches on several threads, with the same answers in the same order as on one.

import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { at } from '../../base/assert.ts';
import { type ProgramSource, sourceOf } from '../../check/source/programSource.ts';
import type { Progress, Report } from '../../check/verdict/report.ts';
import type { Program } from '../../lang/program/program.ts';
import { searchVerdicts, type VerdictSearch } from './searchVerdicts.ts';
import { newTickets, takeFirst, type Tickets } from './tickets.ts';

export interface PlannedSearch {
  readonly program: Program;
  readonly search: VerdictSearch;
  readonly progress: (slice: Progress) => void;
}

/** What a helping thread begins with. A program travels as its texts. */
export interface HelperTask {
  readonly searches: readonly { readonly source: ProgramSource; readonly search: VerdictSearch }[];
  readonly tickets: Tickets;
}

/** What it sends for each search that it took. */
export interface HelperAnswer {
  readonly index: number;
  readonly report: Report;
}

/** The reports of the searches, each as soon as it and all before it are there. Rejects where a thread fails. */
export async function* searchInOrder(
  searches: readonly PlannedSearch[],
  jobs: number,
): AsyncGenerator<Report, void> {
  const pool = new SearchPool(searches, jobs);
  try {
    for (const index of searches.keys()) yield await pool.reportOf(index);
  } finally {
    await pool.close();
  }
}

class SearchPool {
  readonly #searches: readonly PlannedSearch[];
  readonly #tickets = newTickets();
  readonly #helpers: readonly Worker[];
  readonly #reports = new Map<number, Report>();
  #failure: Error | null = null;
  /** Called when something arrives from a helper. */
  #arrived = (): void => {};

  constructor(searches: readonly PlannedSearch[], jobs: number) {
    this.#searches = searches;
    const count = Math.max(0, Math.min(jobs, searches.length) - 1);
    const workerData = count > 0 ? taskOf(searches, this.#tickets) : null;
    this.#helpers = Array.from({ length: count }, () => this.#startHelper(workerData));
  }

  /** This thread searches too, until nothing is left to take. */
  async reportOf(index: number): Promise<Report> {
    for (;;) {
      if (this.#failure !== null) throw this.#failure;
      const report = this.#reports.get(index);
      this.#reports.delete(index);
      if (report !== undefined) return report;
      const next = takeFirst(this.#tickets, this.#searches.length);
      if (next === null) await this.#arrival();
      else this.#searchHere(next);
      await setImmediate();
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#helpers.map((helper) => helper.terminate()));
  }

  #searchHere(index: number): void {
    const { program, search, progress } = at(this.#searches, index);
    this.#reports.set(index, searchVerdicts(program, search, progress));
  }

  #arrival(): Promise<void> {
    return new Promise((resolve) => {
      this.#arrived = resolve;
    });
  }

  #startHelper(workerData: HelperTask | null): Worker {
    const helper = new Worker(fileURLToPath(import.meta.url), { workerData });
    helper.on('message', ({ index, report }: HelperAnswer) => {
      this.#reports.set(index, report);
      this.#arrived();
    });
    helper.on('error', (failure: Error) => {
      this.#failure = failure;
      this.#arrived();
    });
    return helper;
  }
}

/** Searches of one program share one source, so a helper reads it once. */
function taskOf(searches: readonly PlannedSearch[], tickets: Tickets): HelperTask {
  const sources = new Map<Program, ProgramSource>();
  const sourceFor = (program: Program): ProgramSource => {
    const source = sources.get(program) ?? sourceOf(program);
    sources.set(program, source);
    return source;
  };
  return {
    searches: searches.map(({ program, search }) => ({ source: sourceFor(program), search })),
    tickets,
  };
}
