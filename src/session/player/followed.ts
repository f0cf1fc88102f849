// A run that was carried over to another kernel or to changed text, statement by statement, and
// where each position of the one lies in the other, so that a position goes there and comes back.

import { type Divergence, followRun } from '../../model/replay/followRun.ts';
import type { Replayer } from '../../model/replay/replay.ts';
import type { Run } from '../../model/world/run.ts';
import { runLength } from './reason.ts';

export interface Followed {
  /** The run that was followed, the position in it, and what it was taken in. */
  readonly origin: Origin;
  /** Where it diverges, `stopped` says what stands in the way. */
  readonly run: Run;
  /** Steps of `run`, counted from 1, that only it has. */
  readonly inserted: readonly number[];
  /** Steps of the origin, counted from 1, whose statement it does not have. */
  readonly skipped: readonly number[];
  /** Null when the origin was followed to its end. */
  readonly divergence: Divergence | null;
  /** `positions[n]` is where position n of the origin lies in `run`. */
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

/** Where the origin's position lies in the run that followed it. */
export function followedCursor({ positions, origin }: Followed): number {
  return positions[origin.cursor] ?? 0;
}

/** The last position of the origin that lies at or before `at`; its own where that is here. */
export function originCursor(followed: Followed, at: number): number {
  if (followedCursor(followed) === at) return followed.origin.cursor;
  return Math.max(
    followed.positions.findLastIndex((position) => position <= at),
    0,
  );
}

/**
 * Where each of the positions 0 to `from` lies in a run of `to` steps: behind the same statement,
 * or behind the last one before it that both runs have. The end of all that was followed is the end.
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
