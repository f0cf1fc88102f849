// The text that an address names, for a person whose address the page cannot open.

import { parseLink } from '../check/link/link.ts';
import * as textLink from '../check/link/textLink.ts';
import { loadDrafts } from '../session/address/drafts.ts';
import { isOwnFile } from '../session/state/ownFile.ts';
import { bar, save, storage } from './browser.ts';

/** Downloads the draft of that name, else the text in the address; nothing where there is neither. */
export function saveAddressedText(): void {
  const parsed = parseLink(bar.read(), textLink);
  if (parsed.kind !== 'link') return;
  const { scenario } = parsed.link;
  const text = loadDrafts(storage).drafts.get(scenario)?.text ?? parsed.text;
  if (text !== null) save(isOwnFile(scenario) ? scenario : `${scenario}.race`, text);
}
