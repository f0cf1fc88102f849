// The worker's side of the checker: runs a search in slices, so that a cancel reaches it while
// it is busy. Everything that it touches is handed in.

import type { CheckRequest, FromChecker, ToChecker } from './checkerMessage.ts';
import type { Progress, Report } from '../verdict/report.ts';

export interface LoopPorts<Request, Answer, Update> {
  /** The search, a slice of work between two yields. */
  search(request: Request): Iterator<Update, Answer, void>;
  post(message: FromChecker<Answer, Update>): void;
  /** Milliseconds on a clock that never goes back. */
  now(): number;
  /** Resolves when the messages that were waiting have been received. */
  listen(): Promise<void>;
}

/** Longest time between two polls for messages, apart from one slice, in milliseconds. */
const deafMs = 20;
const progressMs = 100;

/** Returns what receives the page's messages. */
export function createCheckerLoop<Request = CheckRequest, Answer = Report, Update = Progress>(
  ports: LoopPorts<Request, Answer, Update>,
): (message: ToChecker<Request>) => Promise<void> {
  const wanted = new Set<number>();
  return async (message) => {
    if (message.type === 'cancel') {
      wanted.delete(message.id);
      return;
    }
    wanted.add(message.id);
    ports.post(await run(message.id, message.request, ports, wanted));
    wanted.delete(message.id);
  };
}

/** Resolves to the message that ends the search. */
async function run<Request, Answer, Update>(
  id: number,
  request: Request,
  ports: LoopPorts<Request, Answer, Update>,
  wanted: ReadonlySet<number>,
): Promise<FromChecker<Answer, Update>> {
  let heard = ports.now();
  let reportedAt = heard;
  try {
    const search = ports.search(request);
    for (;;) {
      const slice = search.next();
      if (slice.done === true) return { type: 'done', id, report: slice.value };
      const now = ports.now();
      if (now - reportedAt >= progressMs) {
        ports.post({ type: 'progress', id, progress: slice.value });
        reportedAt = now;
      }
      if (now - heard < deafMs) continue;
      await ports.listen();
      if (!wanted.has(id)) return { type: 'cancelled', id };
      heard = ports.now();
    }
  } catch (error) {
    return { type: 'failed', id, message: oneLine(error) };
  }
}

function oneLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0] ?? '';
}
