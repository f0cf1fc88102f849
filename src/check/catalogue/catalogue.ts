// Which scenarios there are, in the order in which their story happened, and what is known of each.

import catalogueIndex from '../../scenarios/catalogue.json';
import type { IndexedScenario } from './indexedScenario.ts';
import { scenarioTexts } from '../source/library.ts';
import { loadScenario } from '../source/loadScenario.ts';

export interface CatalogueEntry {
  readonly name: string;
  readonly title: string;
  readonly year: number | null;
  readonly author: string | null;
  /** Null for a scenario that is newer than the index. */
  readonly indexed: IndexedScenario | null;
}

/** What the page shows when an address leads nowhere. */
export const FIRST_SCENARIO = 'hole-punch';

export const scenarioNames: readonly string[] = [...scenarioTexts.keys()]
  .map((file) => file.replace(/\.race$/, ''))
  .sort();

/** What the reports of all configurations said when the index was last made; a test holds it to them. */
const INDEX: readonly IndexedScenario[] = catalogueIndex;

let entries: readonly CatalogueEntry[] | null = null;

/** Every scenario, read once when first asked for. */
export function readCatalogue(): readonly CatalogueEntry[] {
  entries ??= scenarioNames
    .map(describe)
    .sort((a, b) => (a.year ?? 0) - (b.year ?? 0) || a.title.localeCompare(b.title));
  return entries;
}

function describe(name: string): CatalogueEntry {
  const indexed = INDEX.find((one) => one.name === name) ?? null;
  const program = indexed ?? loadScenario(name)?.program ?? null;
  return {
    name,
    title: program?.title ?? name,
    year: program?.year ?? null,
    author: program?.author ?? null,
    indexed,
  };
}
