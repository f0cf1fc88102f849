// Where the runs of a state graph break a property, in the way in which one witness does.

import { at } from '../../base/assert.ts';
import type { Breach } from '../../explore/graph/orderMonitor.ts';
import { ENDINGS, type StateGraph } from '../../explore/graph/stateGraph.ts';
import { NO_DEADLOCK, NO_STUCK } from '../../explore/search/searchReport.ts';
import { placeIn, type TracedRun } from './tracedRun.ts';

/**
 * Of what a step breaks, such as an assertion, only steps of the same task from the same place count: two like tasks
 * would else hide each other's orders. Of deadlocks only those count in which the tasks of the witness's cycle stand
 * where they stand there.
 */
export function breachOf(traced: TracedRun, property: string): Breach {
  const { graph, model } = traced;
  const states = new Uint8Array(graph.states);
  const edges = new Uint8Array(graph.target.length);
  const index = model.machine.properties.findIndex(({ name }) => name === property);
  const kind = model.machine.properties[index]?.kind;
  if (property === NO_DEADLOCK) markDeadlocks(traced, states);
  else if (property === NO_STUCK) markStuck(graph, states);
  else if (kind === 'edge') markSteps(traced, 1 << index, edges);
  else graph.broken.forEach((bits, state) => (states[state] = (bits >> index) & 1));
  return { states, edges };
}

function markDeadlocks(
  { graph, run, states: along, brokenAt }: TracedRun,
  states: Uint8Array,
): void {
  const last = along.at(-1) ?? 0;
  const { cycle, tasks } = at(run.moments, brokenAt).world;
  const blocked = tasks.filter(({ state }) => state.kind === 'blocked').map(({ index }) => index);
  const stuck = cycle.length > 0 ? cycle.map(({ task }) => task) : blocked;
  for (let state = 0; state < graph.states; state += 1) {
    const same = stuck.every((task) => placeIn(graph, state, task) === placeIn(graph, last, task));
    if (same && ENDINGS[graph.ending[state] ?? 0] === 'deadlocked') states[state] = 1;
  }
}

/** States from which no run comes to an end. */
function markStuck(graph: StateGraph, states: Uint8Array): void {
  const { edges, target, ending, cut } = graph;
  const avoids = Uint8Array.from(ending, (end, state) =>
    ENDINGS[end] === 'quiescent' || ENDINGS[end] === 'panicked' || cut[state] === 1 ? 1 : 0,
  );
  for (let changed = true; changed; ) {
    changed = false;
    for (let state = graph.states - 1; state >= 0; state -= 1) {
      if (avoids[state] === 1) continue;
      const out = target.subarray(edges[state] ?? 0, edges[state + 1] ?? 0);
      if (!out.some((to) => avoids[to] === 1)) continue;
      avoids[state] = 1;
      changed = true;
    }
  }
  avoids.forEach((one, state) => (states[state] = 1 - one));
}

function markSteps(
  { graph, model, steps, brokenAt }: TracedRun,
  bit: number,
  edges: Uint8Array,
): void {
  const breaking = steps[brokenAt - 1];
  if (breaking === undefined) return;
  const { task, place } = breaking.event;
  for (let state = 0; state < graph.states; state += 1) {
    if (placeIn(graph, state, task) !== place) continue;
    for (let e = graph.edges[state] ?? 0; e < (graph.edges[state + 1] ?? 0); e += 1) {
      const own = model.machine.moveTask[graph.move[e] ?? 0] === task;
      if (own && ((graph.breaks[e] ?? 0) & bit) !== 0) edges[e] = 1;
    }
  }
}
