// Which scenarios there are, in the order in which their story happened.

import { loadScenario } from './loadScenario.ts';
import { scenarioTexts } from './library.ts';

export interface CatalogueEntry {
  readonly name: string;
  readonly title: string;
  readonly year: number | null;
  readonly author: string | null;
}

/** What the page opens without being asked for anything else. */
export const FIRST_SCENARIO = 'hole-punch';

export const scenarioNames: readonly string[] = [...scenarioTexts.keys()]
  .map((file) => file.replace(/\.race$/, ''))
  .sort();

let entries: readonly CatalogueEntry[] | null = null;

/** Every scenario with what its text says of itself; read once, when first asked for. */
export function readCatalogue(): readonly CatalogueEntry[] {
  entries ??= scenarioNames
    .map(describe)
    .sort((a, b) => (a.year ?? 0) - (b.year ?? 0) || a.title.localeCompare(b.title));
  return entries;
}

function describe(name: string): CatalogueEntry {
  const program = loadScenario(name)?.program ?? null;
  return {
    name,
    title: program?.title ?? name,
    year: program?.year ?? null,
    author: program?.author ?? null,
  };
}
