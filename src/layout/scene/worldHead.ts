// The head of a card: its title, and at its right the address space that it runs, its length, or where it is cached.

import type { WorldObject } from '../../model/world/world.ts';
import { BADGE_PADS, badgeWidth, CARD, TEXT, titleWidth } from '../plan/worldCard.ts';
import { stationOf } from '../plan/worldContent.ts';
import type { DrawContext } from '../world/worldContext.ts';
import { fileOf, isMapped, nameOf } from '../world/worldIndex.ts';
import { badgeMark, fittedCode, fittedLabel, smallLabel, textMark, tintMark } from './worldMark.ts';
import type { PlacedCard } from '../plan/worldPlace.ts';
import { rowKey } from '../world/worldRow.ts';
import type { CardMark } from '../plan/worldScene.ts';
import { fitted } from '../text/worldText.ts';
import { cardNote, NO_MAPPING, pagePlace } from '../world/worldValue.ts';

const BADGE_Y = 18;
const SPACE = 8;

export function headMarks(card: PlacedCard, context: DrawContext): CardMark[] {
  const object = context.index.byId.get(card.id);
  const room = card.width - 2 * CARD.pad;
  if (card.compact && card.content.letter) return [];
  if (!object) {
    const title = fittedLabel(card.content.title, room);
    return [textMark('title', title, CARD.pad, card.titleY, { tone: 'dim' })];
  }
  const name = fitted(nameOf(context.index, card.id), room, titleWidth);
  const look = { size: TEXT.title, weight: 650 } as const;
  const title = textMark('title', name, CARD.pad, card.titleY, look);
  if (card.compact && stationOf(object) === 'page') return [title];
  const beside = room - titleWidth(name) - SPACE;
  return [
    title,
    ...(stationOf(object) === 'page'
      ? cachePlace(object, card, beside, context)
      : note(object, card, beside, context)),
  ];
}

function note(
  object: WorldObject,
  card: PlacedCard,
  room: number,
  context: DrawContext,
): CardMark[] {
  const right = card.width - CARD.pad;
  const text = fittedLabel(cardNote(context.index, card.id, context.tasks), room);
  if (text === '') return [];
  return [
    ...headTint('size', right, smallLabel(text), object, context),
    textMark('note', text, right, card.titleY, { tone: 'dim', anchor: 'end' }),
  ];
}

/** The file and index of a page's slot, in the file's outline. */
function cachePlace(
  page: WorldObject,
  card: PlacedCard,
  room: number,
  context: DrawContext,
): CardMark[] {
  const right = card.width - CARD.pad;
  const place = page.live ? pagePlace(context.index, page) : null;
  if (place === null) {
    const text = fittedLabel(outsideWord(page, context), room);
    return [
      ...headTint('mapping', right, smallLabel(text), page, context),
      textMark('place', text, right, card.titleY - 1, { tone: 'dim', anchor: 'end' }),
    ];
  }
  const text = fittedCode(place, room - BADGE_PADS);
  const outline = context.outlines.get(fileOf(context.index, page) ?? '') ?? 0;
  return [
    ...headTint('mapping', right, badgeWidth(text), page, context),
    badgeMark('place', text, right, BADGE_Y, outline),
  ];
}

/** A page that is mapped and has never been in a file's cache is the copy of a private mapping. */
function outsideWord({ id, live }: WorldObject, { index, fallen }: DrawContext): string {
  if (!live) return 'free';
  return isMapped(index, id) && !fallen.has(id) ? 'private' : NO_MAPPING;
}

const TINT_MARGIN = 4;

/** The head shows a field, which a step may access. */
function headTint(
  role: string,
  right: number,
  width: number,
  object: WorldObject,
  { accesses }: DrawContext,
): CardMark[] {
  const fields = object.fields.filter((field) => field.role === role);
  const how = fields.map(({ name }) => accesses?.rows.get(rowKey(object.id, name))).find(Boolean);
  if (!accesses || !how) return [];
  const area = { x: right - width - TINT_MARGIN, y: 6, width: width + 2 * TINT_MARGIN, height: 24 };
  return [tintMark(role, area, accesses.task, how)];
}
