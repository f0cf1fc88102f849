// The scenarios of the catalogue, as menus list them.

import { readCatalogue } from '../../check/catalogue/catalogueIndex.ts';
import { indexedNames } from '../../check/catalogue/scenarioUses.ts';

export interface ScenarioTitle {
  readonly name: string;
  readonly title: string;
  readonly year: number | null;
  readonly author: string | null;
}

/** In the order in which their story happened. */
export function listScenarios(): readonly ScenarioTitle[] {
  return readCatalogue();
}

/** Sorted. */
export function listScenarioNames(): readonly string[] {
  return indexedNames;
}
