// Where a hint stands: beside its element, on the other side where it does not fit, never off the page.

import { unreachable } from '../../base/assert.ts';
import type { TipSide } from './tipTimer.ts';

/** As `getBoundingClientRect` gives it, in CSS pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** From the element to the hint. */
const GAP = 8;
/** To the edge of the page. */
const MARGIN = 6;

const OTHER: Readonly<Record<TipSide, TipSide>> = {
  top: 'bottom',
  bottom: 'top',
  left: 'right',
  right: 'left',
};

/** The left top corner of a hint of that size in a page of that size. */
export function tipPlace(
  anchor: Box,
  tip: Size,
  page: Size,
  side: TipSide,
): { x: number; y: number } {
  const wanted = beside(anchor, tip, side);
  const place = fits(wanted, tip, page, side) ? wanted : beside(anchor, tip, OTHER[side]);
  return {
    x: clamp(place.x, page.width - tip.width - MARGIN),
    y: clamp(place.y, page.height - tip.height - MARGIN),
  };
}

function beside(anchor: Box, tip: Size, side: TipSide): { x: number; y: number } {
  const x = anchor.left + (anchor.width - tip.width) / 2;
  const y = anchor.top + (anchor.height - tip.height) / 2;
  switch (side) {
    case 'top':
      return { x, y: anchor.top - tip.height - GAP };
    case 'bottom':
      return { x, y: anchor.top + anchor.height + GAP };
    case 'left':
      return { x: anchor.left - tip.width - GAP, y };
    case 'right':
      return { x: anchor.left + anchor.width + GAP, y };
    default:
      return unreachable(side);
  }
}

function fits({ x, y }: { x: number; y: number }, tip: Size, page: Size, side: TipSide): boolean {
  if (side === 'top' || side === 'bottom')
    return y >= MARGIN && y + tip.height <= page.height - MARGIN;
  return x >= MARGIN && x + tip.width <= page.width - MARGIN;
}

function clamp(value: number, most: number): number {
  return Math.max(MARGIN, Math.min(value, most));
}
