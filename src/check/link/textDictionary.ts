// What the packer of links knows beforehand: texts like those that people edit. A link can be read
// only with the very dictionary it was packed with, so its file is frozen: texts of the library may
// change, this copy of them may not. Another dictionary is another file, and the old one stays.

import { strToU8 } from 'fflate';

const texts = import.meta.glob<string>('./textDictionary*.race', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** At most the 32 KB that the format looks back. */
export const dictionary: Uint8Array = strToU8(texts['./textDictionary1.race'] ?? '');

/** Four letters and digits that stand for the dictionary, in every link packed with it. */
export const dictionaryId: string = (checksum(dictionary) % 36 ** 4).toString(36).padStart(4, '0');

/** FNV-1a, 32 bits: tells a damaged text from a whole one, and hides nothing. */
export function checksum(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
