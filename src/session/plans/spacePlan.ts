// How large the state space is, and what each reduction saves of it: counted by searching it again with
// each of them, when a person opens that part of the page, one search at a time.

import { unreachable } from '../../base/assert.ts';
import type { Checker, CheckNews } from '../../check/worker/checkerClient.ts';
import { type Reduction, REDUCTIONS } from '../../check/verdict/reductions.ts';
import type { Limits, Report } from '../../check/verdict/report.ts';
import { checkQuestion, textKey } from './checkQuestion.ts';
import { remember } from '../state/remember.ts';
import { configKey } from '../state/replayers.ts';
import type { ReportShelf } from '../state/reportShelf.ts';
import { selectReport } from '../state/select.ts';
import type { SessionState, SessionStore, SpaceAnswer, SpaceCount } from '../state/store.ts';

export interface SpacePorts {
  readonly measurer: Checker;
  readonly limits: Limits;
}

/** None, each alone, and all together where that is something else. */
const QUESTIONS: readonly (readonly Reduction[])[] = [
  [],
  ...REDUCTIONS.map((one) => [one]),
  ...(REDUCTIONS.length > 1 ? [REDUCTIONS] : []),
];

export class SpacePlan {
  readonly #store: SessionStore;
  readonly #ports: SpacePorts;
  readonly #shelf: ReportShelf;
  readonly #unsubscribe: () => void;
  #cancel: (() => void) | null = null;

  constructor(store: SessionStore, ports: SpacePorts, shelf: ReportShelf) {
    this.#store = store;
    this.#ports = ports;
    this.#shelf = shelf;
    this.#unsubscribe = store.subscribe((state) => this.#follow(state));
  }

  /** Counts what is not known yet. */
  ask(): void {
    const counts = QUESTIONS.map((reduce) => ({ reduce, report: this.#known(reduce) }));
    this.#tell({ kind: 'running', progress: null, counts });
    this.#goOn(counts);
  }

  /** A person ends it; what was counted stays. */
  stop(): void {
    const answer = selectSpace(this.#store.getState());
    this.#drop();
    if (answer?.kind === 'running') this.#tell({ kind: 'stopped', counts: answer.counts });
  }

  close(): void {
    this.#unsubscribe();
    this.#cancel = null;
    this.#ports.measurer.close();
  }

  /** The part is open: it speaks of what is on the stage, once that has its own answer. */
  #follow(state: SessionState): void {
    const here = selectSpace(state);
    if (here === null && state.space !== null) {
      this.#drop();
      this.#store.setState({ space: null });
    } else if (here === null && state.spaceOpen && selectReport(state) !== null) this.ask();
  }

  #drop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #goOn(counts: readonly SpaceCount[]): void {
    const next = counts.find(({ report }) => report === null);
    if (next === undefined) {
      this.#tell({ kind: 'done', counts });
      return;
    }
    const state = this.#store.getState();
    const { config } = state.configuration;
    const question = checkQuestion(state, config, this.#ports.limits, next.reduce);
    this.#cancel = this.#ports.measurer.start(question, (news) => this.#hear(news, counts, next));
  }

  #hear(news: CheckNews, counts: readonly SpaceCount[], asked: SpaceCount): void {
    switch (news.kind) {
      case 'progress':
        this.#tell({ kind: 'running', progress: news.progress, counts });
        return;
      case 'restarted':
        return;
      case 'failed':
        this.#tell({ kind: 'failed', message: news.message, counts });
        return;
      case 'done': {
        const { report } = news;
        const state = this.#store.getState();
        this.#shelf.keep(
          textKey(state),
          asked.reduce,
          configKey(state.configuration.config),
          report,
        );
        const more = counts.map((count) => (count === asked ? { ...asked, report } : count));
        this.#tell({ kind: 'running', progress: null, counts: more });
        this.#goOn(more);
        break;
      }
      default:
        return unreachable(news);
    }
  }

  /** From the stage's own search, or from one before. */
  #known(reduce: readonly Reduction[]): Report | null {
    const state = this.#store.getState();
    const key = configKey(state.configuration.config);
    const shown = selectReport(state);
    if (shown !== null && shown.reduce.join() === reduce.join()) return shown;
    return this.#shelf.find(textKey(state), reduce).get(key) ?? null;
  }

  #tell(answer: SpaceAnswer): void {
    const { program, configuration } = this.#store.getState();
    this.#store.setState({
      space: { program, key: configKey(configuration.config), answer },
    });
  }
}

/** What is counted of the configuration on the stage; null: nobody has asked. */
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

/** Every reduction that there is, and whether everything is searched with it. */
export const selectReductions: (state: SessionState) => readonly ReductionSwitch[] = remember(
  ({ reduce }) => [reduce],
  ({ reduce }) => REDUCTIONS.map((name) => ({ name, on: reduce.includes(name) })),
);

/** Whether another reduction could be switched on. */
export function selectReducible({ reduce }: SessionState): boolean {
  return reduce.length < REDUCTIONS.length;
}
