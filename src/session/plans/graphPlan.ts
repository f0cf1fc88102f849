// The state graph: explored on request, and followed by the run on the stage.

import type { Checker } from '../../check/worker/checkerClient.ts';
import type { GraphReport } from '../../check/graph/graphReport.ts';
import type { GraphRequest } from '../../check/graph/graphRequest.ts';
import { movesToNode, runStates } from '../../check/graph/graphWalk.ts';
import type { Limits, Progress } from '../../check/verdict/report.ts';
import type { Detail } from '../../explore/graph/mergedGraph.ts';
import { choiceLabels } from '../../model/replay/choiceLabels.ts';
import { formatSchedule } from '../../model/world/schedule.ts';
import type { Move } from '../../model/world/run.ts';
import { isSameStage, stageQuestion } from './checkQuestion.ts';
import { Job } from './job.ts';
import { remember } from '../state/remember.ts';
import { configKey } from '../state/replayers.ts';
import type { GraphAnswer, JobAnswer, SessionState, SessionStore } from '../state/store.ts';

export interface GraphPorts {
  readonly grapher: Checker<GraphRequest, GraphReport, Progress>;
  readonly limits: Limits;
}

export class GraphPlan {
  readonly #store: SessionStore;
  readonly #limits: Limits;
  readonly #job: Job<GraphRequest, GraphReport, Progress>;

  constructor(store: SessionStore, { grapher, limits }: GraphPorts) {
    this.#store = store;
    this.#limits = limits;
    this.#job = new Job(store, grapher);
  }

  ask(detail: Detail | null): void {
    const state = this.#store.getState();
    const before = selectGraphReport(state);
    const asked = { program: state.program, key: configKey(state.configuration.config) };
    this.#job.ask({
      request: { ...stageQuestion(state, this.#limits), detail },
      concerns: isSameStage(state),
      answer: (answer) =>
        this.#store.setState({ graph: { ...asked, answer: besides(answer, before) } }),
    });
  }

  /** A person stops it. */
  stop(): void {
    this.#job.stop();
  }

  close(): void {
    this.#job.close();
  }
}

/** The previous drawing is kept until there is a new one. */
function besides(
  answer: JobAnswer<GraphReport, Progress>,
  before: GraphReport | null,
): GraphAnswer {
  if (answer.kind === 'running') return { ...answer, before };
  if (answer.kind === 'stopped' && before !== null) return { kind: 'done', report: before };
  return answer;
}

/** The graph of the configuration on the stage; null: not requested. */
export function selectGraph({ graph, program, configuration }: SessionState): GraphAnswer | null {
  const here = graph?.program === program && graph.key === configKey(configuration.config);
  return here ? graph.answer : null;
}

/** The drawing; while a new detail is drawn, the previous one. */
export function selectGraphReport(state: SessionState): GraphReport | null {
  const answer = selectGraph(state);
  if (answer?.kind === 'running') return answer.before;
  return answer?.kind === 'done' ? answer.report : null;
}

/** The states of the run on the stage, by moment; may be shorter than the run. */
const selectRunStates: (state: SessionState) => readonly number[] = remember(
  (state) => [selectGraphReport(state), state.playback.run, state.model],
  (state) => {
    const report = selectGraphReport(state);
    return report === null ? [] : runStates(report, state.model, state.playback.run.moves);
  },
);

/** The nodes of the run on the stage, by moment; a state that is not drawn has no node. */
export const selectRunNodes: (state: SessionState) => readonly number[] = remember(
  (state) => [selectGraphReport(state), selectRunStates(state)],
  (state) => {
    const nodeOf = selectGraphReport(state)?.drawn.nodeOf;
    return nodeOf === undefined ? [] : selectRunStates(state).map((one) => nodeOf[one] ?? -1);
  },
);

/** A run, as a schedule, and the step at which it is in the node. */
export interface WayToNode {
  readonly schedule: string;
  readonly step: number;
}

/**
 * If the run on the stage visits the node, it is kept. Otherwise the shortest path from the current state is
 * used, or from the start if there is none. Null if no path leads there.
 */
export function wayToNode(state: SessionState, node: number): WayToNode | null {
  const { run, cursor } = state.playback;
  const along = selectRunNodes(state).indexOf(node);
  if (along !== -1) return wayOf(state, run.moves, along);
  const report = selectGraphReport(state);
  if (report === null) return null;
  const here = selectRunStates(state)[cursor];
  const onward = here === undefined ? null : movesToNode(report, state.model, here, node);
  const way =
    onward === null
      ? movesToNode(report, state.model, 0, node)
      : [...run.moves.slice(0, cursor), ...onward];
  return way && wayOf(state, way, way.length);
}

function wayOf({ model }: SessionState, moves: readonly Move[], step: number): WayToNode {
  return { schedule: formatSchedule(moves, model.tasks, choiceLabels(model)), step };
}
