// The stations side by side, as columns.

import type { ObjectId } from '../../model/world/world.ts';
import { queueRoom } from '../world/worldQueue.ts';
import { cardWidth, layFlat, leastWidth } from './worldCard.ts';
import { STATIONS, type WorldContent, type CardContent, type Station } from './worldContent.ts';
import type { WorldLink } from '../world/worldLink.ts';
import { machineAround, stackFar, wireRoutes } from './worldMachine.ts';
import {
  boxOf,
  byPlace,
  routeRequest,
  type PlacedCard,
  type Placement,
  type StationLabel,
  type WorldSize,
} from './worldPlace.ts';
import { routeEdges, type RouteRequest } from '../world/worldRoute.ts';
import { COMPACT_GAP, LEAST_GAP, type Column, type PlacedColumn } from './worldStack.ts';

/** Around the picture: as much as a ring needs. */
const EDGE = 9;
const LABEL_Y = 22;
const LANES_TOP = 34;
/** Between the lanes and the first cards: the tasks that sit on them. */
const SEATS = 16;
const LANE = 8;
const SPARE_GAP = 24;

/** Null when the columns do not fit side by side; `mayCut`: not even with texts cut short. */
export function placeColumns(
  content: WorldContent,
  links: readonly WorldLink[],
  size: WorldSize,
  mayCut: boolean,
): Placement | null {
  const columns = fitColumns(content, size.width, mayCut);
  if (!columns) return null;
  const spare = placeSpare(content, size.width);
  const top = LANES_TOP + laneCount(columns, links) * LANE + SEATS;
  const bottom = size.height - EDGE - spare.height;
  const standing = columns.flatMap((column) =>
    stackFar(column, top, bottom).map((card) => ({ ...card, x: column.x })),
  );
  const lowest = Math.max(bottom, ...standing.map(({ y, height }) => y + height));
  const lying = spare.cards.map((card) => ({ ...card, y: card.y + lowest }));
  const machine = machineAround(columns, standing, size.width, lowest + EDGE);
  return {
    width: size.width,
    height: lowest + spare.height + EDGE,
    cards: new Map([...standing, ...lying].map((card) => [card.id, card])),
    labels: columns.flatMap((column) => labelsOver(column, content, machine)),
    machine,
    routes: new Map([
      ...routesBetween(columns, standing, links, lowest),
      ...wireRoutes(links, standing),
    ]),
  };
}

/** The place of the server's name: on its machine, below the calls. */
function labelsOver(
  { station, x }: PlacedColumn,
  content: WorldContent,
  machine: Placement['machine'],
): StationLabel[] {
  const label = (named: Station, y: number): StationLabel => ({
    station: named,
    text: content.labels[named],
    x: x + 2,
    y,
  });
  if (machine?.border !== 'corner' || station !== 'server') return [label(station, LABEL_Y)];
  return [label('wire', LABEL_Y), label('server', machine.y + LABEL_Y)];
}

/** Lanes over the first cards, for edges that pass a column; some before they are needed. */
function laneCount(columns: readonly Column[], links: readonly WorldLink[]): number {
  const far = links.filter(
    (link) => columnOf(columns, link.toCard) - columnOf(columns, link.fromCard) > 1,
  );
  return Math.min(6, Math.max(3, far.length));
}

function columnOf(columns: readonly Column[], card: ObjectId): number {
  return columns.findIndex(({ cards }) => cards.some(({ id }) => id === card));
}

// Widths.

/** The least gutter before each station: a tie needs little, arrows, a queue and cargo more. */
const GUTTERS: Readonly<Record<Station, number>> = {
  cpu: 0,
  mm: 17,
  file: 22,
  page: 30,
  block: 44,
  wire: 30,
  server: 42,
  spare: 0,
};
const MOST_GUTTER = 96;

/** A column for each station that there is; calls stand in their server's. */
function columnsOf({ cards }: WorldContent): { station: Station; cards: CardContent[] }[] {
  const servers = cards.filter(({ station }) => station === 'server');
  const columnFor = ({ station }: CardContent) =>
    station === 'wire' && servers.length > 0 ? 'server' : station;
  return STATIONS.map((station) => ({
    station,
    cards: cards.filter((card) => columnFor(card) === station),
  })).filter((column) => column.cards.length > 0);
}

/** Space for the tasks that wait for its locks. */
function roomBefore({ waiting, deadlocked }: CardContent): number {
  return queueRoom(waiting, deadlocked);
}

