// Starts the page's workers in a browser.

import type { CheckerWorker, WorkerHandlers } from './checkerClient.ts';
import { listenToWorker } from './workerHandlers.ts';
import type { WorkerRole } from './workerRole.ts';

/** The caller names the role whose messages it sends and reads. */
export function spawnWorker(role: WorkerRole) {
  return <Request, Answer, Update>(
    handlers: WorkerHandlers<Answer, Update>,
  ): CheckerWorker<Request> =>
    // One expression, else the build takes the worker for a file to copy.
    listenToWorker(
      new Worker(new URL('./searchWorker.ts', import.meta.url), { type: 'module', name: role }),
      handlers,
    );
}
