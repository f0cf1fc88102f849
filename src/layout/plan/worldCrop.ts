// The part of a scene that a small picture shows: what is broken, what is ringed, which task moved last.

import type { Scene } from './worldScene.ts';
import type { WorldSize } from './worldPlace.ts';

export interface Crop extends WorldSize {
  readonly x: number;
  readonly y: number;
}

/** Space around the subject of the picture. */
const MARGIN = 14;

/**
 * A window of the given size, in the scene's own pixels, inside the scene as far as that goes. It holds as many of
 * the marks as fit, the most important first: a deadlock's cycle, fresh rings, other rings, the task that moved last.
 */
export function cropScene(scene: Scene, size: WorldSize): Crop {
  let box: Crop | null = null;
  for (const mark of importantMarks(scene)) {
    const wider: Crop = box === null ? mark : union(box, mark);
    if (box !== null && (wider.width > size.width || wider.height > size.height)) continue;
    box = wider;
  }
  const middle = { x: scene.width / 2, y: scene.height / 2, width: 0, height: 0 };
  const about = box ?? middle;
  return {
    ...size,
    x: within(placed(about.x, about.width, size.width), scene.width - size.width),
    y: within(placed(about.y, about.height, size.height), scene.height - size.height),
  };
}

/** In the middle; what is larger than the window shows its head. */
function placed(from: number, length: number, room: number): number {
  return length > room ? from : from + (length - room) / 2;
}

function importantMarks({ cycles, rings, tokens, cards }: Scene): Crop[] {
  const fresh = rings.filter((ring) => ring.fresh);
  const others = rings.filter((ring) => !ring.fresh);
  const moved = tokens
    .filter(({ name }) => name !== null)
    .map((token) => ({ ...token, height: 24 }));
  const alarmed = cards.filter(({ look }) => look === 'fallen' || look === 'freed');
  return [...cycles, ...fresh, ...others, ...moved, ...alarmed].map(grown);
}

function grown({ x, y, width, height }: Crop): Crop {
  return { x: x - MARGIN, y: y - MARGIN, width: width + 2 * MARGIN, height: height + 2 * MARGIN };
}

function union(a: Crop, b: Crop): Crop {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  const right = Math.max(a.x + a.width, b.x + b.width);
  const bottom = Math.max(a.y + a.height, b.y + b.height);
  return { x, y, width: right - x, height: bottom - y };
}

/** Between 0 and the most; a scene that is smaller than its window stands in the middle. */
function within(value: number, most: number): number {
  return most < 0 ? most / 2 : Math.min(Math.max(0, value), most);
}
