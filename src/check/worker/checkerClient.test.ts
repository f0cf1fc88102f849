import { describe, expect, it } from 'vitest';
import { type CheckNews, createChecker, patienceMs, type WorkerHandlers } from './checkerClient.ts';
import type { CheckRequest, ToChecker } from './checkerMessage.ts';
import type { Report } from '../verdict/report.ts';

const request = (name: string): CheckRequest => ({
  source: { name, text: '', library: new Map() },
  config: {},
  limits: { maxStates: 10, maxBytes: 10 },
});
const report: Report = {
  scenario: 'toy',
  kernel: null,
  config: {},
  findings: [],
  census: { outcomes: [], complete: true },
  states: 3,
  transitions: 4,
  depth: 2,
  quiescent: 1,
  bytes: 72,
  limits: [],
  reduce: [],
  ms: 1,
};
const progress = { states: 1, transitions: 2, frontier: 3, depth: 4 };

interface FakeWorker {
  readonly handlers: WorkerHandlers;
  readonly heard: ToChecker[];
  stopped: boolean;
}

/** Time that passes when a test says so. */
class HandClock {
  #now = 0;
  readonly #timers = new Set<{ readonly callback: () => void; readonly due: number }>();

  setTimeout(callback: () => void, ms: number): unknown {
    const timer = { callback, due: this.#now + ms };
    this.#timers.add(timer);
    return timer;
  }

  clearTimeout(id: unknown): void {
    for (const timer of this.#timers) if (timer === id) this.#timers.delete(timer);
  }

  increment(ms: number): void {
    this.#now += ms;
    for (const timer of this.#timers) {
      if (timer.due > this.#now) continue;
      this.#timers.delete(timer);
      timer.callback();
    }
  }
}

function client() {
  const clock = new HandClock();
  const workers: FakeWorker[] = [];
  const checker = createChecker({
    clock,
    spawn: (handlers) => {
      const worker: FakeWorker = { handlers, heard: [], stopped: false };
      workers.push(worker);
      return {
        post: (message) => worker.heard.push(message),
        stop: () => {
          worker.stopped = true;
        },
      };
    },
  });
  const worker = (index: number): FakeWorker => {
    const found = workers[index];
    if (found === undefined) throw new Error(`there is no worker ${index}`);
    return found;
  };
  const start = (scenario: string) => {
    const news: CheckNews[] = [];
    const cancel = checker.start(request(scenario), (item) => news.push(item));
    return { news, cancel };
  };
  return { clock, checker, workers, worker, start };
}

describe('a search', () => {
  it('begins a worker once and tells what it says', () => {
    const { start, workers, worker } = client();
    const first = start('a');
    worker(0).handlers.message({ type: 'progress', id: 1, progress });
    worker(0).handlers.message({ type: 'done', id: 1, report });
    const second = start('b');
    worker(0).handlers.message({ type: 'failed', id: 2, message: 'no' });
    expect(workers.length).toBe(1);
    expect(worker(0).heard).toEqual([
      { type: 'start', id: 1, request: request('a') },
      { type: 'start', id: 2, request: request('b') },
    ]);
    expect(first.news).toEqual([
      { kind: 'progress', progress },
      { kind: 'done', report },
    ]);
    expect(second.news).toEqual([{ kind: 'failed', message: 'no' }]);
  });

  it('takes the place of the one before it, of which nothing is heard again', () => {
    const { start, worker } = client();
    const first = start('a');
    const second = start('b');
    worker(0).handlers.message({ type: 'progress', id: 1, progress });
    worker(0).handlers.message({ type: 'done', id: 1, report });
    worker(0).handlers.message({ type: 'done', id: 2, report });
    expect(worker(0).heard.map(({ type, id }) => `${type} ${id}`)).toEqual([
      'start 1',
      'cancel 1',
      'start 2',
    ]);
    expect(first.news).toEqual([]);
    expect(second.news).toEqual([{ kind: 'done', report }]);
  });

  it('is cancelled once, and not after its successor began', () => {
    const { start, worker } = client();
    const first = start('a');
    start('b');
    first.cancel();
    first.cancel();
    expect(worker(0).heard.length).toBe(3);
  });
});

describe('a worker that does not listen', () => {
  it('is replaced after its time, and the search behind it begins again', () => {
    const { start, clock, worker, workers } = client();
    start('a').cancel();
    const second = start('b');
    clock.increment(patienceMs - 1);
    expect(workers.length).toBe(1);
    clock.increment(1);
    expect(worker(0).stopped).toBe(true);
    expect(worker(1).heard).toEqual([{ type: 'start', id: 2, request: request('b') }]);
    worker(0).handlers.message({ type: 'progress', id: 2, progress });
    worker(0).handlers.crash('too late');
    worker(1).handlers.message({ type: 'done', id: 2, report });
    expect([second.news, workers.length]).toEqual([[{ kind: 'done', report }], 2]);
  });

  it('is left alone when it answers in time', () => {
    const { start, clock, worker } = client();
    start('a').cancel();
    worker(0).handlers.message({ type: 'cancelled', id: 1 });
    clock.increment(patienceMs);
    expect(worker(0).stopped).toBe(false);
  });

  it('is not replaced by another where nothing waits', () => {
    const { start, clock, worker, workers } = client();
    start('a').cancel();
    clock.increment(patienceMs);
    expect([worker(0).stopped, workers.length]).toEqual([true, 1]);
  });
});

describe('a crash', () => {
  it('starts the search again, and says so', () => {
    const { start, worker } = client();
    const { news } = start('a');
    worker(0).handlers.crash('out of memory');
    expect(worker(1).heard).toEqual([{ type: 'start', id: 1, request: request('a') }]);
    worker(1).handlers.message({ type: 'done', id: 1, report });
    expect(news).toEqual([
      { kind: 'restarted', message: 'out of memory' },
      { kind: 'done', report },
    ]);
  });

  it('that comes again ends it, and the next search gets a new worker', () => {
    const { start, worker, workers } = client();
    const { news } = start('a');
    worker(0).handlers.crash('out of memory');
    worker(1).handlers.crash('out of memory');
    expect(news.at(-1)).toEqual({ kind: 'failed', message: 'out of memory' });
    expect(workers.length).toBe(2);
    start('b');
    expect(worker(2).heard.length).toBe(1);
  });

  it('while nothing runs is nobody’s loss', () => {
    const { start, worker } = client();
    const { news } = start('a');
    worker(0).handlers.message({ type: 'done', id: 1, report });
    worker(0).handlers.crash('gone');
    expect(news.length).toBe(1);
  });
});

it('a client that was closed starts nothing and hears nothing', () => {
  const { checker, start, worker, clock } = client();
  const { news } = start('a');
  checker.close();
  clock.increment(patienceMs);
  worker(0).handlers.message({ type: 'done', id: 1, report });
  expect([worker(0).stopped, news]).toEqual([true, []]);
});
