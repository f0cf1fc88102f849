// Starts the checker's worker in a browser, and hears when it is gone.

import type { CheckerWorker, WorkerEars } from './checkerClient.ts';
import type { FromChecker } from './checkerMessage.ts';

export function spawnWorker(ears: WorkerEars): CheckerWorker {
  // In one expression, else the build takes the worker for a file to copy.
  const worker = new Worker(new URL('./checkerWorker.ts', import.meta.url), {
    type: 'module',
    name: 'checker',
  });
  worker.addEventListener('message', ({ data }: MessageEvent<FromChecker>) => ears.message(data));
  worker.addEventListener('error', ({ message }) =>
    ears.crash(message || 'it could not be started'),
  );
  worker.addEventListener('messageerror', () => ears.crash('it sent what cannot be read'));
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
    post: (message) => worker.postMessage(message),
    stop: () => worker.terminate(),
  };
}
