// A run that was carried over to another kernel or to changed text, statement by statement, and the mapping of
// positions between the two runs.

import { type Divergence, followRun } from '../../model/replay/followRun.ts';
import type { Replayer } from '../../model/replay/replay.ts';
import type { Run } from '../../model/world/run.ts';
import { runLength } from './reason.ts';

export interface Followed {
  /** The original run, the position in it, and the program it was taken in. */
  readonly origin: Origin;
  /** Where it diverges, `stopped` gives the reason. */
  readonly run: Run;
  /** Steps of `run`, counted from 1, that only it has. */
  readonly inserted: readonly number[];
  /** Steps of the original, counted from 1, whose statement does not exist in `run`. */
  readonly skipped: readonly number[];
  /** Null when the original was followed to its end. */
  readonly divergence: Divergence | null;
  /** `positions[n]` is the position in `run` for position n of the original. */
  readonly positions: readonly number[];
}

export interface Origin {
  readonly run: Run;
  readonly cursor: number;
  readonly replayer: Replayer;
  /** The named kernel that it was taken in; null for a set of options. */
  readonly kernel: string | null;
}

export function follow(origin: Origin, to: Replayer): Followed {
  const { run, inserted, skipped, divergence } = followRun(origin.run, origin.replayer.model, to);
  return {
    origin,
    run: { ...run, stopped: divergence?.stop ?? null },
    inserted,
    skipped,
    divergence,
    positions: alignPositions(runLength(origin.run), runLength(run), inserted, skipped),
  };
}

/** The position in the new run for the original's position. */
export function followedCursor({ positions, origin }: Followed): number {
  return positions[origin.cursor] ?? 0;
}

/**
 * The last position of the original that maps to `at` or before; the original position where it maps to `at`.
 */
export function originCursor(followed: Followed, at: number): number {
  if (followedCursor(followed) === at) return followed.origin.cursor;
  return Math.max(
    followed.positions.findLastIndex((position) => position <= at),
    0,
  );
}

/**
 * Maps the positions 0 to `from` to a run of `to` steps: after the same statement, or after the last earlier one
 * that both runs have. The end maps to the end.
 */
export function alignPositions(
  from: number,
  to: number,
  inserted: readonly number[],
  skipped: readonly number[],
): readonly number[] {
  const shared = upTo(to).filter((step) => !inserted.includes(step));
  const positions = [0];
  let next = 0;
  for (const step of upTo(from)) {
    if (!skipped.includes(step) && next < shared.length) next += 1;
    positions.push(shared[next - 1] ?? 0);
  }
  if (next === shared.length) positions[from] = to;
  return positions;
}

function upTo(steps: number): number[] {
  return Array.from({ length: steps }, (_, i) => i + 1);
}
