// How many random examples a test draws, and from which seed: the same ones in every run of `npm test`,
// more and fresh ones in `npm run test:long`.

export const isLong = process.env['PAGERACE_LONG'] !== undefined;

/** `npm run test:long` draws so many times as many. */
const LONGER = 20;

/** The seed of what is drawn; a run can be repeated with `PAGERACE_SEED`. */
export const drawnSeed = Number(
  process.env['PAGERACE_SEED'] ?? (isLong ? Math.floor(Math.random() * 1e6) : 1),
);

/** A number of examples, by what `npm test` draws. */
export function drawnCount(count: number): number {
  return isLong ? LONGER * count : count;
}

/** Settings of a fast-check property that is tried on so many examples. */
export function drawn(count: number): { readonly seed: number; readonly numRuns: number } {
  return { seed: drawnSeed, numRuns: drawnCount(count) };
}
