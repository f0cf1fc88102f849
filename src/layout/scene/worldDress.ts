// The marks on one card at one moment: its texts, cells, chips, flags and locks.

import { unreachable } from '../../base/assert.ts';
import type { Value, WorldObject } from '../../model/world/world.ts';
import {
  BADGE_PADS,
  CARD,
  CELL_PAD,
  LEAST_SPACE,
  lockWidth,
  type RowPlace,
  type SeatPlace,
} from '../plan/worldCard.ts';
import { stationOf } from '../plan/worldContent.ts';
import { chipMarks, chipsArea } from './worldChips.ts';
import type { DrawContext } from '../world/worldContext.ts';
import { headMarks } from './worldHead.ts';
import { fieldByRole, refIn, rootOf } from '../world/worldIndex.ts';
import {
  badgeMark,
  baseLine,
  fittedCode,
  fittedLabel,
  smallCode,
  smallLabel,
  textMark,
  tintMark,
} from './worldMark.ts';
import type { PlacedCard } from '../plan/worldPlace.ts';
import { rowValue } from '../world/worldRow.ts';
import type { BoxMark, CardMark } from '../plan/worldScene.ts';
import type { StepAccesses } from '../world/worldAccess.ts';
import { NO_WORD, NULL, valueText } from '../world/worldValue.ts';

export function dressCard(card: PlacedCard, context: DrawContext): CardMark[] {
  return [
    ...headMarks(card, context),
    ...card.rows.flatMap((place) => rowMarks(card, place, context)),
    ...card.seats.flatMap((seat) => seatMarks(card, seat)),
    ...hiddenCount(card),
  ];
}

/** A card's outline: a file has its own, a block that of the file that owns it. */
export function outlineOf(object: WorldObject, { index, outlines }: DrawContext): number | null {
  if (stationOf(object) === 'file') return outlines.get(object.id) ?? 0;
  const owner = refIn(fieldByRole(object, 'owner')?.value)?.target ?? null;
  return owner === null ? null : (outlines.get(rootOf(index, owner)) ?? null);
}

const SEAT_NAME = 18;

function seatMarks(card: PlacedCard, { task, name, x, y }: SeatPlace): CardMark[] {
  const text = fittedLabel(name, card.width - x - SEAT_NAME - 8);
  return [
    { kind: 'seat', key: `seat${task}`, x, y, opacity: 1, task },
    textMark(`seat${task}`, text, x + SEAT_NAME, baseLine(y), { tone: 'dim' }),
  ];
}

/** How many elements of long arrays are left out. */
function hiddenCount({ content, compact, height }: PlacedCard): CardMark[] {
  if (content.hidden === 0 || compact) return [];
  const y = height - CARD.foot - 5;
  return [textMark('hidden', `+${content.hidden} unused`, CARD.pad, y, { tone: 'faint' })];
}

function rowMarks(card: PlacedCard, place: RowPlace, context: DrawContext): CardMark[] {
  const value = rowValue(context.index.byId.get(place.row.object), place.row);
  if (!value) return [];
  if (place.row.kind === 'data') {
    const chips = chipMarks(card, place, value, context);
    return [...tints(chipsArea(place, chips), context), ...chips];
  }
  const marks = marksByKind(card, place, value, context);
  return marks.length === 0 ? [] : [...tints(place, context), ...marks];
}

function marksByKind(
  card: PlacedCard,
  place: RowPlace,
  value: Value,
  context: DrawContext,
): CardMark[] {
  switch (place.row.kind) {
    case 'cell':
      return cellMarks(place, value, nullText(card), context);
    case 'flag':
      return flagMarks(place, value, card.compact);
    case 'count':
      return countMarks(place, value, context);
    case 'lock':
      return lockMarks(place, value);
    case 'owner':
      return ownerMarks(place, value, context);
    case 'value':
      return valueMarks(place, value, context);
    case 'data':
    case 'note':
    case 'link':
      return [];
    default:
      return unreachable(place.row.kind);
  }
}

function tints(place: RowPlace, { accesses }: DrawContext): CardMark[] {
  const { key, kind } = place.row;
  const how = accesses?.rows.get(key) ?? accessedItem(key, accesses);
  if (!accesses || !how) return [];
  const [dx, dy] = TINT_MARGIN[kind] ?? [4, 0];
  const area = {
    x: place.x - dx,
    y: place.y - dy,
    width: place.width + 2 * dx,
    height: place.height + 2 * dy,
  };
  return [tintMark(key, area, accesses.task, how)];
}

const TINT_MARGIN: Partial<Record<RowPlace['row']['kind'], readonly [number, number]>> = {
  cell: [0, 0],
  data: [3, 3],
  count: [4, -1],
};

/** A row that shows a whole array is touched when an element is. */
function accessedItem(key: string, accesses: StepAccesses | null): 'read' | 'write' | undefined {
  const items = [...(accesses?.rows ?? [])].filter(([row]) => row.startsWith(`${key}[`));
  return items.some(([, how]) => how === 'write') ? 'write' : items[0]?.[1];
}

// Cells: `pte[0]   wd`.

