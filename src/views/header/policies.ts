// The pause policies in words.

import type { PauseOn } from '../../session/player/pausePolicy.ts';

export const POLICIES: readonly (readonly [PauseOn, string])[] = [
  ['step', 'every step'],
  ['lock', 'lock transitions'],
  ['switch', 'context switches'],
  ['broken', 'broken properties'],
];
