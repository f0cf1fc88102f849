// Makes the marks that more than one part of a card is drawn with.

import { badgeWidth, TEXT } from '../plan/worldCard.ts';
import type { BadgeMark, TextMark, TintMark, Tone } from '../plan/worldScene.ts';
import { codeWidth, fitted, labelWidth } from '../text/worldText.ts';
import type { StepAccesses } from '../world/worldAccess.ts';

interface TextLook {
  readonly size?: number;
  readonly font?: TextMark['font'];
  readonly weight?: TextMark['weight'];
  readonly tone?: Tone;
  readonly anchor?: TextMark['anchor'];
}

/** `y` is the base line; `place` tells the text from others on its card. */
export function textMark(
  place: string,
  text: string,
  x: number,
  y: number,
  look: TextLook = {},
): TextMark {
  const { size = TEXT.small, font = 'prose', weight = 400, tone = 'ink', anchor = 'start' } = look;
  const key = `${place}=${text}/${tone}`;
  return { kind: 'text', key, x, y, opacity: 1, text, size, font, weight, tone, anchor };
}

/** The base line of small text whose middle is at `middle`. */
export function baseLine(middle: number): number {
  return middle + 4.5;
}

const BADGE_HEIGHT = 18;

/** Ends at `right`. */
export function badgeMark(
  place: string,
  text: string,
  right: number,
  middle: number,
  outline: number,
): BadgeMark {
  const width = badgeWidth(text);
  return {
    kind: 'badge',
    key: `${place}=${text}`,
    x: right - width,
    y: middle - BADGE_HEIGHT / 2,
    opacity: 1,
    width,
    height: BADGE_HEIGHT,
    text,
    outline,
  };
}

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function tintMark(
  place: string,
  area: Area,
  task: number,
  how: NonNullable<ReturnType<StepAccesses['rows']['get']>>,
): TintMark {
  return { kind: 'tint', key: `tint:${place}/${task}${how}`, opacity: 1, ...area, task, how };
}

export function smallLabel(text: string): number {
  return labelWidth(text, TEXT.small);
}

export function smallCode(text: string): number {
  return codeWidth(text, TEXT.small);
}

export function fittedLabel(text: string, room: number): string {
  return fitted(text, room, smallLabel);
}

export function fittedCode(text: string, room: number): string {
  return fitted(text, room, smallCode);
}
