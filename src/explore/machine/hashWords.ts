// Where to look for a state in a table.

/**
 * A 32-bit hash whose every bit depends on every bit of the words: states are packed fields
 * that differ in a bit or two. The multipliers and the finish are those of MurmurHash3.
 */
export function hashWords(from: Uint32Array, offset: number, words: number): number {
  let hash = words;
  for (let word = 0; word < words; word++) {
    hash = Math.imul(hash ^ (from[offset + word] as number), 0xcc9e2d51);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
