// Which scenarios there are: on the command line and in tests, where all texts are there.

import { nearestName } from '../../lang/syntax/nearestName.ts';
import { scenarioTexts } from '../source/library.ts';

export const scenarioNames: readonly string[] = [...scenarioTexts.keys()]
  .map((file) => file.replace(/\.race$/, ''))
  .sort();

/** The scenario that was probably meant by a name; null where none is near. */
export function nearestScenario(name: string): string | null {
  return nearestName(name, scenarioNames);
}
