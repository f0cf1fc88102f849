// A card's place, and where edges leave and reach it.

import type { ObjectId } from '../../model/world/world.ts';
import { AXIS, CARD, type CardPlan, type RowPlace } from './worldCard.ts';
import type { CardContent, Station } from './worldContent.ts';
import type { WorldLink } from '../world/worldLink.ts';
import type { Point, RouteBox, RouteEnd, RouteRequest } from '../world/worldRoute.ts';
import type { SceneMachine } from './worldScene.ts';

export interface WorldSize {
  readonly width: number;
  readonly height: number;
}

export interface PlacedCard extends CardPlan {
  readonly content: CardContent;
  readonly x: number;
  readonly y: number;
}

export interface StationLabel {
  readonly station: Station;
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

/** The places of all cards and edges. */
export interface Placement {
  /** The picture's own pixels, its view box: every number of a plan and of its scenes is in these. */
  readonly width: number;
  readonly height: number;
  readonly cards: ReadonlyMap<ObjectId, PlacedCard>;
  readonly labels: readonly StationLabel[];
  /** Null: everything is on one machine. */
  readonly machine: SceneMachine | null;
  /** By link key: every reference that the known runs draw. */
  readonly routes: ReadonlyMap<string, readonly Point[]>;
}

/** Where a row stands on the stage; a hidden one stands for its card's middle. */
export function rowY(card: PlacedCard, row: string): number {
  const place = placeOf(card, row);
  return card.y + (place ? place.y + place.height / 2 : card.height / 2);
}

export function placeOf(card: PlacedCard, row: string): RowPlace | undefined {
  return card.rows.find((each) => each.row.key === row);
}

export function boxOf({ y, height }: PlacedCard): RouteBox {
  return { top: y, bottom: y + height };
}

export type Side = 'left' | 'right';

/** The two cards of a reference, each with the side that its edge uses and the column it is in. */
export interface LinkEnds {
  readonly from: { readonly card: PlacedCard; readonly column: number; readonly side: Side };
  readonly to: { readonly card: PlacedCard; readonly column: number; readonly side: Side };
  /** What may be met on the target: its whole side, or a part of it. */
  readonly box: RouteBox;
}

export function routeRequest(link: WorldLink, { from, to, box }: LinkEnds): RouteRequest {
  const start = {
    column: from.column,
    x: sideX(from.card, link.from, from.side),
    y: rowY(from.card, link.from),
  };
  return { key: link.key, from: start, to: arrivalAt(link, to, box) };
}

function arrivalAt(
  link: WorldLink,
  { card, column, side }: LinkEnds['to'],
  box: RouteBox,
): RouteEnd {
  if (link.to !== null) {
    return { column, x: sideX(card, link.to, side), y: rowY(card, link.to), box: null };
  }
  const x = side === 'left' ? card.x : card.x + card.width;
  return { column, x, y: card.y + (card.compact ? CARD.compact / 2 : AXIS), box };
}

/** A cell lets its edge out at its own side, everything else at the card's. */
function sideX(card: PlacedCard, row: string, side: Side): number {
  const place = placeOf(card, row);
  const inset = place?.row.kind === 'cell' ? place.x : 0;
  return side === 'right' ? card.x + card.width - inset : card.x + inset;
}

/** A fixed order from the top of the stage down, whichever edges are drawn. */
export function byPlace(requests: readonly RouteRequest[]): RouteRequest[] {
  return requests.toSorted(
    (a, b) => a.from.y - b.from.y || a.from.column - b.from.column || a.to.y - b.to.y,
  );
}
