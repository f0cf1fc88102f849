// The explanation of the chosen property's witness: asked for by itself as soon as there is a witness and nobody is typing or
// playing, one at a time.

import type { Explained } from '../../check/explain/explainBreach.ts';
import type { Explanation } from '../../check/explain/explanation.ts';
import type { ExplainRequest } from '../../check/explain/explainRequest.ts';
import type { Limits } from '../../check/verdict/report.ts';
import type { Checker } from '../../check/worker/checkerClient.ts';
import { remember } from '../state/remember.ts';
import { configKey } from '../state/replayers.ts';
import { selectFinding, selectSchedule, selectWitnessKind } from '../state/select.ts';
import type { ExplainAnswer, SessionState, SessionStore } from '../state/store.ts';
import { isSameStage, stageQuestion } from './checkQuestion.ts';
import { Job } from './job.ts';

export {
  enoughText,
  explanationText,
  type Explanation,
  type DescribedOrder,
  type DescribedStep,
} from '../../check/explain/explanation.ts';

export interface ExplainPorts {
  readonly explainer: Checker<ExplainRequest, Explained, number>;
  readonly limits: Limits;
}

export class ExplainPlan {
  readonly #store: SessionStore;
  readonly #limits: Limits;
  readonly #job: Job<ExplainRequest, Explained, number>;
  readonly #unsubscribe: () => void;

  constructor(store: SessionStore, { explainer, limits }: ExplainPorts) {
    this.#store = store;
    this.#limits = limits;
    this.#job = new Job(store, explainer);
    this.#unsubscribe = store.subscribe((state) => this.#refresh(state));
  }

  close(): void {
    this.#unsubscribe();
    this.#job.close();
  }

  #refresh(state: SessionState): void {
    const wanted = selectWanted(state);
    if (wanted === null || state.playing || state.pending.text) return;
    if (state.explained?.program === state.program && state.explained.key === wanted.key) return;
    const { property, witness, key } = wanted;
    const asked = { program: state.program, key };
    this.#job.ask({
      request: { ...stageQuestion(state, this.#limits), property, witness },
      concerns: isSameStage(state),
      answer: (answer) => this.#store.setState({ explained: { ...asked, answer } }),
    });
  }
}

interface Wanted {
  readonly property: string;
  readonly witness: string;
  readonly key: string;
}

/** Of the witness on the stage, else of a shortest one. */
const selectWanted: (state: SessionState) => Wanted | null = remember(
  (state) => [selectFinding(state), selectWitnessKind(state), state.configuration],
  (state) => {
    const finding = selectFinding(state);
    const fewest = selectWitnessKind(state) === 'fewest-switches';
    const witness = (fewest ? finding?.fewestSwitches : finding?.witness) ?? null;
    if (finding === null || witness === null || witness === '') return null;
    const { property } = finding;
    const key = `${configKey(state.configuration.config)} ${property} ${witness}`;
    return { property, witness, key };
  },
);

export interface ExplainedWitness {
  readonly witness: string;
  readonly answer: ExplainAnswer;
}

/** What is known of the chosen property's witness; null: it was not asked, or nothing is violated. */
export const selectExplained: (state: SessionState) => ExplainedWitness | null = remember(
  (state) => [selectWanted(state), state.explained, state.program],
  (state) => {
    const wanted = selectWanted(state);
    const { explained } = state;
    if (wanted === null || explained === null) return null;
    if (explained.program !== state.program || explained.key !== wanted.key) return null;
    return { witness: wanted.witness, answer: explained.answer };
  },
);

/** The explanation of the run on the stage; null where that is another run, or nothing is known. */
export const selectStageExplanation: (state: SessionState) => Explanation | null = remember(
  (state) => [selectExplained(state), selectSchedule(state)],
  (state) => {
    const explained = selectExplained(state);
    if (explained?.answer.kind !== 'done' || explained.witness !== selectSchedule(state))
      return null;
    const { report } = explained.answer;
    return report.kind === 'explained' ? report.explanation : null;
  },
);
