// The cards of one column: how much each of them shows, and how high it stands.

import { layCard, type CardPlan, type Detail } from './worldCard.ts';
import type { CardContent, Station } from './worldContent.ts';

export interface Column {
  readonly station: Station;
  readonly cards: readonly CardContent[];
  readonly width: number;
}

export interface PlacedColumn extends Column {
  readonly x: number;
}

export interface StackedCard extends CardPlan {
  readonly content: CardContent;
  readonly y: number;
}

/** Between cards. */
export const LEAST_GAP = 24;
const MOST_GAP = 44;
/** Over a card of one line. */
export const COMPACT_GAP = 14;

const MOST_FULL_PAGES = 3;

const FAR_STATIONS: ReadonlySet<Station> = new Set(['block', 'server']);

/** Up to three full page cards; anything else is full as long as there is room for it. */
export function stackColumn(column: Column, top: number, bottom: number): StackedCard[] {
  const details = firstDetails(column);
  const lay = () =>
    column.cards.map((content) => ({
      content,
      ...layCard(content, column.width, details.get(content)!),
    }));
  while (heightOf(lay()) > bottom - top && giveWay(column.cards, details));
  const cards = inOrder(lay(), column.station);
  const ys = onGrid(cards, column.station, top, bottom) ?? piled(cards, top, bottom);
  return cards.map((card, at) => ({ ...card, y: ys[at]! }));
}

/** Cards of one line go last, but CPUs keep the order of their numbers. */
function inOrder<Card extends CardPlan>(cards: readonly Card[], station: Station): Card[] {
  if (station === 'cpu') return [...cards];
  return cards.toSorted((a, b) => Number(a.compact) - Number(b.compact));
}

function firstDetails({ cards, station }: Column): Map<CardContent, Detail> {
  const awake = byImportance(cards).filter(({ resting }) => !resting);
  const full = station === 'page' ? awake.slice(0, MOST_FULL_PAGES) : awake;
  return new Map(cards.map((card) => [card, full.includes(card) ? 'full' : 'compact']));
}

/** The least accessed card is reduced first: its unused rows, and if that is not enough, all rows. */
function giveWay(cards: readonly CardContent[], details: Map<CardContent, Detail>): boolean {
  const order = byImportance(cards).toReversed();
  const full = order.find((card) => details.get(card) === 'full');
  const short = order.find((card) => details.get(card) === 'short');
  if (full) details.set(full, 'short');
  else if (short) details.set(short, 'compact');
  return full !== undefined || short !== undefined;
}

function byImportance(cards: readonly CardContent[]): CardContent[] {
  return cards.toSorted((a, b) => b.accesses - a.accesses);
}

function heightOf(cards: readonly CardPlan[]): number {
  return cards.reduce((sum, card, at) => sum + card.height + (at > 0 ? gapOver(card) : 0), 0);
}

function gapOver({ compact }: CardPlan): number {
  return compact ? COMPACT_GAP : LEAST_GAP;
}

/**
 * Three bands of equal height, so that neighbouring cards are in line. One or two blocks begin in the second band, so
 * that a write-back has a visible path. Null: they do not fit.
 */
function onGrid(
  cards: readonly CardPlan[],
  station: Station,
  top: number,
  bottom: number,
): number[] | null {
  const band = (bottom - top + LEAST_GAP) / 3;
  const needs = cards.map(({ height }) => Math.ceil((height + LEAST_GAP) / band));
  const used = needs.reduce((sum, need) => sum + need, 0);
  if (used > 3 || station === 'wire') return null;
  let at = FAR_STATIONS.has(station) && used < 3 ? 1 : 0;
  return needs.map((need) => {
    const y = Math.round(top + at * band);
    at += need;
    return y;
  });
}

/** One close to the other, a little apart where there is room. */
function piled(cards: readonly CardPlan[], top: number, bottom: number): number[] {
  const spare = (bottom - top - heightOf(cards)) / Math.max(1, cards.length - 1);
  const extra = Math.min(MOST_GAP - LEAST_GAP, Math.max(0, spare));
  let y = top;
  return cards.map((card, at) => {
    if (at > 0) y += gapOver(card) + extra;
    const place = Math.round(y);
    y += card.height;
    return place;
  });
}
