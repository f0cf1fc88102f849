// Why a witness breaks its property, from the whole state graph: the decisive orders and whether they are enough.

import { exploreGraph } from '../../explore/graph/stateGraph.ts';
import { OrderMonitor } from '../../explore/graph/orderMonitor.ts';
import type { Model } from '../../model/build/model.ts';
import type { Move } from '../../model/world/run.ts';
import type { Limits } from '../verdict/report.ts';
import { type DataSlice, dataSlice } from './dataSlice.ts';
import { breachOf } from './breachOf.ts';
import {
  type DecisiveOrder,
  decisiveOrders,
  eventOrder,
  type OrderCounts,
} from './decisiveOrders.ts';
import { traceRun, type TracedRun } from './tracedRun.ts';

/** States that are explored at most: all edges among them have to be kept. */
export const MOST_STATES = 200_000;
const SLICE = 1024;

export interface Causes {
  readonly traced: TracedRun;
  readonly orders: readonly DecisiveOrder[];
  /** Before what follows from others was left out. */
  readonly all: readonly DecisiveOrder[];
  readonly counts: OrderCounts;
  /** Whether every run with these orders breaks; null where there are none, or that would take too many states. */
  readonly enough: boolean | null;
}

export type CausesFound =
  | { readonly kind: 'found'; readonly causes: Causes; readonly slice: DataSlice }
  /** The graph was not explored as far as the question needs. */
  | { readonly kind: 'limit'; readonly limit: string };

/** `witness`: up to the breach. Yields the states explored so far, and then between searches. */
export function* findCauses(
  model: Model,
  property: string,
  witness: readonly Move[],
  limits: Limits,
): Generator<number, CausesFound> {
  const bounded = { ...limits, maxStates: Math.min(limits.maxStates, MOST_STATES) };
  const exploring = exploreGraph(model.machine, bounded, () => '', SLICE);
  let step = exploring.next();
  for (; step.done !== true; step = exploring.next()) yield step.value.states;
  const graph = step.value;
  const [limit] = graph.limits;
  const traced = traceRun(model, graph, witness);
  if (traced === null || graph.cutDepth !== null)
    return { kind: 'limit', limit: limit ?? `states ${bounded.maxStates}` };
  const monitor = new OrderMonitor(graph, model.machine.moveTask, breachOf(traced, property));
  const slice = dataSlice(traced, property);
  const searching = decisiveOrders(traced, monitor, new Set([...slice.steps, traced.brokenAt]));
  let found = searching.next();
  for (; found.done !== true; found = searching.next()) yield graph.states;
  const { orders, all, counts } = found.value;
  const enough = orders.length === 0 ? null : monitor.isEnough(orders.map(eventOrder));
  return { kind: 'found', causes: { traced, orders, all, counts, enough }, slice };
}