/** As wide as their texts; the remaining space goes into the gutters first, then around the whole. */
function fitColumns(content: WorldContent, width: number, mayCut: boolean): PlacedColumn[] | null {
  const present = columnsOf(content);
  const [left = EDGE, ...least] = present.map(({ station, cards }, at) =>
    Math.max(at === 0 ? EDGE : GUTTERS[station], ...cards.map(roomBefore)),
  );
  const needed = sum(least);
  const room = width - left - EDGE;
  const widths = fitWidths(
    present.map(({ cards }) => cards),
    room - needed,
    mayCut,
  );
  const free = room - sum(widths);
  if (free < needed) return null;
  const gutters = least.map((gutter) =>
    Math.max(gutter, Math.min(MOST_GUTTER, gutter * Math.min(2, free / needed))),
  );
  let x = left + (present.length > 1 ? (free - sum(gutters)) / 2 : 0);
  return present.map((column, at) => {
    const placed = { ...column, x: Math.round(x), width: widths[at]! };
    x += placed.width + (gutters[at] ?? 0);
    return placed;
  });
}

/** Every text in full; else with dashes for NULL and less side by side; else, if allowed, with narrower columns. */
function fitWidths(
  columns: readonly (readonly CardContent[])[],
  room: number,
  mayCut: boolean,
): number[] {
  const widest = (width: (card: CardContent) => number) =>
    columns.map((cards) => Math.max(...cards.map(width)));
  const full = widest((card) => cardWidth(card, true));
  if (sum(full) <= room) return full;
  const dashed = widest((card) => Math.max(cardWidth(card, false), leastWidth(card)));
  if (sum(dashed) <= room) return widened(pagesFirst(columns, dashed, full, room), full, room);
  return mayCut ? narrowed(dashed, widest(leastWidth), room) : dashed;
}

/** Two flags a line make a page's card a third shorter. */
function pagesFirst(
  columns: readonly (readonly CardContent[])[],
  widths: readonly number[],
  full: readonly number[],
  room: number,
): number[] {
  const spare = room - sum(widths);
  return widths.map((width, at) =>
    columns[at]?.[0]?.station === 'page' ? Math.min(full[at]!, width + spare) : width,
  );
}

/** The remaining space goes to the cards that can use it. */
function widened(widths: readonly number[], full: readonly number[], room: number): number[] {
  const wants = widths.map((width, at) => full[at]! - width);
  const share = Math.min(1, (room - sum(widths)) / Math.max(1, sum(wants)));
  return widths.map((width, at) => Math.floor(width + wants[at]! * share));
}

function narrowed(widths: readonly number[], least: readonly number[], room: number): number[] {
  const result = [...widths];
  for (let over = sum(result) - room; over > 0; ) {
    const slack = result.map((width, at) => (width > least[at]! ? width : 0));
    const widest = slack.indexOf(Math.max(...slack));
    if (slack[widest] === 0) return result;
    const cut = Math.min(over, 4, result[widest]! - least[widest]!);
    result[widest]! -= cut;
    over -= cut;
  }
  return result;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Objects without a station, in rows below the columns; `y` counts from the end of the columns. */
function placeSpare(
  content: WorldContent,
  width: number,
): { readonly cards: PlacedCard[]; readonly height: number } {
  const cards: PlacedCard[] = [];
  let [x, y, high] = [EDGE, LEAST_GAP, 0];
  for (const spare of content.cards.filter(({ station }) => station === 'spare')) {
    const before = Math.max(x > EDGE ? SPARE_GAP : 0, roomBefore(spare));
    const card = layFlat(spare, width - 2 * EDGE - roomBefore(spare));
    const over = x > EDGE && x + before + card.width > width - EDGE;
    if (over) [x, y, high] = [EDGE, y + high + COMPACT_GAP, 0];
    const left = x + (over ? roomBefore(spare) : before);
    cards.push({ ...card, content: spare, x: left, y });
    x = left + card.width;
    high = Math.max(high, card.height);
  }
  return { cards, height: cards.length > 0 ? y + high : 0 };
}

function routesBetween(
  columns: readonly PlacedColumn[],
  cards: readonly PlacedCard[],
  links: readonly WorldLink[],
  bottom: number,
): Placement['routes'] {
  const placed = new Map(cards.map((card) => [card.id, { card, box: boxOf(card) }]));
  const requests = links.flatMap((link): RouteRequest[] => {
    const [from, to] = [placed.get(link.fromCard), placed.get(link.toCard)];
    const [start, end] = [columnOf(columns, link.fromCard), columnOf(columns, link.toCard)];
    if (!from || !to || end <= start) return [];
    return [
      routeRequest(link, {
        from: { card: from.card, column: start, side: 'right' },
        to: { card: to.card, column: end, side: 'left' },
        box: to.box,
      }),
    ];
  });
  const frames = columns.map(({ x, width, cards: own }) => ({
    left: x,
    right: x + width,
    boxes: own.map(({ id }) => placed.get(id)!.box),
  }));
  return routeEdges(byPlace(requests), frames, { top: LANES_TOP, bottom });
}
