// The camera of a talk: the window of a scene that shows what a beat names, and the scene with everything else standing back.

import type { Crop } from '../plan/worldCrop.ts';
import type { WorldSize } from '../plan/worldPlace.ts';
import type { Scene, SceneCard, SceneToken } from '../plan/worldScene.ts';
import type { ObjectId, World } from '../../model/world/world.ts';
import type { TaskInfo } from '../../model/world/world.ts';

/** What stands back keeps this much of its opacity. */
const BACK = 0.28;
/** Room around what is in focus, in the scene's own pixels. */
const MARGIN = 22;
/** A token is a circle of this radius around its place. */
const TOKEN = 16;

export interface FocusedScene {
  readonly scene: Scene;
  /** Of the area's proportions. */
  readonly crop: Crop;
}

/**
 * `names`: of objects and tasks; without any that is on the stage, the whole scene. `area`: the space on the screen, of which the
 * proportions count. `closest`: the least width of the window, so that a single card does not fill the screen.
 */
export function focusScene(
  scene: Scene,
  names: readonly string[],
  world: World,
  tasks: readonly TaskInfo[],
  area: WorldSize,
  closest: number,
): FocusedScene {
  const ids = new Set(idsOf(names, world));
  const numbers = new Set(tasks.flatMap((task) => (names.includes(task.name) ? [task.index] : [])));
  const boxes = [
    ...scene.cards.filter(({ id }) => ids.has(id)),
    ...scene.tokens.filter(({ task }) => numbers.has(task)).map(tokenBox),
  ];
  if (boxes.length === 0) return { scene, crop: fitted({ x: 0, y: 0, ...sizeOf(scene) }, area, 0) };
  const crop = fitted(grown(boxes), area, closest);
  return { scene: standBack(scene, ids), crop };
}

/** An object is named itself, or by the object that it is embedded in. */
function idsOf(names: readonly string[], { objects }: World): ObjectId[] {
  return objects
    .filter(({ name, live, pooled }) => names.includes(name) && (live || !pooled))
    .map(({ id, parent }) => parent ?? id);
}

function sizeOf({ width, height }: Scene): WorldSize {
  return { width, height };
}

function tokenBox({ x, y }: SceneToken): Crop {
  return { x: x - TOKEN, y: y - TOKEN, width: 2 * TOKEN, height: 2 * TOKEN };
}

function grown(boxes: readonly Crop[]): Crop {
  const x = Math.min(...boxes.map((box) => box.x)) - MARGIN;
  const y = Math.min(...boxes.map((box) => box.y)) - MARGIN;
  const right = Math.max(...boxes.map((box) => box.x + box.width)) + MARGIN;
  const bottom = Math.max(...boxes.map((box) => box.y + box.height)) + MARGIN;
  return { x, y, width: right - x, height: bottom - y };
}

/** The smallest window of the area's proportions around the box, with the box in its middle. */
function fitted(box: Crop, area: WorldSize, closest: number): Crop {
  const shape = area.width / area.height;
  const width = Math.max(box.width, box.height * shape, closest);
  const height = width / shape;
  return {
    x: box.x + (box.width - width) / 2,
    y: box.y + (box.height - height) / 2,
    width,
    height,
  };
}

function standBack(scene: Scene, ids: ReadonlySet<ObjectId>): Scene {
  const isNear = ({ id }: SceneCard): boolean => ids.has(id);
  return {
    ...scene,
    labels: scene.labels.map((label) => ({ ...label, opacity: label.opacity * BACK })),
    cards: scene.cards.map((card) =>
      isNear(card) ? card : { ...card, opacity: card.opacity * BACK },
    ),
  };
}
