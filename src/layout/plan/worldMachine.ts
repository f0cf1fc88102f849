// The server's part of the stage where stations stand side by side: its column, in which calls and
// replies wait above the border of its machine.

import type { CardPlan } from './worldCard.ts';
import type { CardContent, Station } from './worldContent.ts';
import type { WorldLink } from '../world/worldLink.ts';
import type { PlacedCard, Placement } from './worldPlace.ts';
import { AXIS, CARD } from './worldCard.ts';
import type { Point } from '../world/worldRoute.ts';
import { stackColumn, type PlacedColumn, type StackedCard } from './worldStack.ts';

/** Under the calls, and over the server's card: for its name and a task that sits there. */
const GAP = 12;
const HEAD = 44;
/** The server's card and all that is between it and the calls, at least. */
const SERVER = 150;
/** Between the border and the cards of a machine; the lines of its calls run there. */
const BESIDE = 26;
const LINE_STEP = 5;

/** Calls stand over the server, with the border of its machine between. */
export function stackFar(column: PlacedColumn, top: number, bottom: number): StackedCard[] {
  const [calls, servers] = [cardsAt(column, 'wire'), cardsAt(column, 'server')];
  if (calls.length === 0 || servers.length === 0) return stackColumn(column, top, bottom);
  const letters = stackColumn({ ...column, station: 'wire', cards: calls }, top, bottom - SERVER);
  const below = endOf(letters) + GAP + HEAD;
  return [...letters, ...stackColumn({ ...column, cards: servers }, below, bottom)];
}

function cardsAt({ cards }: PlacedColumn, station: Station): CardContent[] {
  return cards.filter((card) => card.station === station);
}

function endOf(cards: readonly (CardPlan & { readonly y: number })[]): number {
  return Math.max(...cards.map(({ y, height }) => y + height));
}

/** The server's column, or what of it is below the calls; null where all is on one machine. */
export function machineAround(
  columns: readonly PlacedColumn[],
  cards: readonly PlacedCard[],
  right: number,
  bottom: number,
): Placement['machine'] {
  const at = columns.findIndex(({ station }) => station === 'server');
  const [column, before] = [columns[at], columns[at - 1]];
  if (!column || !before) return null;
  const x = Math.round(Math.max(column.x - BESIDE, (before.x + before.width + column.x) / 2));
  if (cardsAt(column, 'wire').length === 0)
    return { x, y: 0, width: right - x, height: bottom, border: 'left' };
  const servers = cards.filter(({ content }) => content.station === 'server');
  const y = Math.min(...servers.map((card) => card.y)) - HEAD;
  return { x, y, width: right - x, height: bottom - y, border: 'corner' };
}

/** From the left of each call down to the server, the upper calls outside. */
export function wireRoutes(
  links: readonly WorldLink[],
  cards: readonly PlacedCard[],
): [string, readonly Point[]][] {
  const wires = links.filter(({ look }) => look === 'wire');
  const placed = wires.flatMap(({ key, fromCard, toCard }) => {
    const [call, server] = [fromCard, toCard].map((id) => cards.find((card) => card.id === id));
    return call && server ? [{ key, call, server }] : [];
  });
  const order = placed.toSorted((a, b) => b.call.y - a.call.y);
  return order.map(({ key, call, server }, at): [string, Point[]] => {
    const x = call.x - 8 - at * LINE_STEP;
    const from = call.y + middleOf(call);
    const to = server.y + middleOf(server) + at * LINE_STEP;
    return [key, [[call.x, from], [x, from], [x, to], [server.x, to]]]; // prettier-ignore
  });
}

function middleOf({ compact }: CardPlan): number {
  return compact ? CARD.compact / 2 : AXIS;
}
