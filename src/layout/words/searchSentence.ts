// The extent of a search in words: complete, or up to a limit.

import type { Finding, Progress, Report } from '../../check/verdict/report.ts';

const whole = new Intl.NumberFormat('en-US');

export function countText(count: number): string {
  return whole.format(count);
}

/** `1 state`, `1,204 states`: of a noun whose plural takes an s. */
export function countOf(count: number, noun: string): string {
  return `${countText(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** `31 ms`, `4.2 s`. */
export function durationText(ms: number): string {
  if (ms < 1) return 'under 1 ms';
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** `All 1,234 states searched in 31 ms.` or `First 200,000 states only: limit states 200000 reached.` */
export function searchSentence(
  report: Pick<Report, 'states' | 'limits' | 'ms' | 'reduce'>,
): string {
  const states = countText(report.states);
  if (report.limits.length === 0 && report.reduce.length > 0)
    return `Searched completely, in ${states} states in ${durationText(report.ms)}.`;
  if (report.limits.length === 0) {
    return `All ${states} ${report.states === 1 ? 'state' : 'states'} searched in ${durationText(report.ms)}.`;
  }
  const limits = report.limits.map((limit) => `limit ${limit}`).join(', ');
  return `First ${states} states only, in ${durationText(report.ms)}: ${limits} reached.`;
}

/** What a reader must know of a search with reductions; null without any. */
export function reducedSentence({ reduce }: Pick<Report, 'reduce'>): string | null {
  if (reduce.length === 0) return null;
  return `With reductions (${reduce.join(', ')}): verdicts are the same, runs may not be shortest, and there is no list of ends.`;
}

/** `Searching: 48,000 states, 9,100 waiting, depth 31, 612,000 a second, 0.8 s so far.` */
export function progressSentence(progress: Progress, elapsedMs: number): string {
  const { states, frontier, depth } = progress;
  const parts = [`${countText(states)} states`, `${countText(frontier)} waiting`, `depth ${depth}`];
  if (elapsedMs > 0) {
    const rate = Math.round((states / elapsedMs) * 1000);
    parts.push(`${countText(Number(rate.toPrecision(3)))} a second`);
    parts.push(`${durationText(elapsedMs)} so far`);
  }
  return `Searching: ${parts.join(', ')}.`;
}

/** The verdict in a few words; an unknown verdict gives the reason. */
export function verdictText({
  verdict,
  limit,
  vacuous,
}: Pick<Finding, 'verdict' | 'limit' | 'vacuous'>): string {
  if (vacuous) return 'holds (never tested)';
  return verdict === 'unknown' && limit !== null ? `unknown (${limit})` : verdict;
}
