// A worker in a browser, as its owner deals with it: told, heard, stopped.

import type { CheckerWorker, WorkerHandlers } from './checkerClient.ts';
import type { FromChecker } from './checkerMessage.ts';

export function listenToWorker<Request, Answer, Update>(
  worker: Worker,
  handlers: WorkerHandlers<Answer, Update>,
): CheckerWorker<Request> {
  worker.addEventListener('message', ({ data }: MessageEvent<FromChecker<Answer, Update>>) =>
    handlers.message(data),
  );
  worker.addEventListener('error', ({ message }) =>
    handlers.crash(message || 'it could not be started'),
  );
  worker.addEventListener('messageerror', () => handlers.crash('it sent what cannot be read'));
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
    post: (message) => worker.postMessage(message),
    stop: () => worker.terminate(),
  };
}
