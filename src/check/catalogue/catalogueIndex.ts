// What is known of each scenario without reading its text, in the order in which their story happened.

import catalogueIndex from '../../scenarios/catalogue.json';
import type { IndexedScenario } from './indexedScenario.ts';

/** What the page shows when an address leads nowhere. */
export const FIRST_SCENARIO = 'hole-punch';

/** What the reports of all configurations said when the index was last made; a test holds it to them. */
const INDEX: readonly IndexedScenario[] = catalogueIndex;

/** The names, sorted; a test holds them to the texts that there are. */
export const indexedNames: readonly string[] = INDEX.map(({ name }) => name).sort();

const entries = INDEX.toSorted(
  (a, b) => (a.year ?? 0) - (b.year ?? 0) || a.title.localeCompare(b.title),
);

export function readCatalogue(): readonly IndexedScenario[] {
  return entries;
}

/** The library files that each scenario uses. */
export const indexedUses: ReadonlyMap<string, readonly string[]> = new Map(
  INDEX.map(({ name, uses }) => [name, uses]),
);
