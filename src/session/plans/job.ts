// A request to a worker, one at a time: started, stopped by a person, or cancelled when the stage no longer shows its
// subject. The caller decides what happens with each answer.

import { unreachable } from '../../base/assert.ts';
import type { Checker, CheckNews } from '../../check/worker/checkerClient.ts';
import type { JobAnswer, SessionState, SessionStore } from '../state/store.ts';

export interface Question<Request, Answer, Progress> {
  readonly request: Request;
  /**
   * Whether the stage still shows the subject of the request; the request is stopped when it does not.
   */
  concerns(state: SessionState): boolean;
  /** Begins with `running`. Nothing follows `done`, `failed` or `stopped`. */
  answer(answer: JobAnswer<Answer, Progress>): void;
  /** The worker crashed and was started again with the same request. */
  restarted?(message: string): void;
}

interface Running<Request, Answer, Progress> {
  readonly question: Question<Request, Answer, Progress>;
  cancel: () => void;
}

export class Job<Request, Answer, Progress> {
  readonly #checker: Checker<Request, Answer, Progress>;
  readonly #unsubscribe: () => void;
  #running: Running<Request, Answer, Progress> | null = null;

  constructor(store: SessionStore, checker: Checker<Request, Answer, Progress>) {
    this.#checker = checker;
    this.#unsubscribe = store.subscribe((state) => {
      if (this.#running?.question.concerns(state) === false) this.stop();
    });
  }

  get isRunning(): boolean {
    return this.#running !== null;
  }

  /** Replaces the running request, which gets no further answer. */
  ask(question: Question<Request, Answer, Progress>): void {
    this.drop();
    const running = { question, cancel: () => {} };
    this.#running = running;
    question.answer({ kind: 'running', progress: null });
    if (this.#running !== running) return;
    running.cancel = this.#checker.start(question.request, (news) => {
      if (this.#running === running) this.#handle(question, news);
    });
  }

  /** Stops the running request, with `stopped` as its answer. */
  stop(): void {
    const running = this.#running;
    this.drop();
    running?.question.answer({ kind: 'stopped' });
  }

  /** Cancels the running request, without an answer. */
  drop(): void {
    this.#running?.cancel();
    this.#running = null;
  }

  close(): void {
    this.#unsubscribe();
    this.#running = null;
    this.#checker.close();
  }

  #handle(question: Question<Request, Answer, Progress>, news: CheckNews<Answer, Progress>): void {
    switch (news.kind) {
      case 'progress':
        question.answer({ kind: 'running', progress: news.progress });
        return;
      case 'restarted':
        question.restarted?.(news.message);
        return;
      case 'done':
      case 'failed':
        this.#running = null;
        question.answer(news);
        break;
      default:
        return unreachable(news);
    }
  }
}
