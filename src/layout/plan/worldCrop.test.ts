// Which part of a scene a small picture shows.
import { describe, expect, it } from 'vitest';
import { cropScene } from './worldCrop.ts';
import type { Scene, SceneRing } from './worldScene.ts';

const EMPTY: Scene = {
  at: 0,
  width: 800,
  height: 600,
  scale: 1,
  bend: 6,
  focus: null,
  labels: [],
  machine: null,
  cards: [],
  edges: [],
  trails: [],
  rings: [],
  tokens: [],
  cycles: [],
};
const SIZE = { width: 300, height: 200 };

function ring(x: number, y: number, fresh: boolean): SceneRing {
  return { key: `${x}`, x, y, opacity: 1, width: 100, height: 60, tilt: 0, fresh };
}

describe('cropScene', () => {
  it.each<[string, Partial<Scene>, { x: number; y: number }]>([
    ['the middle, where nothing is broken', {}, { x: 250, y: 200 }],
    ['what is ringed', { rings: [ring(400, 300, true)] }, { x: 300, y: 230 }],
    ['not beyond the scene', { rings: [ring(760, 580, true)] }, { x: 500, y: 400 }],
    ['two rings that fit', { rings: [ring(400, 300, true), ring(520, 300, false)] }, { x: 360, y: 230 }], // prettier-ignore
    ['the fresh one of two that do not', { rings: [ring(0, 0, false), ring(600, 300, true)] }, { x: 500, y: 230 }], // prettier-ignore
    ['a small scene in the middle', { width: 200, height: 100 }, { x: -50, y: -50 }],
  ])('shows %s', (_, scene, place) => {
    expect(cropScene({ ...EMPTY, ...scene }, SIZE)).toEqual({ ...SIZE, ...place });
  });
});
