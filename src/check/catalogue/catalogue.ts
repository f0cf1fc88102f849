// Which scenarios there are: on the command line and in tests, where all texts are there.

import { scenarioTexts } from '../source/library.ts';

export const scenarioNames: readonly string[] = [...scenarioTexts.keys()]
  .map((file) => file.replace(/\.race$/, ''))
  .sort();
