// Starts the page's workers in a browser.

import type { CheckerWorker, WorkerEars } from './checkerClient.ts';
import { listenToWorker } from './workerEars.ts';
import type { WorkerRole } from './workerRole.ts';

/** The caller names the role whose messages it sends and reads. */
export function spawnWorker(role: WorkerRole) {
  return <Request, Answer, Said>(ears: WorkerEars<Answer, Said>): CheckerWorker<Request> =>
    // One expression, else the build takes the worker for a file to copy.
    listenToWorker(
      new Worker(new URL('./searchWorker.ts', import.meta.url), { type: 'module', name: role }),
      ears,
    );
}
