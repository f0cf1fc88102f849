// Where a scenario is from, in a few words.

import type { ScenarioTitle } from '../../session/state/scenarioList.ts';

/** When it happened, and who wrote of it. */
export function originOf({ year, author }: ScenarioTitle): string {
  return [year, author].filter((part) => part !== null).join(' · ');
}
