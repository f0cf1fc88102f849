// Widths of the stage's texts in their two families and their weights, and what fits.

import { proseWidth } from './textWidth.ts';

/** Inter grows by 1.7 % for each hundred of its weight. */
const PER_WEIGHT = 0.00017;

/** Pixels of a prose text. */
export function labelWidth(text: string, size: number, weight = 400): number {
  return proseWidth(text, size) * (1 + (weight - 400) * PER_WEIGHT);
}

/** Pixels of a text in JetBrains Mono, where every letter is as wide as the next. */
export function codeWidth(text: string, size: number): number {
  return [...text].length * size * 0.6;
}

/** As much of a text as fits, with an ellipsis for the rest. */
export function fitted(text: string, room: number, width: (text: string) => number): string {
  if (width(text) <= room) return text;
  let end = text.length - 1;
  while (end > 0 && width(`${text.slice(0, end)}…`) > room) end -= 1;
  return end > 0 ? `${text.slice(0, end)}…` : '';
}
