// The worker that explores the state graph: beside the one that checks, so that neither waits for the other.

import { graphRequest } from '../graph/graphRequest.ts';
import { serveInWorker } from './workerLoop.ts';

serveInWorker(graphRequest);
