// The width of a text, computed without a browser, so that layouts can keep labels apart.

/** Widths of Inter's letters at weight 400 in hundredths of an em, from the space to `~`. */
const INTER = [
  28, 29, 47, 63, 64, 98, 64, 30, 36, 36, 50, 66, 29, 46, 29, 36, 63, 41, 61, 62, 65, 59, 62, 57,
  62, 62, 29, 30, 66, 66, 66, 51, 97, 69, 65, 73, 72, 60, 59, 75, 74, 27, 57, 67, 57, 90, 75, 76,
  64, 76, 64, 64, 65, 74, 69, 99, 68, 68, 63, 36, 36, 36, 47, 46, 32, 56, 61, 57, 61, 58, 37, 61,
  59, 24, 24, 55, 24, 88, 59, 60, 61, 61, 38, 53, 33, 59, 56, 82, 55, 56, 55, 43, 33, 43, 66,
] as const;

const FIRST = 32;

/** Kerning and rounding may add this much. */
const SLACK = 1.02;

/** Pixels of a text in the prose family at `size` pixels; a little too wide rather than too narrow. */
export function proseWidth(text: string, size: number): number {
  let hundredths = 0;
  for (const letter of text) hundredths += INTER[letter.charCodeAt(0) - FIRST] ?? 100;
  return (hundredths / 100) * size * SLACK;
}
