// The question why: asked of the witness on the stage when a person wants to know, one at a time.

import type { Checker, CheckNews } from '../check/checkerClient.ts';
import type { Limits } from '../check/report.ts';
import type { WhyProgress, WhyReport } from '../check/whyReport.ts';
import type { WhyRequest } from '../check/whyRequest.ts';
import { configKey } from './replayers.ts';
import type { SessionState, SessionStore, Why, WhyAnswer } from './store.ts';

export interface WhyPorts {
  readonly asker: Checker<WhyRequest, WhyReport, WhyProgress>;
  readonly limits: Limits;
}

export class WhyPlan {
  readonly #store: SessionStore;
  readonly #ports: WhyPorts;
  #cancel: (() => void) | null = null;

  constructor(store: SessionStore, ports: WhyPorts) {
    this.#store = store;
    this.#ports = ports;
    store.subscribe((state) => this.#giveUp(state));
  }

  ask(property: string, witness: string): void {
    const state = this.#store.getState();
    const { scenario, source, program, configuration } = state;
    const asked = { program, key: whyKey(state, property, witness) };
    const tell = (answer: WhyAnswer): void => this.#store.setState({ why: { ...asked, answer } });
    tell({ kind: 'running', progress: null });
    const text = source.original ? null : source.staged;
    const { config } = configuration;
    const { limits } = this.#ports;
    const request = { scenario, text, config, property, witness, limits };
    this.#cancel = this.#ports.asker.start(request, (news) => {
      const answer = answerOf(news);
      if (answer !== null) tell(answer);
    });
  }

  /** A person ends it. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
    const { why } = this.#store.getState();
    if (why?.answer.kind === 'running')
      this.#store.setState({ why: { ...why, answer: { kind: 'stopped' } } });
  }

  close(): void {
    this.#cancel = null;
    this.#ports.asker.close();
  }

  /** On another kernel or text, nobody waits for the answer any more. */
  #giveUp({ why, program, configuration }: SessionState): void {
    if (why?.answer.kind !== 'running') return;
    const here = why.key.startsWith(configKey(configuration.config));
    if (why.program !== program || !here) this.stop();
  }
}

/** Null for what changes nothing: a worker that was started again asks the same. */
function answerOf(news: CheckNews<WhyReport, WhyProgress>): WhyAnswer | null {
  switch (news.kind) {
    case 'progress':
      return { kind: 'running', progress: news.progress };
    case 'done':
    case 'failed':
      return news;
    case 'restarted':
      return null;
  }
}

function whyKey({ configuration }: SessionState, property: string, witness: string): string {
  return `${configKey(configuration.config)} ${property} ${witness}`;
}

/** What is known of why that witness broke the property; null: it was not asked. */
export function whyOf(state: SessionState, property: string, witness: string): WhyAnswer | null {
  const why: Why | null = state.why;
  const known = why?.program === state.program && why.key === whyKey(state, property, witness);
  return known ? why.answer : null;
}
