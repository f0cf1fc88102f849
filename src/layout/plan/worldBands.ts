// The layout for a phone: stations one below the other, as bands of two cards with a gap between them for edges.

import type { ObjectId } from '../../model/world/world.ts';
import { AXIS, layCard } from './worldCard.ts';
import { STATIONS, type WorldContent, type CardContent } from './worldContent.ts';
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
import { queueRoom } from '../world/worldQueue.ts';
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
/** Under the last card of another machine. */
const MACHINE_FOOT = 12;
/** A tie meets its PTE a little above the place where the PTE's own edge leaves on the same side. */
const TIE_RISE = 7;

/** `onlyAccessed`: without objects that no known run accesses. */
export function placeBands(
  content: WorldContent,
  links: readonly WorldLink[],
  size: WorldSize,
  onlyAccessed: boolean,
): Placement {
  const width = Math.max(size.width, LEAST_WIDTH);
  const own = content.cards.filter((card) => !(onlyAccessed && card.resting));
  const frame = frameFor(own, width);
  const rows = rowsOf(own);
  const cards: PlacedCard[] = [];
  const labels: StationLabel[] = [];
  let machine: Placement['machine'] = null;
  let y = LABEL_Y;
  for (const row of rows) {
    const fresh = row.flatMap(({ station }, at) => {
      const known = labels.some((label) => label.station === station);
      const x = at === 0 ? frame.left : frame.right;
      return known || row[at - 1]?.station === station
        ? []
        : [{ station, text: content.labels[station], x }];
    });
    if (fresh.length > 0 && cards.length > 0) y += BAND_GAP - LEAST_GAP;
    labels.push(...fresh.map((label) => ({ ...label, y })));
    const placed = placeRow(row, frame, fresh.length > 0 ? y + LABEL_GAP : y);
    cards.push(...placed);
    const end = Math.max(...placed.map((card) => card.y + card.height));
    if (row[0]?.station === 'server')
      machine = grown(machine, y - LABEL_GAP, end + MACHINE_FOOT, width);
    y = end + LEAST_GAP;
  }
  return {
    width,
    height: Math.max(size.height, y - LEAST_GAP + LABEL_GAP),
    cards: new Map(cards.map((card) => [card.id, card])),
    labels,
    machine,
    routes: routesAlong(cards, links, frame),
  };
}

function placeRow(
  row: readonly CardContent[],
  { left, right, half }: Frame,
  y: number,
): PlacedCard[] {
  return row.map((card, at) => ({
    content: card,
    ...layCard(card, half, card.resting ? 'compact' : 'full'),
    x: at === 0 ? left : right,
    y,
  }));
}

/** The two columns: where each begins, and how wide both are. */
interface Frame {
  readonly left: number;
  readonly right: number;
  readonly half: number;
}

/** As narrow as the queues before the cards allow. */
function frameFor(cards: readonly CardContent[], width: number): Frame {
  const queue = Math.max(0, ...cards.map((card) => queueRoom(card.waiting, card.deadlocked)));
  const left = Math.max(LEFT, queue);
  const alley = Math.max(ALLEY, queue);
  const half = Math.floor((width - alley - left - RIGHT) / 2);
  return { left, right: left + half + alley, half };
}

/**
 * Two cards a row, in the order of the stations. Objects of another machine, and those without a station, begin a row
 * of their own.
 */
function rowsOf(cards: readonly CardContent[]): CardContent[][] {
  const rows: CardContent[][] = [];
  for (const station of [...STATIONS, 'spare'] as const) {
    for (const card of cards.filter((each) => each.station === station)) {
      const last = rows.at(-1);
      const joins = last?.length === 1 && part(last[0]?.station) === part(station);
      if (last && joins) last.push(card);
      else rows.push([card]);
    }
  }
  return rows;
}

/** Cards of different parts do not stand side by side. */
function part(station: CardContent['station'] | undefined): string {
  return station === 'server' || station === 'spare' || station === 'wire' ? station : 'here';
}

function grown(
  machine: Placement['machine'],
  top: number,
  bottom: number,
  width: number,
): NonNullable<Placement['machine']> {
  const y = machine?.y ?? top;
  return { x: 0, y, width, height: bottom - y, border: 'top' };
}

function routesAlong(
  cards: readonly PlacedCard[],
  links: readonly WorldLink[],
  { left, right, half }: Frame,
): Placement['routes'] {
  const placed = new Map<ObjectId, { card: PlacedCard; box: RouteBox; side: Side }>(
    cards.map((card) => [
      card.id,
      { card, box: headOf(card), side: card.x === left ? 'right' : 'left' },
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
  return routeAlley(byPlace(requests), { left: left + half, right });
}

/** Arrows meet a card above its axis, since its own edge leaves there. */
function headOf({ y, compact, height }: PlacedCard): RouteBox {
  return { top: y, bottom: y + (compact ? height : AXIS) };
}
