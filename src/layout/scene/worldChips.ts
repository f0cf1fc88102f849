// Data as chips: what a row holds now, and what the step just overwrote.

import type { Effect, Step } from '../../model/world/run.ts';
import type { Value } from '../../model/world/world.ts';
import { CARD, chipSize, chipWidth, type RowPlace } from '../plan/worldCard.ts';
import type { DrawContext } from '../world/worldContext.ts';
import { itemsOf } from '../world/worldIndex.ts';
import type { PlacedCard } from '../plan/worldPlace.ts';
import { rowKey } from '../world/worldRow.ts';
import type { ChipMark } from '../plan/worldScene.ts';
import { valueText } from '../world/worldValue.ts';

export function chipMarks(
  card: PlacedCard,
  place: RowPlace,
  value: Value,
  context: DrawContext,
): ChipMark[] {
  let { x } = place;
  const marks = itemsOf(value).map((item, at) => {
    const text = valueText(context.index, item);
    const mark = chipMark(`chip:${place.row.key}[${at}]`, text, patternOf(item), x, place.y);
    x += mark.width + CARD.chipGap;
    return mark;
  });
  return [...marks, ...lostChips(card, place, x, context)];
}

/** The area of the chips as they are now: a row keeps room for the longest. */
export function chipsArea(place: RowPlace, marks: readonly ChipMark[]): RowPlace {
  const ends = marks.filter(({ lost }) => !lost).map(({ x, width }) => x + width);
  return { ...place, width: Math.max(place.x, ...ends) - place.x };
}

export function chipMark(
  place: string,
  text: string,
  pattern: number,
  x: number,
  y: number,
): ChipMark {
  return {
    kind: 'chip',
    key: `${place}=${text}`,
    x,
    y,
    opacity: 1,
    width: chipWidth(text),
    height: CARD.chip,
    text,
    size: chipSize(text),
    pattern,
    lost: false,
  };
}

function patternOf(value: Value): number {
  return value.kind === 'token' ? value.index : 0;
}

const LOST = { height: 22, size: 12.5, gap: 5 };

/** What the step overwrote, struck through, if there is space beside the current value. */
function lostChips(
  card: PlacedCard,
  place: RowPlace,
  left: number,
  { step, index }: DrawContext,
): ChipMark[] {
  const lost = tokensLost(step, place.row.key);
  if (lost.length !== 1) return [];
  const before = lost[0]!;
  const y = place.y + (CARD.chip - LOST.height) / 2;
  const text = valueText(index, before);
  const full = chipMark(`lost:${place.row.key}`, text, patternOf(before), left + LOST.gap, y);
  const small = Math.max(LOST.height, full.width - 8);
  const mark = { ...full, width: small, height: LOST.height, size: LOST.size, lost: true };
  return mark.x + mark.width + 2 <= roomUntil(card) ? [mark] : [];
}

/** Counts stand to the right of the chips; the line of a compact card is full. */
function roomUntil(card: PlacedCard): number {
  const counts = card.rows.filter(({ row }) => row.kind === 'count').map(({ x }) => x - 6);
  return card.compact ? 0 : Math.min(card.width - CARD.pad, ...counts);
}

function tokensLost(step: Step | null, row: string): Value[] {
  return (step?.effects ?? []).flatMap((effect) =>
    overwrites(effect) && rowOf(effect) === row ? [effect.before] : [],
  );
}

type Write = Effect & { readonly kind: 'write' };

function overwrites(effect: Effect): effect is Write {
  if (effect.kind !== 'write') return false;
  const { before, after } = effect;
  return before.kind === 'token' && after.kind === 'token' && before.token !== after.token;
}

/** A row of data shows the whole array. */
function rowOf({ object, field }: Write): string {
  return rowKey(object, field.replace(/\[\d+\]$/, ''));
}
