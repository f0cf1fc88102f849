// A model searched with reductions, held to the whole search.

import { expect } from 'vitest';
import type { SearchReport } from '../../explore/search/searchReport.ts';
import { buildModel, type Model } from '../../model/build/model.ts';
import { programOf } from '../../model/build/snippet.testing.ts';
import { searchAgain, searchWhole } from './reducedDifference.testing.ts';
import { type Reduction, REDUCTIONS } from './reductions.ts';

/** States of the whole search, and of those with each reduction alone and with all. */
export type Counts = Readonly<Record<Reduction | 'whole' | 'all', number>>;

/** All searches of a model; null where the whole one is too large for a test. */
export function compare(build: () => Model): Counts | null {
  const whole = searchWhole(build());
  if (whole === null) return null;
  const statesWith = (reduce: readonly Reduction[]) => searchWith(build(), reduce, whole);
  return {
    whole: whole.states,
    merge: statesWith(['merge']),
    order: statesWith(['order']),
    pages: statesWith(['pages']),
    tasks: statesWith(['tasks']),
    all: statesWith(REDUCTIONS),
  };
}

/** How many states a reduced search keeps, which has to say what the whole one said. */
export function searchWith(
  model: Model,
  reduce: readonly Reduction[],
  whole: SearchReport,
): number {
  const { states, differences } = searchAgain(model, reduce, whole);
  expect(differences).toEqual([]);
  return states;
}

/** All searches of a text's first configuration. */
export const compareText = (text: string) => compare(() => buildModel(programOf(text), {}));
