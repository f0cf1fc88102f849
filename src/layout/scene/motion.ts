// Motion on the stage: the picture between two pictures is a function of a clock, or of a position between two steps.
// So a glide can be interrupted, scrubbed, reversed, or rendered to a file.

import { easeCubicInOut } from 'd3-ease';
import type {
  CardMark,
  Mark,
  Scene,
  SceneCard,
  SceneEdge,
  SceneTrail,
} from '../plan/worldScene.ts';
import type { Point } from '../world/worldRoute.ts';

/** How long a glide takes, in milliseconds. */
export const GLIDE_MS = 260;

export interface Glide {
  readonly from: Scene;
  readonly to: Scene;
  /** The clock's time at its start, in milliseconds. */
  readonly since: number;
}

/** What a glide shows at a time of its clock; before its start and after its end, its ends. */
export function sceneOf({ from, to, since }: Glide, now: number): Scene {
  const share = Math.min(1, Math.max(0, (now - since) / GLIDE_MS));
  return blendScenes(from, to, easeCubicInOut(share));
}

export function isOver({ since }: Glide, now: number): boolean {
  return now - since >= GLIDE_MS;
}

/** A glide that has arrived. */
export function atRest(scene: Scene): Glide {
  return { from: scene, to: scene, since: 0 };
}

/** Starts a glide to another picture from the current position. */
export function turnTo(glide: Glide, to: Scene, now: number): Glide {
  return { from: sceneOf(glide, now), to, since: now };
}

/** The picture at a position of the run; 3.5 is half way through step 4. */
export function sceneAtPosition(draw: (at: number) => Scene, position: number): Scene {
  const before = Math.floor(position);
  return position === before
    ? draw(before)
    : blendScenes(draw(before), draw(before + 1), position - before);
}

/**
 * The picture at `t` (0 to 1) between two. Marks of both move; marks of one fade. The reverse is
 * symmetric: `blend(a, b, t)` is `blend(b, a, 1 - t)`.
 */
export function blendScenes(a: Scene, b: Scene, t: number): Scene {
  if (t <= 0) return a;
  if (t >= 1) return b;
  return {
    ...(t < 0.5 ? a : b),
    at: mix(a.at, b.at, t),
    width: mix(a.width, b.width, t),
    height: mix(a.height, b.height, t),
    labels: merge(a.labels, b.labels, t, blendMark),
    cards: merge(a.cards, b.cards, t, blendCard),
    edges: merge(a.edges, b.edges, t, blendEdge),
    trails: blendTrails(a, b, t),
    rings: merge(a.rings, b.rings, t, blendBox),
    tokens: merge(a.tokens, b.tokens, t, (x, y, s) => ({
      ...blendMark(x, y, s),
      width: mix(x.width, y.width, s),
    })),
    cycles: merge(a.cycles, b.cycles, t, blendBox),
  };
}

type Blend<T> = (a: T, b: T, t: number) => T;

function merge<T extends Mark>(a: readonly T[], b: readonly T[], t: number, blend: Blend<T>): T[] {
  const others = new Map(b.map((item) => [item.key, item]));
  const keys = new Set(a.map(({ key }) => key));
  const kept = a.map((item) => {
    const other = others.get(item.key);
    if (other === undefined) return fade(item, 1 - t);
    return isAlike(item, other) ? other : blend(item, other, t);
  });
  const fresh = b.filter(({ key }) => !keys.has(key)).map((item) => fade(item, t));
  return [...kept, ...fresh].toSorted((x, y) => (x.key < y.key ? -1 : 1));
}

/** What each mark was compared with last: a glide compares the same two in every frame. */
const COMPARED = new WeakMap<Mark, { readonly to: Mark; readonly alike: boolean }>();

/** It does not move: it is the same object in every frame, and need not be drawn again. */
function isAlike(a: Mark, b: Mark): boolean {
  const known = COMPARED.get(b);
  if (known?.to === a) return known.alike;
  const alike = isEqual(a, b);
  COMPARED.set(b, { to: a, alike });
  return alike;
}

/** Of plain objects, lists and what is in them. */
function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const entries = Object.entries(a);
  const others = new Map(Object.entries(b));
  return (
    entries.length === others.size &&
    entries.every(([key, value]) => others.has(key) && isEqual(value, others.get(key)))
  );
}

function fade<T extends Mark>(item: T, share: number): T {
  return { ...item, opacity: item.opacity * share };
}

function blendMark<T extends Mark>(a: T, b: T, t: number): T {
  const nearer = t < 0.5 ? a : b;
  return {
    ...nearer,
    x: mix(a.x, b.x, t),
    y: mix(a.y, b.y, t),
    opacity: mix(a.opacity, b.opacity, t),
  };
}

interface Sized extends Mark {
  readonly width: number;
  readonly height: number;
}

function blendBox<T extends Sized>(a: T, b: T, t: number): T {
  return {
    ...blendMark(a, b, t),
    width: mix(a.width, b.width, t),
    height: mix(a.height, b.height, t),
  };
}

function blendCard(a: SceneCard, b: SceneCard, t: number): SceneCard {
  const marks = merge<CardMark>(a.marks, b.marks, t, blendMark);
  return {
    ...blendBox(a, b, t),
    tilt: mix(a.tilt, b.tilt, t),
    alarm: mix(a.alarm, b.alarm, t),
    marks,
  };
}

function blendEdge(a: SceneEdge, b: SceneEdge, t: number): SceneEdge {
  return { ...blendMark(a, b, t), points: blendPoints(a.points, b.points, t) };
}

function blendPoints(a: readonly Point[], b: readonly Point[], t: number): readonly Point[] {
  if (a === b) return a;
  if (a.length !== b.length) return t < 0.5 ? a : b;
  return a.map((point, at) => [mix(point[0], b[at]![0], t), mix(point[1], b[at]![1], t)]);
}

/** A trail is drawn by its own step: it grows on the way there, and shrinks on the way back. */
function blendTrails(a: Scene, b: Scene, t: number): SceneTrail[] {
  const drawn = [...grown(a, b, 1 - t), ...grown(b, a, t)];
  return drawn
    .filter((trail, at) => drawn.findIndex(({ key }) => key === trail.key) === at)
    .toSorted((x, y) => (x.key < y.key ? -1 : 1));
}

function grown(own: Scene, other: Scene, share: number): SceneTrail[] {
  return own.trails.map((trail) => {
    const twin = other.trails.find(({ key }) => key === trail.key);
    if (twin) {
      const progress = mix(twin.progress, trail.progress, share);
      return { ...trail, progress, opacity: mix(twin.opacity, trail.opacity, share) };
    }
    return trail.at > other.at
      ? { ...trail, progress: trail.progress * share }
      : fade(trail, share);
  });
}

function mix(a: number, b: number, t: number): number {
  return a === b ? a : a * (1 - t) + b * t;
}
