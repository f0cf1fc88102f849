// Which texts an address needs before it can be followed.

import { carriesText, parseLink } from '../../check/link/link.ts';
import type { Library } from '../state/library.ts';
import { isOwnFile } from '../state/ownFile.ts';

/**
 * The scenario whose texts suffice; null: all texts, because the address carries a text or names a visitor's own
 * file.
 */
export function neededTexts(
  hash: string,
  library: Pick<Library, 'names' | 'first'>,
): string | null {
  const parsed = parseLink(hash);
  if (parsed.kind !== 'link') return library.first;
  const { scenario } = parsed.link;
  if (carriesText(hash) || isOwnFile(scenario)) return null;
  // An invalid address opens the first scenario.
  return library.names.includes(scenario) ? scenario : library.first;
}
