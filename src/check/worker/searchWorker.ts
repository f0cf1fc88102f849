// The page's worker. Several run beside each other, so that no search waits for another kind of
// search; a worker's name says which kind it answers, and all of them are one file for the browser.

import { assert } from '../../base/assert.ts';
import { explainRequest } from '../explain/explainRequest.ts';
import { graphRequest } from '../graph/graphRequest.ts';
import { whyRequest } from '../why/whyRequest.ts';
import type { CheckRequest } from './checkerMessage.ts';
import { searchRequest } from './searchRequest.ts';
import { serveInWorker } from './workerLoop.ts';
import type { WorkerRole } from './workerRole.ts';

const serve: Readonly<Record<WorkerRole, () => void>> = {
  checker: () =>
    serveInWorker((request: CheckRequest) => searchRequest(request, () => performance.now())),
  explain: () => serveInWorker(explainRequest),
  graph: () => serveInWorker(graphRequest),
  why: () => serveInWorker(whyRequest),
};

const role = Object.keys(serve).find((name): name is WorkerRole => name === self.name);
assert(role !== undefined, `a worker is named for what it answers, not ${self.name}`);
serve[role]();
