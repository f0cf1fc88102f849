// The name that was probably meant: the mend of an unknown one.

import { at } from '../../base/assert.ts';

/** The candidate with the fewest edits to `name`, when that is few enough to be a slip. */
export function nearestName(
  name: string,
  candidates: Iterable<string>,
  most = Math.floor(name.length / 3),
): string | null {
  let best: string | null = null;
  let fewest = most + 1;
  for (const candidate of candidates) {
    const edits = editDistance(name, candidate, fewest);
    if (edits >= fewest) continue;
    best = candidate;
    fewest = edits;
  }
  return best;
}

/** Letters put in, left out, replaced, or swapped with the next; any number from `enough` on where there are so many. */
function editDistance(a: string, b: string, enough: number): number {
  if (Math.abs(a.length - b.length) >= enough) return enough;
  let earlier: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replace = at(row, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = swapped ? at(earlier, j - 2) + 1 : Infinity;
      next.push(Math.min(replace, swap, at(row, j) + 1, at(next, j - 1) + 1));
    }
    // A swap leads over one row, so two of them have to be far off.
    if (Math.min(...row) >= enough && Math.min(...next) >= enough) return enough;
    earlier = row;
    row = next;
  }
  return at(row, b.length);
}
