// The state graph: explored when a person wants to see it, and walked along with the run on the stage.

import { unreachable } from '../../base/assert.ts';
import type { Checker, CheckNews } from '../../check/worker/checkerClient.ts';
import type { GraphReport } from '../../check/graph/graphReport.ts';
import type { GraphRequest } from '../../check/graph/graphRequest.ts';
import { movesToNode, runStates } from '../../check/graph/graphWalk.ts';
import type { Limits, Progress } from '../../check/verdict/report.ts';
import type { Detail } from '../../explore/graph/mergedGraph.ts';
import { choiceLabels } from '../../model/replay/choiceLabels.ts';
import { formatSchedule } from '../../model/world/schedule.ts';
import type { Move } from '../../model/world/run.ts';
import { stageQuestion } from './checkQuestion.ts';
import { remember } from '../state/remember.ts';
import { configKey } from '../state/replayers.ts';
import type { GraphAnswer, SessionState, SessionStore } from '../state/store.ts';

export interface GraphPorts {
  readonly grapher: Checker<GraphRequest, GraphReport, Progress>;
  readonly limits: Limits;
}

export class GraphPlan {
  readonly #store: SessionStore;
  readonly #ports: GraphPorts;
  #cancel: (() => void) | null = null;

  constructor(store: SessionStore, ports: GraphPorts) {
    this.#store = store;
    this.#ports = ports;
    store.subscribe((state) => this.#giveUp(state));
  }

  ask(detail: Detail | null): void {
    const state = this.#store.getState();
    const before = selectGraphReport(state);
    const asked = { program: state.program, key: configKey(state.configuration.config) };
    const tell = (answer: GraphAnswer): void =>
      this.#store.setState({ graph: { ...asked, answer } });
    tell({ kind: 'running', progress: null, before });
    const request = { ...stageQuestion(state, this.#ports.limits), detail };
    this.#cancel = this.#ports.grapher.start(request, (news) => {
      const answer = answerOf(news, before);
      if (answer !== null) tell(answer);
    });
  }

  /** A person ends it. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
    const { graph } = this.#store.getState();
    if (graph?.answer.kind !== 'running') return;
    const { before } = graph.answer;
    const answer: GraphAnswer =
      before === null ? { kind: 'stopped' } : { kind: 'done', report: before };
    this.#store.setState({ graph: { ...graph, answer } });
  }

  close(): void {
    this.#cancel = null;
    this.#ports.grapher.close();
  }

  /** On another kernel or text, nobody waits for the answer any more. */
  #giveUp(state: SessionState): void {
    if (state.graph?.answer.kind === 'running' && selectGraph(state) === null) this.stop();
  }
}

/** Null for what changes nothing: a worker that was started again asks the same. */
function answerOf(
  news: CheckNews<GraphReport, Progress>,
  before: GraphReport | null,
): GraphAnswer | null {
  switch (news.kind) {
    case 'progress':
      return { kind: 'running', progress: news.progress, before };
    case 'done':
    case 'failed':
      return news;
    case 'restarted':
      return null;
    default:
      return unreachable(news);
  }
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
