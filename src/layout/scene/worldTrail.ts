// The path of a step's access over the stage: from the first object that it accessed to the last, along the references
// between them.

import type { Effect, Step } from '../../model/world/run.ts';
import type { ObjectId } from '../../model/world/world.ts';
import { chipMark } from './worldChips.ts';
import { fieldOf, indexWorld, rootOf, type WorldIndex } from '../world/worldIndex.ts';
import { fallenPages, worldLinks, type WorldLink } from '../world/worldLink.ts';
import type { WorldPlan } from '../plan/worldPlan.ts';
import type { Point } from '../world/worldRoute.ts';
import { rowKey } from '../world/worldRow.ts';
import type { ChipMark, SceneTrail } from '../plan/worldScene.ts';
import { breaksNow, ringedCards } from '../world/worldRing.ts';

interface Stop {
  readonly card: ObjectId;
  readonly row: string | null;
}

interface Hop {
  readonly links: readonly string[];
  readonly pieces: readonly (readonly Point[])[];
  readonly dashed: boolean;
  readonly to: ObjectId;
}

export function worldTrails(plan: WorldPlan, at: number): SceneTrail[] {
  const { step, world } = plan.run.moments[at]!;
  if (!step) return [];
  const index = indexWorld(world);
  const links = linksAround(plan, at);
  const stops = step.effects.map((effect) => stopOf(effect, index));
  const hops = new Map<string, Hop>();
  stops.slice(1).forEach((stop, before) => {
    const hop = hopBetween(plan, links, stops[before]!, stop);
    if (hop) hops.set(hop.links.join(' '), hop);
  });
  const bad = breaksNow(plan.run, at) ? ringedCards(plan.run, at) : new Map<ObjectId, unknown>();
  const chip = travellingChip(step, index);
  return [...hops].map(([key, hop]) => ({
    key: `trail:${at}:${key}`,
    at,
    links: hop.links,
    x: 0,
    y: 0,
    opacity: 1,
    pieces: hop.pieces,
    task: step.task,
    breaks: bad.has(hop.to),
    dashed: hop.dashed,
    progress: 1,
    chip: chip?.to === hop.to ? chip.mark : null,
  }));
}

/** References as they stood before the step and as they stand after it. */
function linksAround(plan: WorldPlan, at: number): WorldLink[] {
  const worlds = plan.run.moments.map(({ world }) => world);
  return [at, at - 1]
    .filter((moment) => moment >= 0)
    .flatMap((moment) =>
      worldLinks(worlds[moment]!, plan.tasks, fallenPages(worlds.slice(0, moment + 1))),
    );
}

function stopOf(effect: Effect, index: WorldIndex): Stop {
  const row = 'field' in effect ? rowKey(effect.object, effect.field) : null;
  return { card: rootOf(index, effect.object), row };
}

function hopBetween(plan: WorldPlan, links: readonly WorldLink[], a: Stop, b: Stop): Hop | null {
  if (a.card === b.card) return null;
  const there = wayFrom(plan, links, a, b);
  if (there) return { ...there, to: b.card };
  const back = wayFrom(plan, links, b, a);
  return back ? { ...back, pieces: reversed(back.pieces), to: b.card } : null;
}

function reversed(pieces: Hop['pieces']): Hop['pieces'] {
  return pieces.map((points) => points.toReversed()).toReversed();
}

/** One reference, or a TLB entry and the PTE that it was copied from. */
function wayFrom(plan: WorldPlan, links: readonly WorldLink[], a: Stop, b: Stop) {
  const own = links
    .filter((link) => link.fromCard === a.card)
    .toSorted((x, y) => fits(y, a) - fits(x, a));
  const straight = own.find((link) => link.toCard === b.card);
  if (straight) return wayAlong(plan, [straight]);
  const tie = own.find((link) => link.look === 'tie' && fits(link, a) > 0);
  const next = tie && links.find((link) => link.from === tie.to && link.toCard === b.card);
  return tie && next ? wayAlong(plan, [tie, next]) : null;
}

function fits(link: WorldLink, { row }: Stop): number {
  return Number(link.from === row);
}

function wayAlong(plan: WorldPlan, links: readonly WorldLink[]): Omit<Hop, 'to'> | null {
  const pieces = links.flatMap(({ key }) => {
    const route = plan.routes.get(key);
    return route ? [route] : [];
  });
  if (pieces.length < links.length) return null;
  const dashed = links.some(({ look }) => look === 'stale' || look === 'broken');
  return { links: links.map(({ key }) => key), pieces, dashed };
}

/** The last token that the step wrote, and the card that it arrives at. */
function travellingChip(
  step: Step,
  index: WorldIndex,
): { readonly to: ObjectId; readonly mark: ChipMark } | null {
  const write = step.effects.findLast(
    (effect) => effect.kind === 'write' && effect.after.kind === 'token',
  );
  if (write?.kind !== 'write' || write.after.kind !== 'token') return null;
  const field = fieldOf(index.byId.get(write.object), write.field.split('[')[0]!);
  if (field?.ghost) return null;
  const { token, index: pattern } = write.after;
  const mark = chipMark('travelling', token, pattern, 0, 0);
  return { to: rootOf(index, write.object), mark };
}
