// The state graph: explored when a person wants to see it, and walked along with the run on the stage.

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

  /** A person ends it. */
  stop(): void {
    this.#job.stop();
  }

  close(): void {
    this.#job.close();
  }
}

/** What was drawn before stays until there is another drawing. */
function besides(
  answer: JobAnswer<GraphReport, Progress>,
  before: GraphReport | null,
): GraphAnswer {
  if (answer.kind === 'running') return { ...answer, before };
  if (answer.kind === 'stopped' && before !== null) return { kind: 'done', report: before };
  return answer;
}

/** What is known of the graph of the configuration on the stage; null: it was not asked for. */
export function selectGraph({ graph, program, configuration }: SessionState): GraphAnswer | null {
  const here = graph?.program === program && graph.key === configKey(configuration.config);
  return here ? graph.answer : null;
}

/** What is drawn: while it is made in another detail, what was drawn before. */
export function selectGraphReport(state: SessionState): GraphReport | null {
  const answer = selectGraph(state);
  if (answer?.kind === 'running') return answer.before;
  return answer?.kind === 'done' ? answer.report : null;
}

/** The states of the run on the stage, by moment; it may end before the run does. */
const selectRunStates: (state: SessionState) => readonly number[] = remember(
  (state) => [selectGraphReport(state), state.playback.run, state.model],
  (state) => {
    const report = selectGraphReport(state);
    return report === null ? [] : runStates(report, state.model, state.playback.run.moves);
  },
);

/** The nodes of the run on the stage, by moment; those that are not drawn are no node's number. */
export const selectRunNodes: (state: SessionState) => readonly number[] = remember(
  (state) => [selectGraphReport(state), selectRunStates(state)],
  (state) => {
    const nodeOf = selectGraphReport(state)?.drawn.nodeOf;
    return nodeOf === undefined ? [] : selectRunStates(state).map((one) => nodeOf[one] ?? -1);
  },
);

/** A run, as a schedule, and the step of it that stands in the node. */
export interface WayToNode {
  readonly schedule: string;
  readonly step: number;
}

/**
 * A run on the stage that comes through the node is kept; else the shortest way leads on from where
 * it stands, and from the start where none does. Null where nothing leads there.
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
