// Starts the page's workers in a browser.

import type { CheckerWorker, WorkerEars } from './checkerClient.ts';
import { listenToWorker } from './workerEars.ts';
import type { GraphReport } from '../graph/graphReport.ts';
import type { GraphRequest } from '../graph/graphRequest.ts';
import type { Progress } from '../verdict/report.ts';
import type { WhyProgress, WhyReport } from '../why/whyReport.ts';
import type { WhyRequest } from '../why/whyRequest.ts';

// Each is made in one expression, else the build takes the worker for a file to copy.

export function spawnWorker(ears: WorkerEars): CheckerWorker {
  const worker = new Worker(new URL('./checkerWorker.ts', import.meta.url), {
    type: 'module',
    name: 'checker',
  });
  return listenToWorker(worker, ears);
}

export function spawnWhyWorker(
  ears: WorkerEars<WhyReport, WhyProgress>,
): CheckerWorker<WhyRequest> {
  const worker = new Worker(new URL('./whyWorker.ts', import.meta.url), {
    type: 'module',
    name: 'why',
  });
  return listenToWorker(worker, ears);
}

export function spawnGraphWorker(
  ears: WorkerEars<GraphReport, Progress>,
): CheckerWorker<GraphRequest> {
  const worker = new Worker(new URL('./graphWorker.ts', import.meta.url), {
    type: 'module',
    name: 'graph',
  });
  return listenToWorker(worker, ears);
}
