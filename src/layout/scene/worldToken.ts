// The place of each task's token: in its seat, on the object that it accessed last, or in the queue of the lock that
// it waits for.

import type { World, WorldTask } from '../../model/world/world.ts';
import { labelWidth } from '../text/worldText.ts';
import { CARD, smallChipWidth, TEXT } from '../plan/worldCard.ts';
import { DOCK } from '../plan/worldContent.ts';
import { indexWorld, rootOf } from '../world/worldIndex.ts';
import { placeOf, rowY, type PlacedCard } from '../plan/worldPlace.ts';
import type { WorldPlan } from '../plan/worldPlan.ts';
import { QUEUE_START, QUEUE_STEP, TOKEN_RADIUS, waitingOrder } from '../world/worldQueue.ts';
import { rowKey } from '../world/worldRow.ts';
import type { ChipMark, SceneToken } from '../plan/worldScene.ts';
import { chipMark } from './worldChips.ts';
import type { Token } from '../run/taskData.ts';
import { standsAt } from '../world/worldAccess.ts';

const SIT_Y = -5;
/** Between tokens on an edge. */
const APART = 4;

export function worldTokens(plan: WorldPlan, at: number): SceneToken[] {
  const { world, step } = plan.run.moments[at]!;
  const sitting = new Map<PlacedCard, SceneToken[]>();
  const tokens = plan.tasks.map(({ index, name }) => {
    const task = world.tasks[index]!;
    const token: SceneToken = {
      key: `task${index}`,
      x: 0,
      y: 0,
      opacity: 1,
      task: index,
      number: String(index + 1),
      state: stateOf(task),
      name: null,
      width: 2 * TOKEN_RADIUS,
      data: dataChip(index, plan.data[at]?.[index] ?? null),
    };
    const queued = queuePlace(plan, world, task);
    if (queued) return { ...token, ...queued, data: null };
    const card = outAt(plan, at, task);
    const edge = card ?? seatOf(plan, index);
    if (!('content' in edge)) return atSeat(plan, token, edge);
    const moved = card && step?.task === index ? named(token, name, card) : token;
    sitting.set(edge, [...(sitting.get(edge) ?? []), moved]);
    return moved;
  });
  const placed = new Map(
    [...sitting].flatMap(([card, own]) => sit(card, own)).map((token) => [token.task, token]),
  );
  return tokens.map((token) => placed.get(token.task) ?? token);
}

function stateOf({ state }: WorldTask): SceneToken['state'] {
  if (state.kind === 'blocked' || state.kind === 'done' || state.kind === 'ready')
    return state.kind;
  return 'idle';
}

/** Beside the lock, on the side that an access comes from, in the order of the queue. */
function queuePlace(
  plan: WorldPlan,
  world: World,
  task: WorldTask,
): { x: number; y: number } | null {
  if (task.state.kind !== 'blocked' || !task.state.on) return null;
  const { on } = task.state;
  const card = plan.cards.get(rootOf(indexWorld(world), on.object));
  const order = waitingOrder(world, on);
  if (!card) return null;
  const lock = placeOf(card, rowKey(on.object, on.field));
  const place = Math.max(0, order.indexOf(task.index));
  return {
    x: card.x - QUEUE_START - place * QUEUE_STEP,
    y: lock ? rowY(card, lock.row.key) : card.y + card.height / 2,
  };
}

/** The card that the task touched in its last step; null before its first and after its last. */
function outAt({ run, cards }: WorldPlan, at: number, task: WorldTask): PlacedCard | null {
  const rests =
    task.state.kind === 'done' ||
    task.state.kind === 'idle' ||
    task.state.kind === 'settling-later';
  if (rests && run.moments[at]!.step?.task !== task.index) return null;
  for (let moment = at; moment > 0; moment -= 1) {
    const { step, world } = run.moments[moment]!;
    if (step?.task !== task.index) continue;
    const stands = standsAt(step, indexWorld(world));
    if (stands !== null && cards.has(stands)) return cards.get(stands)!;
  }
  return null;
}

