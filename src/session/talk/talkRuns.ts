// The runs of a talk and the stops of its beats along one of them.

import { at } from '../../base/assert.ts';
import type { Run } from '../../model/world/run.ts';
import type { OpenedBeat } from './openedTalk.ts';

/** The runs that beats show in one configuration, each once. */
export function runsOf(beats: readonly OpenedBeat[], key: string): readonly Run[] {
  const places = beats.flatMap((beat) => beat.places).filter((place) => place.key === key);
  return [...new Set(places.map(({ run }) => run))];
}

export interface BeatStop {
  /** Counts from 0. */
  readonly beat: number;
  readonly step: number;
  /** The task that took the step; null at the start. */
  readonly task: number | null;
  /** A property is broken in that step. */
  readonly breaks: boolean;
}

/** The beats around `beat` that show the same run one after the other. */
export function stopsAlong(beats: readonly OpenedBeat[], beat: number): readonly BeatStop[] {
  const run = beats[beat]?.places[0]?.run;
  if (run === undefined) return [];
  let first = beat;
  while (beats[first - 1]?.places[0]?.run === run) first -= 1;
  const stops: BeatStop[] = [];
  for (let i = first; beats[i]?.places[0]?.run === run; i += 1) {
    const { cursor } = at(at(beats, i).places, 0);
    const { step, world } = at(run.moments, cursor);
    const breaks = (step?.breaks.length ?? 0) > 0 || world.broken.length > 0;
    stops.push({ beat: i, step: cursor, task: step?.task ?? null, breaks });
  }
  return stops;
}