/** NULL, or a dash if one of the card's cells is too narrow for it. */
function nullText(card: PlacedCard): string {
  const fits = ({ row, width }: RowPlace) =>
    smallCode(row.name) + smallCode(NULL) <= cellRoom(width);
  return card.rows.filter(({ row }) => row.kind === 'cell').every(fits) ? NULL : NO_WORD;
}

function cellRoom(width: number): number {
  return width - 2 * CELL_PAD - LEAST_SPACE + 1;
}

function cellMarks(
  { row, x, y, width, height }: RowPlace,
  value: Value,
  nothing: string,
  { index, looks }: DrawContext,
): CardMark[] {
  const reported = valueText(index, value);
  const empty = reported === NULL || reported === NO_WORD;
  const content = reported === NULL ? nothing : reported;
  const name = cellName(row.name, cellRoom(width) - smallCode(content));
  const look = empty ? 'empty' : cellLook(looks.get(row.key));
  const base = baseLine(y + height / 2);
  const [strong, weak] = empty ? (['faint', 'faint'] as const) : (['ink', 'dim'] as const);
  return [
    { kind: 'cell', key: `cell:${row.key}/${look}`, x, y, opacity: 1, width, height, look },
    textMark(`name:${row.key}`, name, x + CELL_PAD, base, { font: 'code', tone: strong }),
    textMark(`value:${row.key}`, content, x + width - CELL_PAD, base, {
      font: 'code',
      tone: weak,
      anchor: 'end',
    }),
  ];
}

function cellLook(link: ReturnType<DrawContext['looks']['get']>): BoxMark['look'] {
  return link === 'stale' || link === 'broken' ? link : 'full';
}

/** The whole name, or its index alone where that is too long. */
function cellName(name: string, room: number): string {
  return fittedCode(smallCode(name) <= room ? name : name.slice(name.indexOf('[')), room);
}

// The other rows.

function flagMarks(
  { row, x, y, width, height }: RowPlace,
  value: Value,
  iconOnly: boolean,
): CardMark[] {
  const on = value.kind === 'bool' && value.on;
  const middle = y + height / 2;
  const icon: CardMark = {
    kind: 'flag',
    key: `flag:${row.key}/${on ? 'on' : 'off'}`,
    x,
    y: middle - CARD.flag / 2,
    opacity: 1,
    size: CARD.flag,
    name: row.short,
    on,
  };
  if (iconOnly) return [icon];
  const look = { tone: on ? 'ink' : 'faint' } as const;
  const left = x + CARD.flag + 5;
  const text = fittedLabel(row.short, x + width - left + 2);
  return [icon, textMark(`flag:${row.key}`, text, left, baseLine(middle), look)];
}

function countMarks(place: RowPlace, value: Value, { index }: DrawContext): CardMark[] {
  const { row, x, y, width, height } = place;
  const text = fittedLabel(`${row.name} ${valueText(index, value)}`, width + 2);
  return [textMark(`count:${row.key}`, text, x, baseLine(y + height / 2), { tone: 'dim' })];
}

function valueMarks(place: RowPlace, value: Value, { index }: DrawContext): CardMark[] {
  const { row, x, y, width, height } = place;
  const content = fittedCode(valueText(index, value), width * 0.6);
  const name = fittedLabel(row.name, width - smallCode(content) - LEAST_SPACE + 1);
  const base = baseLine(y + height / 2);
  return [
    textMark(`name:${row.key}`, name, x, base, { tone: 'dim' }),
    textMark(`value:${row.key}`, content, x + width, base, { font: 'code', anchor: 'end' }),
  ];
}

/** The owner's badge, or a text that there is no owner. */
function ownerMarks(place: RowPlace, value: Value, { index, outlines }: DrawContext): CardMark[] {
  const { row, x, y, width, height } = place;
  const [right, middle] = [x + width, y + height / 2];
  const target = refIn(value)?.target ?? null;
  const name = textMark(`name:${row.key}`, row.name, x, baseLine(middle), { tone: 'dim' });
  if (target === null) {
    const look = { font: 'code', anchor: 'end' } as const;
    return [name, textMark(`value:${row.key}`, NULL, right, baseLine(middle), look)];
  }
  const room = Math.max(10, width - smallLabel(row.name) - BADGE_PADS - LEAST_SPACE);
  const owner = fittedCode(valueText(index, value), room);
  const outline = outlines.get(rootOf(index, target)) ?? 0;
  return [name, badgeMark(`value:${row.key}`, owner, right, middle, outline)];
}

function lockMarks(
  { row, x, y, width, height, holders: most }: RowPlace,
  value: Value,
): CardMark[] {
  if (value.kind !== 'lock') return [];
  const { holders, lock } = value.lock;
  const held = holders.map(({ task, mode }) => `${task}${mode}`).join();
  const left = x + lockWidth(most) + 6;
  const name = fittedLabel(lock.name.slice(lock.name.lastIndexOf('.') + 1), x + width - left + 7);
  const middle = y + height / 2;
  return [
    {
      kind: 'lock',
      key: `lock:${row.key}/${held}`,
      x,
      y: middle,
      opacity: 1,
      width: lockWidth(holders.length),
      holders,
    },
    textMark(`lock:${row.key}`, name, left, baseLine(middle), {
      tone: holders.length > 0 ? 'ink' : 'dim',
    }),
  ];
}