/** Its place on its CPU's card; the card itself where that has no room for seats. */
function seatOf(
  { cards, tasks }: WorldPlan,
  task: number,
): PlacedCard | { x: number; y: number; opacity?: number } {
  const card = cards.get(tasks[task]!.cpu ?? DOCK) ?? cards.get(DOCK);
  const seat = card?.seats.find((each) => each.task === task);
  if (!card) return { x: 0, y: 0, opacity: 0 };
  return seat ? { x: card.x + seat.x, y: card.y + seat.y } : card;
}

const DATA = { height: 2 * TOKEN_RADIUS, gap: 2 };

/** Behind a bare token; one with a name moves it on. */
function dataChip(task: number, data: Token | null): ChipMark | null {
  if (data === null) return null;
  const chip = chipMark(
    `data${task}`,
    data.token,
    data.index,
    TOKEN_RADIUS + DATA.gap,
    -TOKEN_RADIUS,
  );
  return { ...chip, width: smallChipWidth(data.token), height: DATA.height, size: TEXT.small };
}

/** With the data beside it. */
function wholeWidth({ width, data }: SceneToken): number {
  return width + (data ? DATA.gap + data.width : 0);
}

/** From the end of a seat's line to the card's edge. */
const SEAT_END = 8;

/** The data stands at the end of the seat's line: the task's name is between. */
function atSeat(
  { cards, tasks }: WorldPlan,
  token: SceneToken,
  seat: { readonly x: number; readonly y: number; readonly opacity?: number },
): SceneToken {
  const card = cards.get(tasks[token.task]!.cpu ?? DOCK) ?? cards.get(DOCK);
  if (!card || !token.data) return { ...token, ...seat };
  const x = card.x + card.width - SEAT_END - seat.x - token.data.width;
  return { ...token, ...seat, data: { ...token.data, x } };
}

/** The token that moved last shows its name, as far as its card is wide enough. */
function named(token: SceneToken, name: string, card: PlacedCard): SceneToken {
  const width = Math.ceil(labelWidth(name, TEXT.token) + 2 * TOKEN_RADIUS + 12);
  const data = token.data && { ...token.data, x: width - TOKEN_RADIUS + DATA.gap };
  const long = { ...token, name, width, data };
  return wholeWidth(long) > card.width - 2 * CARD.pad ? token : long;
}

/**
 * On the card's upper edge from the right, the lowest number outermost. If there are many, the name is left out; those
 * that still do not fit are placed on the lower edge.
 */
function sit(card: PlacedCard, tokens: readonly SceneToken[]): SceneToken[] {
  const room = card.width - 8;
  const fits = (row: readonly SceneToken[]) =>
    row.reduce((sum, token) => sum + wholeWidth(token) + APART, -APART) <= room;
  if (fits(tokens)) return onEdge(card, tokens, card.y + SIT_Y);
  const bare = tokens.map((token) => ({
    ...token,
    name: null,
    width: 2 * TOKEN_RADIUS,
    data: token.data && { ...token.data, x: TOKEN_RADIUS + DATA.gap },
  }));
  if (fits(bare)) return onEdge(card, bare, card.y + SIT_Y);
  const widest = Math.max(...bare.map(wholeWidth));
  const most = Math.max(1, Math.floor((room + APART) / (widest + APART)));
  return [
    ...onEdge(card, bare.slice(0, most), card.y + SIT_Y),
    ...onEdge(card, bare.slice(most), card.y + card.height),
  ];
}

function onEdge(card: PlacedCard, tokens: readonly SceneToken[], y: number): SceneToken[] {
  let right = card.x + card.width - APART;
  return tokens.map((token) => {
    const x = right - wholeWidth(token) + TOKEN_RADIUS;
    right -= wholeWidth(token) + APART;
    return { ...token, x, y };
  });
}
