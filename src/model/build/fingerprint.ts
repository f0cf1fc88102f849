// A hash of the step structure in four characters: it detects a link that was made for another text.

import type { TaskCode } from '../step/taskCode.ts';

/** Hashes every place of every task, by the keys of its steps. */
export function fingerprintOf(codes: readonly TaskCode[]): string {
  let hash = 0x811c9dc5;
  for (const code of codes) {
    for (const node of code.nodes) {
      const key = code.cfg.nodes[node]?.site?.key ?? '.';
      for (let i = 0; i < key.length; i += 1)
        hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
      hash = Math.imul(hash ^ 0x1f, 0x01000193);
    }
  }
  return ((hash >>> 0) % 36 ** 4).toString(36).padStart(4, '0');
}
