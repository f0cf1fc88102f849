// The plan of a whole run: the place of every card and every edge. It is decided once from all moments, so that
// nothing jumps between steps.

import type { StepValues } from '../../model/replay/valueTrace.ts';
import type { Run } from '../../model/world/run.ts';
import type { TaskInfo } from '../../model/world/world.ts';
import { placeBands } from './worldBands.ts';
import { worldContent, momentsOf, type WorldContent } from './worldContent.ts';
import { placeColumns } from './worldColumns.ts';
import { taskData, type TaskData } from '../run/taskData.ts';
import { worldLinks, type WorldLink } from '../world/worldLink.ts';
import type { Placement, WorldSize } from './worldPlace.ts';

/** The three screens that the stage is made for: a desk, a projector's hall, a phone. */
export type WorldVariant = 'workbench' | 'hall' | 'phone';

export interface WorldPlan extends Placement {
  /** How many CSS pixels one of the picture's own takes. */
  readonly scale: number;
  readonly run: Run;
  readonly tasks: readonly TaskInfo[];
  /** What each task has read last, by moment; empty if not requested. */
  readonly data: TaskData;
  /** The radius of an edge's corners: few edges bend softly, many at a time run square. */
  readonly bend: number;
}

export interface WorldPlanOptions {
  readonly variant: WorldVariant;
  /** CSS pixels. */
  readonly size: WorldSize;
  /** Other runs that may be shown here: their objects get places in advance. */
  readonly around?: readonly Run[];
  /** What the steps of the run read and wrote: with them, tasks show the data that they got. */
  readonly values?: readonly StepValues[];
}

/** The smallest text is 12.5 pixels: it may become 12 on a desk, and has to be 20 in a hall. */
const LEAST_SCALE = { workbench: 0.96, hall: 1.6, phone: 1 };
const MOST_SCALE = { workbench: 1.3, hall: 2.6, phone: 1 };

/** The size for which the proportions were drawn. */
const NATURAL: WorldSize = { width: 772, height: 562 };

const FEW_EDGES = 6;
const SOFT = 16;
const SQUARE = 6;

export function planWorld(
  run: Run,
  tasks: readonly TaskInfo[],
  options: WorldPlanOptions,
): WorldPlan {
  const around = options.around ?? [];
  const data = options.values ? taskData(run, options.values, tasks.length) : [];
  const content = worldContent(run, tasks, around, data);
  const moments = linksByMoment([run, ...around], tasks);
  const placement = place(content, potentialLinks(moments), options);
  const scale = options.size.width / placement.width;
  const most = Math.max(...moments.map((links) => links.length));
  return { ...placement, scale, run, tasks, data, bend: most > FEW_EDGES ? SQUARE : SOFT };
}

function linksByMoment(runs: readonly Run[], tasks: readonly TaskInfo[]): WorldLink[][] {
  return momentsOf(runs).map(({ world }) => worldLinks(world, tasks));
}

/** Every reference that some moment draws. */
function potentialLinks(moments: readonly (readonly WorldLink[])[]): WorldLink[] {
  return [...new Map(moments.flat().map((link) => [link.key, link])).values()];
}

/**
 * Side by side at the largest scale at which no text is cut; at the least scale with texts cut; else
 * one below the other.
 */
function place(
  content: WorldContent,
  links: readonly WorldLink[],
  options: WorldPlanOptions,
): Placement {
  if (options.variant === 'phone') return placeBands(content, links, options.size, true);
  const scales = scalesFor(options);
  const columns = (scale: number, mayCut: boolean) =>
    placeColumns(content, links, scaled(options.size, scale), mayCut);
  for (const scale of scales) {
    const whole = columns(scale, false);
    if (whole) return whole;
  }
  return columns(Math.min(...scales), true) ?? placeBands(content, links, options.size, false);
}

/** The best scale first; a plan that needs more space is drawn smaller, but not as small as at a desk. */
function scalesFor({ variant, size }: WorldPlanOptions): number[] {
  const fit = Math.min(size.width / NATURAL.width, size.height / NATURAL.height);
  const best = Math.min(MOST_SCALE[variant], Math.max(LEAST_SCALE[variant], fit));
  return [best, ...[0.95, 0.9, 0.85, 0.8].map((part) => best * part).filter((scale) => scale >= 1)];
}

function scaled({ width, height }: WorldSize, scale: number): WorldSize {
  return { width: width / scale, height: height / scale };
}
