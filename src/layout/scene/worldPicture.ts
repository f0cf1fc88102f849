// The scene of one moment, drawn from the plan of its run.

import type { ObjectId, WorldObject } from '../../model/world/world.ts';
import { labelWidth } from '../text/worldText.ts';
import { worldCycle } from './worldCycle.ts';
import type { DrawContext } from '../world/worldContext.ts';
import { dressCard, outlineOf } from './worldDress.ts';
import { fieldByRole, indexWorld, refIn, type WorldIndex } from '../world/worldIndex.ts';
import { textMark } from './worldMark.ts';
import { fallenPages, worldLinks, type WorldLink } from '../world/worldLink.ts';
import type { PlacedCard } from '../plan/worldPlace.ts';
import type { WorldPlan } from '../plan/worldPlan.ts';
import type {
  CardLook,
  Scene,
  SceneCard,
  SceneEdge,
  SceneFocus,
  SceneRing,
  TextMark,
} from '../plan/worldScene.ts';
import { worldTokens } from './worldToken.ts';
import { ringedCards } from '../world/worldRing.ts';
import { standsAt, accessesOf, type StepAccesses } from '../world/worldAccess.ts';
import { worldTrails } from './worldTrail.ts';
import { cardWords } from './worldWords.ts';

/** The opacity of an edge that the step does not access. */
const BACK = 0.5;
const RING_MARGIN = 7;

/** The scene after `at` steps of the plan's run. */
export function drawWorld(plan: WorldPlan, at: number): Scene {
  const { world, step } = plan.run.moments[at]!;
  const index = indexWorld(world);
  const fallen = fallenPages(plan.run.moments.slice(0, at + 1).map((moment) => moment.world));
  const links = worldLinks(world, plan.tasks, fallen);
  const accesses = step ? accessesOf(step, index) : null;
  const looks = new Map(links.map(({ from, look }) => [from, look]));
  const context: DrawContext = {
    index,
    tasks: plan.tasks,
    accesses,
    step,
    looks,
    fallen,
    outlines: fileOutlines(index),
  };
  const rings = ringedCards(plan.run, at);
  const cards = [...plan.cards.values()]
    .flatMap((card) => drawCard(card, context, fallen, links))
    .map((card) => ({ ...card, alarm: rings.get(card.id)?.fresh ? 1 : 0 }));
  const tokens = worldTokens(plan, at);
  const trails = worldTrails(plan, at);
  return {
    at,
    width: plan.width,
    height: plan.height,
    scale: plan.scale,
    bend: plan.bend,
    focus: step ? focusOn(plan.cards.get(standsAt(step, index) ?? '')) : null,
    machine: plan.machine,
    labels: plan.labels.flatMap((label) => stationTexts(label, index)),
    cards,
    edges: links
      .flatMap((link) => drawEdge(link, plan, accesses, context, cards))
      .map((edge) => under(trails, edge)),
    trails,
    rings: [...rings].flatMap(([id, { fresh }]) =>
      cards.filter((card) => card.id === id).map((card) => drawRing(card, fresh)),
    ),
    tokens,
    cycles: worldCycle(plan, at, tokens),
  };
}

function focusOn(card: PlacedCard | undefined): SceneFocus | null {
  return card ? { top: card.y, bottom: card.y + card.height } : null;
}

function fileOutlines({ world }: WorldIndex): ReadonlyMap<ObjectId, number> {
  const files = world.objects.filter(({ role }) => role === 'file');
  return new Map(files.map(({ id }, place) => [id, place]));
}

function stationTexts(
  { station, text: name, x, y }: WorldPlan['labels'][number],
  index: WorldIndex,
): TextMark[] {
  if (station === 'wire' && !index.world.objects.some(({ role, live }) => role === 'rpc' && live))
    return [textMark('station:wire/none', `no ${name}`, x, y, { size: 13, tone: 'faint' })];
  const label = textMark(`station:${station}`, name, x, y, { size: 13, tone: 'dim' });
  const free = index.world.objects.filter(
    ({ role, pooled, live }) => role === station && pooled && !live,
  ).length;
  if (free === 0) return [label];
  const right = x + labelWidth(name, 13) + 10;
  return [label, textMark(`free:${station}`, `+${free} free`, right, y, { tone: 'faint' })];
}

function drawCard(
  card: PlacedCard,
  context: DrawContext,
  fallen: ReadonlySet<ObjectId>,
  links: readonly WorldLink[],
): SceneCard[] {
  const object = context.index.byId.get(card.id);
  const look = object ? lookOf(object, card, fallen, links) : 'dock';
  if (look === null) return [];
  const falls = look === 'fallen';
  return [
    {
      key: `card:${card.id}/${object?.name ?? ''}`,
      id: card.id,
      x: card.x + (falls ? 4 : 0),
      y: card.y + (falls ? 4 : 0),
      width: card.width,
      height: card.height,
      tilt: falls ? 1.7 : 0,
      opacity: 1,
      look,
      alarm: 0,
      outline: object ? outlineOf(object, context) : null,
      label: cardWords(
        context.index,
        card.id,
        card.content.rows.map(({ row }) => row),
        context.tasks,
      ),
      marks: dressCard(card, context),
    },
  ];
}

/** Null: not on the stage. A free element stays visible while something still points to it. */
function lookOf(
  object: WorldObject,
  card: PlacedCard,
  fallen: ReadonlySet<ObjectId>,
  links: readonly WorldLink[],
): CardLook | null {
  if (!object.live) return links.some(({ toCard }) => toCard === object.id) ? 'free' : null;
  if (object.role === 'rpc') return 'letter';
  if (fallen.has(object.id)) return 'fallen';
  const owner = fieldByRole(object, 'owner');
  if (owner && refIn(owner.value)?.target === null) return 'freed';
  return card.content.resting ? 'resting' : 'plain';
}

function drawEdge(
  link: WorldLink,
  plan: WorldPlan,
  accesses: StepAccesses | null,
  context: DrawContext,
  cards: readonly SceneCard[],
): SceneEdge[] {
  const points = plan.routes.get(link.key);
  if (!points || ![link.fromCard, link.toCard].every((id) => cards.some((card) => card.id === id)))
    return [];
  const accessed = accesses === null || accesses.rows.has(link.from);
  const loud = link.look === 'broken' || link.look === 'stale';
  return [
    {
      key: `edge:${link.key}/${link.look}${accessed && accesses ? accesses.task : ''}`,
      link: link.key,
      x: 0,
      y: 0,
      opacity: accessed || loud ? 1 : BACK,
      points,
      look: link.look,
      alarm: loud && cards.some(({ id, alarm }) => id === link.toCard && alarm > 0),
      outline: context.outlines.get(link.fromCard) ?? null,
      task:
        accesses !== null && link.role === 'blk' && accesses.rows.has(link.from)
          ? accesses.task
          : null,
    },
  ];
}

/** A trail is drawn instead of its edge. */
function under(trails: Scene['trails'], edge: SceneEdge): SceneEdge {
  return trails.some(({ links }) => links.includes(edge.link)) ? { ...edge, opacity: 0 } : edge;
}

function drawRing({ id, x, y, width, height, tilt }: SceneCard, fresh: boolean): SceneRing {
  const m = RING_MARGIN;
  return {
    key: `ring:${id}/${fresh}`,
    fresh,
    x: x - m,
    y: y - m,
    opacity: 1,
    width: width + 2 * m,
    height: height + 2 * m,
    tilt,
  };
}
