// The worker that checks configurations.

import type { CheckRequest } from './checkerMessage.ts';
import { searchRequest } from './searchRequest.ts';
import { serveInWorker } from './workerLoop.ts';

serveInWorker((request: CheckRequest) => searchRequest(request, () => performance.now()));
