// An explanation on the space-time diagram: an arc for each decisive order, and the life of the outdated value, from
// the step that read it to the step that used it. Pixels of the plot, as in `spaceTime`.

import type {
  DescribedOrder,
  DescribedOutdated,
  Explanation,
} from '../../check/explain/explanation.ts';
import type { TaskInfo } from '../../model/world/world.ts';
import type { SpaceTime } from './spaceTime.ts';

export interface CauseArc {
  /** `stopped`: the second step is never taken. */
  readonly kind: DescribedOrder['kind'];
  /** The second step comes after the run's end, or never. */
  readonly toCome: boolean;
  readonly path: string;
  /** The task of the first step. */
  readonly task: number;
  /** The moment from which both steps have been taken; past the end for one that is to come. */
  readonly moment: number;
}

export interface ValueLife {
  readonly text: string;
  readonly task: number;
  readonly y: number;
  readonly read: number;
  readonly changed: number;
  readonly used: number;
  /** The first moment in which it is used. */
  readonly moment: number;
  /** Before the bar, behind it, or over it, where there is room. */
  readonly label: { readonly x: number; readonly anchor: 'start' | 'middle' | 'end' };
}

export interface CausePicture {
  readonly arcs: readonly CauseArc[];
  readonly life: ValueLife | null;
  /** The steps of the orders: their ticks get a ring. */
  readonly steps: ReadonlySet<number>;
}

/** `textWidth`: pixels of the life's text. */
export function causePicture(
  { orders, outdated }: Explanation,
  diagram: SpaceTime,
  tasks: readonly TaskInfo[],
  textWidth: (text: string) => number,
): CausePicture {
  const lane = (name: string) => tasks.find((task) => task.name === name)?.index ?? 0;
  return {
    arcs: orders.flatMap((order) => arcOf(order, diagram, lane)),
    life: outdated && lifeOf(outdated, diagram, lane(outdated.task), textWidth),
    steps: new Set(orders.flatMap(({ first, second }) => [first.step ?? [], second.step ?? []].flat())), // prettier-ignore
  };
}

type LaneOf = (task: string) => number;

function arcOf(
  { kind, first, second, toCome }: DescribedOrder,
  diagram: SpaceTime,
  lane: LaneOf,
): CauseArc[] {
  const task = lane(first.task);
  const from = pointOf(diagram, first.step, task);
  const open = toCome || second.step === null;
  const to = pointOf(diagram, open ? null : second.step, lane(second.task));
  if (from === null || to === null) return [];
  const moment = open ? diagram.xs.length - 1 : (second.step ?? 0);
  return [{ kind, toCome: open, path: arcPath(from, to), task, moment }];
}

type Point = readonly [x: number, y: number];

/** A step on its task's ground line; the end of the line for a step that is not in the run. */
function pointOf(
  { lanes, xs, step }: Pick<SpaceTime, 'lanes' | 'xs' | 'step'>,
  moment: number | null,
  task: number,
): Point | null {
  const lane = lanes[task];
  const end = (xs.at(-1) ?? 0) + step / 2;
  const x = moment === null ? end : xs[moment];
  return lane === undefined || x === undefined ? null : [x, lane.ground];
}

/** Leaves level and arrives from above or below, so that its head points at the step; in one lane it is a bow. */
function arcPath([x, y]: Point, [toX, toY]: Point): string {
  const down = Math.sign(toY - y);
  if (down === 0) {
    const high = y - Math.min(26, Math.max(12, Math.abs(toX - x) / 4));
    return `M${x},${y - GAP}C${x},${high},${toX},${high},${toX},${toY - GAP}`;
  }
  const end = toY - down * GAP;
  const reach = Math.max(14, Math.abs(toX - x) * 0.55);
  const lift = Math.min(Math.abs(end - y) * 0.55, 60);
  return `M${x},${y}C${Math.min(x + reach, Math.max(toX, x + 14))},${y},${toX},${end - down * lift},${toX},${end}`;
}

/** The head stops short of the tick. */
const GAP = 8;

function lifeOf(
  { place, value, read, changed, used }: DescribedOutdated,
  { xs, life, width }: SpaceTime,
  task: number,
  textWidth: (text: string) => number,
): ValueLife | null {
  const [from, notch, to] = [xs[read], xs[changed], xs[used]];
  if (from === undefined || notch === undefined || to === undefined || life === null) return null;
  const texts = [
    `${place} = ${value}: read ${read}, outdated ${changed}, used ${used}`,
    `${place} = ${value}, outdated ${changed}`,
    `${place} = ${value}`,
  ];
  const { text, label } = lifeText(texts, { from, to, width }, textWidth);
  return { text, task, y: life, read: from, changed: notch, used: to, moment: used, label };
}

interface LifeBar {
  readonly from: number;
  readonly to: number;
  /** Of the plot. */
  readonly width: number;
}

/** The longest text that fits beside the bar; else the shortest, over it. */
function lifeText(
  texts: readonly string[],
  { from, to, width }: LifeBar,
  textWidth: (text: string) => number,
): Pick<ValueLife, 'text' | 'label'> {
  for (const text of texts) {
    const long = textWidth(text) + 16;
    if (long <= from) return { text, label: { x: from - 10, anchor: 'end' } };
    if (to + long <= width) return { text, label: { x: to + 10, anchor: 'start' } };
  }
  const text = texts.at(-1) ?? '';
  const half = textWidth(text) / 2;
  const middle = Math.min(Math.max((from + to) / 2, half), width - half);
  return { text, label: { x: middle, anchor: 'middle' } };
}
