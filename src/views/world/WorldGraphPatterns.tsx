// The patterns that distinguish data without colour, and the hatching of free objects.

import { memo } from 'react';

interface PatternsProps {
  /** Makes the ids unique on the page. */
  readonly id: string;
}

/** Strokes on a tile of 6 by 6: token 2 and up; 0 is plain and 1 is solid. */
const TILES = [
  'M-1,7L7,-1M-1,1L1,-1M5,7L7,5',
  'M0,1.5H6M0,4.5H6',
  'M-1,-1L7,7M5,-1L7,1M-1,5L1,7',
  'M1.5,0V6M4.5,0V6',
  'M0,3H6M3,0V6',
];

export const FIRST_TILE = 2;

/** Which tile a token's chip is filled with; null for plain and solid ones. */
export function tileOf(pattern: number): number | null {
  return pattern < FIRST_TILE ? null : (pattern - FIRST_TILE) % TILES.length;
}

export const WorldGraphPatterns = memo(function WorldGraphPatterns({ id }: PatternsProps) {
  return (
    <defs>
      <pattern
        id={`${id}free`}
        width="8"
        height="8"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <path className="world-graph__hatch" d="M0,0V8" />
      </pattern>
      {TILES.map((d, at) => (
        <pattern key={d} id={`${id}tile${at}`} width="6" height="6" patternUnits="userSpaceOnUse">
          <path className="world-graph__tile" d={d} />
        </pattern>
      ))}
    </defs>
  );
});
