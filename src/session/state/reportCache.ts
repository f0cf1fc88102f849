// Reports on the texts that were last on the stage, so that undo and the browser's back button need no new search.
// Only complete searches are kept, because a search that met a limit may get further next time.

import type { Reduction } from '../../check/verdict/reductions.ts';
import type { Report } from '../../check/verdict/report.ts';

/** Texts that are kept, with all of their configurations. */
const MOST_TEXTS = 16;

export class ReportCache {
  /** By text, the most recently used last; then by reductions; then by configuration. */
  readonly #texts = new Map<string, Map<string, Map<string, Report>>>();

  /** By configuration: the report on the text with those reductions. */
  find(text: string, reduce: readonly Reduction[]): ReadonlyMap<string, Report> {
    return this.#texts.get(text)?.get(reduce.join()) ?? new Map();
  }

  keep(text: string, reduce: readonly Reduction[], config: string, report: Report): void {
    if (report.limits.length > 0) return;
    const known = this.#texts.get(text) ?? new Map<string, Map<string, Report>>();
    const reports = known.get(reduce.join()) ?? new Map<string, Report>();
    known.set(reduce.join(), reports.set(config, report));
    this.#texts.delete(text);
    this.#texts.set(text, known);
    const [oldest] = this.#texts.keys();
    if (this.#texts.size > MOST_TEXTS && oldest !== undefined) this.#texts.delete(oldest);
  }
}
