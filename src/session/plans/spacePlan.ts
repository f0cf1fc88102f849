// The size of the state space, and what each reduction saves: searched again with each of them when a person opens
// that part of the page, one search at a time.

import type { Checker } from '../../check/worker/checkerClient.ts';
import type { CheckRequest } from '../../check/worker/checkerMessage.ts';
import { type Reduction, REDUCTIONS } from '../../check/verdict/reductions.ts';
import type { Limits, Progress, Report } from '../../check/verdict/report.ts';
import { checkQuestion, isSameStage, textKey } from './checkQuestion.ts';
import { Job } from './job.ts';
import { remember } from '../state/remember.ts';
import { configKey } from '../state/replayers.ts';
import type { ReportCache } from '../state/reportCache.ts';
import { selectReport } from '../state/select.ts';
import type {
  JobAnswer,
  SessionState,
  SessionStore,
  SpaceAnswer,
  SpaceCount,
} from '../state/store.ts';

export interface SpacePorts {
  readonly measurer: Checker;
  readonly limits: Limits;
}

/** No reduction, each alone, and all together if that differs. */
const QUESTIONS: readonly (readonly Reduction[])[] = [
  [],
  ...REDUCTIONS.map((one) => [one]),
  ...(REDUCTIONS.length > 1 ? [REDUCTIONS] : []),
];

interface Counting {
  /** The state at the request: it identifies the stage. */
  readonly state: SessionState;
  readonly counts: readonly SpaceCount[];
}

export class SpacePlan {
  readonly #store: SessionStore;
  readonly #limits: Limits;
  readonly #cache: ReportCache;
  readonly #job: Job<CheckRequest, Report, Progress>;
  readonly #unsubscribe: () => void;

  constructor(store: SessionStore, { measurer, limits }: SpacePorts, cache: ReportCache) {
    this.#store = store;
    this.#limits = limits;
    this.#cache = cache;
    this.#job = new Job(store, measurer);
    this.#unsubscribe = store.subscribe((state) => this.#follow(state));
  }

  /** Counts what is missing. */
  ask(): void {
    const state = this.#store.getState();
    this.#goOn({ state, counts: QUESTIONS.map((reduce) => this.#known(state, reduce)) });
  }

  /** A person stops it; finished counts stay. */
  stop(): void {
    this.#job.stop();
  }

  close(): void {
    this.#unsubscribe();
    this.#job.close();
  }

  /**
   * Drops the counts of another stage. While the part is open, counts what the stage shows, after it was
   * checked.
   */
  #follow(state: SessionState): void {
    const here = selectSpace(state);
    if (here === null && state.space !== null) {
      this.#job.drop();
      this.#store.setState({ space: null });
    } else if (here === null && state.spaceOpen && selectReport(state) !== null) this.ask();
  }

  #goOn(counting: Counting): void {
    const { state, counts } = counting;
    const next = counts.find(({ report }) => report === null);
    if (next === undefined) {
      this.#put(state, { kind: 'done', counts });
      return;
    }
    const { config } = state.configuration;
    this.#job.ask({
      request: checkQuestion(this.#store.getState(), config, this.#limits, next.reduce),
      concerns: isSameStage(state),
      answer: (answer) => this.#take(answer, counting, next),
    });
  }

  #take(answer: JobAnswer<Report, Progress>, { state, counts }: Counting, asked: SpaceCount): void {
    if (answer.kind !== 'done') {
      this.#put(state, { ...answer, counts });
      return;
    }
    const { report } = answer;
    this.#cache.keep(textKey(state), asked.reduce, configKey(state.configuration.config), report);
    const more = counts.map((count) => (count === asked ? { ...asked, report } : count));
    this.#goOn({ state, counts: more });
  }

  /** From the stage's own search, or from an earlier one. */
  #known(state: SessionState, reduce: readonly Reduction[]): SpaceCount {
    const key = configKey(state.configuration.config);
    const shown = selectReport(state);
    if (shown !== null && shown.reduce.join() === reduce.join()) return { reduce, report: shown };
    return { reduce, report: this.#cache.find(textKey(state), reduce).get(key) ?? null };
  }

  #put({ program, configuration }: SessionState, answer: SpaceAnswer): void {
    this.#store.setState({
      space: { program, key: configKey(configuration.config), answer },
    });
  }
}

/** The counts for the configuration on the stage; null: not requested. */
export const selectSpace: (state: SessionState) => SpaceAnswer | null = remember(
  ({ space, program, configuration }) => [space, program, configuration],
  ({ space, program, configuration }) =>
    space?.program === program && space.key === configKey(configuration.config)
      ? space.answer
      : null,
);

export interface ReductionSwitch {
  readonly name: Reduction;
  readonly on: boolean;
}

/** Every reduction, and whether all searches use it. */
export const selectReductions: (state: SessionState) => readonly ReductionSwitch[] = remember(
  ({ reduce }) => [reduce],
  ({ reduce }) => REDUCTIONS.map((name) => ({ name, on: reduce.includes(name) })),
);

/** Whether another reduction could be switched on. */
export function selectReducible({ reduce }: SessionState): boolean {
  return reduce.length < REDUCTIONS.length;
}
