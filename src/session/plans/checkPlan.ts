// Which configurations are checked, and in which order: the one on the stage first, then the
// named kernels, so that the page can say how many of them are safe, then all others for the fix
// matrix, which give way to whatever a person asks meanwhile. One search at a time.

import { unreachable } from '../../base/assert.ts';
import type { Checker, CheckNews } from '../../check/worker/checkerClient.ts';
import { namedConfigurations } from '../../check/link/namedConfiguration.ts';
import type { Reduction } from '../../check/verdict/reductions.ts';
import type { Limits } from '../../check/verdict/report.ts';
import type { Config } from '../../lang/program/configurations.ts';
import type { Program } from '../../lang/program/program.ts';
import { checkQuestion, textKey } from './checkQuestion.ts';
import { isOccupied, selectCurePlan } from './curePlan.ts';
import { matrixConfigs } from '../state/matrixRows.ts';
import { withNotice } from '../state/notice.ts';
import { configKey } from '../state/replayers.ts';
import type { ReportShelf } from '../state/reportShelf.ts';
import { selectReport } from '../state/select.ts';
import type { Check, SessionState, SessionStore } from '../state/store.ts';

export interface CheckPorts {
  readonly checker: Checker;
  readonly limits: Limits;
  /** Milliseconds on a clock that never goes back. */
  now(): number;
}

interface Running {
  readonly program: Program;
  /** What the shelf calls the text. */
  readonly text: string;
  readonly reduce: readonly Reduction[];
  readonly key: string;
  readonly began: number;
  readonly cancel: () => void;
}

export class CheckPlan {
  readonly #store: SessionStore;
  readonly #ports: CheckPorts;
  readonly #shelf: ReportShelf;
  readonly #unsubscribe: () => void;
  #running: Running | null = null;

