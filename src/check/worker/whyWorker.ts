// The worker that asks why a run broke: beside the one that checks, so that neither waits for the other.

import { whyRequest } from '../why/whyRequest.ts';
import { serveInWorker } from './workerLoop.ts';

serveInWorker(whyRequest);
