// The page's side of the checker: one search at a time in a worker that may be told to stop,
// may not listen, and may crash. A crash costs its search a second start, and nothing else.

import type { CheckRequest, FromChecker, ToChecker } from './checkerMessage.ts';
import type { Progress, Report } from '../verdict/report.ts';

export type CheckNews<Answer = Report, Update = Progress> =
  | { readonly kind: 'progress'; readonly progress: Update }
  | { readonly kind: 'done'; readonly report: Answer }
  /** The worker crashed and was started again with the same search. */
  | { readonly kind: 'restarted'; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string };

export interface Checker<Request = CheckRequest, Answer = Report, Update = Progress> {
  /**
   * Begins a search, in the place of the one that runs. The function returned ends it; nothing
   * is heard of it from then on.
   */
  start(request: Request, hear: (news: CheckNews<Answer, Update>) => void): () => void;
  close(): void;
}

/** A running worker, as far as its owner is concerned. */
export interface CheckerWorker<Request = CheckRequest> {
  post(message: ToChecker<Request>): void;
  stop(): void;
}

export interface WorkerHandlers<Answer = Report, Update = Progress> {
  message(message: FromChecker<Answer, Update>): void;
  /** One line: why it is gone. */
  crash(message: string): void;
}

export interface ClientPorts<Request = CheckRequest, Answer = Report, Update = Progress> {
  spawn(handlers: WorkerHandlers<Answer, Update>): CheckerWorker<Request>;
  readonly clock: {
    setTimeout(callback: () => void, ms: number): unknown;
    clearTimeout(id: unknown): void;
  };
}

/** A worker that has not answered a cancel by then is stopped. */
export const patienceMs = 500;

interface Search<Request, Answer, Update> {
  readonly id: number;
  readonly request: Request;
  readonly hear: (news: CheckNews<Answer, Update>) => void;
  readonly restarted: boolean;
}

export function createChecker<Request = CheckRequest, Answer = Report, Update = Progress>(
  ports: ClientPorts<Request, Answer, Update>,
): Checker<Request, Answer, Update> {
  return new CheckerClient(ports);
}

class CheckerClient<Request, Answer, Update> implements Checker<Request, Answer, Update> {
  readonly #ports: ClientPorts<Request, Answer, Update>;
  /** The timers of cancelled searches whose end the worker has not yet told. */
  readonly #unanswered = new Map<number, unknown>();
  #worker: CheckerWorker<Request> | null = null;
  #search: Search<Request, Answer, Update> | null = null;
  #nextId = 1;
  /** How many workers were stopped. */
  #stopped = 0;

  constructor(ports: ClientPorts<Request, Answer, Update>) {
    this.#ports = ports;
  }

  start(request: Request, hear: (news: CheckNews<Answer, Update>) => void): () => void {
    this.#cancel();
    const search = { id: this.#nextId++, request, hear, restarted: false };
    this.#begin(search);
    return () => {
      if (this.#search?.id === search.id) this.#cancel();
    };
  }

  close(): void {
    this.#search = null;
    this.#stop();
  }

  #begin(search: Search<Request, Answer, Update>): void {
    this.#search = search;
    this.#worker ??= this.#ports.spawn(this.#handlers());
    this.#worker.post({ type: 'start', id: search.id, request: search.request });
  }

  /** What a worker says after it was stopped concerns nobody. */
  #handlers(): WorkerHandlers<Answer, Update> {
    const stopped = this.#stopped;
    return {
      message: (message) => {
        if (stopped === this.#stopped) this.#receive(message);
      },
      crash: (message) => {
        if (stopped === this.#stopped) this.#recover(message);
      },
    };
  }

  #receive(message: FromChecker<Answer, Update>): void {
    if (message.type !== 'progress') this.#answered(message.id);
    const search = this.#search;
    if (search?.id !== message.id || message.type === 'cancelled') return;
    if (message.type === 'progress') {
      search.hear({ kind: 'progress', progress: message.progress });
      return;
    }
    this.#search = null;
    if (message.type === 'done') search.hear({ kind: 'done', report: message.report });
    else search.hear({ kind: 'failed', message: message.message });
  }

  #cancel(): void {
    if (this.#search === null) return;
    const { id } = this.#search;
    this.#search = null;
    this.#worker?.post({ type: 'cancel', id });
    this.#unanswered.set(
      id,
      this.#ports.clock.setTimeout(() => this.#giveUp(), patienceMs),
    );
  }

  #answered(id: number): void {
    this.#ports.clock.clearTimeout(this.#unanswered.get(id));
    this.#unanswered.delete(id);
  }

  /** It does not listen: its successor takes the search that waits behind it. */
  #giveUp(): void {
    this.#stop();
    if (this.#search !== null) this.#begin(this.#search);
  }

  #recover(message: string): void {
    this.#stop();
    const search = this.#search;
    if (search === null) return;
    this.#search = null;
    if (search.restarted) {
      search.hear({ kind: 'failed', message });
    } else {
      this.#begin({ ...search, restarted: true });
      search.hear({ kind: 'restarted', message });
    }
  }

  #stop(): void {
    for (const timer of this.#unanswered.values()) this.#ports.clock.clearTimeout(timer);
    this.#unanswered.clear();
    this.#worker?.stop();
    this.#worker = null;
    this.#stopped += 1;
  }
}
