// The names of the scenarios, and the library files that each uses: what is needed to fetch texts.

import scenarioUses from '../../scenarios/uses.json';

/** What the page shows when an address leads nowhere. */
export const FIRST_SCENARIO = 'hole-punch';

/** By scenario, the names of the library files that it uses; a test holds them to the texts that there are. */
export const indexedUses: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(scenarioUses),
);

/** Sorted. */
export const indexedNames: readonly string[] = [...indexedUses.keys()].sort();
