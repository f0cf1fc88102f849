// The way from one place of a run to another: back along the run to the last step that both runs share, then on. So the world
// moves through real states, forwards and backwards.

import type { Move, Run } from '../model/world/run.ts';

export interface Place {
  readonly run: Run;
  /** How many of its steps are taken. */
  readonly cursor: number;
}

/** More frames than this are thinned out: a person sees no more in under a second. */
export const MOST_FRAMES = 16;

/** The places after `from`, `to` last. `sameModel`: whether both runs belong to one model; if not, there is nothing between them. */
export function travel(from: Place, to: Place, sameModel: boolean): Place[] {
  if (!sameModel) return [to];
  const shared = sharedSteps(from, to);
  const back = Array.from({ length: from.cursor - shared }, (_, i) => from.cursor - 1 - i);
  const on = Array.from({ length: to.cursor - shared }, (_, i) => shared + 1 + i);
  const way = [
    ...back.map((cursor) => ({ run: from.run, cursor })),
    ...on.map((cursor) => ({ run: to.run, cursor })),
  ];
  return [...thinned(way.slice(0, -1)), to];
}

/** How many steps of both runs, as far as they are taken, are the same. */
function sharedSteps(from: Place, to: Place): number {
  const most = Math.min(from.cursor, to.cursor);
  let shared = 0;
  while (shared < most && isSame(from.run.moves[shared], to.run.moves[shared])) shared += 1;
  return shared;
}

function isSame(a: Move | undefined, b: Move | undefined): boolean {
  return a?.task === b?.task && a?.choice === b?.choice;
}

function thinned(places: readonly Place[]): Place[] {
  if (places.length <= MOST_FRAMES) return [...places];
  const stride = places.length / MOST_FRAMES;
  return Array.from({ length: MOST_FRAMES }, (_, i) => places[Math.ceil((i + 1) * stride) - 1]!);
}
