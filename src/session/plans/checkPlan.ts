// Which configurations are checked, and in which order: the one on the stage first, then the named kernels, then all
// others for the fix matrix. Background searches yield to requests of a person. One search runs at a time.

import { unreachable } from '../../base/assert.ts';
import type { Checker } from '../../check/worker/checkerClient.ts';
import type { CheckRequest } from '../../check/worker/checkerMessage.ts';
import { namedConfigurations } from '../../check/link/namedConfiguration.ts';
import type { Limits, Progress, Report } from '../../check/verdict/report.ts';
import type { Config } from '../../lang/program/configurations.ts';
import { checkQuestion, textKey } from './checkQuestion.ts';
import { Job } from './job.ts';
import { isOccupied, selectFixPlan } from './fixPlan.ts';
import { matrixConfigs } from '../state/matrixRows.ts';
import { withNotice } from '../state/notice.ts';
import { configKey } from '../state/replayers.ts';
import type { ReportCache } from '../state/reportCache.ts';
import { selectReport } from '../state/select.ts';
import type { Check, JobAnswer, SessionState, SessionStore } from '../state/store.ts';

export interface CheckPorts {
  readonly checker: Checker;
  readonly limits: Limits;
  /** Milliseconds on a monotonic clock. */
  now(): number;
}

export class CheckPlan {
  readonly #store: SessionStore;
  readonly #ports: CheckPorts;
  readonly #cache: ReportCache;
  readonly #job: Job<CheckRequest, Report, Progress>;
  readonly #unsubscribe: () => void;
  /** The configuration that was asked about last. */
  #searched = '';

  constructor(store: SessionStore, ports: CheckPorts, cache: ReportCache) {
    this.#store = store;
    this.#ports = ports;
    this.#cache = cache;
    this.#job = new Job(store, ports.checker);
    this.#unsubscribe = store.subscribe((state, before) => {
      if (isOccupied(state) !== isOccupied(before)) this.refresh();
    });
  }

  /** Decides again what is searched: after another configuration, text or scenario. */
  refresh(): void {
    this.#recall();
    const wanted = wantedConfigs(this.#store.getState());
    this.#halt(wanted);
    this.#plan(wanted);
    const report = selectReport(this.#store.getState());
    if (report !== null) this.#store.setState({ lastReport: report });
    if (!this.#job.isRunning)
      this.#begin(wanted.find(({ key }) => this.#kindOf(key) === 'waiting'));
  }

  /** A person stops all searching. */
  stop(): void {
    this.#job.stop();
    for (const [key, check] of this.#store.getState().checks)
      if (check.kind === 'waiting') this.#put(key, { kind: 'stopped', progress: null });
  }

  /** Repeats searches that were stopped, failed, or reached a limit. */
  again(): void {
    const settled = [...this.#store.getState().checks].filter(([, check]) => isAnswered(check));
    this.#store.setState({ checks: new Map(settled) });
    this.refresh();
  }

  close(): void {
    this.#unsubscribe();
    this.#job.close();
  }

  /** Configurations with a cached report are not searched again. */
  #recall(): void {
    const state = this.#store.getState();
    const known = [...this.#cache.find(textKey(state), state.reduce)].filter(
      ([key]) => !state.checks.has(key),
    );
    if (known.length === 0) return;
    const recalled = known.map(([key, report]): [string, Check] => [key, { kind: 'done', report }]);
    this.#store.setState({ checks: new Map([...state.checks, ...recalled]) });
  }

  /** Queues wanted configurations and drops the others. */
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
    const { limits, now } = this.#ports;
    const state = this.#store.getState();
    const began = now();
    this.#searched = key;
    const concerns = (later: SessionState): boolean =>
      later.program === state.program && later.reduce === state.reduce;
    this.#job.ask({
      request: checkQuestion(state, config, limits, state.reduce),
      concerns,
      answer: (answer) => {
        if (answer.kind === 'done')
          this.#cache.keep(textKey(state), state.reduce, key, answer.report);
        if (concerns(this.#store.getState())) this.#take(key, answer, now() - began);
      },
      restarted: (message) => this.#warn(`The checker stopped (${message}) and was started again`),
    });
  }

  /** A search that is preempted is discarded, and queued again. */
  #halt(wanted: readonly Wanted[]): void {
    const { checks } = this.#store.getState();
    if (!this.#job.isRunning || mayGoOn(this.#searched, checks, wanted)) return;
    this.#job.drop();
    this.#put(this.#searched, { kind: 'waiting' });
  }

  #take(key: string, answer: JobAnswer<Report, Progress>, elapsedMs: number): void {
    switch (answer.kind) {
      case 'running':
        this.#put(key, { ...answer, elapsedMs });
        return;
      case 'stopped':
        this.#put(key, { kind: 'stopped', progress: this.#progressOf(key) });
        return;
      case 'failed':
        this.#warn(`The checker failed: ${answer.message}`);
        this.#settle(key, answer);
        return;
      case 'done':
        this.#settle(key, answer);
        break;
      default:
        return unreachable(answer);
    }
  }

  #settle(key: string, check: Check): void {
    this.#put(key, check);
    this.refresh();
  }

  #progressOf(key: string): Progress | null {
    const check = this.#store.getState().checks.get(key);
    return check?.kind === 'running' ? check.progress : null;
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

/** Repeating it would give the same result. */
function isAnswered(check: Check): boolean {
  if (check.kind === 'done') return check.report.limits.length === 0;
  return check.kind === 'waiting' || check.kind === 'running';
}

interface Wanted {
  readonly key: string;
  readonly config: Config;
}

/**
 * Each once, the most urgent first: the stage's, the kernels', and for the fix matrix all others.
 */
function wantedConfigs(state: SessionState): Wanted[] {
  const { program, configuration } = state;
  const named = [configuration, ...namedConfigurations(program)].map(({ config }) => config);
  const configs = wantsMatrix(state) ? [...named, ...matrixConfigs(program)] : named;
  const byKey = new Map(configs.map((config) => [configKey(config), config]));
  return [...byKey].map(([key, config]) => ({ key, config }));
}

/** Background searches wait while a person does something else. */
function wantsMatrix(state: SessionState): boolean {
  return selectFixPlan(state).kind === 'search' && (state.matrix.asked || !isOccupied(state));
}

/** It yields to the stage's own configuration until that has a report. */
function mayGoOn(
  running: string,
  checks: SessionState['checks'],
  [first, ...others]: readonly Wanted[],
): boolean {
  if (running === first?.key) return true;
  const answer = checks.get(first?.key ?? '')?.kind ?? 'waiting';
  return answer !== 'waiting' && others.some(({ key }) => key === running);
}
