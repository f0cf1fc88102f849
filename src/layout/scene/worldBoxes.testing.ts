// Everything on a scene that takes up room, as boxes: what the tests ask whether it overlaps.

import { unreachable } from '../../base/assert.ts';
import type { CardMark, Scene, SceneCard, TextMark } from '../plan/worldScene.ts';
import { codeWidth, labelWidth } from '../text/worldText.ts';

export interface Box {
  readonly what: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function box(what: string, left: number, top: number, width: number, height: number): Box {
  return { what, left, top, right: left + width, bottom: top + height };
}

/** From the top of a capital to the base line. */
const ASCENT = 0.75;

export function textBox({ text, x, y, size, font, weight, anchor }: TextMark): Box {
  const width = font === 'code' ? codeWidth(text, size) : labelWidth(text, size, weight);
  const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
  return box(`"${text}"`, left, y - ASCENT * size, width, ASCENT * size);
}

/** Texts, chips, badges, flags and padlocks of one card, relative to its corner. */
export function markBoxes(marks: readonly CardMark[]): Box[] {
  return marks.flatMap((mark): Box[] => {
    switch (mark.kind) {
      case 'text':
        return [textBox(mark)];
      case 'chip':
      case 'badge':
        return [box(`${mark.kind} ${mark.text}`, mark.x, mark.y, mark.width, mark.height)];
      case 'flag':
        return [box(`flag ${mark.name}`, mark.x, mark.y, mark.size, mark.size)];
      case 'lock':
        return [box('lock', mark.x, mark.y - 10, mark.width, 21)];
      case 'seat':
        return [box('seat', mark.x - 9, mark.y - 9, 18, 18)];
      case 'cell':
      case 'tint':
        return [];
      default:
        return unreachable(mark);
    }
  });
}

export function cardBox({ id, x, y, width, height }: SceneCard): Box {
  return box(`card ${id}`, x, y, width, height);
}

export function tokenBoxes({ tokens }: Scene): Box[] {
  return tokens
    .filter(({ opacity }) => opacity > 0)
    .flatMap(({ number, x, y, width, data }) => [
      box(`token ${number}`, x - 10, y - 10, width, 20),
      ...(data
        ? [box(`data of token ${number}`, x + data.x, y + data.y, data.width, data.height)]
        : []),
    ]);
}

export function overlaps(a: Box, b: Box, slack = 0.5): boolean {
  return (
    a.left < b.right - slack &&
    b.left < a.right - slack &&
    a.top < b.bottom - slack &&
    b.top < a.bottom - slack
  );
}

/** The pairs that overlap, in words. */
export function collisions(boxes: readonly Box[]): string[] {
  return boxes.flatMap((a, at) =>
    boxes
      .slice(at + 1)
      .filter((b) => overlaps(a, b))
      .map((b) => `${a.what} × ${b.what}`),
  );
}

export function outside(boxes: readonly Box[], width: number, height: number): string[] {
  const out = ({ left, top, right, bottom }: Box) =>
    left < -0.5 || top < -0.5 || right > width + 0.5 || bottom > height + 0.5;
  return boxes.filter(out).map(({ what }) => what);
}

/** What is wrong with a scene: overlaps, and things outside. */
export function sceneFaults(scene: Scene): string[] {
  const labels = scene.labels.map(textBox);
  const cards = scene.cards.map(cardBox);
  const inside = scene.cards.flatMap(({ marks, width, height, id }) => {
    const boxes = markBoxes(marks);
    return [...collisions(boxes), ...outside(boxes, width, height)].map(
      (fault) => `${id}: ${fault}`,
    );
  });
  return [
    ...collisions([...labels, ...cards]),
    ...outside([...labels, ...cards, ...tokenBoxes(scene)], scene.width, scene.height),
    ...inside,
    ...tokenFaults(scene, labels),
    ...cycleFaults(scene),
  ];
}

/** Tokens sit on edges of cards, where there are no texts, one beside the other. */
function tokenFaults(scene: Scene, labels: readonly Box[]): string[] {
  const texts = scene.cards.flatMap(({ x, y, marks }) =>
    markBoxes(marks.filter(({ kind }) => kind === 'text')).map((box) => ({
      ...box,
      left: box.left + x,
      right: box.right + x,
      top: box.top + y,
      bottom: box.bottom + y,
    })),
  );
  const tokens = tokenBoxes(scene);
  return [
    ...collisions(tokens),
    ...tokens.flatMap((token) =>
      [...labels, ...texts].flatMap((text) => collisions([token, text])),
    ),
  ];
}

/** A deadlock's frames, and the way between them, stay inside the picture. */
function cycleFaults({ cycles, width, height }: Scene): string[] {
  const frames = cycles.map(({ key, x, y, width: wide, height: high }) =>
    box(key, x, y, wide, high),
  );
  const ways = cycles.flatMap(({ key, samples }) =>
    samples.map(([x, y]) => box(`way of ${key}`, x, y, 0, 0)),
  );
  return outside([...frames, ...ways], width, height);
}
