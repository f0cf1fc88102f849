// What is known of each scenario without reading its text, in the order in which their story happened.

import catalogueIndex from '../../scenarios/catalogue.json';
import type { IndexedScenario } from './indexedScenario.ts';

/** What the reports of all configurations said when the index was last made; a test holds it to them. */
const INDEX: readonly IndexedScenario[] = catalogueIndex;

const entries = INDEX.toSorted(
  (a, b) => (a.year ?? 0) - (b.year ?? 0) || a.title.localeCompare(b.title),
);

export function readCatalogue(): readonly IndexedScenario[] {
  return entries;
}
