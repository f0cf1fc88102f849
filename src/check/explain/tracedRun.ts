// A witness in the state graph: its steps as events, on to an end of the run.

import { at } from '../../base/assert.ts';
import type { GraphEvent } from '../../explore/graph/orderMonitor.ts';
import { shortestWay, statesAlong } from '../../explore/graph/shortestWay.ts';
import { ENDINGS, type StateGraph } from '../../explore/graph/stateGraph.ts';
import type { Model } from '../../model/build/model.ts';
import { Replayer } from '../../model/replay/replay.ts';
import type { Move, Run, Step } from '../../model/world/run.ts';

export interface RunStep {
  /** Counts from 1, as the run's moments do. */
  readonly index: number;
  readonly task: number;
  readonly step: Step;
  readonly event: GraphEvent;
  /** It comes after the breach. */
  readonly toCome: boolean;
}

export interface TracedRun {
  readonly model: Model;
  readonly graph: StateGraph;
  /** The witness and what follows it, to an end where there is one. */
  readonly run: Run;
  readonly steps: readonly RunStep[];
  /** The step that breaks the property; 0 where the start does. */
  readonly brokenAt: number;
  /** The graph's states that the witness stands in, the initial one first. */
  readonly states: readonly number[];
}

/** `witness`: up to the breach. Null where the graph does not hold all of it. */
export function traceRun(
  model: Model,
  graph: StateGraph,
  witness: readonly Move[],
): TracedRun | null {
  const numbers = witness.map((move) => moveNumber(model, move));
  const states = statesAlong(graph, numbers);
  const last = states.at(-1);
  if (states.length !== witness.length + 1 || last === undefined) return null;
  const rest = shortestWay(graph, last, (state) => isEnd(graph, state))?.moves ?? [];
  const moves = [...witness, ...rest.map((move) => at(model.moves, move))];
  const run = new Replayer(model).replay(moves);
  const along = statesAlong(graph, [...numbers, ...rest]);
  return {
    model,
    graph,
    run,
    steps: eventsOf(graph, run, along, witness.length),
    brokenAt: witness.length,
    states,
  };
}

function moveNumber(model: Model, { task, choice }: Move): number {
  return model.moves.findIndex((one) => one.task === task && one.choice === choice);
}

function isEnd(graph: StateGraph, state: number): boolean {
  return ENDINGS[graph.ending[state] ?? 0] !== 'running';
}

function eventsOf(
  graph: StateGraph,
  run: Run,
  states: readonly number[],
  brokenAt: number,
): RunStep[] {
  const times = new Map<string, number>();
  return run.moments.slice(1).flatMap(({ step }, i): RunStep[] => {
    if (step === null) return [];
    const place = placeIn(graph, states[i] ?? 0, step.task);
    const key = `${step.task} ${place}`;
    const count = (times.get(key) ?? 0) + 1;
    times.set(key, count);
    const event = { task: step.task, place, count };
    return [{ index: i + 1, task: step.task, step, event, toCome: i >= brokenAt }];
  });
}

/** Where a task stands in a state of the graph. */
export function placeIn(graph: StateGraph, state: number, task: number): number {
  return graph.stands[graph.pc[state] ?? 0]?.[task] ?? 0;
}

/** The step that the task would take next after the witness, as an event. */
export function nextEvent({ graph, steps, states }: TracedRun, task: number): GraphEvent {
  const place = placeIn(graph, states.at(-1) ?? 0, task);
  const before = steps.filter(
    ({ event, toCome }) => !toCome && event.task === task && event.place === place,
  );
  return { task, place, count: before.length + 1 };
}
