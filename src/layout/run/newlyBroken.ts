// What a moment of a run breaks.

import type { Moment } from '../../model/world/run.ts';
import type { World } from '../../model/world/world.ts';

/** The properties that a step breaks: those of its edge, and those broken now and not before. */
export function newlyBroken(moment: Moment, before: World): string[] {
  const states = moment.world.broken.filter((name) => !before.broken.includes(name));
  return [...new Set([...(moment.step?.breaks ?? []), ...states])];
}