  constructor(store: SessionStore, ports: CheckPorts, shelf: ReportShelf) {
    this.#store = store;
    this.#ports = ports;
    this.#shelf = shelf;
    this.#unsubscribe = store.subscribe((state, before) => {
      if (isOccupied(state) !== isOccupied(before)) this.refresh();
    });
  }

  /** Looks again at what is wanted: after another configuration, text or scenario. */
  refresh(): void {
    this.#recall();
    const wanted = wantedConfigs(this.#store.getState());
    if (this.#running !== null && !mayGoOn(this.#running, this.#store.getState(), wanted))
      this.#halt();
    this.#plan(wanted);
    const report = selectReport(this.#store.getState());
    if (report !== null) this.#store.setState({ lastReport: report });
    if (this.#running === null)
      this.#begin(wanted.find(({ key }) => this.#kindOf(key) === 'waiting'));
  }

  /** A person ends all searching. */
  stop(): void {
    this.#running?.cancel();
    this.#running = null;
    for (const [key, check] of this.#store.getState().checks) {
      if (check.kind === 'waiting') this.#put(key, { kind: 'stopped', progress: null });
      if (check.kind === 'running') this.#put(key, { kind: 'stopped', progress: check.progress });
    }
  }

  /** Asks again what was stopped or failed, or came to a limit. */
  again(): void {
    const settled = [...this.#store.getState().checks].filter(([, check]) => isAnswered(check));
    this.#store.setState({ checks: new Map(settled) });
    this.refresh();
  }

  close(): void {
    this.#unsubscribe();
    this.#running = null;
    this.#ports.checker.close();
  }

  /** What the shelf knows of the text need not be searched again. */
  #recall(): void {
    const state = this.#store.getState();
    const known = [...this.#shelf.find(textKey(state), state.reduce)].filter(
      ([key]) => !state.checks.has(key),
    );
    if (known.length === 0) return;
    const recalled = known.map(([key, report]): [string, Check] => [key, { kind: 'done', report }]);
    this.#store.setState({ checks: new Map([...state.checks, ...recalled]) });
  }

  /** What is wanted waits for its turn; what no longer is, does not. */
  #plan(wanted: readonly Wanted[]): void {
    const { checks } = this.#store.getState();
    const keys = new Set(wanted.map(({ key }) => key));
    const kept = [...checks].filter(([key, { kind }]) => kind !== 'waiting' || keys.has(key));
    const added = wanted.filter(({ key }) => !checks.has(key));
    if (kept.length === checks.size && added.length === 0) return;
    const waiting = added.map(({ key }): [string, Check] => [key, { kind: 'waiting' }]);
    this.#store.setState({ checks: new Map([...kept, ...waiting]) });
  }

  #begin(next: Wanted | undefined): void {
    if (next === undefined) return;
    const { key, config } = next;
    const { checker, limits, now } = this.#ports;
    const state = this.#store.getState();
    const { program, reduce } = state;
    this.#put(key, { kind: 'running', progress: null, elapsedMs: 0 });
    const question = checkQuestion(state, config, limits, reduce);
    const began = now();
    this.#running = {
      program,
      text: textKey(state),
      reduce,
      key,
      began,
      cancel: checker.start(question, (news) => this.#hear(news)),
    };
  }

  /** The search is thrown away; it waits for its turn again where it is still wanted. */
  #halt(): void {
    this.#running?.cancel();
    const { program, reduce } = this.#store.getState();
    const halted = this.#running;
    this.#running = null;
    if (halted?.program === program && halted.reduce === reduce)
      this.#put(halted.key, { kind: 'waiting' });
  }

  #hear(news: CheckNews): void {
    if (this.#running === null) return;
    const { text, reduce, key, began } = this.#running;
    switch (news.kind) {
      case 'progress':
        this.#put(key, {
          kind: 'running',
          progress: news.progress,
          elapsedMs: this.#ports.now() - began,
        });
        return;
      case 'restarted':
        this.#warn(`The checker stopped (${news.message}) and was started again`);
        return;
      case 'done':
        this.#shelf.keep(text, reduce, key, news.report);
        this.#settle(key, { kind: 'done', report: news.report });
        return;
      case 'failed':
        this.#warn(`The checker failed: ${news.message}`);
        this.#settle(key, { kind: 'failed', message: news.message });
        break;
      default:
        return unreachable(news);
    }
  }

  #settle(key: string, check: Check): void {
    this.#running = null;
    this.#put(key, check);
    this.refresh();
  }

  #kindOf(key: string): Check['kind'] | null {
    return this.#store.getState().checks.get(key)?.kind ?? null;
  }

  #put(key: string, check: Check): void {
    this.#store.setState(({ checks }) => ({ checks: new Map(checks).set(key, check) }));
  }

  #warn(text: string): void {
    this.#store.setState(({ notices }) => ({
      notices: withNotice(notices, { topic: 'checker', tone: 'warning', text }),
    }));
  }
}

/** Nothing would be found by asking again. */
function isAnswered(check: Check): boolean {
  if (check.kind === 'done') return check.report.limits.length === 0;
  return check.kind === 'waiting' || check.kind === 'running';
}

interface Wanted {
  readonly key: string;
  readonly config: Config;
}

/** Each once, the most urgent first: the stage's, the kernels', and for the fix matrix all others. */
function wantedConfigs(state: SessionState): Wanted[] {
  const { program, configuration } = state;
  const named = [configuration, ...namedConfigurations(program)].map(({ config }) => config);
  const configs = wantsMatrix(state) ? [...named, ...matrixConfigs(program)] : named;
  const byKey = new Map(configs.map((config) => [configKey(config), config]));
  return [...byKey].map(([key, config]) => ({ key, config }));
}

/** What nobody asked for waits while a person is occupied otherwise. */
function wantsMatrix(state: SessionState): boolean {
  return selectCurePlan(state).kind === 'search' && (state.matrix.asked || !isOccupied(state));
}

/** It gives way to another text, and to the stage's own configuration while that has no answer. */
function mayGoOn(
  { program, reduce, key }: Running,
  state: SessionState,
  [first, ...others]: Wanted[],
): boolean {
  if (program !== state.program || reduce !== state.reduce) return false;
  if (key === first?.key) return true;
  const answer = state.checks.get(first?.key ?? '')?.kind ?? 'waiting';
  return answer !== 'waiting' && others.some((other) => other.key === key);
}
