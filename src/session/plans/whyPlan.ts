// The question why: asked about the witness on the stage, on request, one at a time.

import type { Checker } from '../../check/worker/checkerClient.ts';
import type { Limits } from '../../check/verdict/report.ts';
import type { WhyProgress, WhyReport } from '../../check/why/whyReport.ts';
import type { WhyRequest } from '../../check/why/whyRequest.ts';
import { isSameStage, stageQuestion } from './checkQuestion.ts';
import { Job } from './job.ts';
import { remember } from '../state/remember.ts';
import { configKey } from '../state/replayers.ts';
import { selectFinding, selectSchedule, selectWitnessKind } from '../state/select.ts';
import type { SessionState, SessionStore, Why, WhyAnswer } from '../state/store.ts';

export { alsoTried } from '../../check/why/alsoTried.ts';
export { historyText, provedText, searchedText } from '../../check/fix/fixReport.ts';

export interface WhyPorts {
  readonly asker: Checker<WhyRequest, WhyReport, WhyProgress>;
  readonly limits: Limits;
}

export class WhyPlan {
  readonly #store: SessionStore;
  readonly #limits: Limits;
  readonly #job: Job<WhyRequest, WhyReport, WhyProgress>;

  constructor(store: SessionStore, { asker, limits }: WhyPorts) {
    this.#store = store;
    this.#limits = limits;
    this.#job = new Job(store, asker);
  }

  ask(property: string, witness: string): void {
    const state = this.#store.getState();
    const asked = { program: state.program, key: whyKey(state, property, witness) };
    this.#job.ask({
      request: { ...stageQuestion(state, this.#limits), property, witness },
      concerns: isSameStage(state),
      answer: (answer) => this.#store.setState({ why: { ...asked, answer } }),
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

function whyKey({ configuration }: SessionState, property: string, witness: string): string {
  return `${configKey(configuration.config)} ${property} ${witness}`;
}

/** The answer for that witness; null: it was not asked. */
export function whyOf(state: SessionState, property: string, witness: string): WhyAnswer | null {
  const why: Why | null = state.why;
  const known = why?.program === state.program && why.key === whyKey(state, property, witness);
  return known ? why.answer : null;
}

export interface WhyQuestion {
  readonly property: string;
  readonly witness: string;
  readonly answer: WhyAnswer | null;
}

/**
 * The chosen property's witness: the one on the stage, else a shortest one. Null where nothing is violated.
 */
export const selectWhy: (state: SessionState) => WhyQuestion | null = remember(
  (state) => [selectFinding(state), selectWitnessKind(state), state.why, state.program],
  (state) => {
    const finding = selectFinding(state);
    const fewest = selectWitnessKind(state) === 'fewest-switches';
    const witness = (fewest ? finding?.fewestSwitches : finding?.witness) ?? null;
    if (finding === null || witness === null || witness === '') return null;
    const { property } = finding;
    return { property, witness, answer: whyOf(state, property, witness) };
  },
);

/** Steps that the diagram marks: the window, and the step after which no run ends well. */
export interface WhyMarks {
  readonly window: { readonly from: number; readonly to: number } | null;
  readonly noReturn: number | null;
}

/** Null unless the run on the stage is the witness in question. */
export const selectWhyMarks: (state: SessionState) => WhyMarks | null = remember(
  (state) => [selectWhy(state), selectSchedule(state)],
  (state) => {
    const why = selectWhy(state);
    if (why?.answer?.kind !== 'done' || selectSchedule(state) !== why.witness) return null;
    const { window, noReturn } = why.answer.report;
    return {
      window: window && { from: window.from.step, to: window.to.step },
      noReturn: noReturn.kind === 'step' ? noReturn.at.step : null,
    };
  },
);
