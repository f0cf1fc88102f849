// The stations one below the other, as bands of two cards with an alley between them: for a phone.

import type { ObjectId } from '../../model/world/world.ts';
import { AXIS, layCard } from './worldCard.ts';
import { STATIONS, type Cast, type CastCard } from './worldCast.ts';
import type { WorldLink } from '../world/worldLink.ts';
import {
  byPlace,
  routeRequest,
  type PlacedCard,
  type Placement,
  type Side,
  type StationLabel,
  type WorldSize,
} from './worldPlace.ts';
import { routeAlley, type RouteBox, type RouteRequest } from '../world/worldRoute.ts';
import { LEAST_GAP } from './worldStack.ts';

const LEAST_WIDTH = 340;
const LABEL_Y = 22;
const LABEL_GAP = 22;
const BAND_GAP = 30;
const ALLEY = 46;
/** On the left there is room for a queue before a lock. */
const LEFT = 22;
const RIGHT = 9;
/** A tie meets its PTE a little above the place where the PTE's own edge leaves on the same side. */
const TIE_RISE = 7;

/** `onlyTouched`: without what no known run touches. */
export function placeBands(
  cast: Cast,
  links: readonly WorldLink[],
  size: WorldSize,
  onlyTouched: boolean,
): Placement {
  const width = Math.max(size.width, LEAST_WIDTH);
  const half = Math.floor((width - ALLEY - LEFT - RIGHT) / 2);
  const cards: PlacedCard[] = [];
  const labels: StationLabel[] = [];
  let machine: Placement['machine'] = null;
  let y = LABEL_Y;
  for (const station of [...STATIONS, 'spare'] as const) {
    const own = cast.cards.filter(
      (card) => card.station === station && !(onlyTouched && card.resting),
    );
    if (own.length === 0) continue;
    labels.push({ station, text: cast.labels[station], x: LEFT, y });
    const band = placeBand(own, half, y + LABEL_GAP);
    cards.push(...band);
    const end = Math.max(...band.map((card) => card.y + card.height));
    if (station === 'server')
      machine = { x: 0, y: y - LABEL_GAP, width, height: end - y + LABEL_GAP + 12, border: 'top' };
    y = end + BAND_GAP;
  }
  return {
    width,
    height: Math.max(size.height, y - BAND_GAP + LABEL_GAP),
    cards: new Map(cards.map((card) => [card.id, card])),
    labels,
    machine,
    routes: routesAlong(cards, links, half),
  };
}

/** Two cards a row. */
function placeBand(own: readonly CastCard[], half: number, top: number): PlacedCard[] {
  const cards = own.map((cast) => ({
    cast,
    ...layCard(cast, half, cast.resting ? 'compact' : 'full'),
  }));
  let y = top;
  return cards.map((card, at) => {
    const right = at % 2 === 1;
    const row = cards.slice(at - (at % 2), at - (at % 2) + 2);
    const placed = { ...card, x: LEFT + (right ? half + ALLEY : 0), y };
    if (right) y += Math.max(...row.map(({ height }) => height)) + LEAST_GAP;
    return placed;
  });
}

function routesAlong(
  cards: readonly PlacedCard[],
  links: readonly WorldLink[],
  half: number,
): Placement['routes'] {
  const placed = new Map<ObjectId, { card: PlacedCard; box: RouteBox; side: Side }>(
    cards.map((card) => [
      card.id,
      { card, box: headOf(card), side: card.x === LEFT ? 'right' : 'left' },
    ]),
  );
  const requests = links.flatMap((link): RouteRequest[] => {
    const [from, to] = [placed.get(link.fromCard), placed.get(link.toCard)];
    if (!from || !to) return [];
    const request = routeRequest(link, {
      from: { ...from, column: 0 },
      to: { ...to, column: 1 },
      box: to.box,
    });
    const rise = link.look === 'tie' ? TIE_RISE : 0;
    return [{ ...request, to: { ...request.to, y: request.to.y - rise } }];
  });
  return routeAlley(byPlace(requests), { left: LEFT + half, right: LEFT + half + ALLEY });
}

/** Arrows meet a card above its axis, since its own edge leaves there. */
function headOf({ y, compact, height }: PlacedCard): RouteBox {
  return { top: y, bottom: y + (compact ? height : AXIS) };
}
